/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "base/memory.h"

static void hexadecimal_is_encoded_in_lower_case(void **state)
{
    char *plain = hex_encode(LITERAL("\x00\x01\x7f\xab\xff"));
    char *colons = hex_encode_colons(LITERAL("\x00\xab\xff"));
    char *nothing = hex_encode(slice_of(NULL, 0));
    char *no_colon = hex_encode_colons(slice_of(NULL, 0));

    (void)state;
    assert_string_equal(plain, "00017fabff");
    assert_string_equal(colons, "00:AB:FF");
    assert_string_equal(nothing, "");
    assert_string_equal(no_colon, "");
    memory_free(plain);
    memory_free(colons);
    memory_free(nothing);
    memory_free(no_colon);
}

static void hexadecimal_of_either_case_is_decoded(void **state)
{
    static const char *const good[] = {"00abff", "00ABff", "00:ab:FF", "00 ab ff", "00: ab:ff"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct bytes bytes = {0};

        assert_true(hex_decode(good[i], &bytes));
        assert_true(slice_equal(slice_of_bytes(&bytes), LITERAL("\x00\xab\xff")));
        bytes_clear(&bytes);
        cases++;
    }
    assert_int_equal(cases, 5);
}

static void hexadecimal_that_is_broken_is_refused_and_nothing_is_written(void **state)
{
    static const char *const bad[] = {"",    "0",    "abc",  "0g", "g0",   "ab:", ":ab", " ab",
                                      "ab ", "0x01", "a b0", "é",  "ab\n", "a:b", "0:01"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct bytes bytes = {.size = 77};

        assert_false(hex_decode(bad[i], &bytes));
        assert_null(bytes.data);
        assert_int_equal(bytes.size, 77);
        cases++;
    }
    assert_int_equal(cases, 15);
}

static void every_byte_survives_hexadecimal(void **state)
{
    uint8_t all[256];
    struct bytes back = {0};
    char *text;

    (void)state;
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)i;
    }
    text = hex_encode_colons(slice_of(all, sizeof all));
    assert_true(hex_decode(text, &back));
    assert_true(slice_equal(slice_of_bytes(&back), slice_of(all, sizeof all)));
    bytes_clear(&back);
    memory_free(text);
}

static void slices_are_ordered_by_content_then_length(void **state)
{
    (void)state;
    assert_true(slice_compare(LITERAL("a"), LITERAL("b")) < 0);
    assert_true(slice_compare(LITERAL("\xff"), LITERAL("a")) > 0); /* bytes are unsigned */
    assert_true(slice_compare(LITERAL("a"), LITERAL("ab")) < 0);
    assert_true(slice_compare(LITERAL("ab"), LITERAL("a")) > 0);
    assert_int_equal(slice_compare(slice_of(NULL, 0), LITERAL("")), 0);
    assert_true(slice_compare(slice_of(NULL, 0), LITERAL("a")) < 0);
    assert_true(slice_equal(LITERAL("a\0b"), LITERAL("a\0b")));
    assert_false(slice_equal(LITERAL("a\0b"), LITERAL("a\0c")));
}

static void bytes_are_appended_and_cleared(void **state)
{
    struct bytes bytes = bytes_copy("ab", 2);

    (void)state;
    bytes_append(&bytes, NULL, 0);
    bytes_append(&bytes, "cd", 2);
    assert_true(slice_equal(slice_of_bytes(&bytes), LITERAL("abcd")));
    bytes_clear(&bytes);
    assert_null(bytes.data);
    assert_int_equal(bytes.size, 0);
    bytes_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hexadecimal_is_encoded_in_lower_case),
        cmocka_unit_test(hexadecimal_of_either_case_is_decoded),
        cmocka_unit_test(hexadecimal_that_is_broken_is_refused_and_nothing_is_written),
        cmocka_unit_test(every_byte_survives_hexadecimal),
        cmocka_unit_test(slices_are_ordered_by_content_then_length),
        cmocka_unit_test(bytes_are_appended_and_cleared),
    };

    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
