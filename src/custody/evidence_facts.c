/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "reasons.h"
#include "trust.h"

/* The name of a flag, and its value as far as it is told: "CKA_LOCAL true". */
static const char *told(enum tristate value)
{
    switch (value) {
    case YES:
        return "true";
    case NO:
        return "false";
    case UNKNOWN:
    default:
        return _("not told");
    }
}

static void add_identity(const struct custody_facts *facts, struct evidence_list *list)
{
    const struct module_identity *identity = &facts->identity;

    if (identity->kind == MODULE_UNKNOWN) {
        evidence_add(list, "module.identity", WEIGHT_CONTEXT, _("a module that is in no table"));
    } else if (admits_software(facts)) {
        evidence_add(list, "module.admission", WEIGHT_ADMISSION, _("%s, by %s"), identity->title,
                     identity->tell);
    } else {
        evidence_add(list, "module.identity", WEIGHT_CLAIM, _("%s, by %s"), identity->title,
                     identity->tell);
    }
}

static void add_texts(const struct token_claims *token, struct evidence_list *list)
{
    evidence_add(list, "module.strings", WEIGHT_CLAIM,
                 "library '%s' '%s', slot '%s' '%s', token '%s' '%s' '%s'",
                 token->library_manufacturer, token->library_description, token->slot_manufacturer,
                 token->slot_description, token->token_manufacturer, token->token_model,
                 token->token_serial);
    evidence_add(list, "module.versions", WEIGHT_CLAIM,
                 "library %u.%u, slot %u.%u/%u.%u, token %u.%u/%u.%u", token->library_version[0],
                 token->library_version[1], token->slot_hardware_version[0],
                 token->slot_hardware_version[1], token->slot_firmware_version[0],
                 token->slot_firmware_version[1], token->token_hardware_version[0],
                 token->token_hardware_version[1], token->token_firmware_version[0],
                 token->token_firmware_version[1]);
    if (token->nul_padded != 0) {
        evidence_add(list, "module.padding", WEIGHT_CONTEXT,
                     _("texts are padded with NULs, as some modules do (fields 0x%02x)"),
                     token->nul_padded);
    }
}

static void add_token(const struct token_claims *token, struct evidence_list *list)
{
    evidence_add(list, "module.slot-flags", WEIGHT_CLAIM, "0x%lx%s", token->slot_flags,
                 (token->slot_flags & 4) != 0 ? " (CKF_HW_SLOT)" : "");
    evidence_add(list, "module.mechanisms", WEIGHT_CLAIM, _("CKF_HW on %lu of %lu mechanisms"),
                 token->mechanisms_in_hardware, token->mechanisms);
    add_texts(token, list);
}

static void add_attribute(struct evidence_list *list, const char *id, const char *names,
                          enum tristate now, enum tristate always, bool against,
                          enum provenance provenance)
{
    evidence_add(list, id, against ? WEIGHT_AGAINST : WEIGHT_CLAIM, "%s %s, %s (%s)", names,
                 told(now), told(always), provenance_meaning(provenance));
}

static void add_generation(const struct custody_facts *facts, struct evidence_list *list)
{
    switch (facts->key->generation) {
    case GENERATION_TOLD:
        evidence_add(
            list, "key.generation", WEIGHT_CLAIM, "CKA_KEY_GEN_MECHANISM 0x%lx (%s)",
            facts->key->generation_mechanism,
            provenance_meaning(provenance_of(facts, facts->identity.generation_mechanism)));
        break;
    case GENERATION_UNAVAILABLE:
        evidence_add(list, "key.generation", WEIGHT_CONTEXT, "CKA_KEY_GEN_MECHANISM %s",
                     "CK_UNAVAILABLE_INFORMATION");
        break;
    case GENERATION_NOT_TOLD:
        break;
    }
}

/* A key that signs and derives could be taken apart on some tokens (CVE-2015-5464). */
static void add_uses(const struct key_claims *key, struct evidence_list *list)
{
    if (key->sign == YES && key->derive == YES) {
        evidence_add(list, "key.uses", WEIGHT_AGAINST, "CKA_SIGN, CKA_DERIVE");
    }
}

static void add_key(const struct custody_facts *facts, struct evidence_list *list)
{
    const struct key_claims *key = facts->key;

    evidence_add(list, "key.local", key->local == NO ? WEIGHT_AGAINST : WEIGHT_CLAIM,
                 "CKA_LOCAL %s (%s)", told(key->local),
                 provenance_meaning(provenance_of(facts, facts->identity.local)));
    add_generation(facts, list);
    add_attribute(list, "key.sensitive", "CKA_SENSITIVE, CKA_ALWAYS_SENSITIVE", key->sensitive,
                  key->always_sensitive, key->sensitive == NO,
                  provenance_of(facts, facts->identity.always_sensitive));
    add_attribute(list, "key.extractable", "CKA_EXTRACTABLE, CKA_NEVER_EXTRACTABLE",
                  key->extractable, key->never_extractable, key->extractable == YES,
                  provenance_of(facts, facts->identity.never_extractable));
    add_uses(key, list);
}

