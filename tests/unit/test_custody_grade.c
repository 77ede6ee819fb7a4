/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "custody_facts.h"

static struct custody_case test;
static struct verdict verdict;

static int set_up(void **state)
{
    (void)state;
    custody_case_identified(&test);
    verdict = (struct verdict){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    verdict_clear(&verdict);
    return 0;
}

static void grade(void)
{
    verdict_clear(&verdict);
    custody_grade(&test.facts, &verdict);
}

static void assert_sentence(const char *sentence)
{
    assert_string_equal(verdict.sentence, sentence);
}

static void a_known_card_in_a_physical_reader_is_identified(void **state)
{
    (void)state;
    grade();
    assert_int_equal(verdict.token, GRADE_IDENTIFIED);
    assert_int_equal(verdict.hardness, HARDNESS_HARD);
    assert_int_equal(verdict.capped_by.count, 0);
    assert_sentence("Hard: everything seen fits a physical MyEID card; it is not proven.");
}

static void identified_needs_each_of_its_parts(void **state)
{
    static const char *const caps[] = {"module-file", "reader-not-physical", "card-not-known",
                                       "module-unknown", "R12"};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(caps); i++) {
        custody_case_identified(&test);
        switch (i) {
        case 0:
            test.file.package = unowned("opensc"); /* another one, as a name that begins alike */
            break;
        case 1:
            test.reader.place = PLACE_NOT_IDENTIFIED;
            break;
        case 2:
            test.reader.family_counts = false;
            break;
        case 3:
            test.facts.identity = (struct module_identity){0};
            break;
        default:
            test.token.slot_description = unowned("3001@127.0.0.1");
            break;
        }
        grade();
        assert_int_equal(verdict.token, GRADE_CLAIMS);
        assert_int_equal(verdict.hardness, HARDNESS_UNPROVEN);
        assert_non_null(finding_find(&verdict.capped_by, caps[i]));
        count++;
    }
    assert_int_equal(count, 5);
}

static void an_hsm_or_tpm_is_a_claim_until_its_maker_signs(void **state)
{
    static const enum module_kind kinds[] = {MODULE_HSM, MODULE_TPM, MODULE_PROXY};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        custody_case_identified(&test);
        test.facts.identity.kind = kinds[i];
        grade();
        assert_int_equal(verdict.token, GRADE_CLAIMS);
        assert_int_equal(verdict.capped_by.count, 1);
        count++;
    }
    assert_int_equal(count, 3);
}

static void attestation_with_possession_is_attested(void **state)
{
    (void)state;
    custody_case_attested(&test);
    grade();
    assert_int_equal(verdict.token, GRADE_ATTESTED);
    assert_int_equal(verdict.hardness, HARDNESS_HARD);
    assert_int_equal(verdict.origin, ORIGIN_GENERATED_ATTESTED);
    assert_int_equal(verdict.export, EXPORT_REFUSED_ATTESTED);
    assert_sentence("Hard, proven: Yubico's signature shows this key was generated in YubiKey 5 "
                    "12345678 and cannot leave it.");
}

static void attestation_without_possession_proves_nothing_here(void **state)
{
    (void)state;
    custody_case_attested(&test);
    test.facts.reader = NULL;
    test.facts.possession = POSSESSION_NOT_ASKED;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
    assert_int_equal(verdict.origin, ORIGIN_HEARSAY);
    assert_non_null(finding_find(&verdict.would_raise, "possession"));
    test.facts.possession = POSSESSION_FAILED;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
    assert_non_null(evidence_find(&verdict.evidence, "possession.failed"));
}

static void a_root_of_ones_own_is_named_in_the_sentence(void **state)
{
    (void)state;
    custody_case_attested(&test);
    test.attestation.anchor_given = true;
    grade();
    assert_sentence("Hard, proven: with the root you gave: the signature shows this key is in "
                    "YubiKey 5 12345678.");
}

static void attestation_survives_a_virtual_reader_and_a_contradiction(void **state)
{
    (void)state;
    custody_case_attested(&test);
    test.reader.place = PLACE_VIRTUAL; /* a relay: the device is genuine, its place is not */
    test.token.slot_description = unowned("localhost");
    grade();
    assert_int_equal(verdict.token, GRADE_ATTESTED);
    assert_int_equal(verdict.contradictions.count, 1);
}

static void software_that_says_so_is_software_whatever_else_is_claimed(void **state)
{
    (void)state;
    custody_case_attested(&test);
    test.facts.identity.kind = MODULE_SOFTWARE;
    test.facts.identity.title = "SoftHSM 2";
    test.facts.identity.sentence = "SoftHSM keeps this key in a file on this computer";
    test.facts.ca = CA_VERIFIED;
    test.facts.ca_name = "A CA";
    test.facts.ca_statement = "QcSSCD";
    grade();
    assert_int_equal(verdict.token, GRADE_SOFTWARE);
    assert_int_equal(verdict.hardness, HARDNESS_SOFT);
    assert_int_not_equal(verdict.origin, ORIGIN_GENERATED_ATTESTED);
    assert_non_null(finding_find(&verdict.contradictions, "attested-software"));
    assert_non_null(finding_find(&verdict.contradictions, "ca"));
    assert_sentence("Soft: SoftHSM keeps this key in a file on this computer.");
}

