/* SPDX-License-Identifier: Apache-2.0 */
#include "reasons.h"

#include "base/i18n.h"
#include "trust.h"

static bool has_statement(const struct custody_facts *facts)
{
    return facts->attestation != NULL && facts->attestation->verdict != ATTESTATION_NONE;
}

static void find_not_checked(const struct custody_facts *facts, struct finding_list *list)
{
    if (facts->key == NULL && facts->token != NULL) {
        finding_add(list, "key", _("no key was named: only the token is judged"));
    }
    if (facts->key != NULL && !has_statement(facts)) {
        finding_add(list, "attestation",
                    _("no manufacturer's statement about this key is on the token or was given"));
    }
    if (facts->key != NULL && facts->possession == POSSESSION_NOT_ASKED) {
        finding_add(list, "possession", _("the key was not asked to sign"));
    }
    if (facts->token == NULL || admits_software(facts)) {
        return;
    }
    if (facts->reader == NULL) {
        finding_add(list, "reader", _("readers were not looked at"));
    } else if (facts->reader->place == PLACE_NO_PCSC) {
        finding_add(list, "reader", _("PC/SC does not answer: no reader could be looked at"));
    }
    if (facts->file == NULL || facts->file->real_path == NULL) {
        finding_add(list, "module-file", _("the module has no file that could be looked at"));
    }
}

/* What a manufacturer of this kind of module gives out about its keys. */
static void raise_by_attestation(const struct custody_facts *facts, struct finding_list *list)
{
    if (facts->attestation != NULL && facts->attestation->verdict == ATTESTATION_VALID) {
        if (facts->possession != POSSESSION_SHOWN) {
            finding_add(list, "possession",
                        _("the manufacturer's statement holds; with --possession the key shows "
                          "that it is here"));
        }
        return;
    }
    finding_add(list, "attestation",
                _("the manufacturer's statement about this key (--attestation FILE): YubiKey, "
                  "YubiHSM 2, SmartCard-HSM and Luna give one"));
}

static void find_would_raise(const struct custody_facts *facts, const struct verdict *verdict,
                             struct finding_list *list)
{
    if (verdict->hardness == HARDNESS_SOFT || verdict->token == GRADE_ATTESTED) {
        return;
    }
    if (facts->token == NULL) {
        finding_add(list, "token", _("judge the certificate on its token, where its key is"));
        return;
    }
    if (facts->key == NULL) {
        finding_add(list, "key", _("judge a key: the manufacturer's statement is about one key"));
    } else {
        raise_by_attestation(facts, list);
    }
    if (facts->ca == CA_STATEMENT) {
        finding_add(list, "anchor",
                    _("the CA's statement counts when --anchor names its root, and with "
                      "--possession"));
    } else if (facts->ca == CA_VERIFIED && facts->possession != POSSESSION_SHOWN) {
        finding_add(list, "possession", _("the CA's statement counts with --possession"));
    }
    if (facts->reader != NULL && facts->reader->place == PLACE_NO_PCSC &&
        facts->identity.kind == MODULE_CARD) {
        finding_add(list, "reader", _("with pcscd running, the reader can be looked at"));
    }
    if (facts->identity.kind == MODULE_PROXY) {
        finding_add(list, "proxy", _("name the module itself with --module, not a proxy"));
    }
}

void reasons_find(const struct custody_facts *facts, struct verdict *verdict)
{
    find_not_checked(facts, &verdict->not_checked);
    find_would_raise(facts, verdict, &verdict->would_raise);
}
