/* SPDX-License-Identifier: Apache-2.0 */

/* What rules about a module or token change in what is sent and said. */

#include "jobs.h"
#include "witness.h"

#include <stdlib.h>
#include <string.h>

#include "enroll/key_lookup.h"

#define ACME "token-field manufacturer Acme Cards\ntoken-field model Card 3\n"
#define RULE                                                                                       \
    "[rule]\nmatch.manufacturer = Acme*\nsource = https://example.com/acme\nwhy = cards by Acme "  \
    "are like that\n"

/* The token as that of Acme, with what else SCENARIO makes of it, and the rule EFFECT about it. */
static void open_acme(struct bed *bed, const char *scenario, const char *effect)
{
    CLEANUP(text_free) char *quirks = text_format(RULE "%s", effect);
    CLEANUP(text_free) char *text = text_format(ACME "%s", scenario);

    bed_put_quirks(bed, quirks);
    bed_open(bed, text);
}

static size_t failed_calls(const struct bed *bed, const char *function)
{
    size_t count = 0;

    for (size_t i = 0; i < bed->call_count; i++) {
        count += strcmp(bed->calls[i].function, function) == 0 && bed->calls[i].rv != CKR_OK;
    }
    return count;
}

static void count_objects(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), wanted);
    witness_close(&witness);
}

static void first_template_fits_with_a_quirk_and_not_without(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "refuse-attribute CKA_VERIFY\n", "omit.public = CKA_VERIFY\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){.label = "with"}), bed);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 1);
    bed_close(bed);
    bed_remove_file(bed, REQUEST_FILE);
    bed_open(bed, "refuse-attribute CKA_VERIFY\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){.label = "without"}), bed);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 3);
    bed_close(bed);
    count_objects(4);
}

static void rule_about_another_token_changes_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    bed_put_quirks(bed, RULE "omit.public = CKA_VERIFY\n");
    bed_open(bed, NULL);
    assert_done(job_enroll(bed, (struct enroll_wish){.dry_run = true}, &result), bed);
    assert_int_equal(result.quirks.count, 0);
    assert_non_null(strstr(result.templates, "public CKA_VERIFY TRUE"));
    assert_int_equal(bed_calls(bed, "C_GetInfo"), 0);
}

static void library_costs_a_call_only_when_the_token_matches(void **state)
{
    static const struct {
        const char *manufacturer;
        size_t calls;
        size_t rules;
    } cases[] = {{"Acme*", 1, 1}, {"Other*", 0, 0}};
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(cases); count++) {
        CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
        CLEANUP(text_free)
        char *quirks = text_format("[rule]\nmatch.manufacturer = %s\nmatch.library = "
                                   "Implementation of PKCS11\nsource = https://example.com\nwhy = "
                                   "it is so\nid.bytes = 2\n",
                                   cases[count].manufacturer);

        bed_put_quirks(bed, quirks);
        bed_open(bed, ACME);
        assert_done(job_enroll(bed, (struct enroll_wish){.dry_run = true}, &result), bed);
        assert_int_equal(result.quirks.count, cases[count].rules);
        assert_int_equal(bed_calls(bed, "C_GetInfo"), cases[count].calls);
        bed_close(bed);
    }
    assert_int_equal(count, 2);
}

static void forced_attribute_is_sent(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    struct witness witness;

    open_acme(bed, "", "force.public = CKA_PRIVATE=true, CKA_WRAP=false\n");
    assert_done(job_enroll(bed, (struct enroll_wish){0}, &result), bed);
    assert_non_null(strstr(result.templates, "public CKA_PRIVATE TRUE\n"));
    assert_non_null(strstr(result.templates, "public CKA_WRAP FALSE\n"));
    assert_null(strstr(result.templates, "public CKA_PRIVATE FALSE\n"));
    bed_close(bed);
    witness = witness_open(TOKEN_LABEL);
    assert_true(
        witness_bool(&witness, witness_find(&witness, CKO_PUBLIC_KEY, KEY_LABEL), CKA_PRIVATE));
    witness_close(&witness);
}

static void wrong_file_of_ones_own_is_an_error_with_its_line(void **state)
{
    struct bed *bed = *state;
    bool opened;

    bed_put_quirks(bed, RULE "omit.pubic = CKA_VERIFY\n");
    opened = bed_try_open(bed, NULL);
    assert_refused(opened, bed, FAILURE_INPUT, "quirks/test.conf', line 5");
    bed_rewind(bed);
    bed_put_quirks(bed, "");
}

