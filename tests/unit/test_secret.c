/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"

static void bytes_are_kept_up_to_the_capacity(void **state)
{
    struct secret *secret = secret_new(4);

    (void)state;
    assert_int_equal(secret_size(secret), 0);
    assert_true(secret_append(secret, "12", 2));
    assert_false(secret_append(secret, "345", 3));
    assert_int_equal(secret_size(secret), 2);
    assert_true(secret_append(secret, "34", 2));
    assert_false(secret_append(secret, "5", 1));
    assert_memory_equal(secret_data(secret), "1234", 4);
    secret_free(secret);
}

static void a_dropped_byte_is_wiped(void **state)
{
    struct secret *secret = secret_new(4);

    (void)state;
    assert_true(secret_append(secret, "12", 2));
    assert_true(secret_drop_last(secret));
    assert_int_equal(secret_size(secret), 1);
    assert_int_equal(secret_data(secret)[1], 0);
    assert_true(secret_drop_last(secret));
    assert_false(secret_drop_last(secret));
    secret_free(secret);
}

static void one_trailing_newline_is_trimmed(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } texts[] = {{"1234", "1234"},       {"1234\n", "1234"},     {"1234\r\n", "1234"},
                 {"1234\n\n", "1234\n"}, {"1234\r", "1234\r"},   {"\n", ""},
                 {"\r\n", ""},           {" 1234 \n", " 1234 "}, {"", ""}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct secret *secret = secret_new(16);

        assert_true(secret_append(secret, texts[i].from, strlen(texts[i].from)));
        secret_trim_newline(secret);
        assert_int_equal(secret_size(secret), strlen(texts[i].to));
        assert_memory_equal(secret_data(secret), texts[i].to, strlen(texts[i].to));
        secret_free(secret);
        cases++;
    }
    assert_int_equal(cases, 9);
}

static void secrets_are_equal_by_content_and_length(void **state)
{
    struct secret *a = secret_new(8);
    struct secret *b = secret_new(4096); /* the capacity does not count */

    (void)state;
    assert_true(secret_equal(a, b));
    assert_true(secret_append(a, "1234", 4));
    assert_true(secret_append(b, "123", 3));
    assert_false(secret_equal(a, b));
    assert_true(secret_append(b, "5", 1));
    assert_false(secret_equal(a, b));
    assert_true(secret_drop_last(b));
    assert_true(secret_append(b, "4", 1));
    assert_true(secret_equal(a, b));
    secret_free(a);
    secret_free(b);
}

/* The flags Linux shows for the mapping at ADDRESS: "dd" is left out of core dumps. */
static bool mapping_has_flag(const void *address, const char *flag)
{
    FILE *maps = fopen("/proc/self/smaps", "re");
    char line[512];
    unsigned long start = 0;
    unsigned long end = 0;
    bool found = false;

    assert_non_null(maps);
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long first;
        unsigned long behind;

        if (sscanf(line, "%lx-%lx ", &first, &behind) == 2) {
            start = first;
            end = behind;
        }
        if ((unsigned long)(uintptr_t)address >= start && (unsigned long)(uintptr_t)address < end &&
            strncmp(line, "VmFlags:", 8) == 0) {
            found = strstr(line, flag) != NULL;
        }
    }
    assert_int_equal(fclose(maps), 0);
    return found;
}

static void what_was_typed_in_the_locale_becomes_utf8(void **state)
{
    static const struct {
        const char *codeset;
        const char *typed;
        const char *utf8;
    } pins[] = {
        {"ISO-8859-1", "p\xe5ron", "p\xc3\xa5ron"},
        {"ISO-8859-15",
         "\xa4"
         "42",
         "\xe2\x82\xac"
         "42"},
        {"KOI8-R", "\xd0\xc9\xce", "\xd0\xbf\xd0\xb8\xd0\xbd"},
        {"ISO-8859-1", "1234", "1234"},
        {"UTF-8", "p\xc3\xa5ron", "p\xc3\xa5ron"},
        {"ANSI_X3.4-1968", "p\xe5ron", "p\xe5ron"},
        {"nonsense", "p\xe5ron", "p\xe5ron"},
    };
    size_t cases = 0;

    (void)state;
    for (; cases < COUNT_OF(pins); cases++) {
        struct secret *secret = secret_new(16);

        assert_true(secret_append(secret, pins[cases].typed, strlen(pins[cases].typed)));
        assert_true(secret_recode(secret, pins[cases].codeset));
        assert_int_equal(secret_size(secret), strlen(pins[cases].utf8));
        assert_memory_equal(secret_data(secret), pins[cases].utf8, secret_size(secret));
        secret_free(secret);
    }
    assert_int_equal(cases, 7);
}

static void what_cannot_be_recoded_stays(void **state)
{
    struct secret *full = secret_new(4);
    struct secret *broken = secret_new(16);

    (void)state;
    assert_true(secret_append(full, "\xe5\xe5\xe5\xe5", 4));
    assert_false(secret_recode(full, "ISO-8859-1"));
    assert_memory_equal(secret_data(full), "\xe5\xe5\xe5\xe5", 4);
    assert_true(secret_append(broken, "\xff\xff", 2));
    assert_false(secret_recode(broken, "EUC-JP"));
    assert_int_equal(secret_size(broken), 2);
    secret_free(full);
    secret_free(broken);
}

static void pages_are_left_out_of_core_dumps(void **state)
{
    struct secret *secret = secret_new(16);

    (void)state;
    assert_true(mapping_has_flag(secret_data(secret), " dd"));
    secret_free(secret);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    secret_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_kept_up_to_the_capacity),
        cmocka_unit_test(a_dropped_byte_is_wiped),
        cmocka_unit_test(one_trailing_newline_is_trimmed),
        cmocka_unit_test(secrets_are_equal_by_content_and_length),
        cmocka_unit_test(what_was_typed_in_the_locale_becomes_utf8),
        cmocka_unit_test(what_cannot_be_recoded_stays),
        cmocka_unit_test(pages_are_left_out_of_core_dumps),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };

    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
