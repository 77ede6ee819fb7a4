/* SPDX-License-Identifier: Apache-2.0 */

/* Which public key belongs to a private key that does not show it: SoftHSM's EC keys do not. */

#include "jobs.h"
#include "witness.h"

#include <openssl/x509.h>
#include <string.h>

#define KEY_OF(label) "pkcs11:token=" TOKEN_LABEL ";object=" label
#define KEY_URI KEY_OF(KEY_LABEL)

static EVP_PKEY *put(struct witness_pair pair)
{
    return witness_make_on(TOKEN_LABEL, pair);
}

static void drop_public_keys(void)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    while (witness_count(&witness, CKO_PUBLIC_KEY) > 0) {
        witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, NULL));
    }
    witness_close(&witness);
}

/* libcrypto verifies the request, and its key is KEY. */
static void check_request(struct bed *bed, EVP_PKEY *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);

    assert_int_equal(EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key), 1);
    bed_remove_file(bed, REQUEST_FILE);
}

static struct bytes spki_of(EVP_PKEY *key)
{
    unsigned char *der = NULL;
    int size = i2d_PUBKEY(key, &der);
    struct bytes spki = {0};

    assert_true(size > 0);
    spki = bytes_copy(der, (size_t)size);
    OPENSSL_free(der);
    return spki;
}

static struct public_key *public_key_of(EVP_PKEY *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = spki_of(key);
    struct public_key *public_key = NULL;
    struct failure failure = {0};

    assert_true(public_key_from_spki(slice_of_bytes(&spki), &public_key, &failure));
    return public_key;
}

static void check_each(struct bed *bed, const char *scenario, const char *first_uri,
                       EVP_PKEY *first, const char *second_uri, EVP_PKEY *second)
{
    bed_open(bed, scenario);
    assert_done(job_request(bed, first_uri, (struct enroll_wish){0}), bed);
    check_request(bed, first);
    assert_done(job_request(bed, second_uri, (struct enroll_wish){0}), bed);
    check_request(bed, second);
    bed_close(bed);
}

static void ec_keys_without_id_prove_which_public_key_is_theirs(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *first = put((struct witness_pair){.label = "first"});
    CLEANUP(EVP_PKEY_free) EVP_PKEY *second = put((struct witness_pair){.label = "second"});

    check_each(*state, NULL, KEY_OF("first"), first, KEY_OF("second"), second);
}

static void ec_keys_with_one_id_and_swapped_labels_prove_which_public_key_is_theirs(void **state)
{
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first =
        put((struct witness_pair){.label = "first", .public_label = "second", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second =
        put((struct witness_pair){.label = "second", .public_label = "first", .id = "1"});

    check_each(*state, NULL, KEY_OF("first"), first, KEY_OF("second"), second);
}

static void keys_that_want_the_pin_each_time_prove_themselves_too(void **state)
{
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = put((struct witness_pair){.label = "first", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = put((struct witness_pair){.label = "second", .id = "1"});

    check_each(*state, "always-authenticate\n", KEY_OF("first"), first, KEY_OF("second"), second);
}

/* The only public key with the id may be that of the other private key. */
static void public_key_of_the_other_private_key_with_the_id_is_not_taken(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = put((struct witness_pair){.label = "first", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = put((struct witness_pair){.label = "second", .id = "1"});
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, "first"));
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_refused(job_request(bed, KEY_OF("first"), (struct enroll_wish){0}), bed,
                   FAILURE_NOT_FOUND, "--public-key");
    bed_rewind(bed);
    assert_done(job_request(bed, KEY_OF("second"), (struct enroll_wish){0}), bed);
    check_request(bed, second);
    bed_close(bed);
}

static void keys_with_one_uri_are_told_apart_by_the_public_key(void **state)
{
    struct bed *bed = *state;
    const struct witness_pair pair = {.label = KEY_LABEL, .id = "1"};
    EVP_PKEY *keys[2] = {put(pair), put(pair)};
    size_t cases = 0;

    bed_open(bed, NULL);
    assert_refused(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed, FAILURE_NOT_FOUND,
                   "--public-key");
    bed_rewind(bed);
    for (; cases < COUNT_OF(keys); cases++) {
        CLEANUP(public_key_free) struct public_key *public_key = public_key_of(keys[cases]);

        assert_done(job_request(bed, KEY_URI, (struct enroll_wish){.public_key = public_key}), bed);
        check_request(bed, keys[cases]);
    }
    assert_int_equal(cases, 2);
    bed_close(bed);
    EVP_PKEY_free(keys[0]);
    EVP_PKEY_free(keys[1]);
}

static void public_key_of_no_key_there_is_refused(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *mine = put((struct witness_pair){.label = KEY_LABEL});
    CLEANUP(EVP_PKEY_free) EVP_PKEY *other = key_new(false);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *rsa = key_new(true);
    EVP_PKEY *strangers[] = {other, rsa};
    size_t cases = 0;

    bed_open(bed, NULL);
    for (; cases < COUNT_OF(strangers); cases++) {
        CLEANUP(public_key_free) struct public_key *public_key = public_key_of(strangers[cases]);

        bed_rewind(bed);
        assert_refused(job_request(bed, KEY_URI, (struct enroll_wish){.public_key = public_key}),
                       bed, FAILURE_NO, "is not that of key");
        assert_false(bed_has_file(bed, REQUEST_FILE));
    }
    assert_int_equal(cases, 2);
    bed_close(bed);
}

static void without_public_object_the_public_key_may_come_from_a_file(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = put((struct witness_pair){.label = KEY_LABEL});
    CLEANUP(public_key_free) struct public_key *public_key = public_key_of(key);

    drop_public_keys();
    bed_open(bed, NULL);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){.public_key = public_key}), bed);
    check_request(bed, key);
    bed_close(bed);
}

static char *info_scenario(EVP_PKEY *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = spki_of(key);
    CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(&spki));

    return text_format("private-attribute CKA_PUBLIC_KEY_INFO %s\n", hex);
}

