/* SPDX-License-Identifier: Apache-2.0 */

/* What keys are called: key_parts_name of spki.h. */

#include "support.h"

#include "parts.h"

#include "base/memory.h"
#include "x509/spki.h"

static const char *const curves[][2] = {
    {"06052b81040021", "EC P-224"},
    {"06082a8648ce3d030107", "EC P-256"},
    {"06052b81040022", "EC P-384"},
    {"06052b81040023", "EC P-521"},
    {"06052b8104000a", "EC secp256k1"},
    {"06092b2403030208010107", "EC brainpoolP256r1"},
    {"06092b240303020801010b", "EC brainpoolP384r1"},
    {"06092b240303020801010d", "EC brainpoolP512r1"},
};

static void keys_are_named_without_cryptography(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(curves); i++) {
        struct key_parts parts = {.type = KEY_EC, .ec_params = from_hex(curves[i][0])};
        char *name = key_parts_name(&parts);

        assert_string_equal(name, curves[i][1]);
        memory_free(name);
        key_parts_clear(&parts);
        cases++;
    }
    assert_int_equal(cases, 8);
}

static void odd_keys_are_named_too(void **state)
{
    static const struct {
        struct hex_parts parts;
        const char *name;
    } keys[] = {
        {{.type = KEY_RSA}, "RSA"},
        {{.type = KEY_RSA, .modulus = "000100"}, "RSA 9"},
        {{.type = KEY_RSA, .modulus = "0000"}, "RSA 0"},
        {{.type = KEY_EC}, "EC"},
        {{.type = KEY_EC, .ec_params = "06012a"}, "EC"},
        {{.type = KEY_EDWARDS}, "Edwards"},
        {{.type = KEY_EDWARDS, .ec_params = "130a65647761726473343438"}, "Ed448"},
        {{.type = KEY_OTHER}, "?"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct key_parts parts = parts_of(&keys[i].parts);
        char *name = key_parts_name(&parts);

        assert_string_equal(name, keys[i].name);
        memory_free(name);
        key_parts_clear(&parts);
        cases++;
    }
    assert_int_equal(cases, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_named_without_cryptography),
        cmocka_unit_test(odd_keys_are_named_too),
    };

    return cmocka_run_group_tests_name("key_parts", tests, NULL, NULL);
}
