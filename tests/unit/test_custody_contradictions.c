/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "custody_facts.h"

/* One change of sound facts a rule; each must give that rule and no other. */
static struct custody_case test;

static void generation_told(void)
{
    test.key.local = NO;
    test.key.always_sensitive = NO;
    test.key.never_extractable = NO;
    test.key.generation = GENERATION_TOLD;
    test.key.generation_mechanism = 0x1040;
}

static void never_extractable_yet_extractable(void)
{
    test.key.extractable = YES;
}

static void always_sensitive_yet_not(void)
{
    test.key.sensitive = NO;
}

static void imported_yet_always_protected(void)
{
    test.key.local = NO;
    test.facts.identity.local = PROVENANCE_DEVICE;
}

static void token_without_being_present(void)
{
    test.token.slot_flags = 4;
}

static void two_products(void)
{
    test.facts.identity.also_fits = "a Thales Luna HSM";
}

static void dummy_serial(void)
{
    test.token.token_serial = unowned("0000000000000000");
}

static void one_version_for_all(void)
{
    static const unsigned version[2] = {2, 6};

    memcpy(test.token.library_version, version, sizeof version);
    memcpy(test.token.token_hardware_version, version, sizeof version);
    memcpy(test.token.token_firmware_version, version, sizeof version);
}

static void hardware_slot_of_software_mechanisms(void)
{
    test.token.mechanisms_in_hardware = 0;
}

static void reader_not_listed(void)
{
    test.reader.place = PLACE_NO_READER;
}

static void slot_on_this_computer(void)
{
    test.token.slot_description = unowned("3001@127.0.0.1 - SLOT_0000");
}

static void attestation_of_another(void)
{
    test.attestation = (struct attestation){.verdict = ATTESTATION_REJECTED,
                                            .reason = ATTESTATION_REASON_SERIAL,
                                            .serial = unowned("12345678")};
    test.facts.attestation = &test.attestation;
}

static struct probe_result readable = {.probe = "readout",
                                       .function = "C_GetAttributeValue",
                                       .subject = "CKA_PRIME_1",
                                       .rv_name = "CKR_OK",
                                       .outcome = PROBE_ALLOWED};
static const struct probe_list readable_list = {&readable, 1};

static void prime_can_be_read(void)
{
    test.facts.probes = &readable_list;
}

static struct probe_result wrapped = {.probe = "wrap",
                                      .function = "C_WrapKey",
                                      .subject = "CKM_AES_KEY_WRAP_PAD",
                                      .rv_name = "CKR_OK",
                                      .outcome = PROBE_ALLOWED};
static const struct probe_list wrapped_list = {&wrapped, 1};

static void key_is_wrapped(void)
{
    test.facts.probes = &wrapped_list;
}

static char softhsm[] = "/usr/lib/softhsm/libsofthsm2.so";
static char sentence[] = "a library of a software token was loaded";
static struct observation observation;
static const struct observations process = {&observation, 1};

static void software_library(void)
{
    observation = (struct observation){
        .id = "process.library", .meaning = MEANS_SOFTWARE, .value = softhsm, .sentence = sentence};
    test.facts.process = &process;
}

static void places_disagree(void)
{
    observation = (struct observation){
        .id = "reader.ids", .meaning = MEANS_CONTRADICTION, .value = softhsm, .sentence = sentence};
    test.facts.process = &process;
}

static void attested_software(void)
{
    custody_case_attested(&test);
    test.facts.identity.kind = MODULE_SOFTWARE;
}

static void ca_says_soft(void)
{
    test.facts.ca = CA_SAYS_SOFT;
    test.facts.ca_name = "Buypass Class 3 CA G2 ST Business";
    test.facts.ca_statement = "soft token";
}

static void ca_says_hard_of_software(void)
{
    test.facts.identity.kind = MODULE_SOFTWARE;
    test.facts.ca = CA_STATEMENT;
    test.facts.ca_name = "A CA";
    test.facts.ca_statement = "QcSSCD";
}

static const struct {
    const char *rule;
    void (*change)(void);
} cases[] = {
    {"R1", generation_told},
    {"R2", never_extractable_yet_extractable},
    {"R3", always_sensitive_yet_not},
    {"R4", imported_yet_always_protected},
    {"R5", token_without_being_present},
    {"R7", two_products},
    {"R8", dummy_serial},
    {"R9", one_version_for_all},
    {"R10", hardware_slot_of_software_mechanisms},
    {"R11", reader_not_listed},
    {"R12", slot_on_this_computer},
    {"R13", attestation_of_another},
    {"R15", prime_can_be_read},
    {"wrap", key_is_wrapped},
    {"software-library", software_library},
    {"places", places_disagree},
    {"attested-software", attested_software},
    {"ca", ca_says_soft},
    {"ca", ca_says_hard_of_software},
};

static void sound_facts_have_no_contradiction(void **state)
{
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    (void)state;
    custody_case_identified(&test);
    custody_grade(&test.facts, &verdict);
    assert_int_equal(verdict.contradictions.count, 0);
}

static void each_rule_finds_what_it_is_about_and_nothing_else(void **state)
{
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

        custody_case_identified(&test);
        cases[i].change();
        custody_grade(&test.facts, &verdict);
        assert_int_equal(verdict.contradictions.count, 1);
        assert_string_equal(verdict.contradictions.items[0].id, cases[i].rule);
        count++;
    }
    assert_int_equal(count, 19);
}

static void a_contradiction_keeps_the_grade_at_claims(void **state)
{
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

        custody_case_identified(&test);
        cases[i].change();
        custody_grade(&test.facts, &verdict);
        assert_true(verdict.token <= GRADE_CLAIMS);
        assert_int_not_equal(verdict.hardness, HARDNESS_HARD);
        count++;
    }
    assert_int_equal(count, 19);
}

/* OpenSC 0.23 says "not made here" of every key of some cards, NSS of every key. */
static void what_middleware_makes_up_contradicts_nobody(void **state)
{
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    (void)state;
    custody_case_identified(&test);
    test.key.local = NO;
    test.facts.identity.local = PROVENANCE_SYNTHESIZED;
    custody_grade(&test.facts, &verdict);
    assert_int_equal(verdict.contradictions.count, 0);
    assert_int_equal(verdict.origin, ORIGIN_UNKNOWN);
    test.facts.identity.local = PROVENANCE_CONSTANT;
    verdict_clear(&verdict);
    custody_grade(&test.facts, &verdict);
    assert_int_equal(verdict.contradictions.count, 0);
}

/* A TPM's module has no serial number to tell, and one that claims nothing may have any. */
static void a_dummy_serial_matters_only_where_hardware_is_claimed(void **state)
{
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    (void)state;
    custody_case_identified(&test);
    dummy_serial();
    test.facts.identity.kind = MODULE_SOFTWARE;
    test.token.slot_flags = 1;
    test.token.mechanisms_in_hardware = 0;
    custody_grade(&test.facts, &verdict);
    assert_int_equal(verdict.contradictions.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_facts_have_no_contradiction),
        cmocka_unit_test(each_rule_finds_what_it_is_about_and_nothing_else),
        cmocka_unit_test(a_contradiction_keeps_the_grade_at_claims),
        cmocka_unit_test(what_middleware_makes_up_contradicts_nobody),
        cmocka_unit_test(a_dummy_serial_matters_only_where_hardware_is_claimed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
