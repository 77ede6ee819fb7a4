/* SPDX-License-Identifier: Apache-2.0 */

/* What modules do that the standard does not foresee, from the key to the installed certificate. */

#include "jobs.h"
#include "witness.h"

#include <string.h>

static void every_encoding_of_a_point_goes_through_the_whole_job(void **state)
{
    static const char *const encodings[] = {"", "ec-point raw\n", "ec-point compressed\n",
                                            "ec-point bit-string\n"};
    static const char *const algorithms[] = {"ec:P-256", "ec:P-384", "ec:P-521"};
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        for (size_t k = 0; k < COUNT_OF(algorithms); k++, cases++) {
            job_whole(*state, encodings[i], algorithms[k]);
        }
    }
    print_message("%zu jobs\n", cases);
    assert_int_equal(cases, 12);
}

/* What xipki, crypto11 and pkcs11-tools found modules to refuse. */
static void attributes_that_modules_refuse_are_not_sent(void **state)
{
    static const char scenario[] = "refuse-attribute CKA_TRUSTED\n"
                                   "refuse-attribute 0x40000600\n" /* CKA_ALLOWED_MECHANISMS */
                                   "refuse-attribute CKA_KEY_GEN_MECHANISM\n"
                                   "refuse-attribute CKA_LOCAL\n"
                                   "refuse-attribute CKA_ALWAYS_SENSITIVE\n"
                                   "refuse-attribute CKA_NEVER_EXTRACTABLE\n"
                                   "refuse-attribute CKA_ALWAYS_AUTHENTICATE\n"
                                   "refuse-attribute CKA_WRAP_WITH_TRUSTED\n"
                                   "refuse-attribute 0x40000211\n" /* CKA_WRAP_TEMPLATE */
                                   "refuse-attribute 0x40000212\n" /* CKA_UNWRAP_TEMPLATE */
                                   "refuse-attribute 0x40000213\n" /* CKA_DERIVE_TEMPLATE */
                                   "refuse-attribute CKA_SIGN_RECOVER\n"
                                   "refuse-attribute CKA_VERIFY_RECOVER\n"
                                   "refuse-attribute CKA_WRAP\n"
                                   "refuse-attribute CKA_UNWRAP\n"
                                   "refuse-attribute CKA_DERIVE\n"
                                   "refuse-attribute CKA_MODIFIABLE\n"
                                   "refuse-attribute CKA_COPYABLE\n"
                                   "refuse-attribute CKA_DESTROYABLE\n"
                                   "refuse-attribute CKA_START_DATE\n"
                                   "refuse-attribute CKA_END_DATE\n"
                                   "refuse-attribute CKA_CHECK_VALUE\n"
                                   "refuse-attribute CKA_CERTIFICATE_CATEGORY\n"
                                   "refuse-attribute CKA_PUBLIC_KEY_INFO\n";
    static const char *const algorithms[] = {"ec:P-256", "rsa:2048"};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(algorithms); cases++) {
        job_whole(bed, scenario, algorithms[cases]);
        assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 1);
        assert_int_equal(bed_calls(bed, "C_CreateObject"), 1);
    }
    assert_int_equal(cases, 2);
}

/* Attributes can be read only one at a time, and some not at all. */
static void whole_job_goes_with_one_attribute_at_a_time(void **state)
{
    job_whole(*state, "no-multi-attribute\nrefuse-attribute CKA_ALWAYS_AUTHENTICATE\n", "ec:P-256");
}

static void write_protected_token_is_refused_before_a_key_is_made(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "token-flags +CKF_WRITE_PROTECTED\n");
    assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                   "write-protected");
    assert_non_null(strstr(bed->failure.hint, "write protection"));
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    assert_int_equal(bed_calls(bed, "C_OpenSession"), 0);
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
}

