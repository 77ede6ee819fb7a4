/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/request_create.h"

#include "base/file.h"
#include "base/memory.h"
#include "enroll/key_lookup.h"
#include "job.h"
#include "request_write.h"

static void set_result(struct enroll_result *result, const struct open_token *open,
                       const struct found_key *key, const struct request_order *order)
{
    const struct object *object = &key->private_key;

    result_set_token(result, &open->token);
    result->key_uri =
        object_uri(&open->token, object->type, slice_of_bytes(&object->id), object->label);
    result->key = memory_copy_text(public_key_name(key->public_key));
    result->label = memory_copy_text(object->label);
    result->id = hex_encode(slice_of_bytes(&object->id));
    result->subject = name_text(order->subject);
    result->fingerprint = public_key_fingerprint(key->public_key);
    result->scheme = signature_scheme_name(order->scheme);
    result->digest = digest_name(order->digest);
    result->quirks = quirk_set_copy(&open->token.quirks);
}

/*
 * The request belongs to the open job of the key, or begins one: from now on a certificate is
 * awaited. Nothing was written to the token, so that a journal that cannot be read or written is a
 * notice.
 */
static void note_request(struct workplace *workplace, const struct open_token *open,
                         const struct enroll_result *result)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(text_free) char *file = file_absolute(result->request);
    struct job job = {0};

    if (!job_find(workplace, &open->token, result->fingerprint, result->id, &job, &ignored) ||
        !job_is_open(&job)) {
        job = job_begin(workplace, &open->token);
    }
    job_note(&job, workplace, EVENT_REQUEST_WRITTEN,
             JOB_FACTS({"id", result->id}, {"label", result->label}, {"key", result->key},
                       {"subject", result->subject}, {"request", file},
                       {"spki_sha256", result->fingerprint}));
}

static bool find_key(struct open_token *open, const struct object_selector *selector,
                     const struct public_key *public_key, struct found_key *key,
                     struct failure *failure)
{
    return public_key == NULL ? key_lookup(open, selector, PROOF_BY_SIGNATURE, key, failure)
                              : key_lookup_by_public_key(open, selector, public_key, key, failure);
}

bool request_create(struct workplace *workplace, const struct object_selector *selector,
                    const struct public_key *public_key, const struct request_order *order,
                    bool dry_run, struct enroll_result *ret_result, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    struct request_order chosen = *order;
    struct key_signer signer = {0};

    if (!file_check_new(order->out, order->overwrite, failure) ||
        !workplace_open(workplace, selector->token, SESSION_READ_ONLY, LOGIN, &open, failure) ||
        !workplace_get_sign_pin(workplace, &open, failure) ||
        !find_key(&open, selector, public_key, &key, failure) ||
        !signature_choose(public_key_type(key.public_key), public_key_bits(key.public_key),
                          &chosen.scheme, &chosen.digest, failure)) {
        return false;
    }
    signer = (struct key_signer){.session = open.session,
                                 .private_key = key.private_key.handle,
                                 .always_authenticate = key.private_key.always_authenticate == YES};
    set_result(&result, &open, &key, &chosen);
    if (!signer_set_pin(workplace, &open, &signer, failure)) {
        return false;
    }
    if (!dry_run) {
        bool written = request_write(&chosen, key.public_key, &signer, failure);

        signer_learn(workplace, &open, &signer, failure);
        if (!written) {
            return false;
        }
        result.request = memory_copy_text(order->out);
        note_request(workplace, &open, &result);
    }
    *ret_result = result;
    result = (struct enroll_result){0};
    return true;
}
