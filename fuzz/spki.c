/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The parts of a key as a token shows them. The first byte of the input is the type, the second the
 * length of the first part (modulus or curve), the rest is the second part (exponent or point).
 */

#include "x509/spki.h"
#include "base/memory.h"
#include "fuzz.h"
#include "x509/public_key.h"

static struct key_parts split(const uint8_t *data, size_t size)
{
    static const enum key_type types[] = {KEY_RSA, KEY_EC, KEY_EDWARDS, KEY_OTHER};
    struct key_parts parts = {.type = types[data[0] % 4]};
    size_t first = data[1] <= size - 2 ? data[1] : size - 2;
    struct bytes a = bytes_copy(data + 2, first);
    struct bytes b = bytes_copy(data + 2 + first, size - 2 - first);

    if (parts.type == KEY_RSA) {
        parts.modulus = a;
        parts.public_exponent = b;
    } else {
        parts.ec_params = a;
        parts.ec_point = b;
    }
    return parts;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct key_parts parts = {0};
    struct bytes spki = {0};
    struct public_key *key = NULL;
    struct failure failure = {0};
    bool made;

    if (size < 2) {
        return 0;
    }
    parts = split(data, size);
    made = spki_from_parts(&parts, &spki);
    memory_free(key_parts_name(&parts));
    if (public_key_from_parts(&parts, &key, &failure)) {
        REQUIRE(made);
        public_key_free(key);
    } else {
        REQUIRE(failure.class == FAILURE_MODULE);
    }
    failure_clear(&failure);
    bytes_clear(&spki);
    key_parts_clear(&parts);
    return 0;
}
