/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <string.h>

#include "enroll/inventory.h"

static bool job_list(struct bed *bed)
{
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    return inventory_read(&bed->workplace, NULL, &inventory, &bed->failure);
}

static bool job_enroll_plain(struct bed *bed)
{
    return job_enroll_only(bed, (struct enroll_wish){0});
}

static bool job_request_plain(struct bed *bed)
{
    return job_request(bed, "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL,
                       (struct enroll_wish){.out = "again.pem"});
}

static bool job_install_plain(struct bed *bed)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(false);
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    return job_install_only(bed, (struct install_wish){.certificates = {certificate}});
}

static bool (*const jobs[])(struct bed *bed) = {job_list, job_enroll_plain, job_request_plain,
                                                job_install_plain};

static void login_with_wrong_pin_tries_once(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    bed->pin = "4321";
    for (; cases < COUNT_OF(jobs); cases++) {
        bed_open(bed, NULL);
        bed_rewind(bed);
        assert_module_failed(jobs[cases](bed), bed, FAILURE_PIN, "C_Login", CKR_PIN_INCORRECT);
        assert_int_equal(bed_calls(bed, "C_Login"), 1);
        assert_int_equal(bed->pins_asked, 1);
        assert_string_equal(bed->failure.token.label, TOKEN_LABEL);
        bed_close(bed);
    }
    print_message("%zu jobs\n", cases);
    assert_int_equal(cases, 4);
}

static void right_pin_is_sent_once(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(job_enroll_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed->pins_asked, 1);
    bed_close(bed);
}

/* Flags with which no PIN can work, or none should be tried. */
static void login_that_cannot_work_sends_no_pin(void **state)
{
    static const struct {
        const char *scenario;
        const char *said;
    } refusals[] = {
        {"token-flags +CKF_USER_PIN_LOCKED\n", "locked"},
        {"token-flags -CKF_USER_PIN_INITIALIZED\n", "never set"},
        {"token-flags +CKF_USER_PIN_TO_BE_CHANGED\n", "changed"},
        {"token-flags +CKF_USER_PIN_FINAL_TRY\n", "--last-try"},
    };
    struct bed *bed = *state;
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        for (size_t k = 0; k < COUNT_OF(jobs); k++, cases++) {
            bed_open(bed, refusals[i].scenario);
            bed_rewind(bed);
            assert_refused(jobs[k](bed), bed, FAILURE_PIN, refusals[i].said);
            assert_int_equal(bed_calls(bed, "C_Login"), 0);
            assert_int_equal(bed->pins_asked, 0);
            bed_close(bed);
        }
    }
    print_message("%zu refusals\n", cases);
    assert_int_equal(cases, 16);
}

static void final_try_is_made_when_allowed(void **state)
{
    struct bed *bed = *state;

    bed->workplace.last_try = LAST_TRY_ALLOWED;
    bed_open(bed, "token-flags +CKF_USER_PIN_FINAL_TRY\n");
    assert_done(job_enroll_plain(bed), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void locked_token_stays_refused_when_the_last_try_is_allowed(void **state)
{
    struct bed *bed = *state;

    bed->workplace.last_try = LAST_TRY_ALLOWED;
    bed_open(bed, "token-flags +CKF_USER_PIN_LOCKED\n");
    assert_refused(job_enroll_plain(bed), bed, FAILURE_PIN, "locked");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_close(bed);
}

/* One run of the program with PIN on a token that keeps count. */
static bool run_with(struct bed *bed, const char *pin, enum last_try last_try)
{
    CLEANUP(text_free) char *path = bed_path(bed, "tries");
    CLEANUP(text_free) char *scenario = text_format("pin-tries 3\npin-state %s\n", path);
    bool done;

    bed->pin = pin;
    bed->workplace.last_try = last_try;
    bed_close(bed);
    bed_open(bed, scenario);
    bed_rewind(bed);
    done = job_list(bed);
    return done;
}

static void wrong_pins_are_counted_down_to_the_lock(void **state)
{
    struct bed *bed = *state;

    assert_module_failed(run_with(bed, "0000", LAST_TRY_REFUSED), bed, FAILURE_PIN, "C_Login",
                         CKR_PIN_INCORRECT);
    assert_non_null(strstr(bed->failure.cause, "counts wrong tries"));
    assert_module_failed(run_with(bed, "0000", LAST_TRY_REFUSED), bed, FAILURE_PIN, "C_Login",
                         CKR_PIN_INCORRECT);
    assert_non_null(strstr(bed->failure.cause, "one try is left"));
    assert_refused(run_with(bed, USER_PIN, LAST_TRY_REFUSED), bed, FAILURE_PIN, "--last-try");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    assert_module_failed(run_with(bed, "0000", LAST_TRY_ALLOWED), bed, FAILURE_PIN, "C_Login",
                         CKR_PIN_INCORRECT);
    assert_non_null(strstr(bed->failure.cause, "now locked"));
    assert_refused(run_with(bed, USER_PIN, LAST_TRY_ALLOWED), bed, FAILURE_PIN, "locked");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
}

static void right_last_pin_gives_the_tries_back(void **state)
{
    struct bed *bed = *state;

    assert_false(run_with(bed, "0000", LAST_TRY_REFUSED));
    assert_false(run_with(bed, "0000", LAST_TRY_REFUSED));
    assert_done(run_with(bed, USER_PIN, LAST_TRY_ALLOWED), bed);
    assert_done(run_with(bed, USER_PIN, LAST_TRY_REFUSED), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
}

static void lock_the_flags_did_not_tell_of_is_class_pin(void **state)
{
    static const struct {
        const char *name;
        CK_RV rv;
    } answers[] = {{"CKR_PIN_LOCKED", CKR_PIN_LOCKED},
                   {"CKR_PIN_EXPIRED", CKR_PIN_EXPIRED},
                   {"CKR_PIN_LEN_RANGE", CKR_PIN_LEN_RANGE},
                   {"CKR_PIN_INVALID", CKR_PIN_INVALID},
                   {"CKR_USER_PIN_NOT_INITIALIZED", CKR_USER_PIN_NOT_INITIALIZED}};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(answers); cases++) {
        CLEANUP(text_free)
        char *scenario = text_format("fail C_Login 1 before %s\n", answers[cases].name);

        bed_open(bed, scenario);
        bed_rewind(bed);
        assert_module_failed(job_enroll_plain(bed), bed, FAILURE_PIN, "C_Login", answers[cases].rv);
        assert_int_equal(bed_calls(bed, "C_Login"), 1);
        bed_close(bed);
    }
    assert_int_equal(cases, 5);
}

static void somebody_logged_in_already_is_no_failure(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "fail C_Login 1 after CKR_USER_ALREADY_LOGGED_IN\n");
    assert_done(job_enroll_plain(bed), bed);
    bed_close(bed);
}

static void pin_of_a_length_the_token_cannot_have_uses_no_try(void **state)
{
    static const struct {
        const char *scenario;
        const char *pin;
        bool sent;
    } lengths[] = {
        {"pin-length 6 8\n", "12345", false},
        {"pin-length 6 8\n", "123456789", false},
        {"pin-length 6 8\n", "123456", true},
        {"pin-length 6 8\n", "12345678", true},
        {"pin-length 0 0\n", "1", true},
        {"pin-length 4 4\n", USER_PIN, true},
        {"pin-length 0xffffffffffffffff 0xffffffffffffffff\n", "123456789", true},
    };
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(lengths); cases++) {
        bool done;

        bed->pin = lengths[cases].pin;
        bed_open(bed, lengths[cases].scenario);
        bed_rewind(bed);
        done = job_list(bed);
        assert_int_equal(bed_calls(bed, "C_Login"), lengths[cases].sent);
        if (lengths[cases].sent) {
            assert_int_equal(done, strcmp(lengths[cases].pin, USER_PIN) == 0);
        } else {
            assert_refused(done, bed, FAILURE_PIN, "length");
        }
        bed_close(bed);
    }
    print_message("%zu lengths\n", cases);
    assert_int_equal(cases, 7);
}