static const char *outcome_text(enum probe_outcome outcome)
{
    switch (outcome) {
    case PROBE_REFUSED:
        return _("refused");
    case PROBE_ALLOWED:
        return _("allowed");
    case PROBE_IMPOSSIBLE:
        return _("cannot be tried here");
    case PROBE_UNEXPECTED:
    default:
        return _("another answer");
    }
}

/* That a token makes keys with a careless template is its policy; it tells nothing of this key. */
static enum evidence_weight weight_of_probe(const struct probe_result *probe)
{
    return probe->outcome == PROBE_ALLOWED && strcmp(probe->probe, "template") != 0
               ? WEIGHT_AGAINST
               : WEIGHT_CONTEXT;
}

static void add_probes(const struct probe_list *probes, struct evidence_list *list)
{
    for (size_t i = 0; i < probes->count; i++) {
        const struct probe_result *probe = &probes->items[i];
        CLEANUP(text_free) char *id = text_format("probe.%s", probe->probe);

        evidence_add(list, id, weight_of_probe(probe), "%s %s: %s (%s)", probe->function,
                     probe->subject, outcome_text(probe->outcome), probe->rv_name);
    }
}

static enum evidence_weight weight_of(enum observation_meaning meaning)
{
    switch (meaning) {
    case MEANS_PHYSICAL:
        return WEIGHT_SUPPORT;
    case MEANS_VIRTUAL:
    case MEANS_EMULATED:
    case MEANS_SOFTWARE:
    case MEANS_CONTRADICTION:
        return WEIGHT_AGAINST;
    case MEANS_CONTEXT:
    case MEANS_REMOTE:
    default:
        return WEIGHT_CONTEXT;
    }
}

static void add_observations(const struct observations *observations, enum evidence_layer layer,
                             struct evidence_list *list)
{
    for (size_t i = 0; i < observations->count; i++) {
        const struct observation *seen = &observations->items[i];

        evidence_add_item(list, (struct evidence){.id = seen->id,
                                                  .layer = layer,
                                                  .weight = weight_of(seen->meaning),
                                                  .value = memory_copy_text(seen->value),
                                                  .meaning = memory_copy_text(seen->sentence),
                                                  .spoofable_by = seen->forger});
    }
}

static void add_attestation(const struct attestation *attestation, struct evidence_list *list)
{
    switch (attestation->verdict) {
    case ATTESTATION_VALID:
        evidence_add(list, "attestation.chain", WEIGHT_PROOF, "%s %s, root '%s' %s%s",
                     attestation_product_name(attestation->product),
                     attestation->serial == NULL ? "" : attestation->serial,
                     attestation->anchor_name, attestation->anchor_sha256,
                     attestation->anchor_given ? _(" (a root you gave)") : "");
        break;
    case ATTESTATION_REJECTED:
        evidence_add(list, "attestation.rejected", WEIGHT_AGAINST, "%s: %s",
                     attestation_reason_id(attestation->reason),
                     attestation->detail != NULL ? attestation->detail
                                                 : attestation_reason_text(attestation->reason));
        break;
    case ATTESTATION_NONE:
        break;
    }
    for (int i = 0; i < ATTESTATION_ADVISORIES; i++) {
        if (attestation->advisories[i]) {
            evidence_add(list, "attestation.advisory", WEIGHT_AGAINST, "%s: %s",
                         attestation_advisory_id((enum attestation_advisory)i),
                         attestation_advisory_text((enum attestation_advisory)i));
        }
    }
}

static void add_ca(const struct custody_facts *facts, struct evidence_list *list)
{
    if (facts->ca == CA_SAYS_NOTHING) {
        return;
    }
    evidence_add(list, "ca.statement", facts->ca == CA_SAYS_SOFT ? WEIGHT_AGAINST : WEIGHT_CLAIM,
                 "'%s': %s", facts->ca_name, facts->ca_statement);
    if (facts->ca == CA_VERIFIED) {
        evidence_add(list, "ca.path", WEIGHT_SUPPORT,
                     _("the path of the certificate leads to an anchor you gave"));
    }
}

static void add_outside(const struct custody_facts *facts, struct evidence_list *list)
{
    if (facts->process != NULL) {
        add_observations(facts->process, LAYER_PROCESS, list);
    }
    if (facts->reader != NULL) {
        add_observations(&facts->reader->observations, LAYER_READER, list);
    }
    if (facts->attestation != NULL) {
        add_attestation(facts->attestation, list);
    }
    add_ca(facts, list);
}

void evidence_of_facts(const struct custody_facts *facts, struct verdict *verdict)
{
    struct evidence_list *list = &verdict->evidence;

    if (facts->token != NULL) {
        add_identity(facts, list);
        add_token(facts->token, list);
    }
    if (facts->key != NULL) {
        add_key(facts, list);
    }
    if (facts->probes != NULL) {
        add_probes(facts->probes, list);
    }
    add_outside(facts, list);
    if (facts->possession == POSSESSION_SHOWN) {
        evidence_add(list, "possession.shown", WEIGHT_PROOF,
                     _("the key signed a fresh message of this run"));
    } else if (facts->possession == POSSESSION_FAILED) {
        evidence_add(list, "possession.failed", WEIGHT_AGAINST,
                     _("the key did not sign a fresh message of this run"));
    }
    if (facts->copy != NULL) {
        evidence_add(list, "copy.seen", WEIGHT_AGAINST, "%s", facts->copy);
    }
}
