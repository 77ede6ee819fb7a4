/* SPDX-License-Identifier: Apache-2.0 */

/* Signatures between the form of Cryptoki and that of X.509: second half of public_key.h. */

#include "support.h"

#include "keys.h"

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <string.h>

#include "base/memory.h"

static const enum digest digests[] = {DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512};

/* OpenSSL's own DigestInfo: what comes out when its signature is opened without a digest set. */
static size_t recover(EVP_PKEY *key, const char *md, struct slice message, unsigned char *opened)
{
    EVP_MD_CTX *signing = EVP_MD_CTX_new();
    EVP_PKEY_CTX *opening = EVP_PKEY_CTX_new(key, NULL);
    unsigned char signature[512];
    size_t size = sizeof signature;
    size_t opened_size = 512;

    assert_int_equal(EVP_DigestSignInit_ex(signing, NULL, md, NULL, NULL, key, NULL), 1);
    assert_int_equal(EVP_DigestSign(signing, signature, &size, message.data, message.size), 1);
    assert_int_equal(EVP_PKEY_verify_recover_init(opening), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(opening, RSA_PKCS1_PADDING), 1);
    assert_int_equal(EVP_PKEY_verify_recover(opening, opened, &opened_size, signature, size), 1);
    EVP_MD_CTX_free(signing);
    EVP_PKEY_CTX_free(opening);
    return opened_size;
}

static void digest_info_is_that_of_openssl(void **state)
{
    EVP_PKEY *key = key_make("rsa:2048");
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(digests); i++) {
        struct signature_pieces pieces = {0};
        struct signature_input input = {0};
        unsigned char expected[512];
        size_t size = recover(key, digest_name(digests[i]), LITERAL("message"), expected);

        signature_prepare(SIGNATURE_RSA_PKCS1, digests[i], LITERAL("message"), &pieces, &input);
        assert_int_equal(input.digest_info.size, size);
        assert_memory_equal(input.digest_info.data, expected, size);
        assert_int_equal(input.hash.size, digest_size(digests[i]));
        signature_pieces_clear(&pieces);
        cases++;
    }
    assert_int_equal(cases, 3);
    EVP_PKEY_free(key);
}

static void only_what_a_scheme_needs_is_prepared(void **state)
{
    struct signature_pieces pieces = {0};
    struct signature_input input = {0};

    (void)state;
    signature_prepare(SIGNATURE_EDDSA, DIGEST_DEFAULT, LITERAL("message"), &pieces, &input);
    assert_int_equal(input.hash.size, 0);
    assert_int_equal(input.digest_info.size, 0);
    assert_true(slice_equal(input.message, LITERAL("message")));
    signature_pieces_clear(&pieces);
    signature_prepare(SIGNATURE_ECDSA, DIGEST_SHA384, LITERAL("message"), &pieces, &input);
    assert_int_equal(input.hash.size, 48);
    assert_int_equal(input.digest_info.size, 0);
    signature_pieces_clear(&pieces);
    signature_prepare(SIGNATURE_RSA_PSS, DIGEST_SHA512, LITERAL("message"), &pieces, &input);
    assert_int_equal(input.hash.size, 64);
    assert_int_equal(input.digest_info.size, 0);
    signature_pieces_clear(&pieces);
}

/* Two integers of FIELD bytes each; what they have in front is given, the rest is 0x11. */
static const struct {
    const char *kind;
    size_t field;
    const char *r;
    const char *s;
    size_t zeros[2]; /* leading zero bytes instead */
    size_t der_size;
} pairs[] = {
    {"P-256", 32, "\x11", "\x11", {0, 0}, 2 + 2 * (2 + 32)},
    {"P-256", 32, "\x80", "\x11", {0, 0}, 2 + 2 * (2 + 32) + 1},
    {"P-256", 32, "\xff", "\xff", {0, 0}, 2 + 2 * (2 + 32) + 2},
    {"P-256", 32, "\x7f", "\x7f", {1, 2}, 2 + 2 * (2 + 32) - 3},
    {"P-256", 32, "\x80", "\x80", {1, 1}, 2 + 2 * (2 + 31) + 2},
    {"P-256", 32, "\x01", "\x01", {31, 31}, 2 + 2 * 3},
    {"P-384", 48, "\x80", "\x80", {0, 0}, 2 + 2 * (2 + 48) + 2},
    {"P-521", 66, "\x01", "\x01", {0, 0}, 3 + 2 * (2 + 66)},
    {"P-521", 66, "\x80", "\x11", {1, 1}, 3 + 2 * (2 + 65) + 1},
};

static struct bytes concatenation(size_t index)
{
    size_t field = pairs[index].field;
    struct bytes raw = {.data = memory_new(field, 2), .size = 2 * field};

    memset(raw.data, 0x11, raw.size);
    memset(raw.data, 0, pairs[index].zeros[0]);
    memset(raw.data + field, 0, pairs[index].zeros[1]);
    raw.data[pairs[index].zeros[0]] = (uint8_t)pairs[index].r[0];
    raw.data[field + pairs[index].zeros[1]] = (uint8_t)pairs[index].s[0];
    return raw;
}