static void missing_pin_is_class_pin(void **state)
{
    struct bed *bed = *state;

    bed->pin = NULL;
    bed_open(bed, NULL);
    assert_refused(job_enroll_plain(bed), bed, FAILURE_PIN, "PIN");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_close(bed);
}

static unsigned told;

static void count_progress(void *context, const char *text)
{
    (void)context;
    told += strstr(text, "at the reader") != NULL;
}

static void pin_pad_asks_for_the_pin_itself(void **state)
{
    struct bed *bed = *state;

    told = 0;
    bed->workplace.pin_given = false;
    bed->workplace.progress = count_progress;
    bed_open(bed, "pin-pad\npad-pin " USER_PIN "\n");
    assert_done(job_enroll_plain(bed), bed);
    assert_int_equal(bed->pins_asked, 0);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(told, 1);
    bed_close(bed);
}

static void wrong_pin_at_the_pad_tries_once(void **state)
{
    struct bed *bed = *state;

    bed->workplace.pin_given = false;
    bed_open(bed, "pin-pad\npad-pin 9999\n");
    assert_module_failed(job_enroll_plain(bed), bed, FAILURE_PIN, "C_Login", CKR_PIN_INCORRECT);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void pin_that_was_given_is_sent_although_there_is_a_pad(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "pin-pad\npad-pin 9999\n");
    assert_done(job_enroll_plain(bed), bed);
    assert_int_equal(bed->pins_asked, 1);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

/* SoftHSM wants the login all the same, which shows that none was made. */
static void token_that_needs_no_login_gets_none(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "token-flags -CKF_LOGIN_REQUIRED\n");
    bed_rewind(bed);
    assert_done(job_list(bed), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(login_with_wrong_pin_tries_once),
        FLOW(right_pin_is_sent_once),
        FLOW(login_that_cannot_work_sends_no_pin),
        FLOW(final_try_is_made_when_allowed),
        FLOW(locked_token_stays_refused_when_the_last_try_is_allowed),
        FLOW(wrong_pins_are_counted_down_to_the_lock),
        FLOW(right_last_pin_gives_the_tries_back),
        FLOW(lock_the_flags_did_not_tell_of_is_class_pin),
        FLOW(somebody_logged_in_already_is_no_failure),
        FLOW(pin_of_a_length_the_token_cannot_have_uses_no_try),
        FLOW(missing_pin_is_class_pin),
        FLOW(pin_pad_asks_for_the_pin_itself),
        FLOW(wrong_pin_at_the_pad_tries_once),
        FLOW(pin_that_was_given_is_sent_although_there_is_a_pad),
        FLOW(token_that_needs_no_login_gets_none),
    };

    return cmocka_run_group_tests_name("pin", tests, NULL, NULL);
}
