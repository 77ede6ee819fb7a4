/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"
#include "parts.h"

#include <openssl/core_names.h>

#include <string.h>

#include "base/memory.h"
#include "x509/spki.h"

/* Curves: CKA_EC_PARAMS and the size of the field. */
static const struct curve {
    const char *kind;
    const char *oid;
    size_t field;
} curves[] = {
    {"P-224", "06052b81040021", 28},
    {"P-256", "06082a8648ce3d030107", 32},
    {"P-384", "06052b81040022", 48},
    {"P-521", "06052b81040023", 66},
    {"secp256k1", "06052b8104000a", 32},
    {"brainpoolP256r1", "06092b2403030208010107", 32},
    {"brainpoolP384r1", "06092b240303020801010b", 48},
    {"brainpoolP512r1", "06092b240303020801010d", 64},
};

/* TAG, the definite length and, for a BIT STRING, the unused bits in front of CONTENT. */
static struct bytes wrapped(uint8_t tag, struct slice content)
{
    bool bits = tag == 0x03;
    size_t size = content.size + (bits ? 1 : 0);
    uint8_t header[4] = {tag, (uint8_t)size};
    size_t used = 2;
    struct bytes result = {0};

    if (size > 127) {
        header[1] = 0x81;
        header[used++] = (uint8_t)size;
    }
    if (bits) {
        header[used++] = 0;
    }
    bytes_append(&result, header, used);
    bytes_append(&result, content.data, content.size);
    return result;
}

static struct bytes point_of(EVP_PKEY *key, const char *form)
{
    uint8_t buffer[256];
    size_t size = 0;

    if (form != NULL) {
        assert_int_equal(
            EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, form),
            1);
    }
    assert_int_equal(
        EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, buffer, sizeof buffer, &size),
        1);
    return bytes_copy(buffer, size);
}

/* The parts make exactly the SubjectPublicKeyInfo OpenSSL makes of KEY. */
static void assert_same_spki(const struct key_parts *parts, EVP_PKEY *key)
{
    struct bytes expected = ENCODE(i2d_PUBKEY, key);
    struct bytes spki = {0};

    assert_true(spki_from_parts(parts, &spki));
    assert_int_equal(spki.size, expected.size);
    assert_memory_equal(spki.data, expected.data, spki.size);
    bytes_clear(&spki);
    bytes_clear(&expected);
}

/* Raw, in an OCTET STRING, in a BIT STRING. Returns how many. */
static size_t assert_all_wrappings(struct key_parts *parts, EVP_PKEY *key, struct slice point)
{
    static const uint8_t tags[] = {0x00, 0x04, 0x03};

    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        parts->ec_point =
            tags[i] == 0 ? bytes_copy(point.data, point.size) : wrapped(tags[i], point);
        assert_same_spki(parts, key);
        bytes_clear(&parts->ec_point);
    }
    return COUNT_OF(tags);
}

static void ec_points_are_read_in_every_encoding(void **state)
{
    static const char *const forms[] = {"uncompressed", "compressed"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(curves); i++) {
        EVP_PKEY *key = key_make(curves[i].kind);
        struct key_parts parts = {.type = KEY_EC, .ec_params = from_hex(curves[i].oid)};

        for (size_t k = 0; k < COUNT_OF(forms); k++) {
            struct bytes point = point_of(key, forms[k]);

            assert_int_equal(point.size, k == 0 ? 1 + 2 * curves[i].field : 1 + curves[i].field);
            cases += assert_all_wrappings(&parts, key, slice_of_bytes(&point));
            bytes_clear(&point);
        }
        key_parts_clear(&parts);
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 48);
}

static void a_p521_point_is_wrapped_with_a_long_form_length(void **state)
{
    EVP_PKEY *key = key_make("P-521");
    struct bytes point = point_of(key, "uncompressed");
    struct bytes octets = wrapped(0x04, slice_of_bytes(&point));

    (void)state;
    assert_int_equal(octets.size, 136);
    assert_memory_equal(octets.data, "\x04\x81\x85\x04", 4);
    bytes_clear(&octets);
    bytes_clear(&point);
    EVP_PKEY_free(key);
}