static void without_public_object_the_private_key_may_tell_its_public_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = put((struct witness_pair){.label = KEY_LABEL});
    CLEANUP(text_free) char *scenario = info_scenario(key);

    drop_public_keys();
    bed_open(bed, scenario);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed);
    check_request(bed, key);
    bed_close(bed);
}

static void private_key_that_tells_a_wrong_public_key_is_found_out(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *other = key_new(false);
    CLEANUP(text_free) char *scenario = info_scenario(other);

    EVP_PKEY_free(put((struct witness_pair){.label = KEY_LABEL}));
    drop_public_keys();
    bed_open(bed, scenario);
    assert_refused(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                   "does not verify");
    assert_false(bed_has_file(bed, REQUEST_FILE));
    bed_close(bed);
}

/* By public key, also after the id of the key was changed, as restoring an HSM does. */
static void certificate_finds_its_key_after_the_id_changed(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = put((struct witness_pair){.label = KEY_LABEL, .id = "before"});
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
    CLEANUP_VALUE(bytes_clear) struct bytes id = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_set(&witness, witness_find(&witness, CKO_PUBLIC_KEY, NULL), CKA_ID, "after");
    witness_set(&witness, witness_find(&witness, CKO_PRIVATE_KEY, NULL), CKA_ID, "after");
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    bed_close(bed);
    witness = witness_open(TOKEN_LABEL);
    id = witness_read(&witness, witness_find(&witness, CKO_CERTIFICATE, NULL), CKA_ID);
    assert_true(slice_equal(slice_of_bytes(&id), slice_of_text("after")));
    witness_close(&witness);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(ec_keys_without_id_prove_which_public_key_is_theirs),
        FLOW(ec_keys_with_one_id_and_swapped_labels_prove_which_public_key_is_theirs),
        FLOW(keys_that_want_the_pin_each_time_prove_themselves_too),
        FLOW(public_key_of_the_other_private_key_with_the_id_is_not_taken),
        FLOW(keys_with_one_uri_are_told_apart_by_the_public_key),
        FLOW(public_key_of_no_key_there_is_refused),
        FLOW(without_public_object_the_public_key_may_come_from_a_file),
        FLOW(without_public_object_the_private_key_may_tell_its_public_key),
        FLOW(private_key_that_tells_a_wrong_public_key_is_found_out),
        FLOW(certificate_finds_its_key_after_the_id_changed),
    };

    return cmocka_run_group_tests_name("key_identity", tests, NULL, NULL);
}