/* Listed, but it does not work: no call tells before the key is made, so the pair goes again. */
static void listed_mechanism_that_does_not_sign_leaves_no_key(void **state)
{
    static const char *const scenarios[] = {
        "fail C_SignInit * before CKR_MECHANISM_INVALID\n",
        "fail C_SignInit * before CKR_FUNCTION_NOT_SUPPORTED\n",
        "fail C_Sign * after CKR_FUNCTION_FAILED\n",
        "fail C_GenerateKeyPair * before CKR_MECHANISM_INVALID\n",
    };
    struct bed *bed = *state;
    struct witness witness;
    size_t cases = 0;

    for (; cases < COUNT_OF(scenarios); cases++) {
        bed_open(bed, scenarios[cases]);
        assert_false(job_enroll_only(bed, (struct enroll_wish){0}));
        assert_int_equal(bed->failure.class, FAILURE_MODULE);
        assert_false(bed_has_file(bed, REQUEST_FILE));
        bed_close(bed);
    }
    assert_int_equal(cases, 4);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, WITNESS_ANY), 0);
    witness_close(&witness);
}

/* SafeNet's module: the user logs in once more, with nothing else between C_SignInit and C_Sign. */
static void module_without_context_login_gets_the_user_s_login_before_signing(void **state)
{
    struct bed *bed = *state;
    size_t signing;

    EVP_PKEY_free(
        witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = KEY_LABEL, .id = "1"}));
    bed_open(bed, "always-authenticate\nno-context-login\n");
    assert_done(
        job_request(bed, "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL, (struct enroll_wish){0}),
        bed);
    signing = bed_call_position(bed, "C_SignInit", 0);
    assert_int_equal(bed_call_position(bed, "C_Login", 1), signing + 1);
    assert_int_equal(bed_call_position(bed, "C_Login", 2), signing + 2);
    assert_int_equal(bed_call_position(bed, "C_Sign", 0), signing + 3);
    assert_int_equal(bed->pins_asked, 1);
    bed_close(bed);
}

/* As in a program that has the module in another library too. */
static void module_that_others_started_is_used_and_not_finalized(void **state)
{
    struct bed *bed = *state;
    CK_INFO info;

    assert_int_equal(softhsm()->C_Initialize(NULL), CKR_OK);
    bed_open(bed, NULL);
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    bed_close(bed);
    assert_int_equal(bed_calls(bed, "C_Finalize"), 0);
    assert_true(bed_calls(bed, "C_CloseSession") > 0);
    assert_int_equal(softhsm()->C_GetInfo(&info), CKR_OK);
    assert_int_equal(softhsm()->C_Finalize(NULL), CKR_OK);
}

static void check_protected_key(void)
{
    struct witness witness = witness_open(TOKEN_LABEL);
    CK_OBJECT_HANDLE key = witness_find(&witness, CKO_PRIVATE_KEY, NULL);

    assert_true(witness_bool(&witness, key, CKA_SENSITIVE));
    assert_true(witness_bool(&witness, key, CKA_PRIVATE));
    assert_false(witness_bool(&witness, key, CKA_EXTRACTABLE));
    witness_destroy_all(&witness);
    witness_close(&witness);
}

static void refused_template_is_tried_with_less_but_never_weaker(void **state)
{
    static const char *const answers[] = {"CKR_TEMPLATE_INCONSISTENT", "CKR_ATTRIBUTE_TYPE_INVALID",
                                          "CKR_ATTRIBUTE_VALUE_INVALID", "CKR_ATTRIBUTE_READ_ONLY"};
    struct bed *bed = *state;
    struct witness witness;
    size_t cases = 0;

    for (; cases < COUNT_OF(answers); cases++) {
        CLEANUP(text_free)
        char *once = text_format("fail C_GenerateKeyPair 1 before %s\n", answers[cases]);
        CLEANUP(text_free)
        char *always = text_format("fail C_GenerateKeyPair * before %s\n", answers[cases]);

        bed_open(bed, once);
        assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
        assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 2);
        bed_close(bed);
        bed_remove_file(bed, REQUEST_FILE);
        check_protected_key();
        bed_open(bed, always);
        assert_false(job_enroll_only(bed, (struct enroll_wish){0}));
        assert_string_equal(bed->failure.rv_name, answers[cases]);
        assert_in_range(bed_calls(bed, "C_GenerateKeyPair"), 2, 8);
        bed_close(bed);
        witness = witness_open(TOKEN_LABEL);
        assert_int_equal(witness_count(&witness, WITNESS_ANY), 0);
        witness_close(&witness);
    }
    assert_int_equal(cases, 4);
}

