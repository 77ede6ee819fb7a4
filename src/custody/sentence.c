/* SPDX-License-Identifier: Apache-2.0 */
#include "sentence.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "trust.h"

static const char *or_else(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

/* What the table says of the module: about one key, or about the token with all its keys. */
static const char *module_sentence(const struct custody_facts *facts, enum token_grade grade)
{
    const char *sentence = facts->key == NULL && facts->identity.token_sentence != NULL
                               ? facts->identity.token_sentence
                               : facts->identity.sentence;

    return or_else(sentence, token_grade_meaning(grade));
}

static char *device_name(const struct attestation *attestation)
{
    const char *model = or_else(attestation->model, attestation_product_name(attestation->product));

    return attestation->serial == NULL ? memory_copy_text(model)
                                       : text_format("%s %s", model, attestation->serial);
}

static char *attested_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    CLEANUP(text_free) char *device = device_name(facts->attestation);
    const char *vendor = attestation_vendor(facts->attestation->product);
    const char *format =
        verdict->origin == ORIGIN_GENERATED_ATTESTED
            ? verdict->export == EXPORT_REFUSED_ATTESTED
                  ? _("%s's signature shows this key was generated in %s and cannot leave it")
                  : _("%s's signature shows this key was generated in %s")
            : _("%s's signature shows this key is in %s");

    return facts->attestation->anchor_given
               ? text_format(_("with the root you gave: the signature shows this key is in %s"),
                             device)
               : text_format(format, vendor, device);
}

/* What makes it soft, the strongest reason first. */
static char *soft_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    if (facts->copy != NULL) {
        return text_format(_("the same key is in %s as well"), facts->copy);
    }
    if (admits_software(facts)) {
        return memory_copy_text(module_sentence(facts, verdict->token));
    }
    if (verdict->token == GRADE_EMULATED) {
        return memory_copy_text(facts->key == NULL
                                    ? _("a program plays the device that keeps the keys")
                                    : _("a program plays the device that keeps this key"));
    }
    return memory_copy_text(_("the token lets this key be read out"));
}

static char *claim_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    if (verdict->contradictions.count > 0) {
        return text_format(P_("it is said to be hardware, and %zu contradiction was found",
                              "it is said to be hardware, and %zu contradictions were found",
                              verdict->contradictions.count),
                           verdict->contradictions.count);
    }
    if (facts->token == NULL) {
        return text_format(_("'%s' states that the key is in a secure device; this program has not "
                             "seen it"),
                           facts->ca_name);
    }
    return memory_copy_text(_("the module says hardware, nothing confirms it"));
}

static char *unproven_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    if (verdict->has_key && verdict->export == EXPORT_WRAPPABLE) {
        return memory_copy_text(_("the key may be taken out of its token"));
    }
    if (verdict->token == GRADE_CA_ASSERTED) {
        return text_format(_("'%s' states that this key is in a secure device, and the key is "
                             "here; the device was not verified"),
                           facts->ca_name);
    }
    if (verdict->token == GRADE_CLAIMS) {
        return claim_sentence(facts, verdict);
    }
    return memory_copy_text(module_sentence(facts, verdict->token));
}

static char *plain_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    switch (verdict->hardness) {
    case HARDNESS_SOFT:
        return soft_sentence(facts, verdict);
    case HARDNESS_HARD:
        return verdict->token == GRADE_ATTESTED
                   ? attested_sentence(facts, verdict)
                   : text_format(_("everything seen fits a physical %s; it is not proven"),
                                 facts->reader->family->name);
    case HARDNESS_UNPROVEN:
    default:
        return unproven_sentence(facts, verdict);
    }
}

char *verdict_sentence(const struct custody_facts *facts, const struct verdict *verdict)
{
    CLEANUP(text_free) char *plain = plain_sentence(facts, verdict);

    switch (verdict->hardness) {
    case HARDNESS_SOFT:
        return text_format(_("Soft: %s."), plain);
    case HARDNESS_HARD:
        return verdict->token == GRADE_ATTESTED ? text_format(_("Hard, proven: %s."), plain)
                                                : text_format(_("Hard: %s."), plain);
    case HARDNESS_UNPROVEN:
    default:
        return text_format(_("Unproven: %s."), plain);
    }
}