/* DER is a SEQUENCE of the two numbers in RAW, as OpenSSL reads it. */
static void assert_pair(const struct bytes *der, const struct bytes *raw)
{
    const unsigned char *position = der->data;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &position, (long)der->size);
    int half = (int)(raw->size / 2);
    BIGNUM *r = BN_bin2bn(raw->data, half, NULL);
    BIGNUM *s = BN_bin2bn(raw->data + half, half, NULL);

    assert_non_null(pair);
    assert_ptr_equal(position, der->data + der->size);
    assert_int_equal(BN_cmp(ECDSA_SIG_get0_r(pair), r), 0);
    assert_int_equal(BN_cmp(ECDSA_SIG_get0_s(pair), s), 0);
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(pair);
}

static void ecdsa_pairs_become_der_of_the_shortest_form(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        EVP_PKEY *openssl = key_make(pairs[i].kind);
        struct public_key *key = key_public(openssl);
        struct bytes raw = concatenation(i);
        struct bytes der = {0};
        struct failure failure = {0};

        assert_done(signature_to_der(key, &raw, &der, &failure), &failure);
        assert_int_equal(der.size, pairs[i].der_size);
        assert_pair(&der, &raw);
        bytes_clear(&der);
        bytes_clear(&raw);
        public_key_free(key);
        EVP_PKEY_free(openssl);
        cases++;
    }
    assert_int_equal(cases, 9);
}

static void an_ecdsa_signature_that_is_der_already_stays(void **state)
{
    EVP_PKEY *openssl = key_make("P-256");
    struct public_key *key = key_public(openssl);
    struct bytes given = bytes_copy("\x30\x08\x02\x02\x00\x80\x02\x02\x12\x34", 10);
    struct bytes der = {0};
    struct failure failure = {0};

    (void)state;
    assert_done(signature_to_der(key, &given, &der, &failure), &failure);
    assert_true(slice_equal(slice_of_bytes(&given), slice_of_bytes(&der)));
    bytes_clear(&given);
    bytes_clear(&der);
    public_key_free(key);
    EVP_PKEY_free(openssl);
}

static void an_ecdsa_signature_of_the_wrong_length_is_refused(void **state)
{
    static const size_t sizes[] = {0, 1, 63, 65, 66, 96};
    EVP_PKEY *openssl = key_make("P-256");
    struct public_key *key = key_public(openssl);
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct bytes raw = {.data = memory_new(sizes[i], 1), .size = sizes[i]};
        struct bytes der = {0};
        struct failure failure = {0};

        assert_false(signature_to_der(key, &raw, &der, &failure));
        assert_null(der.data);
        assert_non_null(strstr(failure.action, "broken signature"));
        assert_failure(&failure, FAILURE_MODULE, "ECDSA with this key has 64");
        bytes_clear(&raw);
        cases++;
    }
    assert_int_equal(cases, 6);
    public_key_free(key);
    EVP_PKEY_free(openssl);
}

static const struct {
    const char *kind;
    enum signature_scheme scheme;
} schemes[] = {
    {"rsa:2048", SIGNATURE_RSA_PKCS1}, {"rsa:2048", SIGNATURE_RSA_PSS},
    {"P-256", SIGNATURE_ECDSA},        {"P-384", SIGNATURE_ECDSA},
    {"P-521", SIGNATURE_ECDSA},        {"ED25519", SIGNATURE_EDDSA},
    {"ED448", SIGNATURE_EDDSA},
};

/* Good as it is; not for another message, and not when one bit is turned. */
static void assert_verification(EVP_PKEY *openssl, enum signature_scheme scheme, enum digest digest)
{
    struct public_key *key = key_public(openssl);
    struct signer signer = key_signer(openssl);
    struct signature_pieces pieces = {0};
    struct signature_input input = {0};
    struct bytes raw = {0};
    struct bytes signature = {0};
    struct failure failure = {0};
    struct slice message = LITERAL("message");

    signature_prepare(scheme, digest, message, &pieces, &input);
    assert_true(signer.sign(signer.context, &input, &raw, &failure));
    assert_done(signature_to_der(key, &raw, &signature, &failure), &failure);
    assert_true(public_key_verifies(key, scheme, digest, message, slice_of_bytes(&signature)));
    assert_false(
        public_key_verifies(key, scheme, digest, LITERAL("messagf"), slice_of_bytes(&signature)));
    signature.data[signature.size - 1] ^= 1;
    assert_false(public_key_verifies(key, scheme, digest, message, slice_of_bytes(&signature)));
    assert_false(public_key_verifies(key, scheme, digest, message, slice_of(signature.data, 0)));
    signature_pieces_clear(&pieces);
    bytes_clear(&raw);
    bytes_clear(&signature);
    public_key_free(key);
}

static void signatures_verify_for_their_message_only(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        EVP_PKEY *key = key_make(schemes[i].kind);
        bool hashed = schemes[i].scheme != SIGNATURE_EDDSA;

        for (size_t k = 0; k < (hashed ? COUNT_OF(digests) : 1); k++) {
            assert_verification(key, schemes[i].scheme, hashed ? digests[k] : DIGEST_DEFAULT);
            cases++;
        }
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_info_is_that_of_openssl),
        cmocka_unit_test(only_what_a_scheme_needs_is_prepared),
        cmocka_unit_test(ecdsa_pairs_become_der_of_the_shortest_form),
        cmocka_unit_test(an_ecdsa_signature_that_is_der_already_stays),
        cmocka_unit_test(an_ecdsa_signature_of_the_wrong_length_is_refused),
        cmocka_unit_test(signatures_verify_for_their_message_only),
    };

    return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