static void short_id_is_as_long_as_the_token_keeps_it(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    open_acme(bed, "", "id.bytes = 2\n");
    assert_done(job_enroll(bed, (struct enroll_wish){0}, &result), bed);
    assert_int_equal(strlen(result.id), 4);
    assert_int_equal(bed_calls(bed, "C_FindObjectsInit"), 2); /* label and id */
}

static void id_that_is_a_place_must_be_given(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "", "id = must-be-given\n");
    assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_POLICY,
                   "cards by Acme are like that");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    bed_rewind(bed);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.id = "01"}), bed);
}

static void pin_each_time_is_refused_where_it_cannot_be_chosen(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "", "omit.private = CKA_ALWAYS_AUTHENTICATE\n");
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.always_authenticate = true}), bed,
                   FAILURE_POLICY, "CKA_ALWAYS_AUTHENTICATE");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
}

static void edwards_curve_is_sent_by_name(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result ed25519 = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result ed448 = {0};

    open_acme(bed, "", "edwards-curve = name\n");
    assert_done(
        job_enroll(bed, (struct enroll_wish){.algorithm = "ed25519", .dry_run = true}, &ed25519),
        bed);
    assert_done(
        job_enroll(bed, (struct enroll_wish){.algorithm = "ed448", .dry_run = true}, &ed448), bed);
    /* PrintableString "edwards25519", "edwards448" */
    assert_non_null(
        strstr(ed25519.templates, "public CKA_EC_PARAMS 130c656477617264733235353139\n"));
    assert_non_null(strstr(ed448.templates, "public CKA_EC_PARAMS 130a65647761726473343438\n"));
}

static void attributes_are_read_one_by_one_without_a_failed_call(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "no-multi-attribute\n", "attributes = one-by-one\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    assert_true(bed_calls(bed, "C_GetAttributeValue") > 10);
    for (size_t i = 0; i < bed->call_count; i++) {
        assert_int_not_equal(bed->calls[i].rv, CKR_FUNCTION_FAILED);
    }
}

static void attribute_that_is_not_known_is_not_asked_for(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "refuse-attribute CKA_ALWAYS_AUTHENTICATE\n",
              /* an RSA key has no curve either */
              "omit.read = CKA_ALWAYS_AUTHENTICATE, CKA_EC_PARAMS, CKA_EC_POINT\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){.algorithm = "rsa:2048"}), bed);
    assert_int_equal(bed_calls(bed, "C_GetAttributeValue"), 1);
    assert_int_equal(failed_calls(bed, "C_GetAttributeValue"), 0);
}

static void explanation_of_a_quirk_comes_first(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "fail C_GenerateKeyPair * before CKR_DEVICE_MEMORY\n",
              "cause.C_GenerateKeyPair.CKR_DEVICE_MEMORY = a card by Acme holds one key\n"
              "hint.C_GenerateKeyPair.CKR_DEVICE_MEMORY = buy another card\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                         "C_GenerateKeyPair", CKR_DEVICE_MEMORY);
    assert_string_equal(bed->failure.cause, "a card by Acme holds one key");
    assert_string_equal(bed->failure.hint, "buy another card");
}

static void answer_that_means_a_wrong_pin_is_one(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "fail C_Login 1 before CKR_DEVICE_ERROR\n",
              "pin.refused = CKR_DEVICE_ERROR\npin.hint = Acme takes six digits\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN, "C_Login",
                         CKR_DEVICE_ERROR);
    assert_string_equal(bed->failure.hint, "Acme takes six digits");
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
}

static void flags_that_are_wrong_are_put_right(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "token-flags -CKF_USER_PIN_INITIALIZED +CKF_PROTECTED_AUTHENTICATION_PATH\n",
              "pin.initialized = yes\npin.pad = no\n");
    bed->workplace.pin_given = false;
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    assert_int_equal(bed->pins_asked, 1);
}

static void token_that_hides_until_login_is_logged_in_to(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "token-flags -CKF_LOGIN_REQUIRED\n", "login-to-read = yes\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
}

static void module_is_started_as_its_quirk_says(void **state)
{
    struct bed *bed = *state;

    bed_put_quirks(bed, "[rule]\nmatch.path = fault-module.so\nsource = https://example.com\nwhy = "
                        "it takes no arguments\ninitialize = no-arguments\n");
    bed_open(bed, "initialize-refuses-arguments\n");
    assert_int_equal(bed_calls(bed, "C_Initialize"), 1);
}

/* SafeNet wants the user to log in again; SoftHSM says that this is done already. */
static void pin_each_time_is_a_login_of_the_user(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "always-authenticate\n", "always-authenticate = user\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                         "C_Login", CKR_USER_ALREADY_LOGGED_IN);
    bed_close(bed);
    count_objects(0);
}

static EVP_PKEY *make_key(void)
{
    return witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = "a", .id = "1"});
}

