/* SPDX-License-Identifier: Apache-2.0 */

/* Tokens that are taken out midway, under modules that do not say so. */

#include "jobs.h"
#include "witness.h"

#include <string.h>
#include <time.h>

#include "enroll/pin_memory.h"

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL

static bool request_plain(struct bed *bed)
{
    return job_request(bed, KEY_URI, (struct enroll_wish){0});
}

static void put_key(void)
{
    EVP_PKEY_free(
        witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = KEY_LABEL, .id = "1"}));
}

/* What modules return when the card is gone. */
static const struct {
    CK_RV rv;
    const char *name;
    enum failure_class while_there;
} answers[] = {
    {CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR", FAILURE_MODULE},
    {CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", FAILURE_MODULE},
    {CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED", FAILURE_MODULE},
    {CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID", FAILURE_MODULE},
    {CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID", FAILURE_MODULE},
    {CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID", FAILURE_TOKEN_LOST},
    {CKR_SESSION_CLOSED, "CKR_SESSION_CLOSED", FAILURE_TOKEN_LOST},
    {CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED", FAILURE_TOKEN_LOST},
};

static const char *const functions[] = {"C_Login", "C_FindObjectsInit", "C_SignInit", "C_Sign"};

static void ambiguous_answer_of_a_token_that_is_gone_is_class_token_lost(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    put_key();
    for (size_t f = 0; f < COUNT_OF(functions); f++) {
        for (size_t i = 0; i < COUNT_OF(answers); i++, cases++) {
            CLEANUP(text_free)
            char *scenario = text_format("vanish %s 1\nfail %s 1 before %s\n", functions[f],
                                         functions[f], answers[i].name);

            bed_open(bed, scenario);
            assert_module_failed(request_plain(bed), bed, FAILURE_TOKEN_LOST, functions[f],
                                 answers[i].rv);
            assert_string_equal(bed->failure.cause, "the token is not in its slot any more");
            bed_close(bed);
        }
    }
    print_message("%zu answers\n", cases);
    assert_int_equal(cases, 32);
}

static void the_same_answer_of_a_token_that_is_there_is_the_module_s(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    put_key();
    for (; cases < COUNT_OF(answers); cases++) {
        CLEANUP(text_free)
        char *scenario = text_format("fail C_Sign 1 before %s\n", answers[cases].name);

        bed_open(bed, scenario);
        assert_module_failed(request_plain(bed), bed, answers[cases].while_there, "C_Sign",
                             answers[cases].rv);
        bed_close(bed);
    }
    assert_int_equal(cases, 8);
}

static void another_token_in_the_slot_is_class_token_lost(void **state)
{
    struct bed *bed = *state;

    put_key();
    bed_open(bed, "swap-token C_Sign 1 0123456789abcdef\nfail C_Sign 1 before CKR_DEVICE_ERROR\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_TOKEN_LOST, "C_Sign", CKR_DEVICE_ERROR);
    assert_string_equal(bed->failure.cause, "another token is in its slot now");
    bed_close(bed);
}

/* The service of the readers needs a moment to see that a card went. */
static void card_that_the_reader_misses_a_moment_later_is_gone_too(void **state)
{
    struct bed *bed = *state;

    put_key();
    bed_open(bed, "slot-flags +CKF_REMOVABLE_DEVICE\nvanish C_GetSlotInfo 1\n"
                  "fail C_Sign 1 before CKR_GENERAL_ERROR\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_TOKEN_LOST, "C_Sign", CKR_GENERAL_ERROR);
    bed_close(bed);
}

/* Asking costs calls: only after a failure, and never between C_SignInit and C_Sign. */
static void nothing_is_asked_while_all_goes_well(void **state)
{
    struct bed *bed = *state;
    size_t signing;

    put_key();
    bed_open(bed, "");
    assert_done(request_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_GetSlotList"), 1);
    bed_close(bed);
    bed_remove_file(bed, REQUEST_FILE);
    bed_open(bed, "always-authenticate\nfail C_Sign 1 before CKR_DEVICE_ERROR\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_MODULE, "C_Sign", CKR_DEVICE_ERROR);
    signing = bed_call_position(bed, "C_SignInit", 0);
    assert_int_equal(bed_call_position(bed, "C_Login", 1), signing + 1);
    assert_int_equal(bed_call_position(bed, "C_Sign", 0), signing + 2);
    assert_int_equal(bed_calls(bed, "C_GetSlotList"), 2);
    bed_close(bed);
}

/* Nobody knows whether the PIN was looked at; it was not refused. */
static void pin_is_not_held_to_be_wrong_when_the_token_is_gone(void **state)
{
    struct bed *bed = *state;
    CLEANUP(text_free) char *folder = bed_path(bed, "state");

    put_key();
    bed->workplace.state_folder = folder;
    bed_open(bed, "vanish C_Login 1\nfail C_Login 1 before CKR_GENERAL_ERROR\n");
    assert_module_failed(request_plain(bed), bed, FAILURE_TOKEN_LOST, "C_Login", CKR_GENERAL_ERROR);
    bed_close(bed);
    bed_open(bed, NULL);
    assert_done(request_plain(bed), bed);
    bed_close(bed);
}

static bool type_slowly(void *context, const struct token *token, struct secret **ret_pin,
                        struct failure *failure)
{
    const struct timespec pause = {.tv_sec = 0, .tv_nsec = 700000000};
    struct bed *bed = context;

    (void)token;
    (void)failure;
    bed->pins_asked++;
    assert_int_equal(nanosleep(&pause, NULL), 0);
    *ret_pin = secret_new(64);
    assert_true(secret_append(*ret_pin, USER_PIN, strlen(USER_PIN)));
    return true;
}

static void pin_typed_while_cards_were_changed_is_not_sent(void **state)
{
    static const char *const scenarios[] = {
        "swap-token C_OpenSession 1 0123456789abcdef\n",
        "vanish C_GetTokenInfo 3\n", /* two slots were read before */
    };
    struct bed *bed = *state;
    size_t cases = 0;

    put_key();
    bed->workplace.pin = type_slowly;
    for (; cases < COUNT_OF(scenarios); cases++) {
        bed_open(bed, scenarios[cases]);
        assert_refused(request_plain(bed), bed, FAILURE_TOKEN_LOST, "another one put in its place");
        assert_int_equal(bed_calls(bed, "C_Login"), 0);
        assert_int_equal(bed->pins_asked, 1);
        bed_close(bed);
    }
    assert_int_equal(cases, 2);
    bed_open(bed, "");
    assert_done(request_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(ambiguous_answer_of_a_token_that_is_gone_is_class_token_lost),
        FLOW(the_same_answer_of_a_token_that_is_there_is_the_module_s),
        FLOW(another_token_in_the_slot_is_class_token_lost),
        FLOW(card_that_the_reader_misses_a_moment_later_is_gone_too),
        FLOW(nothing_is_asked_while_all_goes_well),
        FLOW(pin_is_not_held_to_be_wrong_when_the_token_is_gone),
        FLOW(pin_typed_while_cards_were_changed_is_not_sent),
    };

    return cmocka_run_group_tests_name("token_lost", tests, NULL, NULL);
}
