/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/notices.h"

static void notices_are_kept_in_order(void **state)
{
    struct notices notices = {0};

    (void)state;
    notices_add(&notices, "first %d", 1);
    notices_add(&notices, "second '%s'", "x");
    assert_int_equal(notices.count, 2);
    assert_string_equal(notices.texts[0], "first 1");
    assert_string_equal(notices.texts[1], "second 'x'");
    notices_clear(&notices);
    assert_int_equal(notices.count, 0);
    assert_null(notices.texts);
    notices_clear(&notices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(notices_are_kept_in_order)};

    return cmocka_run_group_tests_name("notices", tests, NULL, NULL);
}
