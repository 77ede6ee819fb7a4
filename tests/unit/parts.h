/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/key_parts.h"

/* Bytes of a hexadecimal text; the caller clears them. */
struct bytes from_hex(const char *hex);

/* Parts in hexadecimal; NULL is empty. */
struct hex_parts {
    enum key_type type;
    const char *modulus;
    const char *public_exponent;
    const char *ec_params;
    const char *ec_point;
};

struct key_parts parts_of(const struct hex_parts *hex); /* caller clears */
