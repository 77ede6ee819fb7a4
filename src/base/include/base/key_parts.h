/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/algorithm.h"
#include "base/bytes.h"

/*
 * The public half of a key in the parts a token shows (PKCS#11 v3.0, 2.1 and 2.3): CKA_MODULUS and
 * CKA_PUBLIC_EXPONENT, or CKA_EC_PARAMS and CKA_EC_POINT as found (the point may be raw, or wrapped
 * in an OCTET STRING). The holder owns the bytes.
 */
struct key_parts {
    enum key_type type;
    struct bytes modulus;
    struct bytes public_exponent;
    struct bytes ec_params;
    struct bytes ec_point;
};

/* Are the parts there that make a public key? */
static inline bool key_parts_are_whole(const struct key_parts *parts)
{
    return parts->type == KEY_RSA ? parts->modulus.size > 0 && parts->public_exponent.size > 0
                                  : parts->ec_params.size > 0 && parts->ec_point.size > 0;
}

static inline void key_parts_clear(struct key_parts *parts)
{
    bytes_clear(&parts->modulus);
    bytes_clear(&parts->public_exponent);
    bytes_clear(&parts->ec_params);
    bytes_clear(&parts->ec_point);
}
