/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <string.h>

#include "enroll/remove.h"

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL

static bool say_yes(void *context, const struct removal *removal, struct failure *failure)
{
    size_t *asked = context;

    (void)failure;
    *asked = removal->object_count;
    return true;
}

static bool say_no(void *context, const struct removal *removal, struct failure *failure)
{
    (void)context;
    (void)removal;
    return failure_set(failure, FAILURE_USAGE, "not confirmed");
}

static bool remove_key(struct bed *bed, const char *uri, struct confirmation confirmation)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    assert_true(object_selector_parse(uri, &selector, &bed->failure));
    return key_remove(&bed->workplace, &selector, confirmation, &removal, &bed->failure);
}

static void put(const char *label, const char *id, bool certificate)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    EVP_PKEY_free(witness_make(&witness, (struct witness_pair){.label = label, .id = id}));
    if (certificate) {
        witness_put_certificate(&witness, label, id, slice_of_text("a certificate"));
    }
    witness_close(&witness);
}

static void count_objects(size_t keys, size_t certificates)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), keys + certificates);
    assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), certificates);
    witness_close(&witness);
}

static void both_halves_go_and_certificates_stay(void **state)
{
    struct bed *bed = *state;
    size_t asked = 0;

    put(KEY_LABEL, "1", true);
    put("other", "2", false);
    bed_open(bed, NULL);
    assert_done(remove_key(bed, KEY_URI, (struct confirmation){say_yes, &asked}), bed);
    bed_close(bed);
    assert_int_equal(asked, 2);
    count_objects(2, 1);
}

static void nothing_goes_without_confirmation(void **state)
{
    struct bed *bed = *state;

    put(KEY_LABEL, "1", false);
    bed_open(bed, NULL);
    assert_refused(remove_key(bed, KEY_URI, (struct confirmation){say_no, NULL}), bed,
                   FAILURE_USAGE, "not confirmed");
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 0);
    bed_close(bed);
    count_objects(2, 0);
}

static void several_keys_that_fit_are_refused(void **state)
{
    struct bed *bed = *state;
    size_t asked = 0;

    put(KEY_LABEL, "1", false);
    put(KEY_LABEL, "2", false);
    put("third", "2", false);
    bed_open(bed, NULL);
    assert_refused(remove_key(bed, KEY_URI, (struct confirmation){say_yes, &asked}), bed,
                   FAILURE_NOT_FOUND, "id=%31");
    bed_rewind(bed);
    assert_refused(remove_key(bed, "pkcs11:token=" TOKEN_LABEL ";object=third",
                              (struct confirmation){say_yes, &asked}),
                   bed, FAILURE_NOT_FOUND, "id=%32");
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 0);
    bed_close(bed);
    assert_int_equal(asked, 0);
    count_objects(6, 0);
}

/* The private half goes last, so that what is left can be named and deleted again. */
static void deletion_that_failed_can_be_repeated(void **state)
{
    static const char *const scenarios[] = {
        "fail C_DestroyObject 1 before CKR_DEVICE_ERROR\n",
        "fail C_DestroyObject 2 before CKR_DEVICE_ERROR\n",
        "fail C_DestroyObject 1 after CKR_DEVICE_ERROR\n",
    };
    struct bed *bed = *state;
    size_t asked = 0;
    size_t cases = 0;

    for (; cases < COUNT_OF(scenarios); cases++) {
        put(KEY_LABEL, "1", false);
        bed_open(bed, scenarios[cases]);
        assert_module_failed(remove_key(bed, KEY_URI, (struct confirmation){say_yes, &asked}), bed,
                             FAILURE_MODULE, "C_DestroyObject", CKR_DEVICE_ERROR);
        bed_close(bed);
        bed_open(bed, NULL);
        assert_done(remove_key(bed, KEY_URI, (struct confirmation){say_yes, &asked}), bed);
        bed_close(bed);
        count_objects(0, 0);
    }
    assert_int_equal(cases, 3);
}

/* In hexadecimal; the caller frees it. */
static char *serial_of(const X509 *certificate)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *hex = BN_bn2hex(number);
    char *copy = text_format("%s", hex);

    OPENSSL_free(hex);
    BN_free(number);
    return copy;
}

static void certificate_is_told_by_its_serial(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(false);
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};
    CLEANUP(text_free) char *serial = NULL;
    struct witness witness = witness_open(TOKEN_LABEL);
    size_t asked = 0;

    for (size_t i = 0; i < 2; i++) {
        CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "L"});
        CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);

        witness_put_certificate(&witness, KEY_LABEL, "1", slice_of_bytes(&der));
        text_free(serial);
        serial = serial_of(certificate);
    }
    witness_close(&witness);
    assert_true(object_selector_parse(KEY_URI, &selector, &bed->failure));
    bed_open(bed, NULL);
    assert_refused(certificate_remove(&bed->workplace, &selector, NULL,
                                      (struct confirmation){say_yes, &asked}, &removal,
                                      &bed->failure),
                   bed, FAILURE_NOT_FOUND, "");
    bed_rewind(bed);
    assert_done(certificate_remove(&bed->workplace, &selector, serial,
                                   (struct confirmation){say_yes, &asked}, &removal, &bed->failure),
                bed);
    bed_close(bed);
    count_objects(0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(both_halves_go_and_certificates_stay), FLOW(nothing_goes_without_confirmation),
        FLOW(several_keys_that_fit_are_refused),    FLOW(deletion_that_failed_can_be_repeated),
        FLOW(certificate_is_told_by_its_serial),
    };

    return cmocka_run_group_tests_name("remove", tests, NULL, NULL);
}