static void certificate_is_written_down_its_ladder(void **state)
{
    static const struct {
        const char *effect;
        size_t creations;
    } cases[] = {{"id.bytes = 2\n", 4}, {"omit.certificate = CKA_ISSUER\n", 1}};
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(cases); count++) {
        CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make_key();
        CLEANUP(X509_free) X509 *leaf = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
        struct witness witness;

        open_acme(bed, "refuse-attribute CKA_ISSUER\n", cases[count].effect);
        assert_done(job_install_only(bed, (struct install_wish){.certificates = {leaf}}), bed);
        assert_int_equal(bed_calls(bed, "C_CreateObject"), cases[count].creations);
        bed_close(bed);
        witness = witness_open(TOKEN_LABEL);
        assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), 1);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(count, 2);
}

static void token_without_certificates_is_not_asked_to_keep_one(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make_key();
    CLEANUP(X509_free) X509 *leaf = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    open_acme(bed, "", "certificate-objects = no\n");
    assert_refused(job_install_only(bed, (struct install_wish){.certificates = {leaf}}), bed,
                   FAILURE_MODULE, "keep the certificate in a file");
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
}

static void raw_point_is_looked_for_first(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make_key();
    CLEANUP(X509_free) X509 *leaf = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
    size_t searches;

    open_acme(bed, "ec-point raw\n", "id.bytes = 2\n");
    assert_done(
        job_install_only(bed, (struct install_wish){.certificates = {leaf}, .dry_run = true}), bed);
    searches = bed_calls(bed, "C_FindObjectsInit");
    bed_close(bed);
    open_acme(bed, "ec-point raw\n", "ec-point = raw\n");
    assert_done(
        job_install_only(bed, (struct install_wish){.certificates = {leaf}, .dry_run = true}), bed);
    assert_int_equal(bed_calls(bed, "C_FindObjectsInit"), searches - 1);
}

static void without_so_pin_nothing_is_made(void **state)
{
    struct bed *bed = *state;

    open_acme(bed, "", "write-as = so\n");
    assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN, "no PIN");
    assert_string_equal(bed->failure.cause, "cards by Acme are like that");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    assert_int_equal(bed_calls(bed, "C_Login"), 1); /* the user's */
}

static bool give_so_pin(void *context, const struct token *token, enum pin_kind kind,
                        struct secret **ret_pin, struct failure *failure)
{
    (void)context;
    (void)token;
    (void)failure;
    if (kind == PIN_SO) {
        *ret_pin = secret_new(16);
        assert_true(secret_append(*ret_pin, SO_PIN, strlen(SO_PIN)));
    }
    return true;
}

/* SoftHSM makes private keys for the user alone: the officer's generation fails there. */
static void failed_generation_of_the_officer_leaves_nothing(void **state)
{
    struct bed *bed = *state;

    bed->workplace.other_pin = give_so_pin;
    open_acme(bed, "", "write-as = so\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN,
                         "C_GenerateKeyPair", CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_true(bed_call_position(bed, "C_Logout", 0) < bed_call_position(bed, "C_Login", 1));
    bed_close(bed);
    count_objects(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(first_template_fits_with_a_quirk_and_not_without),
        FLOW(rule_about_another_token_changes_nothing),
        FLOW(library_costs_a_call_only_when_the_token_matches),
        FLOW(forced_attribute_is_sent),
        FLOW(wrong_file_of_ones_own_is_an_error_with_its_line),
        FLOW(short_id_is_as_long_as_the_token_keeps_it),
        FLOW(id_that_is_a_place_must_be_given),
        FLOW(pin_each_time_is_refused_where_it_cannot_be_chosen),
        FLOW(edwards_curve_is_sent_by_name),
        FLOW(attributes_are_read_one_by_one_without_a_failed_call),
        FLOW(attribute_that_is_not_known_is_not_asked_for),
        FLOW(explanation_of_a_quirk_comes_first),
        FLOW(answer_that_means_a_wrong_pin_is_one),
        FLOW(flags_that_are_wrong_are_put_right),
        FLOW(token_that_hides_until_login_is_logged_in_to),
        FLOW(module_is_started_as_its_quirk_says),
        FLOW(pin_each_time_is_a_login_of_the_user),
        FLOW(certificate_is_written_down_its_ladder),
        FLOW(token_without_certificates_is_not_asked_to_keep_one),
        FLOW(raw_point_is_looked_for_first),
        FLOW(without_so_pin_nothing_is_made),
        FLOW(failed_generation_of_the_officer_leaves_nothing),
    };

    return cmocka_run_group_tests_name("quirks", tests, NULL, NULL);
}
