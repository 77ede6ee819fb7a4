/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void utf8_of_every_length_is_accepted(void **state)
{
    static const char *const good[] = {"",
                                       "plain",
                                       "\x7f",
                                       "\xc2\x80",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbf",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf",
                                       "æøåäö",
                                       "日本",
                                       "\xf0\x9f\x94\x91"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(text_is_utf8(slice_of_text(good[i])));
        cases++;
    }
    assert_true(text_is_utf8(LITERAL("a\0b"))); /* NUL is a character */
    assert_int_equal(cases, 14);
}

static void utf8_that_is_malformed_is_refused(void **state)
{
    static const char *const bad[] = {
        "\x80",             /* continuation without a lead */
        "\xbf",             /* the same */
        "\xc0\xaf",         /* overlong '/' */
        "\xc1\xbf",         /* overlong DEL */
        "\xe0\x80\xaf",     /* overlong '/' in three */
        "\xe0\x9f\xbf",     /* overlong U+07FF */
        "\xf0\x80\x80\xaf", /* overlong '/' in four */
        "\xf0\x8f\xbf\xbf", /* overlong U+FFFF */
        "\xed\xa0\x80",     /* high surrogate */
        "\xed\xbf\xbf",     /* low surrogate */
        "\xf4\x90\x80\x80", /* U+110000 */
        "\xf5\x80\x80\x80", /* beyond Unicode */
        "\xfe",
        "\xff",
        "\xc3",         /* cut after 1 of 2 */
        "\xe2\x82",     /* cut after 2 of 3 */
        "\xf0\x9f\x94", /* cut after 3 of 4 */
        "\xe2\x28\xa1", /* lead, then ASCII */
        "ab\xc3 cd",    /* cut in the middle */
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(text_is_utf8(slice_of_text(bad[i])));
        cases++;
    }
    assert_int_equal(cases, 19);
}

/* The table of well-formed sequences in RFC 3629, section 4, written a second way. */
static bool is_well_formed(const uint8_t *c, size_t size)
{
    bool second = size > 1 && (c[1] & 0xc0) == 0x80;
    bool third = size > 2 && (c[2] & 0xc0) == 0x80;

    if (size == 1) {
        return c[0] < 0x80;
    }
    if (size == 2) {
        return (c[0] < 0x80 && c[1] < 0x80) || (c[0] >= 0xc2 && c[0] <= 0xdf && second);
    }
    return (c[0] == 0xe0 && c[1] >= 0xa0 && c[1] <= 0xbf && third) ||
           (c[0] == 0xed && c[1] >= 0x80 && c[1] <= 0x9f && third) ||
           (c[0] >= 0xe1 && c[0] <= 0xef && c[0] != 0xed && second && third);
}

static void utf8_agrees_with_the_table_of_rfc_3629(void **state)
{
    size_t cases = 0;

    (void)state;
    for (unsigned i = 0; i < 0x10000; i++) {
        const uint8_t two[] = {(uint8_t)(i >> 8), (uint8_t)i};
        const uint8_t three[] = {(uint8_t)(0xe0 | i >> 12), (uint8_t)(i >> 4), (uint8_t)(i << 4)};

        assert_int_equal(text_is_utf8(slice_of(two, 2)), is_well_formed(two, 2));
        assert_int_equal(text_is_utf8(slice_of(three, 3)), is_well_formed(three, 3));
        cases += 2;
    }
    assert_int_equal(cases, 2 * 0x10000);
}