static void login_refused_without_a_reason_counts_as_a_wrong_pin(void **state)
{
    static const char *const answers[] = {"CKR_GENERAL_ERROR", "CKR_FUNCTION_FAILED",
                                          "CKR_DATA_INVALID"};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(answers); cases++) {
        CLEANUP(text_free) char *name = text_format("state-%zu", cases);
        CLEANUP(text_free) char *folder = bed_path(bed, name);
        CLEANUP(text_free)
        char *scenario = text_format("fail C_Login 1 before %s\n", answers[cases]);

        bed->workplace.state_folder = folder;
        bed_open(bed, scenario);
        assert_false(job_enroll_only(bed, (struct enroll_wish){0}));
        assert_string_equal(bed->failure.rv_name, answers[cases]);
        assert_int_equal(bed_calls(bed, "C_Login"), 1);
        bed_rewind(bed);
        assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN,
                       "refused this very PIN");
        assert_int_equal(bed_calls(bed, "C_Login"), 0);
        bed_close(bed);
        bed->workplace.state_folder = NULL;
    }
    assert_int_equal(cases, 3);
}

static void slot_number_is_taken_with_the_uri_to_use_instead(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP(text_free) char *selector = NULL;

    bed_open(bed, NULL);
    assert_done(tokens_read(bed->modules, NULL, TOKEN_INFO, &bed->notices, &tokens, &bed->failure),
                bed);
    assert_string_equal(tokens.items[0].label, TOKEN_LABEL);
    selector = text_format("pkcs11:slot-id=%lu", tokens.items[0].slot);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.token = selector}), bed);
    assert_true(bed_noticed(bed, "modules change the numbers of slots"));
    assert_true(bed_noticed(bed, "token=" TOKEN_LABEL));
    bed_rewind(bed);
    assert_done(
        job_enroll_only(
            bed, (struct enroll_wish){.token = TOKEN_LABEL, .label = "other", .out = "other.pem"}),
        bed);
    assert_false(bed_noticed(bed, "slot"));
    bed_close(bed);
}

static void state_of_the_token_explains_what_it_returned(void **state)
{
    static const struct {
        const char *scenario;
        const char *cause;
    } states[] = {
        {"token-memory 65536 0\nfail C_GenerateKeyPair 1 before CKR_GENERAL_ERROR\n",
         "the token says that it is full"},
        {"token-memory 65536 17\nfail C_GenerateKeyPair 1 before CKR_DEVICE_MEMORY\n", NULL},
        {"pin-pad\nfail C_Login 1 before CKR_FUNCTION_CANCELED\n",
         "the PIN was not entered at the reader in time, or its entry was canceled there"},
        {"pin-pad\nfail C_Login 1 before CKR_GENERAL_ERROR\n",
         "the token or its reader refused the PIN without a reason, or its entry was canceled"},
        {"pin-pad\nfail C_Login 1 before CKR_ARGUMENTS_BAD\n",
         "the reader has a PIN pad, and the module does not take the PIN the way it came"},
    };
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(states); cases++) {
        bed->workplace.pin_given = strstr(states[cases].scenario, "pin-pad") == NULL;
        bed_open(bed, states[cases].scenario);
        assert_false(job_enroll_only(bed, (struct enroll_wish){0}));
        if (states[cases].cause == NULL) {
            assert_null(bed->failure.cause); /* the code alone says it, when it is shown */
        } else {
            assert_string_equal(bed->failure.cause, states[cases].cause);
            assert_non_null(bed->failure.hint);
        }
        bed_close(bed);
    }
    assert_int_equal(cases, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(every_encoding_of_a_point_goes_through_the_whole_job),
        FLOW(attributes_that_modules_refuse_are_not_sent),
        FLOW(whole_job_goes_with_one_attribute_at_a_time),
        FLOW(write_protected_token_is_refused_before_a_key_is_made),
        FLOW(listed_mechanism_that_does_not_sign_leaves_no_key),
        FLOW(module_without_context_login_gets_the_user_s_login_before_signing),
        FLOW(module_that_others_started_is_used_and_not_finalized),
        FLOW(refused_template_is_tried_with_less_but_never_weaker),
        FLOW(login_refused_without_a_reason_counts_as_a_wrong_pin),
        FLOW(slot_number_is_taken_with_the_uri_to_use_instead),
        FLOW(state_of_the_token_explains_what_it_returned),
    };

    return cmocka_run_group_tests_name("odd_modules", tests, NULL, NULL);
}
