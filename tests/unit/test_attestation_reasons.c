/* SPDX-License-Identifier: Apache-2.0 */

/* Every id an attestation can be answered with is explained to people: docs/attestation.md. */

#include "support.h"

#include <string.h>

#include "attestation/attestation.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

static char *read_page(void)
{
    struct bytes content = {0};
    struct failure failure = {0};
    char *text;

    assert_done(file_read(DOCS "/attestation.md", 1u << 20, &content, &failure), &failure);
    text = memory_copy_text_n((const char *)content.data, content.size);
    bytes_clear(&content);
    return text;
}

/* How many rows the table below HEADING has whose first field is an id. */
static size_t count_rows(const char *page, const char *heading)
{
    const char *section = strstr(page, heading);
    size_t rows = 0;

    assert_non_null(section);
    for (const char *line = strchr(section + 1, '\n');
         line != NULL && strncmp(line, "\n## ", 4) != 0; line = strchr(line + 1, '\n')) {
        rows += strncmp(line, "\n| `", 4) == 0;
    }
    return rows;
}

static void assert_explained(const char *page, const char *id, const char *text)
{
    char *row = text_format("\n| `%s` | ", id);

    if (strlen(id) < 4 || strlen(text) < 10 || strstr(page, row) == NULL) {
        print_error("'%s' is not in the page, or has no text\n", id);
        fail();
    }
    memory_free(row);
}

static void each_reason_is_explained_and_no_other(void **state)
{
    char *page = read_page();
    size_t cases = 0;

    (void)state;
    assert_string_equal(attestation_reason_id(ATTESTATION_REASON_NONE), "");
    assert_string_equal(attestation_reason_text(ATTESTATION_REASON_NONE), "");
    for (int i = ATTESTATION_REASON_NONE + 1; i < ATTESTATION_REASONS; i++, cases++) {
        enum attestation_reason reason = (enum attestation_reason)i;

        assert_explained(page, attestation_reason_id(reason), attestation_reason_text(reason));
    }
    assert_int_equal(cases, 17);
    assert_int_equal(count_rows(page, "\n## Reasons\n"), cases);
    memory_free(page);
}

static void each_advisory_is_explained_and_no_other(void **state)
{
    char *page = read_page();
    size_t cases = 0;

    (void)state;
    for (int i = 0; i < ATTESTATION_ADVISORIES; i++, cases++) {
        enum attestation_advisory advisory = (enum attestation_advisory)i;

        assert_explained(page, attestation_advisory_id(advisory),
                         attestation_advisory_text(advisory));
    }
    assert_int_equal(cases, 5);
    assert_int_equal(count_rows(page, "\n## Advisories\n"), cases);
    memory_free(page);
}

static void ids_are_not_used_twice(void **state)
{
    size_t pairs = 0;

    (void)state;
    for (int i = 0; i < ATTESTATION_REASONS; i++) {
        for (int k = 0; k < i; k++, pairs++) {
            assert_string_not_equal(attestation_reason_id((enum attestation_reason)i),
                                    attestation_reason_id((enum attestation_reason)k));
        }
    }
    assert_int_equal(pairs, 153);
}

static void each_product_has_a_maker_and_a_name(void **state)
{
    size_t cases = 0;

    (void)state;
    for (int i = 0; i < ATTESTATION_PRODUCTS; i++, cases++) {
        assert_true(strlen(attestation_vendor((enum attestation_product)i)) > 3);
        assert_true(strlen(attestation_product_name((enum attestation_product)i)) > 3);
    }
    assert_int_equal(cases, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reason_is_explained_and_no_other),
        cmocka_unit_test(each_advisory_is_explained_and_no_other),
        cmocka_unit_test(ids_are_not_used_twice),
        cmocka_unit_test(each_product_has_a_maker_and_a_name),
    };

    return cmocka_run_group_tests_name("attestation_reasons", tests, NULL, NULL);
}