static const struct {
    const char *from;
    const char *to;
} escapes[] = {
    {"", ""},
    {"plain æøå 日本", "plain æøå 日本"},
    {"\x1b[31mred", "\\x1b[31mred"},
    {"two\nlines", "two\\x0alines"},
    {"\r\t\b\x7f", "\\x0d\\x09\\x08\\x7f"},
    {"\xc2\x9b"
     "31m",
     "\\u{009b}31m"},          /* C1: CSI in one character */
    {"\xc2\x80", "\\u{0080}"}, /* C1, first */
    {"\xc2\xa0", "\xc2\xa0"},  /* no-break space is no control */
    {"\xe2\x80\xae"
     "fdp.exe",
     "\\u{202e}fdp.exe"},                               /* right-to-left override */
    {"\xe2\x80\xaa\xe2\x80\xac", "\\u{202a}\\u{202c}"}, /* embedding, pop */
    {"\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}"}, /* isolates */
    {"\xd8\x9c", "\\u{061c}"},                          /* Arabic letter mark */
    {"a\xe2\x80\x8b"
     "b",
     "a\\u{200b}b"}, /* zero-width space */
    {"a\xe2\x80\x8d"
     "b",
     "a\\u{200d}b"}, /* zero-width joiner */
    {"\xef\xbb\xbf"
     "x",
     "\\u{feff}x"},                                     /* byte order mark */
    {"\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}"}, /* line and paragraph separators */
    {"\xf3\xa0\x81\x81", "\\u{e0041}"},                 /* tag character */
    {"\xff\xc3", "\\xff\\xc3"},
    {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
    {"\\", "\\"},
};

static void escaping_makes_a_text_safe_to_print(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(escapes); i++) {
        char *escaped = text_escape(slice_of_text(escapes[i].from), ESCAPE_PLAIN);

        assert_string_equal(escaped, escapes[i].to);
        memory_free(escaped);
        cases++;
    }
    assert_int_equal(cases, 20);
}

static void escaping_shows_nul_and_what_is_behind_it(void **state)
{
    char *escaped = text_escape(LITERAL("a\0b"), ESCAPE_PLAIN);

    (void)state;
    assert_string_equal(escaped, "a\\x00b");
    memory_free(escaped);
}

static void escaping_doubles_backslashes_on_demand(void **state)
{
    char *escaped = text_escape(LITERAL("\\x1b \x1b"), ESCAPE_BACKSLASH);

    (void)state;
    assert_string_equal(escaped, "\\\\x1b \\x1b");
    memory_free(escaped);
}

static void escaping_any_two_bytes_gives_utf8_without_controls(void **state)
{
    size_t cases = 0;

    (void)state;
    for (unsigned i = 0; i < 0x10000; i++) {
        const uint8_t pair[] = {(uint8_t)(i >> 8), (uint8_t)i};
        char *escaped = text_escape(slice_of(pair, sizeof pair), ESCAPE_PLAIN);

        assert_true(text_is_utf8(slice_of_text(escaped)));
        for (const char *c = escaped; *c != '\0'; c++) {
            assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
        }
        memory_free(escaped);
        cases++;
    }
    assert_int_equal(cases, 0x10000);
}

static void builder_grows_and_is_empty_after_take(void **state)
{
    struct text text = {0};
    char *taken;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        text_addf(&text, "%d,", i % 10);
    }
    text_add(&text, "end");
    text_add_n(&text, "ignored", 0);
    assert_int_equal(text.size, 2003);
    taken = text_take(&text);
    assert_int_equal(strlen(taken), 2003);
    assert_string_equal(taken + 2000, "end");
    assert_null(text.data);
    memory_free(taken);
    taken = text_take(&text);
    assert_string_equal(taken, "");
    memory_free(taken);
    text_clear(&text);
}

static void columns_count_characters_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_columns(""), 0);
    assert_int_equal(text_columns("abc"), 3);
    assert_int_equal(text_columns("æøå"), 3);
    assert_int_equal(text_columns("e\xcc\x81"), 1); /* combining acute accent */
    assert_int_equal(text_columns("日本"), 4);
    assert_int_equal(text_columns("\xff\xfe"), 2);
}

static void search_ignores_the_case_of_ascii_letters(void **state)
{
    (void)state;
    assert_true(text_contains("www.Example.COM", "example.com"));
    assert_true(text_contains("anything", ""));
    assert_false(text_contains("example", "examples"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_of_every_length_is_accepted),
        cmocka_unit_test(utf8_that_is_malformed_is_refused),
        cmocka_unit_test(utf8_agrees_with_the_table_of_rfc_3629),
        cmocka_unit_test(escaping_makes_a_text_safe_to_print),
        cmocka_unit_test(escaping_shows_nul_and_what_is_behind_it),
        cmocka_unit_test(escaping_doubles_backslashes_on_demand),
        cmocka_unit_test(escaping_any_two_bytes_gives_utf8_without_controls),
        cmocka_unit_test(builder_grows_and_is_empty_after_take),
        cmocka_unit_test(columns_count_characters_not_bytes),
        cmocka_unit_test(search_ignores_the_case_of_ascii_letters),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
