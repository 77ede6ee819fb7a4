/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <string.h>

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL

static void put_pair(struct witness_pair pair)
{
    pair.label = pair.label != NULL ? pair.label : KEY_LABEL;
    pair.id = pair.id != NULL ? pair.id : "1";
    EVP_PKEY_free(witness_make_on(TOKEN_LABEL, pair));
}

static bool request_plain(struct bed *bed)
{
    return job_request(bed, KEY_URI, (struct enroll_wish){0});
}

/* libcrypto verifies the request, and its key is that of the public object with LABEL. */
static void check_request(const struct bed *bed, const char *label)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = witness_public_key(&witness, witness_find(&witness, CKO_PUBLIC_KEY, label));

    assert_int_equal(EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key), 1);
    witness_close(&witness);
}

static void key_made_elsewhere_gets_a_request(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    put_pair((struct witness_pair){.rsa = true, .label = "rsa", .id = "2"});
    bed_open(bed, NULL);
    assert_done(request_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
    bed_close(bed);
    check_request(bed, KEY_LABEL);
    bed_remove_file(bed, REQUEST_FILE);
    bed_open(bed, NULL);
    assert_done(job_request(bed, "pkcs11:token=" TOKEN_LABEL ";id=2", (struct enroll_wish){0}),
                bed);
    bed_close(bed);
    check_request(bed, "rsa");
}

static void check_order_of_calls(const struct bed *bed)
{
    size_t signing = bed_call_position(bed, "C_SignInit", 0);

    assert_int_equal(bed_call_position(bed, "C_Login", 1), signing + 1);
    assert_int_equal(bed_call_position(bed, "C_Sign", 0), signing + 2);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_int_equal(bed->pins_asked, 1);
}

static void check_pin_before_signing(struct bed *bed, struct witness_pair pair,
                                     const char *scenario)
{
    put_pair(pair);
    bed_open(bed, scenario);
    assert_done(request_plain(bed), bed);
    check_order_of_calls(bed);
    bed_close(bed);
    check_request(bed, KEY_LABEL);
}

static void key_that_wants_the_pin_each_time_gets_it_right_before_signing(void **state)
{
    check_pin_before_signing(*state, (struct witness_pair){0}, "always-authenticate\n");
}

/* SoftHSM itself keeps to CKA_ALWAYS_AUTHENTICATE. */
static void key_softhsm_wants_the_pin_for_gets_it(void **state)
{
    check_pin_before_signing(*state,
                             (struct witness_pair){.rsa = true, .always_authenticate = true}, NULL);
}

static void pad_is_asked_again_for_a_key_that_wants_the_pin_each_time(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    bed->workplace.pin_given = false;
    bed_open(bed, "always-authenticate\npin-pad\npad-pin " USER_PIN "\n");
    assert_done(request_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
    check_request(bed, KEY_LABEL);
}

static void refused_second_login_is_class_pin_and_not_repeated(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    bed_open(bed, "always-authenticate\nfail C_Login 2 before CKR_PIN_INCORRECT\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_PIN, "C_Login", CKR_PIN_INCORRECT);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_int_equal(bed_calls(bed, "C_Sign"), 0);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

/* Tokens that cannot take a digest made outside: they get the message. */
static void token_hashes_when_it_cannot_sign_a_digest(void **state)
{
    static const struct {
        const char *hidden;
        enum signature_scheme scheme;
        enum digest digest;
    } ways[] = {{"CKM_RSA_PKCS", SIGNATURE_RSA_PKCS1, DIGEST_SHA256},
                {"CKM_RSA_PKCS", SIGNATURE_RSA_PKCS1, DIGEST_SHA512},
                {"CKM_RSA_PKCS_PSS", SIGNATURE_RSA_PSS, DIGEST_SHA256},
                {"CKM_RSA_PKCS_PSS", SIGNATURE_RSA_PSS, DIGEST_SHA384}};
    struct bed *bed = *state;
    size_t cases = 0;

    put_pair((struct witness_pair){.rsa = true});
    for (; cases < COUNT_OF(ways); cases++) {
        CLEANUP(text_free) char *scenario = text_format("hide-mechanism %s\n", ways[cases].hidden);

        bed_open(bed, scenario);
        assert_done(job_request(bed, KEY_URI,
                                (struct enroll_wish){.scheme = ways[cases].scheme,
                                                     .digest = ways[cases].digest}),
                    bed);
        assert_int_equal(bed_calls(bed, "C_SignInit"), 2);
        bed_close(bed);
        check_request(bed, KEY_LABEL);
        bed_remove_file(bed, REQUEST_FILE);
    }
    print_message("%zu ways to sign\n", cases);
    assert_int_equal(cases, 4);
}

static void token_without_any_way_to_sign_is_reported(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    bed_open(bed, "hide-mechanism CKM_ECDSA\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_MODULE, "C_SignInit",
                         CKR_MECHANISM_INVALID);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

static void token_without_pss_is_told_the_mechanisms_it_lacks(void **state)
{
    struct bed *bed = *state;
    const struct enroll_wish pss = {.scheme = SIGNATURE_RSA_PSS, .digest = DIGEST_SHA384};

    put_pair((struct witness_pair){.rsa = true});
    bed_open(bed, "hide-mechanism CKM_RSA_PKCS_PSS\n");
    assert_done(job_request(bed, KEY_URI, pss), bed);
    bed_close(bed);
    bed_remove_file(bed, REQUEST_FILE);
    bed_open(bed, "hide-mechanism CKM_RSA_PKCS_PSS\nhide-mechanism CKM_SHA384_RSA_PKCS_PSS\n");
    assert_module_failed(job_request(bed, KEY_URI, pss), bed, FAILURE_MODULE, "C_SignInit",
                         CKR_MECHANISM_INVALID);
    assert_string_equal(bed->failure.cause, "the token cannot sign with CKM_RSA_PKCS_PSS, nor with "
                                            "CKM_SHA384_RSA_PKCS_PSS");
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

static void public_key_that_does_not_belong_is_found_out(void **state)
{
    struct bed *bed = *state;
    struct witness witness;

    put_pair((struct witness_pair){0});
    put_pair((struct witness_pair){.label = "other", .id = "2", .public_id = "1"});
    witness = witness_open(TOKEN_LABEL);
    witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, KEY_LABEL));
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_refused(request_plain(bed), bed, FAILURE_MODULE, "signature");
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

static void wrong_signature_leaves_no_file(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    bed_open(bed, "wrong-signature\n");
    assert_refused(request_plain(bed), bed, FAILURE_MODULE, "signature");
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

static void public_half_is_taken_from_the_certificate(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = NULL;
    CLEANUP(X509_free) X509 *certificate = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    struct witness witness;
    CK_OBJECT_HANDLE public_key;

    put_pair((struct witness_pair){0});
    witness = witness_open(TOKEN_LABEL);
    public_key = witness_find(&witness, CKO_PUBLIC_KEY, KEY_LABEL);
    key = witness_public_key(&witness, public_key);
    certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
    der = certificate_bytes(certificate);
    witness_destroy(&witness, public_key);
    witness_put_certificate(&witness, "certificate", "1", slice_of_bytes(&der));
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(request_plain(bed), bed);
    bed_close(bed);
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);
    assert_int_equal(EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key), 1);
}

static void key_without_public_half_is_not_found(void **state)
{
    struct bed *bed = *state;
    struct witness witness;

    put_pair((struct witness_pair){0});
    witness = witness_open(TOKEN_LABEL);
    witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, KEY_LABEL));
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_refused(request_plain(bed), bed, FAILURE_NOT_FOUND, "public half");
    bed_close(bed);
}

static void key_that_could_be_several_is_refused_with_their_uris(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){.id = "1"});
    put_pair((struct witness_pair){.id = "2"});
    bed_open(bed, NULL);
    assert_refused(request_plain(bed), bed, FAILURE_NOT_FOUND, "id=%31");
    assert_non_null(strstr(bed->failure.hint, "id=%32"));
    assert_int_equal(bed_calls(bed, "C_Sign"), 0);
    bed_close(bed);
}

