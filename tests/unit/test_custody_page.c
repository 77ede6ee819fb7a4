/* SPDX-License-Identifier: Apache-2.0 */

/* docs/evidence.md is what an auditor reads: whatever a verdict may name is explained there. */

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "contradictions.h"
#include "custody_facts.h"

#define PAGE_LIMIT (1024u * 1024)

static char *read_page(void)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};

    assert_true(file_read(DOCS "/evidence.md", PAGE_LIMIT, &content, &failure));
    return memory_copy_text_n((const char *)content.data, content.size);
}

/* A row of a table begins with it. */
static void assert_explained(const char *page, const char *id)
{
    CLEANUP(text_free) char *row = text_format("\n| `%s` | ", id);

    if (strstr(page, row) == NULL) {
        fail_msg("docs/evidence.md does not explain '%s'", id);
    }
}

static void each_evidence_is_explained(void **state)
{
    CLEANUP(text_free) char *page = read_page();
    size_t cases = 0;

    (void)state;
    for (; evidence_id_at(cases) != NULL; cases++) {
        assert_explained(page, evidence_id_at(cases));
    }
    assert_true(cases >= 26);
}

static void each_contradiction_is_explained(void **state)
{
    CLEANUP(text_free) char *page = read_page();
    size_t cases = 0;

    (void)state;
    for (; contradiction_id_at(cases) != NULL; cases++) {
        assert_explained(page, contradiction_id_at(cases));
    }
    assert_true(cases >= 17);
}

static void each_grade_is_explained(void **state)
{
    CLEANUP(text_free) char *page = read_page();
    size_t cases = 0;

    (void)state;
    for (int i = 0; i < GRADE_COUNT; i++, cases++) {
        assert_explained(page, token_grade_name((enum token_grade)i));
    }
    for (int i = 0; i < ORIGIN_COUNT; i++, cases++) {
        assert_explained(page, key_origin_name((enum key_origin)i));
    }
    for (int i = 0; i < EXPORT_COUNT; i++, cases++) {
        assert_explained(page, key_export_name((enum key_export)i));
    }
    for (int i = 0; i < WEIGHT_COUNT; i++, cases++) {
        assert_explained(page, evidence_weight_name((enum evidence_weight)i));
    }
    assert_explained(page, hardness_name(HARDNESS_HARD));
    assert_explained(page, hardness_name(HARDNESS_SOFT));
    assert_explained(page, hardness_name(HARDNESS_UNPROVEN));
    assert_int_equal(cases, 8 + 6 + 6 + 6);
}

/* Distinct ids that were seen; a handful, so looking through all of them is enough. */
struct seen {
    const char *ids[64];
    size_t count;
};

static void see(struct seen *seen, const struct finding_list *list, const char *page)
{
    for (size_t i = 0; i < list->count; i++) {
        bool known = false;

        for (size_t k = 0; k < seen->count; k++) {
            known = known || strcmp(seen->ids[k], list->items[i].id) == 0;
        }
        if (!known) {
            assert_true(seen->count < sizeof seen->ids / sizeof *seen->ids);
            seen->ids[seen->count++] = list->items[i].id;
            assert_explained(page, list->items[i].id);
        }
    }
}

struct all_seen {
    struct seen caps;
    struct seen gaps;
    struct seen ways;
};

static void grade(const struct custody_facts *facts, struct all_seen *seen, const char *page)
{
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    custody_grade(facts, &verdict);
    see(&seen->caps, &verdict.capped_by, page);
    see(&seen->gaps, &verdict.not_checked, page);
    see(&seen->ways, &verdict.would_raise, page);
}

/* One case of the facts below: each number chooses one of what there is. */
static void choose(struct custody_case *test, int kind, int place, int family, int what)
{
    custody_case_attested(test);
    test->facts.identity.kind = (enum module_kind)kind;
    test->reader.place = (enum reader_place)place;
    test->reader.family = family == 0 ? NULL : test->reader.family;
    test->reader.family_counts = family == 1;
    test->facts.reader = family == 2 ? NULL : test->facts.reader;
    test->facts.possession = what % 2 == 0 ? POSSESSION_NOT_ASKED : POSSESSION_SHOWN;
    test->facts.attestation = what < 2 ? test->facts.attestation : NULL;
    test->facts.key = what < 4 ? test->facts.key : NULL;
    test->facts.file = what < 6 ? test->facts.file : NULL;
    test->facts.ca = what < 4 ? CA_SAYS_NOTHING : what < 6 ? CA_STATEMENT : CA_VERIFIED;
    test->facts.ca_name = "a CA";
    test->facts.ca_statement = "QcSSCD";
}

static void whatever_caps_or_is_missing_is_explained(void **state)
{
    CLEANUP(text_free) char *page = read_page();
    struct all_seen seen = {0};
    struct custody_case test;
    struct custody_facts no_token = {.ca = CA_STATEMENT, .ca_name = "a CA", .ca_statement = "x"};
    size_t cases = 0;

    (void)state;
    for (int kind = 0; kind < MODULE_KIND_COUNT; kind++) {
        for (int place = PLACE_NO_PCSC; place <= PLACE_PHYSICAL_USB; place++) {
            for (int rest = 0; rest < 3 * 8; rest++, cases++) {
                choose(&test, kind, place, rest / 8, rest % 8);
                grade(&test.facts, &seen, page);
            }
        }
    }
    grade(&no_token, &seen, page);
    assert_int_equal(cases, 10 * 6 * 24);
    /* All of grade.c and reasons.c: a new one shows here as a higher number. */
    assert_int_equal(seen.caps.count, 9);
    assert_int_equal(seen.gaps.count, 5);
    assert_int_equal(seen.ways.count, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_evidence_is_explained),
        cmocka_unit_test(each_contradiction_is_explained),
        cmocka_unit_test(each_grade_is_explained),
        cmocka_unit_test(whatever_caps_or_is_missing_is_explained),
    };

    return cmocka_run_group_tests_name("custody_page", tests, NULL, NULL);
}
