/* SPDX-License-Identifier: Apache-2.0 */
#include "hex.h"

#include <string.h>

static bool digit(char character, unsigned *ret_value)
{
    static const char digits[] = "0123456789ABCDEF0123456789abcdef";
    const char *place = character == '\0' ? NULL : strchr(digits, character);

    if (place == NULL) {
        return false;
    }
    *ret_value = (unsigned)(place - digits) & 0xF;
    return true;
}

bool hex_read(const char *text, uint8_t *data, size_t limit, size_t *ret_size)
{
    unsigned high, low;

    *ret_size = 0;
    for (text += strspn(text, " \n"); *text != '\0'; text += 2, text += strspn(text, " \n")) {
        if (*ret_size == limit || !digit(text[0], &high) || !digit(text[1], &low)) {
            return false;
        }
        data[(*ret_size)++] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void hex_write(FILE *file, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        (void)fprintf(file, "%02X", data[i]);
    }
}
