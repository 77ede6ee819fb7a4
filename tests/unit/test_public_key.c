/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "x509/digest.h"

static const struct {
    const char *kind;
    const char *name;
    enum key_type type;
} kinds[] = {
    {"rsa:2048", "RSA 2048", KEY_RSA},   {"P-256", "EC P-256", KEY_EC},
    {"P-384", "EC P-384", KEY_EC},       {"P-521", "EC P-521", KEY_EC},
    {"ED25519", "Ed25519", KEY_EDWARDS}, {"ED448", "Ed448", KEY_EDWARDS},
};

static void a_key_and_its_parts_are_the_same_key(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        EVP_PKEY *openssl = key_make(kinds[i].kind);
        struct public_key *key = key_public(openssl);
        struct public_key *again = NULL;
        struct key_parts parts = {0};
        struct failure failure = {0};

        assert_int_equal(public_key_type(key), kinds[i].type);
        assert_string_equal(public_key_name(key), kinds[i].name);
        public_key_parts(key, &parts);
        assert_done(public_key_from_parts(&parts, &again, &failure), &failure);
        assert_true(public_key_equal(key, again));
        assert_true(slice_equal(public_key_spki(key), public_key_spki(again)));
        key_parts_clear(&parts);
        public_key_free(again);
        public_key_free(key);
        EVP_PKEY_free(openssl);
        cases++;
    }
    assert_int_equal(cases, 6);
}

static void different_keys_are_not_equal(void **state)
{
    EVP_PKEY *one = key_make("P-256");
    EVP_PKEY *two = key_make("P-256");
    struct public_key *a = key_public(one);
    struct public_key *b = key_public(two);

    (void)state;
    assert_false(public_key_equal(a, b));
    public_key_free(a);
    public_key_free(b);
    EVP_PKEY_free(one);
    EVP_PKEY_free(two);
}

static void the_fingerprint_is_sha256_of_the_spki(void **state)
{
    EVP_PKEY *openssl = key_make("P-256");
    struct public_key *key = key_public(openssl);
    struct bytes spki = ENCODE(i2d_PUBKEY, openssl);
    unsigned char digest[32];
    char *expected;
    char *fingerprint = public_key_fingerprint(key);

    (void)state;
    assert_int_equal(EVP_Q_digest(NULL, "SHA256", NULL, spki.data, spki.size, digest, NULL), 1);
    expected = hex_encode(slice_of(digest, sizeof digest));
    assert_string_equal(fingerprint, expected);
    memory_free(expected);
    memory_free(fingerprint);
    bytes_clear(&spki);
    public_key_free(key);
    EVP_PKEY_free(openssl);
}

/* A key is known by its fingerprint, so it must not depend on how the token writes the point. */
static void a_compressed_point_has_the_fingerprint_of_the_key(void **state)
{
    EVP_PKEY *openssl = key_make("P-256");
    struct public_key *key = key_public(openssl);
    struct public_key *compressed = NULL;
    struct key_parts parts = {0};
    struct failure failure = {0};
    char *expected = public_key_fingerprint(key);
    char *fingerprint;

    (void)state;
    public_key_parts(key, &parts);
    parts.ec_point.data[0] = (uint8_t)(0x02 | (parts.ec_point.data[64] & 1));
    parts.ec_point.size = 33;
    assert_done(public_key_from_parts(&parts, &compressed, &failure), &failure);
    assert_true(public_key_equal(key, compressed));
    fingerprint = public_key_fingerprint(compressed);
    assert_string_equal(fingerprint, expected);
    memory_free(fingerprint);
    memory_free(expected);
    key_parts_clear(&parts);
    public_key_free(compressed);
    public_key_free(key);
    EVP_PKEY_free(openssl);
}

static void parts_that_are_no_key_are_blamed_on_the_module(void **state)
{
    EVP_PKEY *openssl = key_make("P-256");
    struct public_key *key = key_public(openssl);
    struct public_key *none = NULL;
    struct key_parts parts = {0};
    struct failure failure = {0};

    (void)state;
    public_key_parts(key, &parts);
    parts.ec_point.data[64] ^= 1; /* off the curve */
    assert_false(public_key_from_parts(&parts, &none, &failure));
    assert_failure(&failure, FAILURE_MODULE, "the public key cannot be read");
    parts.ec_point.size = 64;
    assert_false(public_key_from_parts(&parts, &none, &failure));
    assert_failure(&failure, FAILURE_MODULE, "does not show a whole public key");
    assert_null(none);
    key_parts_clear(&parts);
    public_key_free(key);
    EVP_PKEY_free(openssl);
}

static void an_spki_that_is_broken_is_input(void **state)
{
    EVP_PKEY *openssl = key_make("ED25519");
    struct bytes spki = ENCODE(i2d_PUBKEY, openssl);
    struct public_key *none = NULL;
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    for (size_t size = 0; size < spki.size; size++) {
        assert_false(public_key_from_spki(slice_of(spki.data, size), &none, &failure));
        assert_failure(&failure, FAILURE_INPUT, "the public key cannot be read");
        cases++;
    }
    assert_int_equal(cases, 44);
    bytes_append(&spki, "\0", 1);
    assert_false(public_key_from_spki(slice_of_bytes(&spki), &none, &failure));
    assert_failure(&failure, FAILURE_INPUT, "the public key cannot be read");
    assert_null(none);
    bytes_clear(&spki);
    EVP_PKEY_free(openssl);
}

static void digests_agree_with_published_values(void **state)
{
    uint8_t short_digest[SHA1_SIZE];
    uint8_t digest[SHA256_SIZE];

    (void)state;
    sha1(LITERAL("abc"), short_digest);
    sha256(LITERAL("abc"), digest);
    assert_memory_equal(short_digest,
                        "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0"
                        "\xd8\x9d",
                        SHA1_SIZE);
    assert_memory_equal(digest,
                        "\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\xb0\x03"
                        "\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad",
                        SHA256_SIZE);
}

static void random_bytes_differ(void **state)
{
    uint8_t a[16];
    uint8_t b[16];

    (void)state;
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_and_its_parts_are_the_same_key),
        cmocka_unit_test(different_keys_are_not_equal),
        cmocka_unit_test(the_fingerprint_is_sha256_of_the_spki),
        cmocka_unit_test(a_compressed_point_has_the_fingerprint_of_the_key),
        cmocka_unit_test(parts_that_are_no_key_are_blamed_on_the_module),
        cmocka_unit_test(an_spki_that_is_broken_is_input),
        cmocka_unit_test(digests_agree_with_published_values),
        cmocka_unit_test(random_bytes_differ),
    };

    return cmocka_run_group_tests_name("public_key", tests, NULL, NULL);
}
