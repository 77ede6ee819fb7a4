/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/judge.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "judge_bench.h"
#include "judge_key.h"
#include "x509/certificate.h"

static bool names_object(const struct object_selector *target)
{
    return target->type != OBJECT_ANY || target->has_id || target->label != NULL;
}

/* The private key with the public key of a certificate on the token. */
static bool key_of_certificate(struct open_token *open, const struct object_selector *target,
                               struct found_key *ret_key, struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list certificates = {0};
    CLEANUP(certificate_free) struct certificate *certificate = NULL;
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    struct object_selector selector = {.token = target->token, .type = OBJECT_PRIVATE_KEY};

    if (!certificates_lookup(open, target, NULL, LABEL_TRIMMED, &certificates, failure) ||
        !certificate_parse(slice_of_bytes(&certificates.items[0].value), "token", &certificate,
                           failure)) {
        return false;
    }
    selector.id = certificates.items[0].id; /* borrowed */
    selector.has_id = true;
    if (!key_lookup(open, &selector, PROOF_NONE, &key, failure)) {
        return false;
    }
    if (!public_key_equal(certificate_key(certificate), key.public_key)) {
        return failure_set(failure, FAILURE_NOT_FOUND,
                           _("the key of certificate '%s' is not on token '%s'"),
                           certificates.items[0].label, open->token.label);
    }
    *ret_key = key;
    key = (struct found_key){0};
    return true;
}

static bool find_key(struct open_token *open, const struct object_selector *target,
                     struct found_key *ret_key, struct failure *failure)
{
    return target->type == OBJECT_CERTIFICATE
               ? key_of_certificate(open, target, ret_key, failure)
               : key_lookup(open, target, PROOF_NONE, ret_key, failure);
}

static char *uri_of(const struct open_token *open, const struct object *key)
{
    return object_uri(&open->token, OBJECT_PRIVATE_KEY, slice_of_bytes(&key->id), key->label);
}

/* What the judgement keeps of the facts; the facts are empty of it afterwards. */
static void keep_token(struct token_facts *facts, struct judgement *judgement)
{
    judgement->claims = facts->claims;
    judgement->module_file = facts->file;
    judgement->process = facts->process;
    judgement->reader = facts->reader;
    judgement->reader.reader = NULL; /* both belong to the bench */
    judgement->reader.family = NULL;
    *facts = (struct token_facts){0};
}

static void keep_key(const struct open_token *open, const struct found_key *key,
                     struct key_facts *facts, struct judgement *judgement)
{
    struct slice spki = public_key_spki(key->public_key);

    judgement->key_uri = uri_of(open, &key->private_key);
    judgement->key_name = memory_copy_text(public_key_name(key->public_key));
    judgement->spki = bytes_copy(spki.data, spki.size);
    judgement->key_claims = facts->claims;
    judgement->probes = facts->probes;
    judgement->attestation = facts->attestation;
    judgement->possession = facts->proof;
    facts->probes = (struct probe_list){0};
    facts->attestation = (struct attestation){0};
    facts->proof = (struct possession_proof){0};
}

static bool judge_key(const struct judging *judging, struct judgement *judgement,
                      struct found_key *ret_key, struct failure *failure)
{
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    CLEANUP_VALUE(key_facts_clear) struct key_facts facts = {0};
    struct custody_facts view = token_facts_view(judging->token);

    if (!find_key(judging->open, judging->order->target, &key, failure) ||
        !key_facts_read(judging, &key, &facts, failure)) {
        return false;
    }
    key_facts_view(&facts, &view);
    custody_grade(&view, &judgement->verdict);
    for (size_t i = 0; i < facts.not_checked.count; i++) {
        finding_add(&judgement->verdict.not_checked, facts.not_checked.items[i].id, "%s",
                    facts.not_checked.items[i].text);
    }
    keep_key(judging->open, &key, &facts, judgement);
    *ret_key = key;
    key = (struct found_key){0};
    return true;
}

/* One key of a token that is judged as a whole. */
static bool judge_brief_key(const struct judging *judging, const struct object *private_key,
                            struct judged_key *ret_key)
{
    const struct object_selector selector = {.type = OBJECT_PRIVATE_KEY,
                                             .has_id = private_key->id.size > 0,
                                             .id = private_key->id,
                                             .label = private_key->label};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    CLEANUP_VALUE(key_facts_clear) struct key_facts facts = {0};
    CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};
    struct custody_facts view = token_facts_view(judging->token);

    if (!key_lookup(judging->open, &selector, PROOF_NONE, &key, &unreadable) ||
        !key_facts_read(judging, &key, &facts, &unreadable)) {
        notices_add(judging->workplace->notices, _("the key '%s' is left out: %s"),
                    private_key->label, unreadable.action);
        return false;
    }
    key_facts_view(&facts, &view);
    *ret_key = (struct judged_key){.uri = uri_of(judging->open, private_key),
                                   .label = memory_copy_text(private_key->label),
                                   .name = memory_copy_text(public_key_name(key.public_key))};
    custody_grade(&view, &ret_key->verdict);
    return true;
}

