/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/jobs.h"

#include <string.h>

#include "base/memory.h"

const char *job_state_name(enum job_state state)
{
    static const char *const names[] = {
        [JOB_GENERATING] = "generating", [JOB_GENERATED] = "generated",
        [JOB_WAITING] = "waiting",       [JOB_INSTALLING] = "installing",
        [JOB_INSTALLED] = "installed",   [JOB_UNDONE] = "undone",
        [JOB_ABANDONED] = "abandoned",   [JOB_REJECTED] = "rejected",
        [JOB_SUPERSEDED] = "superseded",
    };

    return names[state];
}

bool job_state_is_final(enum job_state state)
{
    return state >= JOB_INSTALLED;
}

/* Where an event brings a job; what is about something else leaves it where it is. */
static enum job_state next_state(enum job_state state, enum journal_event event, bool requested)
{
    switch (event) {
    case EVENT_KEYGEN_INTENT:
        return JOB_GENERATING;
    case EVENT_KEYGEN_DONE:
    case EVENT_KEYGEN_ADOPTED:
        return JOB_GENERATED;
    case EVENT_KEYGEN_UNDONE:
        return JOB_UNDONE;
    case EVENT_REQUEST_WRITTEN:
        return JOB_WAITING;
    case EVENT_INSTALL_UNDONE:
        return requested ? JOB_WAITING : JOB_UNDONE;
    case EVENT_INSTALL_INTENT:
        return JOB_INSTALLING;
    case EVENT_INSTALL_DONE:
        return JOB_INSTALLED;
    case EVENT_JOB_ABANDONED:
        return JOB_ABANDONED;
    case EVENT_JOB_REJECTED:
        return JOB_REJECTED;
    case EVENT_JOB_SUPERSEDED:
        return JOB_SUPERSEDED;
    case EVENT_DELETE_INTENT:
    case EVENT_DELETE_DONE:
    case EVENT_JOURNAL_REPAIRED:
    case EVENT_COUNT:
        break;
    }
    return state;
}

static void take(const char **member, const char *value)
{
    if (value != NULL) {
        *member = value;
    }
}

static void add_record(struct journal_job *job, const struct journal_record *record)
{
    job->state = next_state(job->state, record->event, job->request != NULL);
    job->changed = record->time;
    take(&job->serial, record->serial);
    take(&job->label, record->label);
    take(&job->model, record->model);
    take(&job->manufacturer, record->manufacturer);
    take(&job->key_id, journal_record_fact(record, "id"));
    take(&job->key_label, journal_record_fact(record, "label"));
    take(&job->key, journal_record_fact(record, "key"));
    take(&job->spki, journal_record_fact(record, "spki_sha256"));
    take(&job->subject, journal_record_fact(record, "subject"));
    take(&job->request, journal_record_fact(record, "request"));
    take(&job->profile, journal_record_fact(record, "profile"));
}

static struct journal_job *find(struct journal_jobs *jobs, const char *id)
{
    for (size_t i = jobs->count; i > 0; i--) { /* records of a job are mostly close together */
        if (strcmp(jobs->items[i - 1].id, id) == 0) {
            return &jobs->items[i - 1];
        }
    }
    return NULL;
}

void journal_jobs_read(const struct journal_content *content, struct journal_jobs *ret_jobs)
{
    struct journal_jobs jobs = {0};

    for (size_t i = 0; i < content->count; i++) {
        const struct journal_record *record = &content->records[i];
        struct journal_job *job = record->job == NULL ? NULL : find(&jobs, record->job);

        if (record->job != NULL && job == NULL) {
            jobs.items = memory_resize(jobs.items, jobs.count + 1, sizeof *jobs.items);
            job = &jobs.items[jobs.count++];
            *job = (struct journal_job){.id = record->job, .begun = record->time};
        }
        if (job != NULL) {
            add_record(job, record);
        }
    }
    *ret_jobs = jobs;
}

void journal_jobs_clear(struct journal_jobs *jobs)
{
    memory_free(jobs->items);
    *jobs = (struct journal_jobs){0};
}

const struct journal_job *journal_job_by_key(const struct journal_jobs *jobs, const char *spki)
{
    for (size_t i = jobs->count; i > 0; i--) {
        const struct journal_job *job = &jobs->items[i - 1];

        if (job->spki != NULL && strcmp(job->spki, spki) == 0) {
            return job;
        }
    }
    return NULL;
}

const struct journal_job *journal_job_by_prefix(const struct journal_jobs *jobs, const char *prefix)
{
    const struct journal_job *found = NULL;
    size_t size = strlen(prefix);

    for (size_t i = 0; i < jobs->count; i++) {
        if (size >= JOB_PREFIX_LEAST && strncmp(jobs->items[i].id, prefix, size) == 0) {
            if (found != NULL) {
                return NULL;
            }
            found = &jobs->items[i];
        }
    }
    return found;
}

static bool same(const char *a, const char *b)
{
    return a != NULL && strcmp(a, b) == 0;
}

const struct journal_job *journal_job_by_place(const struct journal_jobs *jobs, const char *serial,
                                               const char *key_id)
{
    for (size_t i = jobs->count; i > 0; i--) {
        const struct journal_job *job = &jobs->items[i - 1];

        if (!job_state_is_final(job->state) && same(job->serial, serial) &&
            same(job->key_id, key_id)) {
            return job;
        }
    }
    return NULL;
}
