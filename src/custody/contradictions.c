/* SPDX-License-Identifier: Apache-2.0 */
#include "contradictions.h"

#include <string.h>

#include "base/i18n.h"
#include "trust.h"

/* CK_SLOT_INFO.flags (PKCS#11 v2.40, 3.2). */
#define SLOT_TOKEN_PRESENT 1UL
#define SLOT_REMOVABLE 2UL
#define SLOT_HARDWARE 4UL

/* Rules about the attributes of a key. */

static void generation_of_a_key_made_elsewhere(const struct custody_facts *facts, const char *id,
                                               struct finding_list *findings)
{
    if (facts->key->local == NO && facts->key->generation == GENERATION_TOLD) {
        finding_add(findings, id,
                    _("the key was not made here (CKA_LOCAL false), but by mechanism 0x%lx "
                      "(CKA_KEY_GEN_MECHANISM)"),
                    facts->key->generation_mechanism);
    }
}

static void never_extractable_yet_extractable(const struct custody_facts *facts, const char *id,
                                              struct finding_list *findings)
{
    if (facts->key->never_extractable == YES && facts->key->extractable == YES) {
        finding_add(findings, id,
                    _("the key was never extractable (CKA_NEVER_EXTRACTABLE) and is now "
                      "(CKA_EXTRACTABLE)"));
    }
}

static void always_sensitive_yet_not(const struct custody_facts *facts, const char *id,
                                     struct finding_list *findings)
{
    if (facts->key->always_sensitive == YES && facts->key->sensitive == NO) {
        finding_add(findings, id,
                    _("the key was always sensitive (CKA_ALWAYS_SENSITIVE) and is not now "
                      "(CKA_SENSITIVE)"));
    }
}

static void imported_yet_always_protected(const struct custody_facts *facts, const char *id,
                                          struct finding_list *findings)
{
    /* What is made up, written or the same for every key contradicts nobody but itself. */
    if (facts->key->local == NO && counts_keys(provenance_of(facts, facts->identity.local)) &&
        (facts->key->always_sensitive == YES || facts->key->never_extractable == YES)) {
        finding_add(findings, id,
                    _("the key came from elsewhere (CKA_LOCAL false), but is said to have been "
                      "protected all its life"));
    }
}

static void secret_can_be_read(const struct custody_facts *facts, const char *id,
                               struct finding_list *findings)
{
    for (size_t i = 0; facts->probes != NULL && i < facts->probes->count; i++) {
        const struct probe_result *probe = &facts->probes->items[i];

        if (strcmp(probe->probe, "readout") == 0 && probe->outcome == PROBE_ALLOWED) {
            finding_add(findings, id, _("the token offers to give out %s of the key"),
                        probe->subject);
            return;
        }
    }
}

static void wraps_what_it_calls_not_extractable(const struct custody_facts *facts, const char *id,
                                                struct finding_list *findings)
{
    for (size_t i = 0; facts->probes != NULL && i < facts->probes->count; i++) {
        const struct probe_result *probe = &facts->probes->items[i];

        if (strcmp(probe->probe, "wrap") == 0 && probe->outcome == PROBE_ALLOWED &&
            facts->key->extractable == NO) {
            finding_add(findings, id,
                        _("the key is not extractable (CKA_EXTRACTABLE false), and the token wraps "
                          "it with %s"),
                        probe->subject);
            return;
        }
    }
}

/* Rules about slot and token. */

static void token_in_a_slot_without_one(const struct custody_facts *facts, const char *id,
                                        struct finding_list *findings)
{
    if ((facts->token->slot_flags & (SLOT_REMOVABLE | SLOT_TOKEN_PRESENT)) == 0) {
        finding_add(findings, id,
                    _("the slot can have no other token (CKF_REMOVABLE_DEVICE not set), and has "
                      "none (CKF_TOKEN_PRESENT not set)"));
    }
}

static void fits_two_products(const struct custody_facts *facts, const char *id,
                              struct finding_list *findings)
{
    if (facts->identity.also_fits != NULL) {
        finding_add(findings, id, _("the texts of the token fit %s, and %s as well"),
                    facts->identity.title, facts->identity.also_fits);
    }
}

