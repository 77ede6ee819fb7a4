/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/enroll.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "enroll/gate.h"
#include "job.h"
#include "new_names.h"
#include "officer.h"
#include "pkcs11/key_pair.h"
#include "request_write.h"
#include "roll_back.h"
#include "x509/digest.h"
#include "x509/public_key.h"

#define RANDOM_ID_SIZE 20
#define LABEL_LIMIT 255 /* bytes; pkcs15-ub-label of PKCS #15, which most cards follow */

/* The pair is there, and the journal knows it, before anybody can get a request for it. */
static bool write_request(struct workplace *workplace, const struct open_token *open,
                          const struct enroll_order *order, const struct public_key *key,
                          struct key_signer *signer, const struct job *job,
                          struct enroll_result *result, struct failure *failure)
{
    CLEANUP(text_free) char *file = file_absolute(order->request.out);
    bool written;

    if (!job_record(job, EVENT_KEYGEN_DONE,
                    JOB_FACTS({"spki_sha256", result->fingerprint}, {"id", result->id},
                              {"label", result->label}, {"key", result->key}),
                    failure)) {
        return false;
    }
    written = request_write(&order->request, key, signer, failure);
    signer_learn(workplace, open, signer, failure);
    if (!written) {
        return false;
    }
    result->request = memory_copy_text(order->request.out);
    job_note(job, workplace, EVENT_REQUEST_WRITTEN, JOB_FACTS({"request", file}));
    return true;
}

/* From the finished pair to the finished file. */
static bool request_for_pair(struct workplace *workplace, const struct open_token *open,
                             const struct enroll_order *order, const struct key_pair_spec *spec,
                             const struct key_pair *pair, const struct job *job,
                             struct enroll_result *result, struct failure *failure)
{
    struct key_signer signer = {.session = open->session,
                                .private_key = pair->private_key,
                                .always_authenticate = spec->always_authenticate,
                                .context_pin = open->pin};
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    CLEANUP(public_key_free) struct public_key *key = NULL;
    /*
     * A random id is not searched for, which leaves room in the call budget to look at the private
     * key of any type; with a given id, keys other than RSA are looked at when they get their
     * certificate.
     */
    enum pair_reading reading = order->id.size == 0 ? WITH_PROTECTION : WITHOUT_PROTECTION;

    if (!signer_set_pin(workplace, open, &signer, failure) ||
        !workplace_may_go_on(workplace, failure) ||
        !key_pair_read(open->session, spec, pair, reading, &parts, failure) ||
        !public_key_from_parts(&parts, &key, failure) || !workplace_may_go_on(workplace, failure)) {
        return false;
    }
    result->fingerprint = public_key_fingerprint(key);
    memory_free(result->key);
    result->key = memory_copy_text(public_key_name(key));
    return write_request(workplace, open, order, key, &signer, job, result, failure);
}

/* Where the token would not take the label or the id, the result has what it chose instead. */
static bool take_names(struct workplace *workplace, const struct open_token *open,
                       const struct key_pair_spec *spec, const struct key_pair *pair,
                       struct enroll_result *result, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes id = {0};
    CLEANUP(text_free) char *label = NULL;

    if (pair->dropped == DROPPED_NOTHING) {
        return true;
    }
    if (!key_pair_names(open->session, pair, &id, &label, failure)) {
        return false;
    }
    notices_add(workplace->notices,
                _("the token did not take the label '%s' or the id that was asked for; the key has "
                  "label '%s'"),
                spec->label, label);
    memory_free(result->id);
    memory_free(result->label);
    memory_free(result->key_uri);
    result->id = hex_encode(slice_of_bytes(&id));
    result->key_uri = object_uri(&open->token, OBJECT_PRIVATE_KEY, slice_of_bytes(&id), label);
    result->label = TAKE(label);
    return true;
}

/* What will be made: the id is chosen, so that whatever has it afterwards is this job's. */
static bool record_intent(const struct job *job, const struct enroll_order *order,
                          const struct enroll_result *result, struct failure *failure)
{
    CLEANUP(text_free) char *file = file_absolute(order->request.out);

    return job_record(job, EVENT_KEYGEN_INTENT,
                      JOB_FACTS({"id", result->id}, {"label", result->label}, {"key", result->key},
                                {"subject", result->subject}, {"request", file}),
                      failure);
}

/* As security officer where a quirk says so; then the pair is looked for again as user. */
static bool make_pair(struct workplace *workplace, struct open_token *open,
                      const struct key_pair_spec *spec, const struct job *job,
                      struct key_pair *pair, struct failure *failure)
{
    bool switched = false;

    if (!officer_begin(workplace, open, failure)) {
        job_note(job, workplace, EVENT_KEYGEN_UNDONE, JOB_FACTS({"reason", "not begun"}));
        return false; /* nothing was made yet */
    }
    if (!key_pair_generate(open->session, spec, pair, failure) ||
        !officer_end(workplace, open, &switched, failure) ||
        (switched && !key_pair_find(open->session, spec->id, pair, failure))) {
        if (sweep(workplace, open, spec)) {
            job_note(job, workplace, EVENT_KEYGEN_UNDONE, JOB_FACTS({"reason", failure->action}));
        }
        return false;
    }
    return true;
}

