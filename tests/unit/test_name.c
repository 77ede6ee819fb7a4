/* SPDX-License-Identifier: Apache-2.0 */

/* Syntax of names; the attributes are in test_name_attribute.c. */

#include "support.h"

#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "x509/name.h"

static struct name *parsed(const char *text)
{
    struct name *name = NULL;
    struct failure failure = {0};

    assert_done(name_parse(text, &name, &failure), &failure);
    return name;
}

static void assert_refused(const char *text, const char *fragment)
{
    struct name *name = NULL;
    struct failure failure = {0};

    assert_false(name_parse(text, &name, &failure));
    assert_null(name);
    assert_failure(&failure, FAILURE_INPUT, fragment);
}

/* Names that name_text writes exactly as they were given. */
static const char *const same[] = {
    "/C=SE/O=Example AB/CN=www.example.com",
    "/CN=www.example.com/O=Example AB/C=SE", /* the order given is kept */
    "/DC=com/DC=example/OU=a/OU=b",
    "/CN=a+serialNumber=1/O=b",
    "/O=Example, Inc.; \"quoted\" <x> = 1 # ! \xc2\xa7",
    "/CN=a\\/b",
    "/CN=a\\+b",
    "/CN=a\\\\b",
    "/CN=\\\\\\/\\+\\\\",
    "/CN=a=b=c",
    "/CN= leading and trailing ",
    "/CN=\xc3\xa6\xc3\xb8\xc3\xa5\xc3\xa4\xc3\xb6",
    "/CN=\xe6\x97\xa5\xe6\x9c\xac",
    "/1.2.3.4.5=own",
    "/2.999.1=example",
    "/CN=#0500",
};

static void names_survive_parsing_and_printing(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        struct name *first = parsed(same[i]);
        char *text = name_text(first);
        struct name *second = parsed(text);
        char *again = name_text(second);

        assert_string_equal(text, same[i]);
        assert_string_equal(again, same[i]);
        memory_free(text);
        memory_free(again);
        name_free(first);
        name_free(second);
        cases++;
    }
    assert_int_equal(cases, 16);
}

static void names_survive_der(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        X509_NAME *openssl = subject_built(same[i]);
        struct bytes der = ENCODE(i2d_X509_NAME, openssl);
        struct name *name = NULL;
        char *text;

        assert_true(name_from_der(slice_of_bytes(&der), &name));
        text = name_text(name);
        assert_string_equal(text, same[i]);
        memory_free(text);
        name_free(name);
        bytes_clear(&der);
        X509_NAME_free(openssl);
        cases++;
    }
    assert_int_equal(cases, 16);
}

static void a_backslash_takes_the_next_character_as_it_is(void **state)
{
    static const char *const forms[][2] = {
        {"/CN=\\a\\b", "/CN=ab"}, {"/CN=a\\", "/CN=a\\\\"}, {"/CN=a\\=b", "/CN=a=b"}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct name *name = parsed(forms[i][0]);
        char *text = name_text(name);

        assert_string_equal(text, forms[i][1]);
        memory_free(text);
        name_free(name);
        cases++;
    }
    assert_int_equal(cases, 3);
}

static void plus_joins_attributes_in_one_rdn(void **state)
{
    X509_NAME *name = subject_built("/C=SE/CN=a+serialNumber=1+OU=b/O=c");
    static const int sets[] = {0, 1, 1, 1, 2};

    (void)state;
    assert_int_equal(X509_NAME_entry_count(name), 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(X509_NAME_ENTRY_set(X509_NAME_get_entry(name, i)), sets[i]);
    }
    X509_NAME_free(name);
}