static bool judge_whole_token(const struct judging *judging, struct judgement *judgement,
                              struct failure *failure)
{
    const struct object_filter filter = {.type = OBJECT_PRIVATE_KEY};
    const struct custody_facts view = token_facts_view(judging->token);
    struct session *session = judging->open->session;
    CLEANUP_VALUE(object_list_clear) struct object_list keys = {0};

    if (!objects_find(session, &filter, &keys, failure)) {
        return false;
    }
    judgement->keys = memory_new(keys.count, sizeof *judgement->keys);
    for (size_t i = 0; i < keys.count; i++) {
        if (judge_brief_key(judging, &keys.items[i], &judgement->keys[judgement->key_count])) {
            judgement->key_count++;
        }
    }
    custody_grade(&view, &judgement->verdict);
    if (judging->order->probe) {
        finding_add(&judgement->verdict.not_checked, "probe",
                    _("probes are for one key: name it to have it tried"));
    }
    if (!session_is_logged_in(session) && judging->open->token.login_required) {
        finding_add(&judgement->verdict.not_checked, "login",
                    _("without a PIN private keys are not seen"));
    }
    return true;
}

struct judge_seal {
    const struct judging *judging;
    const struct found_key *key;
    const struct key_claims *claims;
};

bool judge_seal_sign(struct judge_seal *seal, struct slice content, struct bytes *ret_signature,
                     struct failure *failure)
{
    CLEANUP(text_free) char *algorithm = NULL;

    return key_signs(seal->judging, seal->key, seal->claims, content, ret_signature, &algorithm,
                     failure);
}

/* The judgement is handed out while the key, if there is one, can sign. */
static bool finish(const struct judging *judging, const struct found_key *key,
                   const struct judgement *judgement, struct failure *failure)
{
    const struct judge_order *order = judging->order;
    struct judge_seal seal = {judging, key, &judgement->key_claims};
    bool shown = !judging->briefly && judgement->possession.signature.size > 0;

    return order->finish == NULL ||
           order->finish(order->context, judgement, shown ? &seal : NULL, failure);
}

static bool judge_open_token(struct workplace *workplace, struct open_token *open,
                             const struct judge_order *order, struct judgement *judgement,
                             struct failure *failure)
{
    CLEANUP_VALUE(judge_bench_close) struct judge_bench bench = {0};
    CLEANUP_VALUE(token_facts_clear) struct token_facts facts = {0};
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list certificates = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    const struct object_filter filter = {.type = OBJECT_CERTIFICATE};
    bool watched =
        order->watch != NULL && order->watch(order->context, open->token.module_path, &change);
    struct judging judging = {
        .workplace = workplace,
        .open = open,
        .order = order,
        .token = &facts,
        .certificates = &certificates,
        .briefly = !names_object(order->target),
    };

    if (!judge_bench_open(&bench, failure) ||
        !token_facts_read(&bench, &open->token, CLAIMS_WITH_MECHANISMS, watched ? &change : NULL,
                          &facts, failure) ||
        !objects_find(open->session, &filter, &certificates, failure)) {
        return false;
    }
    judging.issuers = bench.issuers;
    if (judging.briefly ? !judge_whole_token(&judging, judgement, failure)
                        : !judge_key(&judging, judgement, &key, failure)) {
        return false;
    }
    if (!watched) {
        finding_add(&judgement->verdict.not_checked, "process",
                    _("what the module does to a process was not looked at"));
    }
    judgement->token = token_copy(&open->token);
    judgement->token_uri = token_uri(&open->token);
    judging.token = NULL; /* its parts are the judgement's now */
    keep_token(&facts, judgement);
    return finish(&judging, &key, judgement, failure);
}

bool judge(struct workplace *workplace, const struct judge_order *order,
           struct judgement *ret_judgement, struct failure *failure)
{
    enum login_wish login = names_object(order->target) ? LOGIN : LOGIN_IF_PIN_GIVEN;
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    if (!workplace_open(workplace, order->target->token, SESSION_READ_ONLY, login, &open,
                        failure) ||
        (order->possession && !workplace_get_sign_pin(workplace, &open, failure)) ||
        !judge_open_token(workplace, &open, order, &judgement, failure)) {
        return false;
    }
    *ret_judgement = judgement;
    judgement = (struct judgement){0};
    return true;
}

void judgement_clear(struct judgement *judgement)
{
    for (size_t i = 0; i < judgement->key_count; i++) {
        memory_free(judgement->keys[i].uri);
        memory_free(judgement->keys[i].label);
        memory_free(judgement->keys[i].name);
        verdict_clear(&judgement->keys[i].verdict);
    }
    memory_free(judgement->keys);
    token_clear(&judgement->token);
    memory_free(judgement->token_uri);
    memory_free(judgement->key_uri);
    memory_free(judgement->key_name);
    bytes_clear(&judgement->spki);
    token_claims_clear(&judgement->claims);
    probe_list_clear(&judgement->probes);
    module_file_clear(&judgement->module_file);
    observations_clear(&judgement->process);
    reader_verdict_clear(&judgement->reader);
    attestation_clear(&judgement->attestation);
    bytes_clear(&judgement->possession.message);
    bytes_clear(&judgement->possession.nonce);
    bytes_clear(&judgement->possession.signature);
    memory_free(judgement->possession.algorithm);
    verdict_clear(&judgement->verdict);
    *judgement = (struct judgement){0};
}