static void serial_is_a_dummy(const struct custody_facts *facts, const char *id,
                              struct finding_list *findings)
{
    static const char *const dummies[] = {"", "0", "123", "0123456789A"};
    const char *serial = facts->token->token_serial;
    bool dummy = serial[0] != '\0' && strspn(serial, "0") == strlen(serial);

    for (size_t i = 0; i < sizeof dummies / sizeof *dummies; i++) {
        dummy = dummy || strcmp(serial, dummies[i]) == 0;
    }
    if (dummy && claims_hardware(facts)) {
        finding_add(findings, id, _("the serial number '%s' is none a device would have"), serial);
    }
}

static bool same_version(const unsigned a[2], const unsigned b[2])
{
    return a[0] == b[0] && a[1] == b[1];
}

static void device_has_the_version_of_the_library(const struct custody_facts *facts, const char *id,
                                                  struct finding_list *findings)
{
    const struct token_claims *token = facts->token;
    bool given = token->library_version[0] != 0 || token->library_version[1] != 0;

    if (given && claims_hardware(facts) &&
        same_version(token->token_hardware_version, token->library_version) &&
        same_version(token->token_firmware_version, token->library_version)) {
        finding_add(findings, id,
                    _("hardware, firmware and library all have version %u.%u: a program that knows "
                      "no device says so"),
                    token->library_version[0], token->library_version[1]);
    }
}

static void slot_and_mechanisms_disagree(const struct custody_facts *facts, const char *id,
                                         struct finding_list *findings)
{
    const struct token_claims *token = facts->token;
    bool slot = (token->slot_flags & SLOT_HARDWARE) != 0;

    if (token->mechanisms == 0) {
        return;
    }
    if (!slot && token->mechanisms_in_hardware == token->mechanisms) {
        finding_add(findings, id,
                    _("all mechanisms are said to be hardware (CKF_HW), the slot is not "
                      "(CKF_HW_SLOT)"));
    } else if (slot && token->mechanisms_in_hardware == 0) {
        finding_add(findings, id,
                    _("the slot is said to be hardware (CKF_HW_SLOT), none of the %lu mechanisms "
                      "is (CKF_HW)"),
                    token->mechanisms);
    }
}

static void slot_is_on_this_computer(const struct custody_facts *facts, const char *id,
                                     struct finding_list *findings)
{
    static const char *const local[] = {"127.0.0.1", "localhost", "3001@"};
    const char *description = facts->token->slot_description;

    for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
        if (strstr(description, local[i]) != NULL) {
            finding_add(findings, id,
                        _("the slot is '%s': a device of this computer's own network "
                          "is a simulator"),
                        description);
            return;
        }
    }
}

/* Rules that hold the module against what is outside of it. */

static void reader_is_not_there(const struct custody_facts *facts, const char *id,
                                struct finding_list *findings)
{
    if (facts->reader != NULL && facts->reader->place == PLACE_NO_READER &&
        facts->identity.kind == MODULE_CARD && facts->token != NULL &&
        facts->token->slot_description[0] != '\0') {
        finding_add(findings, id,
                    _("the module says its reader is '%s'; PC/SC lists none of that "
                      "name"),
                    facts->token->slot_description);
    }
}

static void attestation_of_another_device(const struct custody_facts *facts, const char *id,
                                          struct finding_list *findings)
{
    if (facts->attestation != NULL && facts->attestation->verdict == ATTESTATION_REJECTED &&
        facts->attestation->reason == ATTESTATION_REASON_SERIAL) {
        finding_add(findings, id,
                    _("the manufacturer's signature is about device %s; the token says it is %s"),
                    facts->attestation->serial, facts->token->token_serial);
    }
}

static void attested_yet_software(const struct custody_facts *facts, const char *id,
                                  struct finding_list *findings)
{
    if (admits_software(facts) && facts->attestation != NULL &&
        facts->attestation->verdict == ATTESTATION_VALID) {
        finding_add(findings, id,
                    _("the manufacturer's signature says the key is in %s, and it is in %s"),
                    facts->attestation->model != NULL ? facts->attestation->model : _("its device"),
                    facts->identity.title);
    }
}

