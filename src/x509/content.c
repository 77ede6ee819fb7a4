/* SPDX-License-Identifier: Apache-2.0 */
#include "content.h"

#include <string.h>

struct slice content_begin(struct slice content)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};

    if (content.size > sizeof mark && memcmp(content.data, mark, sizeof mark) == 0) {
        return slice_of(content.data + sizeof mark, content.size - sizeof mark);
    }
    return content;
}

size_t content_count_lines(struct slice content, const char *mark)
{
    size_t size = strlen(mark);
    size_t count = 0;

    for (size_t i = 0; i + size <= content.size; i++) {
        if ((i == 0 || content.data[i - 1] == '\n') && memcmp(content.data + i, mark, size) == 0) {
            count++;
        }
    }
    return count;
}

bool content_is_cut_short(struct slice content)
{
    size_t length_bytes;
    size_t length = 0;

    if (content.size < 2 || content.data[0] != 0x30) {
        return false;
    }
    if (content.data[1] < 0x80) {
        return content.data[1] + 2u > content.size;
    }
    length_bytes = content.data[1] & 0x7fu;
    if (length_bytes == 0 || length_bytes > 4 || content.size < 2 + length_bytes) {
        return length_bytes != 0 && length_bytes <= 4;
    }
    for (size_t i = 0; i < length_bytes; i++) {
        length = length << 8 | content.data[2 + i];
    }
    return length + 2 + length_bytes > content.size;
}
