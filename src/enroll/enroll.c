/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/enroll.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pkcs11/key_pair.h"
#include "request_write.h"
#include "x509/digest.h"
#include "x509/public_key.h"

#define RANDOM_ID_SIZE 20
#define LABEL_LIMIT 255 /* bytes; pkcs15-ub-label of PKCS #15, which most cards follow */

/* The private key if there is one: it is what the hint is about. */
static const struct object *most_telling(const struct object_list *objects)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->items[i].type == OBJECT_PRIVATE_KEY) {
            return &objects->items[i];
        }
    }
    return &objects->items[0];
}

/* Says which object has the label or id already. */
static bool refuse_taken(const struct open_token *open, const struct object_filter *filter,
                         struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP(text_free) char *uri = NULL;

    if (!objects_find(open->session, filter, &objects, failure)) {
        return false;
    }
    if (objects.count > 0) {
        const struct object *object = most_telling(&objects);

        uri = object_uri(&open->token, object->type, slice_of_bytes(&object->id), object->label);
    }
    if (filter->label != NULL) {
        (void)failure_set(failure, FAILURE_INPUT, _("the label '%s' is taken on token '%s'"),
                          filter->label, open->token.label);
    } else {
        CLEANUP(text_free) char *hex = hex_encode(filter->id);

        (void)failure_set(failure, FAILURE_INPUT, _("the id %s is taken on token '%s'"), hex,
                          open->token.label);
    }
    if (uri != NULL) {
        (void)failure_cause(failure, _("%s has it"), uri);
    }
    return failure_hint(failure, _("choose another with --label and --id; to make a request for "
                                   "the key that is there, use 'hardtoken request create'"));
}

static bool check_free(const struct open_token *open, const struct object_filter *filter,
                       struct failure *failure)
{
    bool taken = false;

    if (!objects_exist(open->session, filter, &taken, failure)) {
        return false;
    }
    return taken ? refuse_taken(open, filter, failure) : true;
}

/* A random id is not looked for: it is new. */
static bool check_names_free(const struct open_token *open, const struct enroll_order *order,
                             struct failure *failure)
{
    const struct object_filter by_label = {.label = order->label};
    const struct object_filter by_id = {.id = order->id};

    return check_free(open, &by_label, failure) &&
           (order->id.size == 0 || check_free(open, &by_id, failure));
}

static void note_left_behind(struct workplace *workplace, const struct open_token *open,
                             const struct key_pair_spec *spec, const struct failure *reason)
{
    CLEANUP(text_free)
    char *uri = object_uri(&open->token, OBJECT_PRIVATE_KEY, spec->id, spec->label);

    notices_add(
        workplace->notices,
        _("a new key pair may be left on the token, it could not be removed (%s); remove it "
          "with: hardtoken key delete '%s'"),
        reason->rv_name == NULL ? reason->action : reason->rv_name, uri);
}

/* Removes the pair this run made; the failure that led here stays the one reported. */
static void roll_back(struct workplace *workplace, const struct open_token *open,
                      const struct key_pair_spec *spec, const struct key_pair *pair)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!key_pair_delete(open->session, pair, &reason)) {
        note_left_behind(workplace, open, spec, &reason);
    }
}

/*
 * After a generation that failed: a card may have made the pair before it lost the answer. The id
 * was free before this run, so whatever has it now is this run's.
 */
static void sweep(struct workplace *workplace, const struct open_token *open,
                  const struct key_pair_spec *spec)
{
    const struct object_filter filter = {.id = spec->id};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!objects_find(open->session, &filter, &objects, &reason)) {
        note_left_behind(workplace, open, spec, &reason);
        return;
    }
    for (size_t i = 0; i < objects.count; i++) {
        if (!object_delete(open->session, &objects.items[i], &reason)) {
            note_left_behind(workplace, open, spec, &reason);
            return;
        }
    }
}

/* From the finished pair to the finished file. */
static bool request_for_pair(struct workplace *workplace, const struct open_token *open,
                             const struct enroll_order *order, const struct key_pair_spec *spec,
                             const struct key_pair *pair, struct enroll_result *result,
                             struct failure *failure)
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
    bool written;

    if (!signer_set_pin(workplace, open, &signer, failure) ||
        !workplace_may_go_on(workplace, failure) ||
        !key_pair_read(open->session, spec, pair, reading, &parts, failure) ||
        !public_key_from_parts(&parts, &key, failure) || !workplace_may_go_on(workplace, failure)) {
        return false;
    }
    written = request_write(&order->request, key, &signer, failure);
    signer_learn(workplace, open, &signer, failure);
    if (!written) {
        return false;
    }
    memory_free(result->key);
    result->key = memory_copy_text(public_key_name(key));
    result->fingerprint = public_key_fingerprint(key);
    result->request = memory_copy_text(order->request.out);
    return true;
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

static bool generate(struct workplace *workplace, const struct open_token *open,
                     const struct enroll_order *order, const struct key_pair_spec *spec,
                     struct enroll_result *result, struct failure *failure)
{
    struct key_pair pair = {0};

    workplace_progress(workplace, _("generating a key pair (%s) on token '%s'"),
                       order->algorithm->name, open->token.label);
    if (!workplace_may_go_on(workplace, failure)) {
        return false;
    }
    if (!key_pair_generate(open->session, spec, &pair, failure)) {
        sweep(workplace, open, spec);
        return false;
    }
    if (!take_names(workplace, open, spec, &pair, result, failure) ||
        !request_for_pair(workplace, open, order, spec, &pair, result, failure)) {
        roll_back(workplace, open, spec, &pair);
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
    result->scheme = signature_scheme_name(order->request.scheme);
    result->digest = digest_name(order->request.digest);
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
    return signature_choose(order->algorithm->type, order->algorithm->bits, &request->scheme,
                            &request->digest, failure) &&
           file_check_new(request->out, request->overwrite, failure);
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
                                 .always_authenticate = order->always_authenticate};

    if (!prepare_order(&prepared, failure)) {
        return false;
    }
    if (spec.id.size == 0) {
        random_bytes(random_id, sizeof random_id);
        spec.id = slice_of(random_id, sizeof random_id);
    }
    if (!workplace_open(workplace, order->token, SESSION_READ_WRITE, LOGIN, &open, failure) ||
        !workplace_get_sign_pin(workplace, &open, failure) ||
        !check_names_free(&open, order, failure)) {
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