static const struct edwards {
    const char *kind;
    const char *params[2]; /* object identifier, PrintableString */
    size_t field;
} edwards[] = {
    {"ED25519", {"06032b6570", "130c656477617264733235353139"}, 32},
    {"ED448", {"06032b6571", "130a65647761726473343438"}, 57},
};

static void edwards_points_are_read_in_every_encoding(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(edwards); i++) {
        EVP_PKEY *key = key_make(edwards[i].kind);
        struct bytes point = point_of(key, NULL);

        assert_int_equal(point.size, edwards[i].field);
        for (size_t k = 0; k < 2; k++) {
            struct key_parts parts = {.type = KEY_EDWARDS,
                                      .ec_params = from_hex(edwards[i].params[k])};

            cases += assert_all_wrappings(&parts, key, slice_of_bytes(&point));
            key_parts_clear(&parts);
        }
        bytes_clear(&point);
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 12);
}

/* Any 32 bytes may be a raw Ed25519 point, also those that look like the DER of a shorter one. */
static void an_edwards_point_is_never_told_by_its_first_byte(void **state)
{
    static const char *const starts[] = {"\x04\x1e", "\x04\x20", "\x03\x1e", "\x03\x21",
                                         "\x04\x04"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        uint8_t point[32] = {0};
        struct key_parts parts = {.type = KEY_EDWARDS, .ec_params = from_hex("06032b6570")};
        struct bytes raw = {0};
        struct bytes unwrapped = {0};

        memcpy(point, starts[i], 2);
        parts.ec_point = bytes_copy(point, sizeof point);
        assert_true(spki_from_parts(&parts, &raw));
        assert_int_equal(raw.size, 44);
        assert_memory_equal(raw.data + 12, point, sizeof point);
        bytes_clear(&parts.ec_point);
        parts.ec_point = wrapped(0x04, slice_of(point, sizeof point));
        assert_true(spki_from_parts(&parts, &unwrapped));
        assert_true(slice_equal(slice_of_bytes(&raw), slice_of_bytes(&unwrapped)));
        bytes_clear(&raw);
        bytes_clear(&unwrapped);
        key_parts_clear(&parts);
        cases++;
    }
    assert_int_equal(cases, 5);
}

static void points_of_the_wrong_length_are_refused(void **state)
{
    static const struct {
        enum key_type type;
        const char *params;
        size_t fits;
        uint8_t first;
    } keys[] = {{KEY_EC, "06082a8648ce3d030107", 65, 0x04},
                {KEY_EC, "06082a8648ce3d030107", 33, 0x02},
                {KEY_EC, "06052b81040023", 133, 0x04},
                {KEY_EDWARDS, "06032b6570", 32, 0x04},
                {KEY_EDWARDS, "06032b6571", 57, 0x04}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        for (size_t size = 0; size <= 140; size++) {
            struct key_parts parts = {.type = keys[i].type, .ec_params = from_hex(keys[i].params)};
            struct bytes spki = {0};

            parts.ec_point = (struct bytes){.data = memory_new(size, 1), .size = size};
            parts.ec_point.data[0] = keys[i].first;
            assert_int_equal(spki_from_parts(&parts, &spki), size == keys[i].fits);
            bytes_clear(&spki);
            key_parts_clear(&parts);
            cases++;
        }
    }
    assert_int_equal(cases, 705);
}

