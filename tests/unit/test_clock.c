/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/clock.h"
#include "base/memory.h"

static const timestamp day = 24 * 60 * 60;

static void durations_are_read_with_their_unit(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"90s", 90},
                {"30m", 1800},
                {"12h", 43200},
                {"60d", 5184000},
                {"8w", 8 * 7 * 86400},
                {"2y", 2 * 31536000},
                {"0d", 0},
                {"1000000y", INT64_C(31536000000000)}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct failure failure = {0};
        int64_t seconds = -1;

        assert_done(duration_parse(good[i].text, &seconds, &failure), &failure);
        assert_int_equal(seconds, good[i].seconds);
        cases++;
    }
    assert_int_equal(cases, 8);
}

static void durations_without_a_known_unit_are_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "60",
                                      "d",
                                      "-1d",
                                      "1.5d",
                                      "60 d",
                                      "60D",
                                      "60dd",
                                      "1d2h",
                                      "1000001d",
                                      "9999999999999999999999d",
                                      "0x10d",
                                      "60d ",
                                      "d60"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct failure failure = {0};
        int64_t seconds = 77;

        assert_false(duration_parse(bad[i], &seconds, &failure));
        assert_int_equal(seconds, 77);
        assert_failure(&failure, FAILURE_USAGE, "is not a length of time");
        cases++;
    }
    assert_int_equal(cases, 14);
}

static void calendar_fields_become_seconds(void **state)
{
    timestamp time = 0;

    (void)state;
    assert_true(timestamp_from_utc(1970, 1, 1, 0, 0, 0, &time));
    assert_int_equal(time, 0);
    assert_true(timestamp_from_utc(2031, 4, 30, 12, 0, 0, &time));
    assert_int_equal(time, 1935316800);
    assert_true(timestamp_from_utc(2024, 2, 29, 23, 59, 59, &time));
    assert_int_equal(time, 1709251199);
    assert_true(timestamp_from_utc(9999, 12, 31, 23, 59, 59, &time));
    assert_int_equal(time, INT64_C(253402300799));
}

static void days_that_do_not_exist_are_refused(void **state)
{
    static const int bad[][6] = {{2023, 2, 29, 0, 0, 0}, {2100, 2, 29, 0, 0, 0},
                                 {2024, 13, 1, 0, 0, 0}, {2024, 0, 1, 0, 0, 0},
                                 {2024, 4, 31, 0, 0, 0}, {2024, 1, 0, 0, 0, 0},
                                 {2024, 1, 1, 24, 0, 0}, {2024, 1, 1, 0, 60, 0},
                                 {2024, 1, 1, 0, 0, 60}, {2024, 1, 1, -1, 0, 0}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        timestamp time = 77;

        assert_false(timestamp_from_utc(bad[i][0], bad[i][1], bad[i][2], bad[i][3], bad[i][4],
                                        bad[i][5], &time));
        assert_int_equal(time, 77);
        cases++;
    }
    assert_int_equal(cases, 10);
}

static void times_are_written_in_utc(void **state)
{
    char *full = timestamp_text(1935316800);
    char *date = timestamp_date(1935316800);
    char *before = timestamp_text(-1);

    (void)state;
    assert_string_equal(full, "2031-04-30T12:00:00Z");
    assert_string_equal(date, "2031-04-30");
    assert_string_equal(before, "1969-12-31T23:59:59Z");
    memory_free(full);
    memory_free(date);
    memory_free(before);
}

static void a_time_without_a_calendar_date_is_written_as_seconds(void **state)
{
    char *text = timestamp_text(INT64_MAX);

    (void)state;
    assert_string_equal(text, "@9223372036854775807");
    memory_free(text);
}

static void whole_days_are_rounded_down(void **state)
{
    (void)state;
    assert_int_equal(days_until(0, 0), 0);
    assert_int_equal(days_until(0, day - 1), 0);
    assert_int_equal(days_until(0, day), 1);
    assert_int_equal(days_until(0, -1), -1);
    assert_int_equal(days_until(0, -day), -1);
    assert_int_equal(days_until(0, -day - 1), -2);
}

static void clocks_run(void **state)
{
    uint64_t earlier = clock_monotonic();

    (void)state;
    assert_true(clock_now() > 1700000000);
    assert_true(clock_monotonic() >= earlier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_with_their_unit),
        cmocka_unit_test(durations_without_a_known_unit_are_refused),
        cmocka_unit_test(calendar_fields_become_seconds),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(times_are_written_in_utc),
        cmocka_unit_test(a_time_without_a_calendar_date_is_written_as_seconds),
        cmocka_unit_test(whole_days_are_rounded_down),
        cmocka_unit_test(clocks_run),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
