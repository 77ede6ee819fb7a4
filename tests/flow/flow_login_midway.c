/* SPDX-License-Identifier: Apache-2.0 */

/* Tokens that want a login they did not ask for, or forget the one they had. */

#include "jobs.h"
#include "witness.h"

#include <string.h>

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL
#define NO_LOGIN "token-flags -CKF_LOGIN_REQUIRED\n"

static EVP_PKEY *put_key(void)
{
    return witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = KEY_LABEL, .id = "1"});
}

static void generation_proves_that_a_login_is_needed(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NO_LOGIN);
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 2);
    assert_int_equal(bed->pins_asked, 1);
    bed_close(bed);
}

static void search_proves_that_a_login_is_needed(void **state)
{
    struct bed *bed = *state;

    EVP_PKEY_free(put_key());
    bed_open(bed, NO_LOGIN);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void installation_proves_that_a_login_is_needed(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = put_key();
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    bed_open(bed, NO_LOGIN);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void wrong_pin_is_tried_once_when_the_login_turns_out_to_be_needed(void **state)
{
    struct bed *bed = *state;

    bed->pin = "4321";
    bed_open(bed, NO_LOGIN);
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN, "C_Login",
                         CKR_PIN_INCORRECT);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

/* The real module logs everybody out, as when another program does. */
static void lost_login_is_made_once_more(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "log-out C_GenerateKeyPair 1\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 2);
    assert_int_equal(bed->pins_asked, 1);
    assert_true(bed_noticed(bed, "forgot the login"));
    bed_close(bed);
}

static void login_lost_before_the_signature_is_made_once_more(void **state)
{
    static const char *const scenarios[] = {
        "fail C_SignInit 1 before CKR_USER_NOT_LOGGED_IN\n",
        "fail C_Sign 1 after CKR_USER_NOT_LOGGED_IN\n",
    };
    struct bed *bed = *state;
    size_t cases = 0;

    EVP_PKEY_free(put_key());
    for (; cases < COUNT_OF(scenarios); cases++) {
        bed_remove_file(bed, REQUEST_FILE);
        bed_open(bed, scenarios[cases]);
        assert_done(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed);
        assert_int_equal(bed->pins_asked, 1);
        bed_close(bed);
    }
    assert_int_equal(cases, 2);
}

static void login_lost_for_good_is_reported_after_one_more(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "fail C_GenerateKeyPair * before CKR_USER_NOT_LOGGED_IN\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN,
                         "C_GenerateKeyPair", CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(bed_calls(bed, "C_Login"), 2);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 2);
    bed_close(bed);
}

static void lost_login_is_not_made_again_when_wrong_tries_are_counted(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "token-flags +CKF_USER_PIN_COUNT_LOW\nlog-out C_GenerateKeyPair 1\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN,
                         "C_GenerateKeyPair", CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void lost_login_is_not_made_again_at_the_pad(void **state)
{
    struct bed *bed = *state;

    bed->workplace.pin_given = false;
    bed_open(bed, "pin-pad\npad-pin " USER_PIN "\nlog-out C_GenerateKeyPair 1\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_PIN,
                         "C_GenerateKeyPair", CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(generation_proves_that_a_login_is_needed),
        FLOW(search_proves_that_a_login_is_needed),
        FLOW(installation_proves_that_a_login_is_needed),
        FLOW(wrong_pin_is_tried_once_when_the_login_turns_out_to_be_needed),
        FLOW(lost_login_is_made_once_more),
        FLOW(login_lost_before_the_signature_is_made_once_more),
        FLOW(login_lost_for_good_is_reported_after_one_more),
        FLOW(lost_login_is_not_made_again_when_wrong_tries_are_counted),
        FLOW(lost_login_is_not_made_again_at_the_pad),
    };

    return cmocka_run_group_tests_name("login_midway", tests, NULL, NULL);
}
