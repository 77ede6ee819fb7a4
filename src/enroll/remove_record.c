/* SPDX-License-Identifier: Apache-2.0 */
#include "remove_record.h"

#include "base/memory.h"
#include "x509/digest.h"
#include "x509/public_key.h"

/* SHA-256 of the public key, from the first of the objects that shows it whole; NULL: none does. */
static char *fingerprint_of(const struct object_list *mates)
{
    for (size_t i = 0; i < mates->count; i++) {
        const struct object *object = &mates->items[i];
        CLEANUP(public_key_free) struct public_key *key = NULL;
        CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

        if ((object->type == OBJECT_PUBLIC_KEY || object->type == OBJECT_PRIVATE_KEY) &&
            public_key_from_parts(&object->parts, &key, &ignored)) {
            return public_key_fingerprint(key);
        }
    }
    return NULL;
}

bool key_removal_intended(struct workplace *workplace, const struct open_token *open,
                          const struct object *key, const struct object_list *mates,
                          struct job *ret_job, struct failure *failure)
{
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&key->id));
    CLEANUP(text_free) char *spki = fingerprint_of(mates);

    return job_find(workplace, &open->token, spki, id, ret_job, failure) &&
           job_record(
               ret_job, EVENT_DELETE_INTENT,
               JOB_FACTS({"what", "key"}, {"id", id}, {"label", key->label}, {"spki_sha256", spki}),
               failure);
}

void key_removal_done(struct workplace *workplace, const struct object *key, const struct job *job)
{
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&key->id));

    job_note(job, workplace, EVENT_DELETE_DONE, JOB_FACTS({"what", "key"}, {"id", id}));
    if (job_is_open(job)) {
        job_note(job, workplace, EVENT_JOB_ABANDONED, JOB_FACTS({"reason", "key deleted"}));
    }
}

static char *digest_of(const struct object *certificate)
{
    uint8_t digest[SHA256_SIZE];

    sha256(slice_of_bytes(&certificate->value), digest);
    return hex_encode(slice_of(digest, sizeof digest));
}

bool certificate_removal_intended(struct workplace *workplace, const struct open_token *open,
                                  const struct object *certificate, struct failure *failure)
{
    const struct job job = job_none(workplace, &open->token);
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&certificate->id));
    CLEANUP(text_free) char *digest = digest_of(certificate);

    return job_record(&job, EVENT_DELETE_INTENT,
                      JOB_FACTS({"what", "certificate"}, {"id", id}, {"label", certificate->label},
                                {"certificate_sha256", digest}),
                      failure);
}

void certificate_removal_done(struct workplace *workplace, const struct open_token *open,
                              const struct object *certificate)
{
    const struct job job = job_none(workplace, &open->token);
    CLEANUP(text_free) char *digest = digest_of(certificate);

    job_note(&job, workplace, EVENT_DELETE_DONE,
             JOB_FACTS({"what", "certificate"}, {"certificate_sha256", digest}));
}