static void a_virtual_reader_or_a_token_without_its_driver_is_emulated(void **state)
{
    (void)state;
    test.reader.place = PLACE_VIRTUAL;
    grade();
    assert_int_equal(verdict.token, GRADE_EMULATED);
    test.reader.place = PLACE_NOT_IDENTIFIED;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS); /* any reader may be silent… */
    test.family.usb = unowned("1050:04..");
    grade();
    assert_int_equal(verdict.token, GRADE_EMULATED); /* … but not that of a YubiKey */
    assert_int_equal(verdict.hardness, HARDNESS_SOFT);
}

static void a_ca_counts_with_path_and_possession_and_without_contradiction(void **state)
{
    (void)state;
    test.facts.identity.kind = MODULE_HSM;
    test.facts.ca = CA_STATEMENT;
    test.facts.ca_name = "A CA";
    test.facts.ca_statement = "QcSSCD";
    test.facts.possession = POSSESSION_SHOWN;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
    assert_non_null(finding_find(&verdict.would_raise, "anchor"));
    test.facts.ca = CA_VERIFIED;
    test.facts.possession = POSSESSION_NOT_ASKED;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
    test.facts.possession = POSSESSION_SHOWN;
    grade();
    assert_int_equal(verdict.token, GRADE_CA_ASSERTED);
    assert_int_equal(verdict.hardness, HARDNESS_UNPROVEN);
    test.token.slot_description = unowned("localhost");
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
}

static void origin_depends_on_who_keeps_count(void **state)
{
    static const struct {
        enum provenance provenance;
        enum key_origin made_here;
        enum key_origin made_elsewhere;
    } cases[] = {
        {PROVENANCE_MODULE_COMPUTED, ORIGIN_GENERATED_REPORTED, ORIGIN_IMPORTED},
        {PROVENANCE_DEVICE_DERIVED, ORIGIN_GENERATED_REPORTED, ORIGIN_IMPORTED},
        {PROVENANCE_DEVICE, ORIGIN_GENERATED_REPORTED, ORIGIN_IMPORTED},
        {PROVENANCE_SYNTHESIZED, ORIGIN_SYNTHESIZED, ORIGIN_UNKNOWN},
        {PROVENANCE_CONSTANT, ORIGIN_SYNTHESIZED, ORIGIN_UNKNOWN},
        {PROVENANCE_HOST_WRITTEN, ORIGIN_HEARSAY, ORIGIN_UNKNOWN},
        {PROVENANCE_SERVICE_REPORTED, ORIGIN_HEARSAY, ORIGIN_UNKNOWN},
        {PROVENANCE_UNKNOWN, ORIGIN_HEARSAY, ORIGIN_UNKNOWN},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        test.facts.identity.local = cases[i].provenance;
        test.key.local = YES;
        grade();
        assert_int_equal(verdict.origin, cases[i].made_here);
        test.key.local = NO;
        grade();
        assert_int_equal(verdict.origin, cases[i].made_elsewhere);
        test.key.local = UNKNOWN;
        grade();
        assert_int_equal(verdict.origin, ORIGIN_UNKNOWN);
        count++;
    }
    assert_int_equal(count, 8);
}

/* A name can be borrowed: whoever counts keys does so only in the module it is known of. */
static void who_keeps_count_is_believed_of_the_module_from_its_package_only(void **state)
{
    (void)state;
    test.facts.identity.local = PROVENANCE_DEVICE;
    grade();
    assert_int_equal(verdict.origin, ORIGIN_GENERATED_REPORTED);
    test.file.package = NULL;
    grade();
    assert_int_equal(verdict.origin, ORIGIN_HEARSAY);
    test.facts.identity.kind = MODULE_SOFTWARE; /* nobody borrows that name */
    grade();
    assert_int_equal(verdict.origin, ORIGIN_GENERATED_REPORTED);
}

