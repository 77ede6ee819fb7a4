/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <errno.h>
#include <string.h>

#include "base/failure.h"

static void the_first_failure_wins(void **state)
{
    struct failure failure = {0};

    (void)state;
    assert_false(failure_is_set(&failure));
    assert_false(failure_set(&failure, FAILURE_INPUT, "first '%s'", "a"));
    assert_false(failure_set(&failure, FAILURE_HOST, "second"));
    assert_false(failure_errno(&failure, ENOENT, "third"));
    assert_true(failure_is_set(&failure));
    assert_int_equal(failure.class, FAILURE_INPUT);
    assert_string_equal(failure.action, "first 'a'");
    assert_null(failure.cause);
    failure_clear(&failure);
}

static void the_first_cause_and_hint_stay(void **state)
{
    struct failure failure = {0};

    (void)state;
    (void)failure_set(&failure, FAILURE_NO, "action");
    assert_false(failure_cause(&failure, "cause %d", 1));
    assert_false(failure_cause(&failure, "cause %d", 2));
    assert_false(failure_hint(&failure, "hint %d", 1));
    assert_false(failure_hint(&failure, "hint %d", 2));
    assert_string_equal(failure.cause, "cause 1");
    assert_string_equal(failure.hint, "hint 1");
    failure_clear(&failure);
}

static void errno_becomes_a_host_failure_with_its_text(void **state)
{
    struct failure failure = {0};

    (void)state;
    assert_false(failure_errno(&failure, EACCES, "cannot write '%s'", "x"));
    assert_int_equal(failure.class, FAILURE_HOST);
    assert_string_equal(failure.action, "cannot write 'x'");
    assert_string_equal(failure.cause, "Permission denied");
    failure_clear(&failure);
}

static void what_the_module_returned_is_kept_once(void **state)
{
    struct failure failure = {0};

    (void)state;
    failure_set_cryptoki(&failure, "C_Login", "CKR_PIN_INCORRECT", 0xa0);
    failure_set_cryptoki(&failure, "C_Logout", "CKR_DEVICE_REMOVED", 0x32);
    assert_string_equal(failure.function, "C_Login");
    assert_string_equal(failure.rv_name, "CKR_PIN_INCORRECT");
    assert_int_equal(failure.rv, 0xa0);
    failure_clear(&failure);
}

static void the_token_is_copied_and_kept_once(void **state)
{
    struct failure failure = {0};
    char label[] = "one";

    (void)state;
    failure_set_token(&failure, label, "01", "/m.so", 4);
    label[0] = 'X';
    failure_set_token(&failure, "two", "02", "/n.so", 5);
    assert_string_equal(failure.token.label, "one");
    assert_string_equal(failure.token.serial, "01");
    assert_string_equal(failure.token.module, "/m.so");
    assert_int_equal(failure.token.slot, 4);
    failure_clear(&failure);
}

static void a_cleared_failure_is_empty(void **state)
{
    struct failure failure = {0};
    const struct failure empty = {0};

    (void)state;
    (void)failure_errno(&failure, EIO, "action");
    (void)failure_hint(&failure, "hint");
    failure_set_cryptoki(&failure, "f", "n", 1);
    failure_set_token(&failure, "l", "s", "m", 1);
    failure_clear(&failure);
    assert_memory_equal(&failure, &empty, sizeof empty);
    failure_clear(&failure);
}

static void the_exit_statuses_are_those_of_the_documentation(void **state)
{
    (void)state;
    assert_int_equal(FAILURE_NO, 1);
    assert_int_equal(FAILURE_USAGE, 2);
    assert_int_equal(FAILURE_INPUT, 3);
    assert_int_equal(FAILURE_MODULE, 4);
    assert_int_equal(FAILURE_NOT_FOUND, 5);
    assert_int_equal(FAILURE_PIN, 6);
    assert_int_equal(FAILURE_POLICY, 7);
    assert_int_equal(FAILURE_TOKEN_LOST, 8);
    assert_int_equal(FAILURE_HOST, 9);
    assert_int_equal(FAILURE_BUG, 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_failure_wins),
        cmocka_unit_test(the_first_cause_and_hint_stay),
        cmocka_unit_test(errno_becomes_a_host_failure_with_its_text),
        cmocka_unit_test(what_the_module_returned_is_kept_once),
        cmocka_unit_test(the_token_is_copied_and_kept_once),
        cmocka_unit_test(a_cleared_failure_is_empty),
        cmocka_unit_test(the_exit_statuses_are_those_of_the_documentation),
    };

    return cmocka_run_group_tests_name("failure", tests, NULL, NULL);
}
