/* SPDX-License-Identifier: Apache-2.0 */
#include "tlv.h"

static bool take_byte(const uint8_t **ref_data, size_t *ref_size, uint8_t *ret_byte)
{
    if (*ref_size == 0) {
        return false;
    }
    *ret_byte = **ref_data;
    (*ref_data)++;
    (*ref_size)--;
    return true;
}

static bool take_tag(const uint8_t **ref_data, size_t *ref_size, uint32_t *ret_tag)
{
    uint8_t byte;

    if (!take_byte(ref_data, ref_size, &byte)) {
        return false;
    }
    *ret_tag = byte;
    if ((byte & 0x1F) != 0x1F) {
        return true;
    }
    do {
        if (*ret_tag > 0xFFFF || !take_byte(ref_data, ref_size, &byte)) {
            return false;
        }
        *ret_tag = *ret_tag << 8 | byte;
    } while (byte & 0x80);
    return true;
}

static bool take_length(const uint8_t **ref_data, size_t *ref_size, size_t *ret_length)
{
    uint8_t byte, count;

    if (!take_byte(ref_data, ref_size, &byte)) {
        return false;
    }
    *ret_length = byte;
    if (byte < 0x80) {
        return true;
    }
    count = byte & 0x7F;
    if (count == 0 || count > 2) {
        return false;
    }
    *ret_length = 0;
    while (count-- > 0) {
        if (!take_byte(ref_data, ref_size, &byte)) {
            return false;
        }
        *ret_length = *ret_length << 8 | byte;
    }
    return true;
}

bool tlv_next(const uint8_t **ref_data, size_t *ref_size, struct tlv *ret_tlv)
{
    if (!take_tag(ref_data, ref_size, &ret_tlv->tag) ||
        !take_length(ref_data, ref_size, &ret_tlv->size) || ret_tlv->size > *ref_size) {
        return false;
    }
    ret_tlv->value = *ref_data;
    *ref_data += ret_tlv->size;
    *ref_size -= ret_tlv->size;
    return true;
}

bool tlv_find(const uint8_t *data, size_t size, uint32_t tag, struct tlv *ret_tlv)
{
    while (tlv_next(&data, &size, ret_tlv)) {
        if (ret_tlv->tag == tag) {
            return true;
        }
    }
    return false;
}

static size_t tag_size(uint32_t tag)
{
    return tag > 0xFFFF ? 3 : tag > 0xFF ? 2 : 1;
}

static size_t length_size(size_t size)
{
    return size > 0xFF ? 3 : size > 0x7F ? 2 : 1;
}

size_t tlv_header_size(uint32_t tag, size_t size)
{
    return tag_size(tag) + length_size(size);
}

void tlv_add_header(struct answer *answer, uint32_t tag, size_t size)
{
    for (size_t i = tag_size(tag); i-- > 0;) {
        answer_add_byte(answer, (uint8_t)(tag >> 8 * i));
    }
    if (size > 0x7F) {
        answer_add_byte(answer, size > 0xFF ? 0x82 : 0x81);
    }
    if (size > 0xFF) {
        answer_add_byte(answer, (uint8_t)(size >> 8));
    }
    answer_add_byte(answer, (uint8_t)size);
}

void tlv_add(struct answer *answer, uint32_t tag, const uint8_t *value, size_t size)
{
    tlv_add_header(answer, tag, size);
    answer_add(answer, value, size);
}