static void a_key_that_can_leave_is_not_hard(void **state)
{
    struct probe_result result = {.probe = "readout",
                                  .function = "C_GetAttributeValue",
                                  .subject = "CKA_VALUE",
                                  .rv_name = "CKR_OK"};
    const struct probe_list probes = {&result, 1};

    (void)state;
    test.facts.probes = &probes;
    result.outcome = PROBE_REFUSED;
    grade();
    assert_int_equal(verdict.export, EXPORT_REPORTED_PROBED);
    assert_int_equal(verdict.hardness, HARDNESS_HARD);
    result.outcome = PROBE_UNEXPECTED;
    grade();
    assert_int_equal(verdict.export, EXPORT_REPORTED);
    result.outcome = PROBE_ALLOWED;
    grade();
    assert_int_equal(verdict.export, EXPORT_READABLE);
    assert_int_equal(verdict.hardness, HARDNESS_SOFT);
    assert_non_null(finding_find(&verdict.contradictions, "R15"));
    result.outcome = PROBE_REFUSED;
    test.key.extractable = YES;
    test.key.never_extractable = NO;
    grade();
    assert_int_equal(verdict.export, EXPORT_WRAPPABLE);
    assert_int_equal(verdict.hardness, HARDNESS_UNPROVEN);
    assert_sentence("Unproven: the key may be taken out of its token.");
}

static void a_copy_elsewhere_makes_it_soft(void **state)
{
    (void)state;
    custody_case_attested(&test);
    test.facts.copy = "backup.pem";
    grade();
    assert_int_equal(verdict.hardness, HARDNESS_SOFT);
    assert_true(verdict.duplicate_seen);
    assert_sentence("Soft: the same key is in backup.pem as well.");
}

static void probes_that_pass_raise_nothing(void **state)
{
    struct probe_result result = {
        .probe = "readout", .function = "f", .subject = "s", .rv_name = "r"};
    const struct probe_list probes = {&result, 1};

    (void)state;
    test.facts.reader = NULL;
    test.facts.probes = &probes;
    result.outcome = PROBE_REFUSED;
    grade();
    assert_int_equal(verdict.token, GRADE_CLAIMS);
}

static void requirements_follow_the_verdict(void **state)
{
    static const struct {
        enum hardness hardness;
        enum token_grade grade;
        enum requirement met[6];
        size_t count;
    } cases[] = {
        {HARDNESS_SOFT, GRADE_SOFTWARE, {REQUIRE_SOFT}, 1},
        {HARDNESS_SOFT, GRADE_ATTESTED, {REQUIRE_SOFT}, 1}, /* a copy was seen */
        {HARDNESS_UNPROVEN, GRADE_UNKNOWN, {REQUIRE_NOTHING}, 0},
        {HARDNESS_UNPROVEN, GRADE_REMOTE, {REQUIRE_NOTHING}, 0},
        {HARDNESS_UNPROVEN, GRADE_CLAIMS, {REQUIRE_CLAIMS}, 1},
        {HARDNESS_HARD, GRADE_IDENTIFIED, {REQUIRE_CLAIMS, REQUIRE_IDENTIFIED, REQUIRE_HARD}, 3},
        {HARDNESS_UNPROVEN,
         GRADE_CA_ASSERTED,
         {REQUIRE_CLAIMS, REQUIRE_IDENTIFIED, REQUIRE_CA_ASSERTED},
         3},
        {HARDNESS_HARD,
         GRADE_ATTESTED,
         {REQUIRE_CLAIMS, REQUIRE_IDENTIFIED, REQUIRE_CA_ASSERTED, REQUIRE_ATTESTED, REQUIRE_HARD},
         5},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct verdict made = {.hardness = cases[i].hardness, .token = cases[i].grade};
        size_t met = 0;

        assert_true(requirement_met(REQUIRE_NOTHING, &made));
        for (int j = REQUIRE_SOFT; j < REQUIRE_COUNT; j++) {
            met += requirement_met((enum requirement)j, &made) ? 1 : 0;
        }
        assert_int_equal(met, cases[i].count);
        for (size_t j = 0; j < cases[i].count; j++) {
            assert_true(requirement_met(cases[i].met[j], &made));
        }
        count++;
    }
    assert_int_equal(count, 8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_known_card_in_a_physical_reader_is_identified),
        TEST(identified_needs_each_of_its_parts),
        TEST(an_hsm_or_tpm_is_a_claim_until_its_maker_signs),
        TEST(attestation_with_possession_is_attested),
        TEST(attestation_without_possession_proves_nothing_here),
        TEST(a_root_of_ones_own_is_named_in_the_sentence),
        TEST(attestation_survives_a_virtual_reader_and_a_contradiction),
        TEST(software_that_says_so_is_software_whatever_else_is_claimed),
        TEST(a_virtual_reader_or_a_token_without_its_driver_is_emulated),
        TEST(a_ca_counts_with_path_and_possession_and_without_contradiction),
        TEST(origin_depends_on_who_keeps_count),
        TEST(who_keeps_count_is_believed_of_the_module_from_its_package_only),
        TEST(a_key_that_can_leave_is_not_hard),
        TEST(a_copy_elsewhere_makes_it_soft),
        TEST(probes_that_pass_raise_nothing),
        TEST(requirements_follow_the_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
