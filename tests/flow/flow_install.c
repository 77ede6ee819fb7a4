/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <string.h>

/* A CA, and a token with pairs of which the certificates are to be installed. */
struct keys {
    struct ca ca;
    EVP_PKEY *public_keys[4];
    size_t count;
};

static void keys_clear(struct keys *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        EVP_PKEY_free(keys->public_keys[i]);
    }
    ca_clear(&keys->ca);
}

/* Pairs "a" (id 1), "b" (id 2), "c" (id 3), the last one RSA. */
static struct keys keys_make(void)
{
    static const struct witness_pair pairs[] = {{.label = "a", .id = "1"},
                                                {.label = "b", .id = "2"},
                                                {.rsa = true, .label = "c", .id = "3"}};
    struct witness witness = witness_open(TOKEN_LABEL);
    struct keys keys = {.ca = ca_make("Flow CA", NULL)};

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        keys.public_keys[keys.count++] = witness_make(&witness, pairs[i]);
    }
    witness_close(&witness);
    return keys;
}

static X509 *issue(const struct keys *keys, size_t index, const char *name)
{
    return ca_issue(&keys->ca, keys->public_keys[index], (struct ca_wish){.name = name});
}

static void count_certificates(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), wanted);
    witness_close(&witness);
}

/* The only certificate with LABEL is CERTIFICATE, byte for byte, with ID and the usual attributes.
 */
static void check_stored(const char *label, const char *id, X509 *certificate)
{
    struct witness witness = witness_open(TOKEN_LABEL);
    CK_OBJECT_HANDLE object = witness_find(&witness, CKO_CERTIFICATE, label);
    CLEANUP_VALUE(bytes_clear) struct bytes wanted = certificate_bytes(certificate);
    CLEANUP_VALUE(bytes_clear) struct bytes value = witness_read(&witness, object, CKA_VALUE);
    CLEANUP_VALUE(bytes_clear) struct bytes stored_id = witness_read(&witness, object, CKA_ID);
    CLEANUP_VALUE(bytes_clear) struct bytes subject = witness_read(&witness, object, CKA_SUBJECT);

    assert_true(slice_equal(slice_of_bytes(&value), slice_of_bytes(&wanted)));
    assert_true(slice_equal(slice_of_bytes(&stored_id), slice_of_text(id)));
    assert_true(subject.size > 0);
    assert_true(witness_bool(&witness, object, CKA_TOKEN));
    assert_false(witness_bool(&witness, object, CKA_PRIVATE));
    witness_close(&witness);
}

static void certificate_goes_to_the_key_with_its_public_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    static const char *const labels[] = {"a", "b", "c"};
    static const char *const ids[] = {"1", "2", "3"};
    size_t cases = 0;

    for (; cases < COUNT_OF(labels); cases++) {
        CLEANUP(X509_free) X509 *certificate = issue(&keys, cases, "not a label");
        CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

        bed_open(bed, NULL);
        assert_done(job_install(bed, (struct install_wish){.certificates = {certificate}}, &result),
                    bed);
        bed_close(bed);
        assert_int_equal(result.count, 1);
        assert_int_equal(result.items[0].outcome, INSTALL_WRITTEN);
        assert_string_equal(result.items[0].label, labels[cases]);
        check_stored(labels[cases], ids[cases], certificate);
    }
    assert_int_equal(cases, 3);
}

/* The public objects of two pairs wear each other's labels: only the private key's counts. */
static void labels_do_not_mislead(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = witness_make_on(
        TOKEN_LABEL, (struct witness_pair){.label = "a", .public_label = "b", .id = "1"});
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "b"});

    EVP_PKEY_free(witness_make_on(
        TOKEN_LABEL, (struct witness_pair){.label = "b", .public_label = "a", .id = "2"}));
    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    bed_close(bed);
    check_stored("a", "1", certificate);
}

static void second_time_changes_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP(X509_free) X509 *certificate = issue(&keys, 0, "Leaf");
    const struct install_wish wish = {.certificates = {certificate}};
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    bed_open(bed, NULL);
    assert_done(job_install_only(bed, wish), bed);
    bed_close(bed);
    bed_open(bed, NULL);
    bed_rewind(bed);
    assert_done(job_install(bed, wish, &result), bed);
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
    bed_close(bed);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.items[0].outcome, INSTALL_PRESENT);
    count_certificates(1);
}

static void renewed_certificate_is_written_beside_the_old_one(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP(X509_free) X509 *first = issue(&keys, 0, "Leaf");
    CLEANUP(X509_free) X509 *second = issue(&keys, 0, "Leaf");

    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {first}}), bed);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {second}}), bed);
    bed_close(bed);
    count_certificates(2);
}

static void dry_run_names_the_key_and_writes_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP(X509_free) X509 *certificate = issue(&keys, 1, "Leaf");
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    bed_open(bed, NULL);
    assert_done(job_install(bed,
                            (struct install_wish){.certificates = {certificate},
                                                  .chain = {keys.ca.certificate},
                                                  .dry_run = true},
                            &result),
                bed);
    bed_close(bed);
    assert_int_equal(result.count, 2);
    assert_int_equal(result.items[0].outcome, INSTALL_PLANNED);
    assert_string_equal(result.items[0].label, "b");
    assert_int_equal(result.items[1].outcome, INSTALL_PLANNED);
    count_certificates(0);
}

