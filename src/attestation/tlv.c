/* SPDX-License-Identifier: Apache-2.0 */
#include "tlv.h"

/* The tag at the front, and how many bytes it takes; 0 when it is none we know. */
static size_t read_tag(struct slice data, uint32_t *ret_tag)
{
    if (data.size >= 1 && (data.data[0] & 0x1f) != 0x1f) {
        *ret_tag = data.data[0];
        return 1;
    }
    if (data.size >= 2 && (data.data[1] & 0x80) == 0) {
        *ret_tag = (uint32_t)data.data[0] << 8 | data.data[1];
        return 2;
    }
    return 0;
}

/* The same for a length; the indefinite form is none. */
static size_t read_length(struct slice data, size_t *ret_length)
{
    size_t bytes;
    size_t length = 0;

    if (data.size == 0) {
        return 0;
    }
    if (data.data[0] < 0x80) {
        *ret_length = data.data[0];
        return 1;
    }
    bytes = data.data[0] & 0x7fu;
    if (bytes == 0 || bytes > 3 || data.size < 1 + bytes) {
        return 0;
    }
    for (size_t i = 1; i <= bytes; i++) {
        length = length << 8 | data.data[i];
    }
    *ret_length = length;
    return 1 + bytes;
}

bool tlv_take(struct slice *rest, struct tlv *ret_tlv)
{
    uint32_t tag = 0;
    size_t length = 0;
    size_t tag_size = read_tag(*rest, &tag);
    size_t head;
    size_t length_size;

    if (tag_size == 0) {
        return false;
    }
    length_size = read_length(slice_of(rest->data + tag_size, rest->size - tag_size), &length);
    head = tag_size + length_size;
    if (length_size == 0 || length > rest->size - head) {
        return false;
    }
    *ret_tlv = (struct tlv){.tag = tag,
                            .whole = slice_of(rest->data, head + length),
                            .value = slice_of(rest->data + head, length)};
    *rest = slice_of(rest->data + head + length, rest->size - head - length);
    return true;
}

bool tlv_take_tag(struct slice *rest, uint32_t tag, struct tlv *ret_tlv)
{
    struct slice after = *rest;
    struct tlv found = {0};

    if (!tlv_take(&after, &found) || found.tag != tag) {
        return false;
    }
    *rest = after;
    *ret_tlv = found;
    return true;
}
