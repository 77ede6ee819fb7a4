/* SPDX-License-Identifier: Apache-2.0 */
#include "job.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "x509/digest.h"

struct job job_none(const struct workplace *workplace, const struct token *token)
{
    return (struct job){.journal = workplace->journal, .token = token};
}

struct job job_begin(const struct workplace *workplace, const struct token *token)
{
    struct job job = job_none(workplace, token);
    uint8_t number[JOB_ID_SIZE / 2];
    CLEANUP(text_free) char *hex = NULL;

    random_bytes(number, sizeof number);
    hex = hex_encode(slice_of(number, sizeof number));
    memcpy(job.id, hex, sizeof job.id);
    return job;
}

bool job_find(const struct workplace *workplace, const struct token *token, const char *spki,
              const char *key_id, struct job *ret_job, struct failure *failure)
{
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    CLEANUP_VALUE(journal_jobs_clear) struct journal_jobs jobs = {0};
    const struct journal_job *known = NULL;

    *ret_job = job_none(workplace, token);
    if (workplace->journal == NULL) {
        return true;
    }
    if (!journal_read(journal_path(workplace->journal), &content, failure)) {
        return false;
    }
    journal_jobs_read(&content, &jobs);
    if (spki != NULL) {
        known = journal_job_by_key(&jobs, spki);
    }
    if (known == NULL && key_id[0] != '\0') {
        known = journal_job_by_place(&jobs, token->serial, key_id);
    }
    if (known != NULL && strlen(known->id) == JOB_ID_SIZE) {
        memcpy(ret_job->id, known->id, sizeof ret_job->id);
        ret_job->state = known->state;
        ret_job->changed = known->changed;
    }
    return true;
}

bool job_is_open(const struct job *job)
{
    return job->id[0] != '\0' && !job_state_is_final(job->state);
}

bool job_record(const struct job *job, enum journal_event event, const struct job_fact *facts,
                struct failure *failure)
{
    CLEANUP_VALUE(journal_record_clear) struct journal_record record = {.event = event};

    if (job->journal == NULL) {
        return true;
    }
    if (job->id[0] != '\0') {
        record.job = memory_copy_text(job->id);
    }
    record.serial = memory_copy_text(job->token->serial);
    record.label = memory_copy_text(job->token->label);
    record.model = memory_copy_text(job->token->model);
    record.manufacturer = memory_copy_text(job->token->manufacturer);
    for (; facts->name != NULL; facts++) {
        journal_record_add(&record, facts->name, facts->value);
    }
    return journal_append(job->journal, &record, failure);
}

void job_note(const struct job *job, struct workplace *workplace, enum journal_event event,
              const struct job_fact *facts)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!job_record(job, event, facts, &reason)) {
        notices_add(workplace->notices,
                    _("it is done, but the journal could not be told of '%s': %s"),
                    journal_event_name(event), reason.cause != NULL ? reason.cause : reason.action);
    }
}