static void software_in_the_process(const struct custody_facts *facts, const char *id,
                                    struct finding_list *findings)
{
    for (size_t i = 0; facts->process != NULL && i < facts->process->count; i++) {
        const struct observation *seen = &facts->process->items[i];

        if (seen->meaning == MEANS_SOFTWARE && claims_hardware(facts) && !admits_software(facts)) {
            finding_add(findings, id, "%s (%s)", seen->sentence, seen->value);
        }
    }
}

static void observed(const struct observations *observations, const char *id,
                     struct finding_list *findings)
{
    for (size_t i = 0; observations != NULL && i < observations->count; i++) {
        if (observations->items[i].meaning == MEANS_CONTRADICTION) {
            finding_add(findings, id, "%s", observations->items[i].sentence);
        }
    }
}

static void places_disagree(const struct custody_facts *facts, const char *id,
                            struct finding_list *findings)
{
    observed(facts->reader == NULL ? NULL : &facts->reader->observations, id, findings);
    observed(facts->process, id, findings);
}

static void ca_disagrees(const struct custody_facts *facts, const char *id,
                         struct finding_list *findings)
{
    bool hard = facts->ca == CA_STATEMENT || facts->ca == CA_VERIFIED;

    if (hard && admits_software(facts)) {
        finding_add(findings, id,
                    _("'%s' states that the key is in a secure device (%s); it is in "
                      "%s"),
                    facts->ca_name, facts->ca_statement, facts->identity.title);
    } else if (facts->ca == CA_SAYS_SOFT && claims_hardware(facts) && !admits_software(facts)) {
        finding_add(findings, id,
                    _("'%s' issued the certificate for a key in software (%s); the module says "
                      "hardware"),
                    facts->ca_name, facts->ca_statement);
    }
}

enum needs { NEEDS_NOTHING, NEEDS_TOKEN, NEEDS_KEY };

static const struct rule {
    const char *id;
    enum needs needs;
    void (*check)(const struct custody_facts *facts, const char *id, struct finding_list *findings);
} rules[] = {
    {"R1", NEEDS_KEY, generation_of_a_key_made_elsewhere},
    {"R2", NEEDS_KEY, never_extractable_yet_extractable},
    {"R3", NEEDS_KEY, always_sensitive_yet_not},
    {"R4", NEEDS_KEY, imported_yet_always_protected},
    {"R5", NEEDS_TOKEN, token_in_a_slot_without_one},
    {"R7", NEEDS_TOKEN, fits_two_products},
    {"R8", NEEDS_TOKEN, serial_is_a_dummy},
    {"R9", NEEDS_TOKEN, device_has_the_version_of_the_library},
    {"R10", NEEDS_TOKEN, slot_and_mechanisms_disagree},
    {"R11", NEEDS_TOKEN, reader_is_not_there},
    {"R12", NEEDS_TOKEN, slot_is_on_this_computer},
    {"R13", NEEDS_TOKEN, attestation_of_another_device},
    {"R15", NEEDS_KEY, secret_can_be_read},
    {"wrap", NEEDS_KEY, wraps_what_it_calls_not_extractable},
    {"software-library", NEEDS_TOKEN, software_in_the_process},
    {"places", NEEDS_NOTHING, places_disagree},
    {"attested-software", NEEDS_TOKEN, attested_yet_software},
    {"ca", NEEDS_NOTHING, ca_disagrees},
};

void contradictions_find(const struct custody_facts *facts, struct finding_list *findings)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if ((rules[i].needs != NEEDS_TOKEN || facts->token != NULL) &&
            (rules[i].needs != NEEDS_KEY || facts->key != NULL)) {
            rules[i].check(facts, rules[i].id, findings);
        }
    }
}

const char *contradiction_id_at(size_t position)
{
    return position < sizeof rules / sizeof *rules ? rules[position].id : NULL;
}
