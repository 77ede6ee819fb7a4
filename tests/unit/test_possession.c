/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <string.h>

#include "x509/possession.h"

/* 2031-04-30T12:00:00Z */
#define NOW 1935316800

static const struct {
    const char *kind;
    enum signature_scheme scheme;
    enum digest digest;
} ways[] = {
    {"rsa:2048", SIGNATURE_RSA_PKCS1, DIGEST_SHA256},
    {"rsa:2048", SIGNATURE_RSA_PSS, DIGEST_SHA384},
    {"P-256", SIGNATURE_ECDSA, DIGEST_SHA256},
    {"P-521", SIGNATURE_ECDSA, DIGEST_SHA512},
    {"ED25519", SIGNATURE_EDDSA, DIGEST_DEFAULT},
};

static void the_message_is_separator_nonce_key_and_time(void **state)
{
    static const char separator[] = "hardtoken possession proof v1";
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(public_key_free) struct public_key *public = key_public(key);
    CLEANUP_VALUE(possession_clear) struct possession possession = {0};
    struct bytes spki = ENCODE(i2d_PUBKEY, key);
    const uint8_t *position;

    (void)state;
    possession_begin(public, NOW, &possession);
    assert_int_equal(sizeof separator, 30);
    assert_int_equal(possession.message.size, 30 + POSSESSION_NONCE_SIZE + spki.size + 20);
    position = possession.message.data;
    assert_memory_equal(position, separator, 30);
    assert_memory_equal(position + 30, possession.nonce, POSSESSION_NONCE_SIZE);
    assert_memory_equal(position + 62, spki.data, spki.size);
    assert_memory_equal(position + 62 + spki.size, "2031-04-30T12:00:00Z", 20);
    bytes_clear(&spki);
}

static void every_message_has_a_new_nonce(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(public_key_free) struct public_key *public = key_public(key);
    CLEANUP_VALUE(possession_clear) struct possession first = {0};
    CLEANUP_VALUE(possession_clear) struct possession second = {0};

    (void)state;
    possession_begin(public, NOW, &first);
    possession_begin(public, NOW, &second);
    assert_memory_not_equal(first.nonce, second.nonce, POSSESSION_NONCE_SIZE);
}

/* As somebody verifies who was handed nonce, time and signature. */
static void assert_verifies(EVP_PKEY *key, size_t way, const struct bytes *message,
                            const struct bytes *signature)
{
    CLEANUP(public_key_free) struct public_key *public = key_public(key);

    assert_true(public_key_verifies(public, ways[way].scheme, ways[way].digest,
                                    slice_of_bytes(message), slice_of_bytes(signature)));
    message->data[40] ^= 1; /* another nonce */
    assert_false(public_key_verifies(public, ways[way].scheme, ways[way].digest,
                                     slice_of_bytes(message), slice_of_bytes(signature)));
}

static void keys_of_every_kind_prove_possession(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make(ways[i].kind);
        CLEANUP(public_key_free) struct public_key *public = key_public(key);
        const struct signer signer = key_signer(key);
        CLEANUP_VALUE(possession_clear) struct possession possession = {0};
        CLEANUP_VALUE(bytes_clear) struct bytes signature = {0};
        CLEANUP_VALUE(bytes_clear) struct bytes again = {0};
        struct failure failure = {0};

        possession_begin(public, NOW, &possession);
        assert_done(possession_sign(&possession, public, ways[i].scheme, ways[i].digest, &signer,
                                    &signature, &failure),
                    &failure);
        again = possession_message(public, possession.nonce, possession.time);
        assert_true(slice_equal(slice_of_bytes(&again), slice_of_bytes(&possession.message)));
        assert_verifies(key, i, &again, &signature);
        cases++;
    }
    assert_int_equal(cases, 5);
}

static void the_key_of_somebody_else_proves_nothing(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(EVP_PKEY_free) EVP_PKEY *other = key_make("P-256");
    CLEANUP(public_key_free) struct public_key *public = key_public(key);
    const struct signer signer = key_signer(other);
    CLEANUP_VALUE(possession_clear) struct possession possession = {0};
    struct bytes signature = {0};
    struct failure failure = {0};

    (void)state;
    possession_begin(public, NOW, &possession);
    assert_false(possession_sign(&possession, public, SIGNATURE_ECDSA, DIGEST_SHA256, &signer,
                                 &signature, &failure));
    assert_null(signature.data);
    assert_failure(&failure, FAILURE_NO, "possession of the private key is not shown");
}

static bool refuse(void *context, const struct signature_input *input, struct bytes *ret_signature,
                   struct failure *failure)
{
    (void)context;
    (void)input;
    (void)ret_signature;
    return failure_set(failure, FAILURE_TOKEN_LOST, "pulled");
}

static void what_the_signer_says_is_passed_on(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(public_key_free) struct public_key *public = key_public(key);
    const struct signer signer = {.sign = refuse};
    CLEANUP_VALUE(possession_clear) struct possession possession = {0};
    struct bytes signature = {0};
    struct failure failure = {0};

    (void)state;
    possession_begin(public, NOW, &possession);
    assert_false(possession_sign(&possession, public, SIGNATURE_ECDSA, DIGEST_SHA256, &signer,
                                 &signature, &failure));
    assert_failure(&failure, FAILURE_TOKEN_LOST, "pulled");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_is_separator_nonce_key_and_time),
        cmocka_unit_test(every_message_has_a_new_nonce),
        cmocka_unit_test(keys_of_every_kind_prove_possession),
        cmocka_unit_test(the_key_of_somebody_else_proves_nothing),
        cmocka_unit_test(what_the_signer_says_is_passed_on),
    };

    return cmocka_run_group_tests_name("possession", tests, NULL, NULL);
}
