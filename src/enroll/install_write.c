/* SPDX-License-Identifier: Apache-2.0 */

/* Certificates onto a token, with what the journal has to know of them. */

#include "install_write.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "job.h"
#include "officer.h"
#include "x509/digest.h"

struct certificate_spec certificate_spec_of(const struct certificate *certificate, struct slice id,
                                            const char *label)
{
    const struct certificate_outline *outline = certificate_outline(certificate);

    return (struct certificate_spec){.value = certificate_der(certificate),
                                     .subject = outline->subject,
                                     .issuer = outline->issuer,
                                     .serial_number = outline->serial_number,
                                     .id = id,
                                     .label = label};
}

static char *digest_of(const struct certificate *certificate)
{
    uint8_t digest[SHA256_SIZE];

    sha256(certificate_der(certificate), digest);
    return hex_encode(slice_of(digest, sizeof digest));
}

/* What the journal is told before CERTIFICATE is written. */
static bool record_intent(const struct job *job, const struct certificate *certificate,
                          const struct object *key, const char *label, struct failure *failure)
{
    CLEANUP(text_free) char *spki = public_key_fingerprint(certificate_key(certificate));
    CLEANUP(text_free) char *id = key == NULL ? NULL : hex_encode(slice_of_bytes(&key->id));
    CLEANUP(text_free) char *digest = digest_of(certificate);
    CLEANUP(text_free) char *subject = certificate_subject(certificate);
    CLEANUP(text_free)
    char *serial = certificate_outline_serial(certificate_outline(certificate));

    return job_record(job, EVENT_INSTALL_INTENT,
                      JOB_FACTS({"id", id}, {"label", label},
                                {"spki_sha256", key == NULL ? NULL : spki},
                                {"certificate_sha256", digest}, {"certificate_subject", subject},
                                {"certificate_serial", serial}),
                      failure);
}

/*
 * After a call that failed: when the certificate is certainly not there the journal says so, else
 * what became of it stays open.
 */
static void note_not_written(struct workplace *workplace, const struct open_token *place,
                             const struct certificate *certificate, const struct job *job,
                             const struct failure *failure)
{
    const struct object_filter itself = {.type = OBJECT_CERTIFICATE,
                                         .value = certificate_der(certificate)};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(text_free) char *digest = digest_of(certificate);
    bool exists = true;

    if (job->journal != NULL && failure->function != NULL &&
        objects_exist(place->session, &itself, &exists, &ignored) && !exists) {
        job_note(job, workplace, EVENT_INSTALL_UNDONE,
                 JOB_FACTS({"certificate_sha256", digest}, {"reason", failure->action}));
    }
}

static bool write_certificate(struct workplace *workplace, struct open_token *place,
                              const struct certificate *certificate, const struct object *key,
                              const char *label, const struct job *job, struct failure *failure)
{
    const struct certificate_spec spec = certificate_spec_of(
        certificate, key == NULL ? (struct slice){0} : slice_of_bytes(&key->id), label);
    CLEANUP(text_free) char *digest = digest_of(certificate);

    if (!officer_begin(workplace, place, failure) ||
        !record_intent(job, certificate, key, label, failure)) {
        return false;
    }
    if (!certificate_store(place->session, &spec, failure)) {
        note_not_written(workplace, place, certificate, job, failure);
        return false;
    }
    job_note(job, workplace, EVENT_INSTALL_DONE, JOB_FACTS({"certificate_sha256", digest}));
    return true;
}

/* The job of the key; one that was given up is a notice, because a CA went on with it. */
static bool find_job(struct workplace *workplace, const struct open_token *place,
                     const struct certificate *certificate, const struct object *key,
                     struct job *ret_job, struct failure *failure)
{
    CLEANUP(text_free) char *spki = public_key_fingerprint(certificate_key(certificate));
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&key->id));

    if (!job_find(workplace, &place->token, spki, id, ret_job, failure)) {
        return false;
    }
    if (ret_job->id[0] != '\0' && ret_job->state == JOB_ABANDONED) {
        CLEANUP(text_free) char *date = timestamp_date(ret_job->changed);

        notices_add(workplace->notices,
                    _("the certificate for key '%s' belongs to job %s, which was abandoned on %s"),
                    key->label, ret_job->id, date);
    }
    return true;
}

bool leaf_write(struct workplace *workplace, struct open_token *place,
                const struct certificate *certificate, const struct object *key,
                struct failure *failure)
{
    struct job job = {0};

    if (!find_job(workplace, place, certificate, key, &job, failure)) {
        return false;
    }
    if (job.id[0] == '\0') {
        job = job_begin(workplace, &place->token);
    }
    return write_certificate(workplace, place, certificate, key, key->label, &job, failure);
}

bool leaf_is_present(struct workplace *workplace, const struct open_token *place,
                     const struct certificate *certificate, const struct object *key,
                     struct failure *failure)
{
    struct job job = {0};

    if (!find_job(workplace, place, certificate, key, &job, failure)) {
        return false;
    }
    if (job_is_open(&job)) {
        CLEANUP(text_free) char *digest = digest_of(certificate);

        job_note(&job, workplace, EVENT_INSTALL_DONE,
                 JOB_FACTS({"certificate_sha256", digest}, {"outcome", "present"}));
    }
    return true;
}

bool issuer_write(struct workplace *workplace, struct open_token *place,
                  const struct certificate *certificate, const char *label, struct failure *failure)
{
    const struct job job = job_none(workplace, &place->token);

    return write_certificate(workplace, place, certificate, NULL, label, &job, failure);
}
