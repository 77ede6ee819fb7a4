/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void text_add_n(struct text *text, const char *addition, size_t size)
{
    if (text->size + size + 1 > text->capacity) {
        text->capacity = 2 * (text->size + size + 1);
        text->data = memory_resize(text->data, text->capacity, 1);
    }
    memcpy(text->data + text->size, addition, size);
    text->size += size;
    text->data[text->size] = '\0';
}

void text_add(struct text *text, const char *addition)
{
    text_add_n(text, addition, strlen(addition));
}

void text_addf(struct text *text, const char *format, ...)
{
    CLEANUP(text_free) char *formatted = NULL;
    va_list values;

    va_start(values, format);
    formatted = text_format_values(format, values);
    va_end(values);
    text_add(text, formatted);
}

char *text_take(struct text *text)
{
    char *taken = text->data != NULL ? text->data : memory_copy_text("");

    *text = (struct text){0};
    return taken;
}

void text_clear(struct text *text)
{
    memory_free(text->data);
    *text = (struct text){0};
}

char *text_format_values(const char *format, va_list values)
{
    char *formatted = NULL;

    return vasprintf(&formatted, format, values) < 0 ? memory_copy_text(format) : formatted;
}

char *text_format(const char *format, ...)
{
    char *formatted;
    va_list values;

    va_start(values, format);
    formatted = text_format_values(format, values);
    va_end(values);
    return formatted;
}

static size_t utf8_length(uint8_t lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return 2;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        return 3;
    }
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* Decodes one character at the start of BYTES; returns its length, or 0 when it is not UTF-8. */
static size_t utf8_decode(struct slice bytes, uint32_t *ret_point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = bytes.size > 0 ? utf8_length(bytes.data[0]) : 0;
    uint32_t point;

    if (length == 0 || length > bytes.size) {
        return 0;
    }
    point = length == 1 ? bytes.data[0] : bytes.data[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes.data[i] & 0xc0) != 0x80) {
            return 0;
        }
        point = point << 6 | (bytes.data[i] & 0x3f);
    }
    if (point < smallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
        return 0;
    }
    *ret_point = point;
    return length;
}

bool text_is_utf8(struct slice text)
{
    uint32_t point = 0;

    while (text.size > 0) {
        size_t length = utf8_decode(text, &point);

        if (length == 0) {
            return false;
        }
        text = slice_of(text.data + length, text.size - length);
    }
    return true;
}

/* Characters that move the cursor, reorder the line or hide: never printed as they are. */
static bool is_unsafe(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0xad || point == 0x61c ||
           (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
           (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
           (point >= 0xe0000 && point <= 0xe007f);
}

char *text_escape(struct slice text, enum escape_mode mode)
{
    struct text escaped = {0};

    while (text.size > 0) {
        uint32_t point = 0;
        size_t length = utf8_decode(text, &point);

        if (length == 0) {
            text_addf(&escaped, "\\x%02x", text.data[0]);
            length = 1;
        } else if (point < 0x80 && is_unsafe(point)) {
            text_addf(&escaped, "\\x%02x", point);
        } else if (is_unsafe(point)) {
            text_addf(&escaped, "\\u{%04x}", point);
        } else if (point == '\\' && mode == ESCAPE_BACKSLASH) {
            text_add(&escaped, "\\\\");
        } else {
            text_add_n(&escaped, (const char *)text.data, length);
        }
        text = slice_of(text.data + length, text.size - length);
    }
    return text_take(&escaped);
}

static unsigned point_columns(uint32_t point)
{
    if (point >= 0x300 && point <= 0x36f) {
        return 0; /* combining marks */
    }
    if ((point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf) ||
        (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff) ||
        (point >= 0xff00 && point <= 0xff60) || (point >= 0x1f300 && point <= 0x1faff)) {
        return 2;
    }
    return 1;
}

size_t text_columns(const char *text)
{
    struct slice rest = slice_of_text(text);
    size_t columns = 0;

    while (rest.size > 0) {
        uint32_t point = 0;
        size_t length = utf8_decode(rest, &point);

        columns += length == 0 ? 1 : point_columns(point);
        length = length == 0 ? 1 : length;
        rest = slice_of(rest.data + length, rest.size - length);
    }
    return columns;
}

bool text_contains(const char *haystack, const char *needle)
{
    return strcasestr(haystack, needle) != NULL;
}