static void names_that_are_malformed_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *fragment;
    } bad[] = {
        {"", "does not start with '/'"},
        {"CN=a", "the name 'CN=a' does not start with '/'"},
        {" /CN=a", "does not start with '/'"},
        {"/", "cannot be read at '/'"},
        {"/CN", "the name cannot be read at '/CN'"},
        {"/CN=a/", "cannot be read at '/'"},
        {"/CN=a//O=b", "TYPE=VALUE is expected there"},
        {"/CN=a+", "cannot be read at '+'"},
        {"/=a", "cannot be read at '/'"},
        {"/CN=a/O", "cannot be read at '/O'"},
        {"/CN=", "the CN of the name is empty"},
        {"/CN=/O=a", "the CN of the name is empty"},
        {"/CN=a\xff", "the CN of the name is not UTF-8"},
        {"/CN=\xed\xa0\x80", "not UTF-8"},
        {"/CN=\xc3", "not UTF-8"},
        {"/CN=\xc0\xaf", "not UTF-8"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_refused(bad[i].text, bad[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 16);
}

static void a_url_as_common_name_gets_the_hint_to_escape(void **state)
{
    (void)state;
    assert_refused("/CN=https://www.example.com/path", "written '\\/'");
    assert_refused("/CN=a/b=c", "written '\\/'");
    assert_refused("/CN=AT&T/O=1+1", "written '\\/' or '\\+'");
}

static void der_that_is_not_a_name_is_refused(void **state)
{
    X509_NAME *openssl = subject_built("/C=SE/CN=a");
    struct bytes der = ENCODE(i2d_X509_NAME, openssl);
    struct name *name = NULL;
    size_t cases = 0;

    (void)state;
    for (size_t size = 0; size < der.size; size++) {
        assert_false(name_from_der(slice_of(der.data, size), &name));
        cases++;
    }
    assert_int_equal(cases, der.size);
    bytes_append(&der, "\0", 1);
    assert_false(name_from_der(slice_of_bytes(&der), &name));
    assert_null(name);
    bytes_clear(&der);
    X509_NAME_free(openssl);
}

static void the_short_text_is_the_cn_else_the_o_else_all(void **state)
{
    static const char *const forms[][2] = {{"/C=SE/O=Org/CN=a\\/b", "a/b"},
                                           {"/C=SE/O=Org", "Org"},
                                           {"/C=SE/L=Lund", "/C=SE/L=Lund"},
                                           {"/CN=one/CN=two", "one"}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct name *name = parsed(forms[i][0]);
        char *text = name_short_text(name);

        assert_string_equal(text, forms[i][1]);
        memory_free(text);
        name_free(name);
        cases++;
    }
    assert_int_equal(cases, 4);
}

/* The name whose only attribute is CN, of string type TAG with CONTENT. */
static struct name *foreign_name(uint8_t tag, struct slice content)
{
    const uint8_t sizes[] = {(uint8_t)(content.size + 11), (uint8_t)(content.size + 9),
                             (uint8_t)(content.size + 7), (uint8_t)content.size};
    const uint8_t header[] = {0x30, sizes[0], 0x31, sizes[1], 0x30, sizes[2], 0x06,
                              0x03, 0x55,     0x04, 0x03,     tag,  sizes[3]};
    struct bytes der = bytes_copy(header, sizeof header);
    struct name *name = NULL;

    bytes_append(&der, content.data, content.size);
    assert_true(name_from_der(slice_of_bytes(&der), &name));
    bytes_clear(&der);
    return name;
}

static void foreign_string_types_become_utf8(void **state)
{
    static const struct {
        uint8_t tag;
        const char *content;
        size_t size;
        const char *text;
    } names[] = {
        {0x0c, "a", 1, "/CN=a"},
        {0x13, "a", 1, "/CN=a"},
        {0x14, "\xe6", 1, "/CN=\xc3\xa6"},                     /* T61String as Latin-1 */
        {0x1e, "\x00\xe6\x00z", 4, "/CN=\xc3\xa6z"},           /* BMPString */
        {0x1c, "\x00\x01\xf5\x11", 4, "/CN=\xf0\x9f\x94\x91"}, /* UniversalString */
        {0x03, "\x00\x01\xff", 3, "/CN=#01ff"},                /* BIT STRING: no text at all */
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct name *name = foreign_name(names[i].tag, slice_of(names[i].content, names[i].size));
        char *text = name_text(name);

        assert_string_equal(text, names[i].text);
        memory_free(text);
        name_free(name);
        cases++;
    }
    assert_int_equal(cases, 6);
}

/* "good.example\0.evil.example" must not pass for good.example. */
static void a_nul_in_a_foreign_name_does_not_end_it(void **state)
{
    struct name *name = foreign_name(0x0c, LITERAL("good\0.evil"));
    char *text = name_text(name);
    char *short_text = name_short_text(name);

    (void)state;
    assert_string_not_equal(text, "/CN=good");
    assert_string_not_equal(short_text, "good");
    memory_free(text);
    memory_free(short_text);
    name_free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_survive_parsing_and_printing),
        cmocka_unit_test(names_survive_der),
        cmocka_unit_test(a_backslash_takes_the_next_character_as_it_is),
        cmocka_unit_test(plus_joins_attributes_in_one_rdn),
        cmocka_unit_test(names_that_are_malformed_are_refused),
        cmocka_unit_test(a_url_as_common_name_gets_the_hint_to_escape),
        cmocka_unit_test(der_that_is_not_a_name_is_refused),
        cmocka_unit_test(the_short_text_is_the_cn_else_the_o_else_all),
        cmocka_unit_test(foreign_string_types_become_utf8),
        cmocka_unit_test(a_nul_in_a_foreign_name_does_not_end_it),
    };

    return cmocka_run_group_tests_name("name", tests, NULL, NULL);
}