static void certificate_that_fits_no_key_is_judged_no(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP(EVP_PKEY_free) EVP_PKEY *stranger = key_new(false);
    CLEANUP(X509_free)
    X509 *certificate = ca_issue(&keys.ca, stranger, (struct ca_wish){.name = "Stranger"});

    bed_open(bed, NULL);
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed,
                   FAILURE_NO, "'a' (id 31)");
    assert_non_null(strstr(bed->failure.action, "Stranger"));
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
    bed_close(bed);
    count_certificates(0);
}

static void one_certificate_without_key_stops_all(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP(EVP_PKEY_free) EVP_PKEY *stranger = key_new(true);
    CLEANUP(X509_free) X509 *good = issue(&keys, 0, "Good");
    CLEANUP(X509_free)
    X509 *bad = ca_issue(&keys.ca, stranger, (struct ca_wish){.name = "Stranger"});

    bed_open(bed, NULL);
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {good, bad},
                                                               .chain = {keys.ca.certificate}}),
                   bed, FAILURE_NO, "Stranger");
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
    bed_close(bed);
    count_certificates(0);
}

static void chain_is_written_once_and_without_id(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP_VALUE(ca_clear) struct ca sub = ca_make("Flow Sub CA", &keys.ca);
    CLEANUP(X509_free)
    X509 *first = ca_issue(&sub, keys.public_keys[0], (struct ca_wish){.name = "First"});
    CLEANUP(X509_free)
    X509 *second = ca_issue(&sub, keys.public_keys[1], (struct ca_wish){.name = "Second"});
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    bed_open(bed, NULL);
    assert_done(job_install_only(
                    bed, (struct install_wish){.certificates = {first},
                                               .chain = {sub.certificate, keys.ca.certificate}}),
                bed);
    assert_done(job_install(bed,
                            (struct install_wish){
                                .certificates = {second, sub.certificate, keys.ca.certificate}},
                            &result),
                bed);
    bed_close(bed);
    assert_int_equal(result.count, 3);
    assert_int_equal(result.items[0].outcome, INSTALL_WRITTEN);
    assert_int_equal(result.items[1].outcome, INSTALL_PRESENT);
    assert_int_equal(result.items[2].outcome, INSTALL_PRESENT);
    assert_true(result.items[1].chain && result.items[2].chain);
    count_certificates(4);
    check_stored("Flow Sub CA", "", sub.certificate);
    check_stored("Flow CA", "", keys.ca.certificate);
}

static void ca_that_issued_nothing_here_is_left_out_with_a_notice(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    CLEANUP_VALUE(ca_clear) struct ca other = ca_make("Other CA", NULL);
    CLEANUP(X509_free) X509 *certificate = issue(&keys, 0, "Leaf");

    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate},
                                                            .chain = {other.certificate}}),
                bed);
    bed_close(bed);
    assert_true(bed_noticed(bed, "Other CA"));
    count_certificates(1);
}

static void certificate_out_of_its_time_is_judged_no(void **state)
{
    static const struct ca_wish wishes[] = {{.name = "Old", .from_day = -20, .to_day = -10},
                                            {.name = "Early", .from_day = 10, .to_day = 20}};
    static const char *const said[] = {"expired", "not valid before"};
    struct bed *bed = *state;
    CLEANUP_VALUE(keys_clear) struct keys keys = keys_make();
    size_t cases = 0;

    for (; cases < COUNT_OF(wishes); cases++) {
        CLEANUP(X509_free)
        X509 *certificate = ca_issue(&keys.ca, keys.public_keys[cases], wishes[cases]);

        bed_open(bed, NULL);
        bed_rewind(bed);
        assert_refused(job_install_only(bed, (struct install_wish){.certificates = {certificate}}),
                       bed, FAILURE_NO, said[cases]);
        assert_int_equal(bed->call_count, 0);
        bed_rewind(bed);
        assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate},
                                                                .ignore_dates = true}),
                    bed);
        bed_close(bed);
        count_certificates(cases + 1);
    }
    assert_int_equal(cases, 2);
}

static void key_that_can_be_read_out_is_a_notice(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = witness_make_on(
        TOKEN_LABEL, (struct witness_pair){.label = "loose", .id = "1", .extractable = true});
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    bed_close(bed);
    assert_true(bed_noticed(bed, "'loose' can be read out"));
    count_certificates(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(certificate_goes_to_the_key_with_its_public_key),
        FLOW(labels_do_not_mislead),
        FLOW(second_time_changes_nothing),
        FLOW(renewed_certificate_is_written_beside_the_old_one),
        FLOW(dry_run_names_the_key_and_writes_nothing),
        FLOW(certificate_that_fits_no_key_is_judged_no),
        FLOW(one_certificate_without_key_stops_all),
        FLOW(chain_is_written_once_and_without_id),
        FLOW(ca_that_issued_nothing_here_is_left_out_with_a_notice),
        FLOW(certificate_out_of_its_time_is_judged_no),
        FLOW(key_that_can_be_read_out_is_a_notice),
    };

    return cmocka_run_group_tests_name("install", tests, NULL, NULL);
}
