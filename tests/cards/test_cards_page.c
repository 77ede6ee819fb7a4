/* SPDX-License-Identifier: Apache-2.0 */
/* docs/readers.md explains each observation, and no other. */
#include "support.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cards/observation.h"

static char *page;

static int read_page(void **state)
{
    struct failure failure = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};

    (void)state;
    assert_done(file_read(READERS_PAGE, 1 << 20, &content, &failure), &failure);
    page = memory_copy_text_n((const char *)content.data, content.size);
    return 0;
}

static int forget_page(void **state)
{
    (void)state;
    memory_free(page);
    return 0;
}

static bool is_id(const char *text, size_t size)
{
    for (size_t i = 0; observation_id_at(i) != NULL; i++) {
        if (strlen(observation_id_at(i)) == size && memcmp(observation_id_at(i), text, size) == 0) {
            return true;
        }
    }
    return false;
}

static void every_observation_has_one_row(void **state)
{
    size_t cases = 0;

    (void)state;
    for (; observation_id_at(cases) != NULL; cases++) {
        CLEANUP(text_free) char *row = text_format("\n| `%s` |", observation_id_at(cases));
        const char *found = strstr(page, row);

        if (found == NULL) {
            fail_msg("docs/readers.md has no row for '%s'", observation_id_at(cases));
        }
        assert_null(strstr(found + 1, row));
    }
    assert_int_equal(cases, 38);
}

static void every_row_is_of_an_observation(void **state)
{
    size_t rows = 0;

    (void)state;
    for (const char *row = strstr(page, "\n| `"); row != NULL; row = strstr(row + 1, "\n| `")) {
        const char *id = row + strlen("\n| `");

        if (!is_id(id, strcspn(id, "`"))) {
            fail_msg("docs/readers.md explains '%.*s', which is no observation",
                     (int)strcspn(id, "`"), id);
        }
        rows++;
    }
    assert_int_equal(rows, 38);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_observation_has_one_row),
        cmocka_unit_test(every_row_is_of_an_observation),
    };

    return cmocka_run_group_tests_name("cards_page", tests, read_page, forget_page);
}