static void a_point_whose_wrapping_lies_is_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } lies[] = {{0, 0x05}, {0, 0x24}, {1, 0x40}, {1, 0x42}, {2, 0x05}, {2, 0x00}};
    EVP_PKEY *key = key_make("P-256");
    struct bytes point = point_of(key, "uncompressed");
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lies); i++) {
        struct key_parts parts = {.type = KEY_EC, .ec_params = from_hex("06082a8648ce3d030107")};
        struct bytes spki = {0};

        parts.ec_point = wrapped(0x04, slice_of_bytes(&point));
        parts.ec_point.data[lies[i].at] = lies[i].value;
        assert_false(spki_from_parts(&parts, &spki));
        assert_null(spki.data);
        key_parts_clear(&parts);
        cases++;
    }
    assert_int_equal(cases, 6);
    bytes_clear(&point);
    EVP_PKEY_free(key);
}

static void rsa_moduli_are_read_with_and_without_leading_zeros(void **state)
{
    EVP_PKEY *key = key_make("rsa:2048");
    struct public_key *public_key = key_public(key);
    struct key_parts parts = {0};
    size_t cases = 0;

    (void)state;
    public_key_parts(public_key, &parts);
    assert_int_equal(parts.type, KEY_RSA);
    assert_int_equal(parts.modulus.size, 256);
    for (size_t zeros = 0; zeros <= 3; zeros++) {
        struct key_parts padded = {.type = KEY_RSA};

        bytes_append(&padded.modulus, "\0\0\0", zeros);
        bytes_append(&padded.modulus, parts.modulus.data, parts.modulus.size);
        bytes_append(&padded.public_exponent, "\0\0\0", zeros);
        bytes_append(&padded.public_exponent, parts.public_exponent.data,
                     parts.public_exponent.size);
        assert_same_spki(&padded, key);
        key_parts_clear(&padded);
        cases++;
    }
    assert_int_equal(cases, 4);
    key_parts_clear(&parts);
    public_key_free(public_key);
    EVP_PKEY_free(key);
}

static void keys_with_a_missing_part_are_refused(void **state)
{
    static const struct hex_parts bad[] = {
        {.type = KEY_RSA},
        {.type = KEY_RSA, .modulus = "80"},
        {.type = KEY_RSA, .public_exponent = "03"},
        {.type = KEY_EC},
        {.type = KEY_EC, .ec_point = "020101"},
        {.type = KEY_EC, .ec_params = "06052b81040022"},
        {.type = KEY_EDWARDS},
        {.type = KEY_EDWARDS, .ec_params = "06032b6570"},
        {.type = KEY_OTHER, .modulus = "80", .public_exponent = "03"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct key_parts parts = parts_of(&bad[i]);
        struct bytes spki = {0};

        assert_false(spki_from_parts(&parts, &spki));
        assert_null(spki.data);
        key_parts_clear(&parts);
        cases++;
    }
    assert_int_equal(cases, 9);
}

/* No unused bits: 03 21 07 is not how 32 whole bytes are wrapped. */
static void a_bit_string_with_unused_bits_is_refused(void **state)
{
    uint8_t wrapping[35] = {0x03, 0x21, 0x07};
    struct key_parts parts = {.type = KEY_EDWARDS, .ec_params = from_hex("06032b6570")};
    struct bytes spki = {0};

    (void)state;
    parts.ec_point = bytes_copy(wrapping, sizeof wrapping);
    assert_false(spki_from_parts(&parts, &spki));
    assert_null(spki.data);
    key_parts_clear(&parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ec_points_are_read_in_every_encoding),
        cmocka_unit_test(a_p521_point_is_wrapped_with_a_long_form_length),
        cmocka_unit_test(edwards_points_are_read_in_every_encoding),
        cmocka_unit_test(an_edwards_point_is_never_told_by_its_first_byte),
        cmocka_unit_test(points_of_the_wrong_length_are_refused),
        cmocka_unit_test(a_point_whose_wrapping_lies_is_refused),
        cmocka_unit_test(rsa_moduli_are_read_with_and_without_leading_zeros),
        cmocka_unit_test(keys_with_a_missing_part_are_refused),
        cmocka_unit_test(a_bit_string_with_unused_bits_is_refused),
    };

    return cmocka_run_group_tests_name("spki", tests, NULL, NULL);
}
