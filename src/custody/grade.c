/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "contradictions.h"
#include "reasons.h"
#include "sentence.h"
#include "trust.h"

static bool is_attested(const struct custody_facts *facts)
{
    return facts->attestation != NULL && facts->attestation->verdict == ATTESTATION_VALID &&
           facts->possession == POSSESSION_SHOWN;
}

/* A card with a reader of its own that no driver of a USB reader speaks for is played by a program.
 */
static bool is_emulated(const struct custody_facts *facts)
{
    const struct reader_verdict *reader = facts->reader;

    if (facts->process != NULL && observations_mean(facts->process, MEANS_EMULATED)) {
        return true;
    }
    if (reader == NULL) {
        return false;
    }
    return reader->place == PLACE_VIRTUAL || reader->place == PLACE_EMULATED ||
           (reader->place == PLACE_NOT_IDENTIFIED && reader->family != NULL &&
            reader->family->usb != NULL);
}

/* Kinds of module that by themselves are never more than a claim, and why. */
static const struct kind_cap {
    enum module_kind kind;
    const char *id;
    const char *text;
} kind_caps[] = {
    {MODULE_TPM, "tpm-not-bound", N_("no certificate of a TPM maker was tied to this key")},
    {MODULE_HSM, "hsm-not-attested",
     N_("an HSM is believed by its maker's signature only; simulators share its library")},
    {MODULE_PROXY, "proxy", N_("a proxy hides the module that has the key")},
    {MODULE_UNKNOWN, "module-unknown", N_("this module is in no table")},
    {MODULE_NO_KEYS, "no-keys", N_("this module keeps no private keys")},
};

static const struct kind_cap *find_kind_cap(enum module_kind kind)
{
    for (size_t i = 0; i < sizeof kind_caps / sizeof *kind_caps; i++) {
        if (kind_caps[i].kind == kind) {
            return &kind_caps[i];
        }
    }
    return NULL;
}

/* What keeps a claim from being "identified"; no finding: nothing does. */
static void find_caps(const struct custody_facts *facts, struct verdict *verdict)
{
    const struct kind_cap *kind_cap = find_kind_cap(facts->identity.kind);
    struct finding_list *caps = &verdict->capped_by;

    for (size_t i = 0; i < verdict->contradictions.count; i++) {
        finding_add(caps, verdict->contradictions.items[i].id, "%s",
                    verdict->contradictions.items[i].text);
    }
    if (kind_cap != NULL) {
        finding_add(caps, kind_cap->id, "%s", _(kind_cap->text));
        return;
    }
    if (!is_from_its_package(facts)) {
        finding_add(caps, "module-file",
                    _("the file of the module is not from the package that has this module"));
    }
    if (facts->reader == NULL || facts->reader->place != PLACE_PHYSICAL_USB) {
        finding_add(caps, "reader-not-physical",
                    _("no physical USB reader was found behind the slot"));
    } else if (facts->reader->family == NULL || !facts->reader->family_counts) {
        finding_add(caps, "card-not-known", _("the card in the reader is of no known family"));
    }
}

static enum token_grade grade_claim(const struct custody_facts *facts, struct verdict *verdict)
{
    bool stated = facts->ca == CA_STATEMENT || facts->ca == CA_VERIFIED;

    find_caps(facts, verdict);
    if (facts->ca == CA_VERIFIED && facts->possession == POSSESSION_SHOWN &&
        verdict->contradictions.count == 0) {
        return GRADE_CA_ASSERTED;
    }
    if (facts->token != NULL && verdict->capped_by.count == 0) {
        return GRADE_IDENTIFIED;
    }
    return claims_hardware(facts) || stated ? GRADE_CLAIMS : GRADE_UNKNOWN;
}

/*
 * Who is believed, in this order: a module that admits software; the manufacturer; signs of an
 * emulator; the module's own table row; and for the rest what confirms the claim.
 */
static enum token_grade grade_token(const struct custody_facts *facts, struct verdict *verdict)
{
    if (facts->identity.kind == MODULE_SOFTWARE) {
        return GRADE_SOFTWARE;
    }
    if (facts->identity.kind == MODULE_EMULATOR || facts->identity.kind == MODULE_MOCK) {
        return GRADE_EMULATED;
    }
    if (is_attested(facts)) {
        return GRADE_ATTESTED;
    }
    if (is_emulated(facts)) {
        return GRADE_EMULATED;
    }
    if (facts->identity.kind == MODULE_REMOTE) {
        return GRADE_REMOTE;
    }
    return grade_claim(facts, verdict);
}

