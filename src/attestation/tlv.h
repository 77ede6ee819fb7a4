/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/must_use.h"

/* One element of BER-TLV (ISO/IEC 7816-4, 5.2.2): tags of one or two bytes, definite lengths. */
struct tlv {
    uint32_t tag;
    struct slice whole; /* with tag and length */
    struct slice value;
};

/* Takes the first element off REST; false, and REST as it was, when there is no whole one. */
bool tlv_take(struct slice *rest, struct tlv *ret_tlv) MUST_USE;

/* The same, but the element must have TAG. */
bool tlv_take_tag(struct slice *rest, uint32_t tag, struct tlv *ret_tlv) MUST_USE;