static void dry_run_signs_nothing(void **state)
{
    struct bed *bed = *state;

    put_pair((struct witness_pair){0});
    bed_open(bed, NULL);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){.dry_run = true}), bed);
    assert_int_equal(bed_calls(bed, "C_SignInit"), 0);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(key_made_elsewhere_gets_a_request),
        FLOW(key_that_wants_the_pin_each_time_gets_it_right_before_signing),
        FLOW(key_softhsm_wants_the_pin_for_gets_it),
        FLOW(pad_is_asked_again_for_a_key_that_wants_the_pin_each_time),
        FLOW(refused_second_login_is_class_pin_and_not_repeated),
        FLOW(token_hashes_when_it_cannot_sign_a_digest),
        FLOW(token_without_pss_is_told_the_mechanisms_it_lacks),
        FLOW(token_without_any_way_to_sign_is_reported),
        FLOW(public_key_that_does_not_belong_is_found_out),
        FLOW(wrong_signature_leaves_no_file),
        FLOW(public_half_is_taken_from_the_certificate),
        FLOW(key_without_public_half_is_not_found),
        FLOW(key_that_could_be_several_is_refused_with_their_uris),
        FLOW(dry_run_signs_nothing),
    };

    return cmocka_run_group_tests_name("request_create", tests, NULL, NULL);
}
