/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "apdu.h"

/* A BER-TLV data object with a tag of one to three bytes. */
struct tlv {
    uint32_t tag;
    const uint8_t *value;
    size_t size;
};

/* Reads the data object at *REF_DATA and moves on behind it. False at the end or when broken. */
bool tlv_next(const uint8_t **ref_data, size_t *ref_size, struct tlv *ret_tlv);

/* Finds the first data object with this tag; not in constructed ones. */
bool tlv_find(const uint8_t *data, size_t size, uint32_t tag, struct tlv *ret_tlv);

/* Appends tag and length to an answer; the value is up to the caller. */
void tlv_add_header(struct answer *answer, uint32_t tag, size_t size);
void tlv_add(struct answer *answer, uint32_t tag, const uint8_t *value, size_t size);

/* Bytes that tag and length take. */
size_t tlv_header_size(uint32_t tag, size_t size);
