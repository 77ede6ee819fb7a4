/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "settings/settings.h"

static struct settings *parse(const char *text)
{
    struct failure failure = {0};
    struct settings *settings = NULL;

    assert_done(settings_parse("test.conf", slice_of_text(text), &settings, &failure), &failure);
    return settings;
}

static void sections_and_names_keep_their_order_and_lines(void **state)
{
    CLEANUP(settings_free)
    struct settings *settings = parse("# first\n"
                                      "[two words]\n"
                                      "zebra = 1\n"
                                      "\n"
                                      "ant=2 # why\n"
                                      "[ b ]\n"
                                      "  dotted.name = x, y\n");
    const struct settings_section *first = settings_section(settings, 0);
    const struct settings_section *second = settings_section(settings, 1);

    (void)state;
    assert_int_equal(settings_count(settings), 2);
    assert_string_equal(settings_origin(settings), "test.conf");
    assert_string_equal(first->name, "two words");
    assert_int_equal(first->line, 2);
    assert_int_equal(first->count, 2);
    assert_string_equal(first->entries[0].name, "zebra");
    assert_int_equal(first->entries[0].line, 3);
    assert_string_equal(first->entries[1].value, "2");
    assert_int_equal(first->entries[1].line, 5);
    assert_string_equal(second->name, "b");
    assert_string_equal(settings_value(second, "dotted.name"), "x, y");
    assert_null(settings_value(second, "zebra"));
}

static void quotes_escapes_variables_and_joined_lines_are_those_of_openssl(void **state)
{
    CLEANUP(settings_free)
    struct settings *settings = parse("[a]\n"
                                      "base = lib\n"
                                      "quoted = 'with # inside'\n"
                                      "escaped = one\\#two\n"
                                      "long = first \\\n"
                                      "   second\n"
                                      "next = ${base}rary\n");
    const struct settings_section *section = settings_section(settings, 0);

    (void)state;
    assert_string_equal(settings_value(section, "quoted"), "with # inside");
    assert_string_equal(settings_value(section, "escaped"), "one#two");
    assert_string_equal(settings_value(section, "long"), "first    second");
    assert_string_equal(settings_value(section, "next"), "library");
    assert_int_equal(settings_entry(section, "next")->line, 7);
}

static void a_mistake_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *line;
        const char *reason;
    } cases[] = {
        {"[a]\nx = 1\nx = 2\n", "line 3", "'x' is there already, in line 2"},
        {"[a]\nx = 1\n[b]\n[a]\n", "line 4", "'a' is there already, in line 1"},
        {"x = 1\n[a]\n", "line 1", "before the first section"},
        {"[a]\n.include /etc/passwd\n", "line 2", "not allowed"},
        {"[a]\nx = 1\nb::y = 2\n", "line 3", "is not a name"},
        {"[a]\n\nnothing here\n", "line 3", "missing equal sign"},
        {"[a\nx = 1\n", "line 1", "missing close square bracket"},
        {"[a]\nx = $nowhere\n", "line 2", "variable has no value"},
        {"[a]\nx = \xff\n", "line 1", "UTF-8"},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct failure failure = {0};
        struct settings *settings = NULL;

        assert_false(
            settings_parse("test.conf", slice_of_text(cases[i].text), &settings, &failure));
        assert_null(settings);
        assert_non_null(strstr(failure.action, "'test.conf'"));
        assert_non_null(strstr(failure.action, cases[i].line));
        assert_failure(&failure, FAILURE_INPUT, cases[i].reason);
        count++;
    }
    assert_int_equal(count, 9);
}

static void names_nobody_knows_are_refused(void **state)
{
    static const char *const known[] = {"match.", "omit", NULL};
    CLEANUP(settings_free)
    struct settings *good = parse("[a]\nmatch.library = x\nomit = y\n");
    CLEANUP(settings_free) struct settings *bad = parse("[a]\nomit = y\nomits = z\n");
    struct failure failure = {0};

    (void)state;
    assert_done(settings_only(good, settings_section(good, 0), known, &failure), &failure);
    assert_false(settings_only(bad, settings_section(bad, 0), known, &failure));
    assert_non_null(strstr(failure.action, "line 3"));
    assert_failure(&failure, FAILURE_INPUT, "'omits' is not known");
}

static void a_switch_is_yes_or_no(void **state)
{
    CLEANUP(settings_free)
    struct settings *settings = parse("[a]\non = yes\noff = FALSE\nmaybe = 1\n");
    const struct settings_section *section = settings_section(settings, 0);
    struct failure failure = {0};
    bool value = false;

    (void)state;
    assert_done(settings_bool(settings, settings_entry(section, "on"), &value, &failure), &failure);
    assert_true(value);
    assert_done(settings_bool(settings, settings_entry(section, "off"), &value, &failure),
                &failure);
    assert_false(value);
    assert_false(settings_bool(settings, settings_entry(section, "maybe"), &value, &failure));
    assert_failure(&failure, FAILURE_INPUT, "must be yes or no");
}

static void a_list_is_cut_at_commas_without_blanks(void **state)
{
    CLEANUP(settings_list_free) char **items = settings_list(" a , b c,,d ");
    CLEANUP(settings_list_free) char **none = settings_list(" , ");

    (void)state;
    assert_string_equal(items[0], "a");
    assert_string_equal(items[1], "b c");
    assert_string_equal(items[2], "d");
    assert_null(items[3]);
    assert_null(none[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_and_names_keep_their_order_and_lines),
        cmocka_unit_test(quotes_escapes_variables_and_joined_lines_are_those_of_openssl),
        cmocka_unit_test(a_mistake_is_refused_with_its_line),
        cmocka_unit_test(names_nobody_knows_are_refused),
        cmocka_unit_test(a_switch_is_yes_or_no),
        cmocka_unit_test(a_list_is_cut_at_commas_without_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
