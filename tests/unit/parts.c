/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "parts.h"

struct bytes from_hex(const char *hex)
{
    struct bytes bytes = {0};

    assert_true(hex_decode(hex, &bytes));
    return bytes;
}

static struct bytes from_hex_or_nothing(const char *hex)
{
    return hex == NULL ? (struct bytes){0} : from_hex(hex);
}

struct key_parts parts_of(const struct hex_parts *hex)
{
    return (struct key_parts){.type = hex->type,
                              .modulus = from_hex_or_nothing(hex->modulus),
                              .public_exponent = from_hex_or_nothing(hex->public_exponent),
                              .ec_params = from_hex_or_nothing(hex->ec_params),
                              .ec_point = from_hex_or_nothing(hex->ec_point)};
}
