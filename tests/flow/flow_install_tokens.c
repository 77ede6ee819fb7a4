/* SPDX-License-Identifier: Apache-2.0 */

/* Installation with several tokens, and on tokens that fail or lie. */

#include "jobs.h"
#include "ledger.h"
#include "witness.h"

#include <string.h>

static EVP_PKEY *generate_on(const char *token, const char *label)
{
    return witness_make_on(token, (struct witness_pair){.label = label, .id = label});
}

static size_t certificates_on(const char *token)
{
    struct witness witness = witness_open(token);
    size_t count = witness_count(&witness, CKO_CERTIFICATE);

    witness_close(&witness);
    return count;
}

/* Whichever token comes first in the slot list, one of the two keys is on the second. */
static void pin_goes_only_to_the_token_with_the_key(void **state)
{
    static const char *const tokens[] = {TOKEN_LABEL, "second"};
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    size_t cases = 0;

    bed_add_token(bed, "second");
    for (; cases < COUNT_OF(tokens); cases++) {
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = generate_on(tokens[cases], "key");
        CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "L"});
        CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

        bed_open(bed, NULL);
        assert_done(job_install(bed, (struct install_wish){.certificates = {certificate}}, &result),
                    bed);
        assert_int_equal(bed_calls(bed, "C_Login"), 1);
        assert_int_equal(bed->pins_asked, 1);
        assert_string_equal(result.items[0].token_label, tokens[cases]);
        bed_close(bed);
        assert_int_equal(certificates_on(tokens[cases]), 1);
    }
    assert_int_equal(cases, 2);
}

static void no_pin_is_sent_when_no_token_has_the_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *stranger = key_new(false);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, stranger, (struct ca_wish){.name = "L"});

    bed_add_token(bed, "second");
    bed_open(bed, NULL);
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed,
                   FAILURE_NO, "'second'");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_close(bed);
}

static void key_on_two_tokens_is_refused_until_one_is_named(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(false);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Twin"});
    struct witness witness;

    bed_add_token(bed, "second");
    witness = witness_open(TOKEN_LABEL);
    witness_import(&witness, key, "twin", "1");
    witness_close(&witness);
    witness = witness_open("second");
    witness_import(&witness, key, "twin", "1");
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed,
                   FAILURE_NOT_FOUND, "token=second");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_rewind(bed);
    assert_done(job_install_only(
                    bed, (struct install_wish){.certificates = {certificate}, .token = "second"}),
                bed);
    bed_close(bed);
    assert_int_equal(certificates_on(TOKEN_LABEL), 0);
    assert_int_equal(certificates_on("second"), 1);
}

static void certificates_for_two_tokens_go_to_each_with_the_chain(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *first_key = NULL;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *second_key = NULL;
    CLEANUP(X509_free) X509 *first = NULL;
    CLEANUP(X509_free) X509 *second = NULL;

    bed_add_token(bed, "second");
    first_key = generate_on(TOKEN_LABEL, "a");
    second_key = generate_on("second", "b");
    first = ca_issue(&ca, first_key, (struct ca_wish){.name = "First"});
    second = ca_issue(&ca, second_key, (struct ca_wish){.name = "Second"});
    bed_open(bed, NULL);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {first, second},
                                                            .chain = {ca.certificate}}),
                bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    bed_close(bed);
    assert_int_equal(certificates_on(TOKEN_LABEL), 2);
    assert_int_equal(certificates_on("second"), 2);
}

static void certificate_that_reads_back_otherwise_is_reported_and_removed(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = generate_on(TOKEN_LABEL, "key");
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    bed_open(bed, "flip-attribute CKA_VALUE\n");
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed,
                   FAILURE_MODULE, "differ");
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 1);
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 1);
    bed_close(bed);
    assert_int_equal(certificates_on(TOKEN_LABEL), 0);
}

/* Whatever failed at first: one job for the key, and it has come to its end. */
static void check_job_is_over(struct bed *bed)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);

    assert_int_equal(ledger.jobs.count, 1);
    assert_int_equal(ledger_last_job(&ledger)->state, JOB_INSTALLED);
    bed_forget_journal(bed);
}

/* One installation under SCENARIO, then one that nothing hinders: exactly one certificate. */
static void install_under(struct bed *bed, const char *scenario, struct install_wish wish)
{
    struct witness witness;
    bool done = false;

    if (bed_try_open(bed, scenario)) {
        done = job_install_only(bed, wish);
    }
    assert_int_equal(failure_is_set(&bed->failure), !done);
    bed_close(bed);
    witness_finalize();
    assert_in_range(certificates_on(TOKEN_LABEL), done ? 1 : 0, 1);
    bed_open(bed, NULL);
    assert_done(job_install_only(bed, wish), bed);
    bed_close(bed);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), 1);
    assert_int_equal(witness_count(&witness, WITNESS_ANY), 3);
    witness_destroy(&witness, witness_find(&witness, CKO_CERTIFICATE, NULL));
    witness_close(&witness);
    check_job_is_over(bed);
}

static void installation_that_failed_anywhere_can_be_repeated(void **state)
{
    static const char *const formats[] = {"fail any %zu before CKR_DEVICE_ERROR\n",
                                          "fail any %zu after CKR_DEVICE_ERROR\n",
                                          "vanish any %zu\n"};
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = generate_on(TOKEN_LABEL, "key");
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
    const struct install_wish wish = {.certificates = {certificate}};
    size_t cases = 0;
    size_t calls;

    install_under(bed, "", wish);
    bed_open(bed, "");
    assert_done(job_install_only(bed, wish), bed);
    bed_close(bed);
    calls = bed->call_count;
    assert_true(calls >= 12);
    install_under(bed, "fail C_CreateObject 1 after CKR_DEVICE_REMOVED\n", wish);
    for (size_t f = 0; f < COUNT_OF(formats); f++) {
        for (size_t i = 1; i <= calls; i++, cases++) {
            CLEANUP(text_free) char *scenario = text_format(formats[f], i);

            install_under(bed, scenario, wish);
        }
    }
    print_message("%zu calls, %zu failures\n", calls, cases);
    assert_int_equal(cases, 3 * calls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(pin_goes_only_to_the_token_with_the_key),
        FLOW(no_pin_is_sent_when_no_token_has_the_key),
        FLOW(key_on_two_tokens_is_refused_until_one_is_named),
        FLOW(certificates_for_two_tokens_go_to_each_with_the_chain),
        FLOW(certificate_that_reads_back_otherwise_is_reported_and_removed),
        FLOW(installation_that_failed_anywhere_can_be_repeated),
    };

    return cmocka_run_group_tests_name("install_tokens", tests, NULL, NULL);
}
