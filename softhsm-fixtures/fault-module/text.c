/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <string.h>

static const char blanks[] = " \t\r\n";

char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, blanks);
    size_t size = strcspn(word, blanks);

    if (size == 0) {
        *rest = word;
        return NULL;
    }
    *rest = word + size;
    if (word[size] != '\0') {
        word[size] = '\0';
        (*rest)++;
    }
    return word;
}

static int hex_digit(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found =
        digit == '\0' ? NULL : strchr(digits, digit >= 'A' && digit <= 'F' ? digit + 32 : digit);

    return found == NULL ? -1 : (int)(found - digits);
}

/* One byte of TEXT, escaped or not; returns how many characters it took, 0 when malformed. */
static size_t read_byte(const char *text, unsigned char *ret_byte)
{
    if (text[0] != '\\') {
        *ret_byte = (unsigned char)text[0];
        return 1;
    }
    if (text[1] == '\\') {
        *ret_byte = '\\';
        return 2;
    }
    if (text[1] != 'x' || hex_digit(text[2]) < 0 || hex_digit(text[3]) < 0) {
        return 0;
    }
    *ret_byte = (unsigned char)(hex_digit(text[2]) * 16 + hex_digit(text[3]));
    return 4;
}

bool unescape(const char *text, unsigned char *ret_bytes, size_t capacity, size_t *ret_size)
{
    size_t size = 0;

    while (*text != '\0') {
        size_t taken = size < capacity ? read_byte(text, &ret_bytes[size]) : 0;

        if (taken == 0) {
            return false;
        }
        text += taken;
        size++;
    }
    *ret_size = size;
    return true;
}
