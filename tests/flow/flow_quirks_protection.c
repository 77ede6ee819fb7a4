/* SPDX-License-Identifier: Apache-2.0 */

/* What protects a private key is not weakened by a rule, nor by the ladder, without a word. */

#include "jobs.h"
#include "witness.h"

#include <string.h>

#define ACME "token-field manufacturer Acme Cards\n"
#define RULE                                                                                       \
    "[rule]\nmatch.manufacturer = Acme*\nsource = https://example.com/acme\nwhy = cards by Acme "  \
    "are like that\n"

static void open_acme(struct bed *bed, const char *scenario, const char *effect)
{
    CLEANUP(text_free) char *quirks = text_format(RULE "%s", effect);
    CLEANUP(text_free) char *text = text_format(ACME "%s", scenario);

    bed_put_quirks(bed, quirks);
    bed_open(bed, text);
}

static void count_objects(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), wanted);
    witness_close(&witness);
}

static const char *const protections[] = {"CKA_EXTRACTABLE", "CKA_PRIVATE"};

static void left_out_protection_that_is_reported_is_enough(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(protections); cases++) {
        CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
        CLEANUP(text_free) char *effect = text_format("omit.private = %s\n", protections[cases]);
        CLEANUP(text_free) char *line = text_format("private %s ", protections[cases]);

        open_acme(bed, "", effect);
        assert_done(job_enroll(bed, (struct enroll_wish){.label = protections[cases]}, &result),
                    bed);
        assert_null(strstr(result.templates, line));
        assert_int_equal(result.weaknesses.count, 0);
        assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 1);
        bed_close(bed);
        bed_remove_file(bed, REQUEST_FILE);
    }
    assert_int_equal(cases, 2);
    count_objects(4);
}

/* The token says the contrary, or nothing. */
static void left_out_protection_that_is_not_there_is_refused_and_removed(void **state)
{
    static const struct {
        const char *attribute;
        const char *scenario;
        const char *says;
    } cases[] = {
        {"CKA_SENSITIVE", "", "reports it the wrong way"}, /* SoftHSM, as it is */
        {"CKA_EXTRACTABLE", "weaken CKA_EXTRACTABLE true\n", "reports it the wrong way"},
        {"CKA_PRIVATE", "weaken CKA_PRIVATE false\n", "reports it the wrong way"},
        {"CKA_SENSITIVE", "refuse-attribute CKA_SENSITIVE\n", "does not report it"},
        {"CKA_EXTRACTABLE", "refuse-attribute CKA_EXTRACTABLE\n", "does not report it"},
    };
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(cases); count++) {
        CLEANUP(text_free)
        char *effect = text_format("omit.private = %s\n", cases[count].attribute);

        open_acme(bed, cases[count].scenario, effect);
        assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_POLICY,
                       cases[count].says);
        assert_non_null(strstr(bed->failure.cause, cases[count].attribute));
        bed_close(bed);
        assert_false(bed_has_file(bed, REQUEST_FILE));
        count_objects(0);
    }
    assert_int_equal(count, 5);
}

static void weaker_key_is_taken_when_allowed_and_the_result_says_so(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    open_acme(bed, "weaken CKA_EXTRACTABLE true\n", "omit.private = CKA_EXTRACTABLE\n");
    assert_done(job_enroll(bed, (struct enroll_wish){.allow_weaker = true}, &result), bed);
    bed_close(bed);
    assert_int_equal(result.weaknesses.count, 1);
    assert_string_equal(result.weaknesses.items[0].attribute, "CKA_EXTRACTABLE");
    assert_false(result.weaknesses.items[0].asked);
    assert_int_equal(result.weaknesses.items[0].reported, YES);
    count_objects(2);
}

static void rule_cannot_ask_for_less_unless_that_is_allowed(void **state)
{
    static const char *const effects[] = {"force.private = CKA_SENSITIVE=false\n",
                                          "force.private = CKA_EXTRACTABLE=true\n",
                                          "force.private = CKA_PRIVATE=false\n"};
    static const char *const strong[] = {"private CKA_SENSITIVE TRUE\n",
                                         "private CKA_EXTRACTABLE FALSE\n",
                                         "private CKA_PRIVATE TRUE\n"};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(effects); cases++) {
        CLEANUP_VALUE(enroll_result_clear) struct enroll_result safe = {0};
        CLEANUP_VALUE(enroll_result_clear) struct enroll_result weak = {0};

        open_acme(bed, "", effects[cases]);
        assert_done(job_enroll(bed, (struct enroll_wish){.dry_run = true}, &safe), bed);
        assert_done(
            job_enroll(bed, (struct enroll_wish){.dry_run = true, .allow_weaker = true}, &weak),
            bed);
        bed_close(bed);
        assert_non_null(strstr(safe.templates, strong[cases]));
        assert_null(strstr(weak.templates, strong[cases]));
    }
    assert_int_equal(cases, 3);
}

static void forced_weakness_shows_in_the_result(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    open_acme(bed, "", "force.private = CKA_EXTRACTABLE=true\n");
    assert_done(job_enroll(bed, (struct enroll_wish){.allow_weaker = true}, &result), bed);
    assert_int_equal(result.weaknesses.count, 1);
    assert_int_equal(result.weaknesses.items[0].reported, YES);
}

static void ladder_ends_before_what_protects_the_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    bed_open(bed, "refuse-attribute CKA_EXTRACTABLE\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                         "C_GenerateKeyPair", CKR_ATTRIBUTE_TYPE_INVALID);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 5);
    bed_close(bed);
    count_objects(0);
    bed_open(bed, "refuse-attribute CKA_EXTRACTABLE\n");
    assert_done(job_enroll(bed, (struct enroll_wish){.allow_weaker = true}, &result), bed);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 7);
    bed_close(bed);
    assert_int_equal(result.weaknesses.count, 2);
    assert_string_equal(result.weaknesses.items[0].attribute, "CKA_EXTRACTABLE");
    assert_false(result.weaknesses.items[0].asked);
    assert_int_equal(result.weaknesses.items[0].reported, UNKNOWN);
    assert_string_equal(result.weaknesses.items[1].attribute, "CKA_PRIVATE");
    assert_int_equal(result.weaknesses.items[1].reported, YES);
}

static void key_that_is_weaker_than_asked_is_told_when_allowed(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    bed_open(bed, "weaken CKA_SENSITIVE false\n");
    assert_done(job_enroll(bed, (struct enroll_wish){.allow_weaker = true}, &result), bed);
    assert_int_equal(result.weaknesses.count, 1);
    assert_true(result.weaknesses.items[0].asked);
    assert_int_equal(result.weaknesses.items[0].reported, NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(left_out_protection_that_is_reported_is_enough),
        FLOW(left_out_protection_that_is_not_there_is_refused_and_removed),
        FLOW(weaker_key_is_taken_when_allowed_and_the_result_says_so),
        FLOW(rule_cannot_ask_for_less_unless_that_is_allowed),
        FLOW(forced_weakness_shows_in_the_result),
        FLOW(ladder_ends_before_what_protects_the_key),
        FLOW(key_that_is_weaker_than_asked_is_told_when_allowed),
    };

    return cmocka_run_group_tests_name("quirks_protection", tests, NULL, NULL);
}
