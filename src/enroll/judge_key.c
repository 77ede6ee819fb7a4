/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_key.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judge_copies.h"
#include "request_write.h"
#include "x509/possession.h"

/*
 * Modules hand out attestations as certificates: ykcs11 labels them "X.509 Certificate for PIV
 * Attestation 9a", the module of the SmartCard-HSM has card-verifiable ones. A token full of
 * ordinary certificates is left alone.
 */
static bool may_attest(const struct object *certificate)
{
    return !certificate->is_x509 || strstr(certificate->label, "Attestation") != NULL ||
           strstr(certificate->label, "attestation") != NULL;
}

static void add_material(const struct object_list *certificates,
                         struct attestation_material *material)
{
    for (size_t i = 0; i < certificates->count; i++) {
        const struct object *object = &certificates->items[i];
        struct failure useless = {0};

        if (may_attest(object) && object->value.size > 0 &&
            !attestation_material_add(material, slice_of_bytes(&object->value), object->label,
                                      &useless)) {
            failure_clear(&useless); /* what cannot be read attests nothing */
        }
    }
}

static bool ask_attestation(const struct judging *judging, const struct found_key *key,
                            struct key_facts *facts, struct failure *failure)
{
    const struct judge_order *order = judging->order;
    const struct token_facts *token = judging->token;
    CLEANUP(attestation_material_free) struct attestation_material *own = NULL;
    CLEANUP(attestation_anchors_free) struct attestation_anchors *shipped = NULL;
    struct attestation_material *material = order->attestation;
    const struct attestation_question question = {
        .spki = public_key_spki(key->public_key),
        .serial = token->identity.serial_of_device ? token->claims.token_serial : NULL,
        .piv_slot = token->identity.id != NULL && strcmp(token->identity.id, "ykcs11") == 0
                        ? attestation_piv_slot(slice_of_bytes(&key->private_key.id))
                        : 0,
        .now = clock_now(),
    };

    if (material == NULL) {
        own = attestation_material_new();
        material = own;
    }
    if (order->anchors == NULL) {
        shipped = attestation_anchors_new();
        if (!attestation_anchors_add_shipped(shipped, failure)) {
            return false;
        }
    }
    add_material(judging->certificates, material);
    attestation_judge(material, order->anchors != NULL ? order->anchors : shipped, &question,
                      &facts->attestation);
    facts->attestation_asked = true;
    return true;
}

static bool may_sign(const struct judging *judging, const struct found_key *key,
                     const struct key_facts *facts)
{
    const struct judge_order *order = judging->order;
    CLEANUP(text_free)
    char *uri = object_uri(&judging->open->token, OBJECT_PRIVATE_KEY,
                           slice_of_bytes(&key->private_key.id), key->private_key.label);

    if (!facts->statement.personal && facts->claims.always_authenticate != YES) {
        return true;
    }
    return order->consent != NULL && order->consent(order->context, uri);
}

bool key_signs(const struct judging *judging, const struct found_key *key,
               const struct key_claims *claims, struct slice content, struct bytes *ret_signature,
               char **ret_algorithm, struct failure *failure)
{
    struct workplace *workplace = judging->workplace;
    struct open_token *open = judging->open;
    struct key_signer signer = {.session = open->session,
                                .private_key = key->private_key.handle,
                                .always_authenticate = claims->always_authenticate == YES,
                                .context_pin = open->pin};
    const struct signer callback = {.sign = key_sign, .context = &signer};
    enum signature_scheme scheme = SIGNATURE_DEFAULT;
    enum digest digest = DIGEST_DEFAULT;
    bool good;

    if (!signature_choose(public_key_type(key->public_key), public_key_bits(key->public_key),
                          &scheme, &digest, failure) ||
        !signer_set_pin(workplace, open, &signer, failure)) {
        return false;
    }
    good =
        signature_make(key->public_key, scheme, digest, content, &callback, ret_signature, failure);
    signer_learn(workplace, open, &signer, failure);
    *ret_algorithm = text_format("%s %s", signature_scheme_name(scheme), digest_name(digest));
    return good;
}

static bool prove_possession(const struct judging *judging, const struct found_key *key,
                             struct key_facts *facts, struct failure *failure)
{
    CLEANUP_VALUE(possession_clear) struct possession possession = {0};

    possession_begin(key->public_key, clock_now(), &possession);
    facts->proof.message = bytes_copy(possession.message.data, possession.message.size);
    facts->proof.nonce = bytes_copy(possession.nonce, sizeof possession.nonce);
    return key_signs(judging, key, &facts->claims, slice_of_bytes(&possession.message),
                     &facts->proof.signature, &facts->proof.algorithm, failure);
}

static bool ask_possession(const struct judging *judging, const struct found_key *key,
                           struct key_facts *facts, struct failure *failure)
{
    struct notices *notices = judging->workplace->notices;
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!judging->order->possession) {
        return true;
    }
    if (!may_sign(judging, key, facts)) {
        notices_add(notices,
                    _("the key '%s' is for signatures of a person and was not asked to sign"),
                    key->private_key.label);
        return true;
    }
    if (prove_possession(judging, key, facts, &reason)) {
        facts->possession = POSSESSION_SHOWN;
        return true;
    }
    if (reason.class == FAILURE_PIN || reason.class == FAILURE_TOKEN_LOST) {
        *failure = reason;
        reason = (struct failure){0};
        return false;
    }
    facts->possession = POSSESSION_FAILED;
    notices_add(notices, _("the key did not sign: %s (%s)"), reason.action,
                reason.cause != NULL     ? reason.cause
                : reason.rv_name != NULL ? reason.rv_name
                                         : "-");
    return true;
}

bool key_facts_read(const struct judging *judging, const struct found_key *key,
                    struct key_facts *ret_facts, struct failure *failure)
{
    struct session *session = judging->open->session;
    CLEANUP_VALUE(key_facts_clear) struct key_facts facts = {0};

    if (!key_claims_read(session, &key->private_key, &facts.claims, failure)) {
        return false;
    }
    key_probe_readout(session, &key->private_key, &facts.probes);
    if (judging->order->probe && !judging->briefly) {
        key_probe_more(session, &key->private_key, &facts.probes);
    }
    if (!ask_attestation(judging, key, &facts, failure)) {
        return false;
    }
    statement_find(judging->issuers, judging->order, key->public_key, judging->certificates,
                   &facts.statement);
    if (!judging->briefly) {
        copies_find(judging, key, &facts.copy, &facts.not_checked);
        if (!ask_possession(judging, key, &facts, failure)) {
            return false;
        }
    }
    *ret_facts = facts;
    facts = (struct key_facts){0};
    return true;
}

void key_facts_clear(struct key_facts *facts)
{
    probe_list_clear(&facts->probes);
    attestation_clear(&facts->attestation);
    statement_clear(&facts->statement);
    memory_free(facts->copy);
    finding_list_clear(&facts->not_checked);
    bytes_clear(&facts->proof.message);
    bytes_clear(&facts->proof.nonce);
    bytes_clear(&facts->proof.signature);
    memory_free(facts->proof.algorithm);
    *facts = (struct key_facts){0};
}

void key_facts_view(const struct key_facts *facts, struct custody_facts *view)
{
    view->key = &facts->claims;
    view->probes = &facts->probes;
    view->attestation = facts->attestation_asked ? &facts->attestation : NULL;
    view->ca = facts->statement.ca;
    view->ca_name = facts->statement.ca_name;
    view->ca_statement = facts->statement.text;
    view->possession = facts->possession;
    view->copy = facts->copy;
}