static bool generate(struct workplace *workplace, struct open_token *open,
                     const struct enroll_order *order, const struct key_pair_spec *spec,
                     struct enroll_result *result, struct failure *failure)
{
    struct job job = job_begin(workplace, &open->token);
    struct key_pair pair = {0};

    if (!officer_get_pin(workplace, open, failure)) {
        return false;
    }
    workplace_progress(workplace, _("generating a key pair (%s) on token '%s'"),
                       order->algorithm->name, open->token.label);
    if (!workplace_may_go_on(workplace, failure) || !record_intent(&job, order, result, failure) ||
        !make_pair(workplace, open, spec, &job, &pair, failure)) {
        return false;
    }
    if (!key_pair_look(open->session, spec, &pair, &result->weaknesses, failure) ||
        !take_names(workplace, open, spec, &pair, result, failure) ||
        !request_for_pair(workplace, open, order, spec, &pair, &job, result, failure)) {
        if (roll_back(workplace, open, spec, &pair)) {
            job_note(&job, workplace, EVENT_KEYGEN_UNDONE, JOB_FACTS({"reason", failure->action}));
        }
        return false;
    }
    return true;
}

static void set_result(struct enroll_result *result, const struct open_token *open,
                       const struct enroll_order *order, const struct key_pair_spec *spec)
{
    result_set_token(result, &open->token);
    result->key_uri = object_uri(&open->token, OBJECT_PRIVATE_KEY, spec->id, spec->label);
    result->key = memory_copy_text(order->algorithm->name);
    result->label = memory_copy_text(spec->label);
    result->id = hex_encode(spec->id);
    result->subject = name_text(order->request.subject);
    result->templates = key_pair_describe(&open->token, spec);
    result->quirks = quirk_set_copy(&open->token.quirks);
    result->scheme = signature_scheme_name(order->request.scheme);
    result->digest = digest_name(order->request.digest);
}

/* The token of the order, logged in; one that is not what is required never gets the PIN. */
static bool open_required(struct workplace *workplace, const struct enroll_order *order,
                          struct open_token *ret_open, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};

    return token_choose(workplace->modules, order->token, TOKEN_INFO, workplace->notices, &token,
                        failure) &&
           gate_pass(order->requirement, &token, NULL, failure) &&
           workplace_open_token(workplace, &token, SESSION_READ_WRITE, LOGIN, ret_open, failure);
}

/* Refuses what can be refused without a token, and chooses how the request is signed. */
static bool prepare_order(struct enroll_order *order, struct failure *failure)
{
    struct request_order *request = &order->request;

    if (order->label[0] == '\0' || !text_is_utf8(slice_of_text(order->label))) {
        return failure_set(failure, FAILURE_USAGE, _("the label is empty or not UTF-8"));
    }
    if (strlen(order->label) > LABEL_LIMIT) {
        (void)failure_set(failure, FAILURE_USAGE, _("the label is too long"));
        return failure_cause(failure, _("it has %zu bytes; at most %d are stored on every token"),
                             strlen(order->label), LABEL_LIMIT);
    }
    return gate_check(order->requirement, failure) &&
           signature_choose(order->algorithm->type, order->algorithm->bits, &request->scheme,
                            &request->digest, failure) &&
           file_check_new(request->out, request->overwrite, failure);
}

/*
 * The names of the order must be free. A random id is new and not looked for, unless the token
 * keeps so few bytes of it that it may not be.
 */
static bool check_names(const struct open_token *open, const struct enroll_order *order,
                        uint8_t *random_id, struct key_pair_spec *spec, struct failure *failure)
{
    size_t size = quirks_number(&open->token.quirks, QUIRK_ID_BYTES);
    bool is_short = size > 0 && size < RANDOM_ID_SIZE;

    if (order->id.size > 0) {
        return names_are_free(open, order->label, order->id, failure);
    }
    size = is_short ? size : RANDOM_ID_SIZE;
    random_bytes(random_id, size);
    spec->id = slice_of(random_id, size);
    return names_are_free(open, order->label, is_short ? spec->id : (struct slice){0}, failure);
}

bool enroll(struct workplace *workplace, const struct enroll_order *wanted,
            struct enroll_result *ret_result, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    uint8_t random_id[RANDOM_ID_SIZE];
    struct enroll_order prepared = *wanted;
    const struct enroll_order *order = &prepared;
    struct key_pair_spec spec = {.algorithm = order->algorithm,
                                 .label = order->label,
                                 .id = order->id,
                                 .always_authenticate = order->always_authenticate,
                                 .allow_weaker = order->allow_weaker};

    if (!prepare_order(&prepared, failure) || !open_required(workplace, order, &open, failure) ||
        !key_pair_check(&open.token, &spec, order->id.size > 0, failure) ||
        !workplace_get_sign_pin(workplace, &open, failure) ||
        !check_names(&open, order, random_id, &spec, failure)) {
        return false;
    }
    set_result(&result, &open, order, &spec);
    if (order->dry_run && order->id.size == 0) {
        notices_add(workplace->notices,
                    _("the id is random and will be another one in a real run"));
    }
    if (!order->dry_run && !generate(workplace, &open, order, &spec, &result, failure)) {
        return false;
    }
    *ret_result = result;
    result = (struct enroll_result){0};
    return true;
}
