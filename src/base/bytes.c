/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <string.h>

#include "base/memory.h"

struct slice slice_of(const void *data, size_t size)
{
    return (struct slice){.data = data, .size = size};
}

struct slice slice_of_bytes(const struct bytes *bytes)
{
    return slice_of(bytes->data, bytes->size);
}

struct slice slice_of_text(const char *text)
{
    return slice_of(text, strlen(text));
}

bool slice_equal(struct slice a, struct slice b)
{
    return slice_compare(a, b) == 0;
}

int slice_compare(struct slice a, struct slice b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);

    if (order != 0) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

struct bytes bytes_copy(const void *data, size_t size)
{
    struct bytes bytes = {0};

    bytes_append(&bytes, data, size);
    return bytes;
}

void bytes_append(struct bytes *bytes, const void *data, size_t size)
{
    if (size == 0) {
        return;
    }
    bytes->data = memory_resize(bytes->data, bytes->size + size, 1);
    memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

void bytes_clear(struct bytes *bytes)
{
    memory_free(bytes->data);
    *bytes = (struct bytes){0};
}

char *hex_encode(struct slice bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *text = memory_new(2 * bytes.size + 1, 1);

    for (size_t i = 0; i < bytes.size; i++) {
        text[2 * i] = digits[bytes.data[i] >> 4];
        text[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    return text;
}

char *hex_encode_colons(struct slice bytes)
{
    static const char digits[] = "0123456789ABCDEF";
    char *text = memory_new(3 * bytes.size + 1, 1);

    for (size_t i = 0; i < bytes.size; i++) {
        text[3 * i] = digits[bytes.data[i] >> 4];
        text[3 * i + 1] = digits[bytes.data[i] & 15];
        text[3 * i + 2] = ':';
    }
    if (bytes.size > 0) {
        text[3 * bytes.size - 1] = '\0';
    }
    return text;
}

int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

bool hex_decode(const char *text, struct bytes *ret_bytes)
{
    struct bytes bytes = {0};

    while (*text != '\0') {
        int high = hex_value(text[0]);
        int low = high < 0 ? -1 : hex_value(text[1]);

        if (low >= 0) {
            uint8_t byte = (uint8_t)(high << 4 | low);

            bytes_append(&bytes, &byte, 1);
            text += 2;
        } else if (bytes.size > 0 && (text[0] == ':' || text[0] == ' ') && text[1] != '\0') {
            text++;
        } else {
            bytes_clear(&bytes);
            return false;
        }
    }
    if (bytes.size == 0) {
        return false;
    }
    *ret_bytes = bytes;
    return true;
}
