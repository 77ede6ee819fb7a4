/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/must_use.h"

/* Domain parameters of an elliptic curve over a prime field, written out; numbers big-endian. */
struct curve_parameters {
    struct slice prime;
    struct slice a;
    struct slice b;
    struct slice generator; /* uncompressed point */
    struct slice order;
};

/* DER of the object identifier of the curve that has exactly these; false when none has. */
bool curve_find(const struct curve_parameters *parameters, struct bytes *ret_oid) MUST_USE;