static enum key_origin origin_of_local(enum provenance provenance)
{
    if (counts_keys(provenance)) {
        return ORIGIN_GENERATED_REPORTED;
    }
    return provenance == PROVENANCE_SYNTHESIZED || provenance == PROVENANCE_CONSTANT
               ? ORIGIN_SYNTHESIZED
               : ORIGIN_HEARSAY;
}

static enum key_origin grade_origin(const struct custody_facts *facts)
{
    const struct attestation *attestation = facts->attestation;
    enum provenance local = provenance_of(facts, facts->identity.local);

    if (is_attested(facts) && !admits_software(facts)) {
        if (attestation->origin == ATTESTATION_ORIGIN_GENERATED) {
            return ORIGIN_GENERATED_ATTESTED;
        }
        if (attestation->origin == ATTESTATION_ORIGIN_IMPORTED) {
            return ORIGIN_IMPORTED;
        }
    }
    if (facts->key->local == YES) {
        return origin_of_local(local);
    }
    /* Some modules say "not made here" of every key; only where count is kept it means imported. */
    return facts->key->local == NO && counts_keys(local) ? ORIGIN_IMPORTED : ORIGIN_UNKNOWN;
}

/* How many results of PROBE had this outcome. */
static size_t count_probes(const struct custody_facts *facts, const char *probe,
                           enum probe_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; facts->probes != NULL && i < facts->probes->count; i++) {
        if (strcmp(facts->probes->items[i].probe, probe) == 0 &&
            facts->probes->items[i].outcome == outcome) {
            count++;
        }
    }
    return count;
}

static bool was_refused(const struct custody_facts *facts)
{
    return count_probes(facts, "readout", PROBE_REFUSED) > 0 &&
           count_probes(facts, "readout", PROBE_UNEXPECTED) == 0;
}

static enum key_export grade_export(const struct custody_facts *facts)
{
    const struct key_claims *key = facts->key;

    if (count_probes(facts, "readout", PROBE_ALLOWED) > 0 ||
        count_probes(facts, "copy", PROBE_ALLOWED) > 0 ||
        (key->sensitive == NO && key->extractable == YES)) {
        return EXPORT_READABLE;
    }
    if (key->extractable == YES || count_probes(facts, "wrap", PROBE_ALLOWED) > 0) {
        return EXPORT_WRAPPABLE;
    }
    if (is_attested(facts) && !admits_software(facts) &&
        facts->attestation->export == ATTESTATION_EXPORT_NEVER) {
        return EXPORT_REFUSED_ATTESTED;
    }
    if (key->extractable == NO) {
        return was_refused(facts) ? EXPORT_REPORTED_PROBED : EXPORT_REPORTED;
    }
    return EXPORT_UNKNOWN;
}

static enum hardness grade_hardness(const struct verdict *verdict)
{
    bool leaves = verdict->has_key && verdict->export == EXPORT_WRAPPABLE;

    if (verdict->token == GRADE_SOFTWARE || verdict->token == GRADE_EMULATED ||
        verdict->duplicate_seen || (verdict->has_key && verdict->export == EXPORT_READABLE)) {
        return HARDNESS_SOFT;
    }
    if ((verdict->token == GRADE_ATTESTED || verdict->token == GRADE_IDENTIFIED) && !leaves) {
        return HARDNESS_HARD;
    }
    return HARDNESS_UNPROVEN;
}

void custody_grade(const struct custody_facts *facts, struct verdict *verdict)
{
    contradictions_find(facts, &verdict->contradictions);
    verdict->token = grade_token(facts, verdict);
    verdict->has_key = facts->key != NULL;
    if (verdict->has_key) {
        verdict->origin = grade_origin(facts);
        verdict->export = grade_export(facts);
    }
    verdict->duplicate_seen = facts->copy != NULL;
    verdict->hardness = grade_hardness(verdict);
    evidence_of_facts(facts, verdict);
    reasons_find(facts, verdict);
    verdict->sentence = verdict_sentence(facts, verdict);
}
