/* SPDX-License-Identifier: Apache-2.0 */
#include "pending.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "journal_place.h"
#include "json.h"
#include "table.h"

#define COLUMNS 7
#define CSV_COLUMNS 11

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool matches(const struct cli *cli, const struct journal_job *job)
{
    const char *texts[] = {job->label,   job->serial,  job->key_id, job->key_label,
                           job->subject, job->request, job->id};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (cli->options.match == NULL || text_contains(or_empty(texts[i]), cli->options.match)) {
            return true;
        }
    }
    return false;
}

static bool is_pending(const struct cli *cli, const struct journal_job *job)
{
    return !job_state_is_final(job->state) && matches(cli, job);
}

/* What a job waits for, or where it was interrupted. */
static const char *state_text(enum job_state state)
{
    switch (state) {
    case JOB_GENERATING:
        return _("interrupted: is the key there?");
    case JOB_GENERATED:
        return _("interrupted: no request");
    case JOB_INSTALLING:
        return _("interrupted: is the certificate there?");
    case JOB_WAITING:
    case JOB_INSTALLED:
    case JOB_UNDONE:
    case JOB_ABANDONED:
    case JOB_REJECTED:
    case JOB_SUPERSEDED:
        break;
    }
    return _("waiting");
}

static void add_row(struct table *table, const struct journal_job *job)
{
    CLEANUP(text_free) char *id = short_job(job->id);
    CLEANUP(text_free) char *since = timestamp_date(job->begun);
    const char *cells[COLUMNS] = {id,
                                  since,
                                  or_empty(job->label),
                                  or_empty(job->key_label),
                                  or_empty(job->subject),
                                  or_empty(job->request),
                                  state_text(job->state)};

    table_add_row(table, cells);
}

static void print_jobs(struct cli *cli, const struct journal_jobs *jobs)
{
    const char *const headings[COLUMNS] = {_("JOB"),     _("SINCE"),   _("TOKEN"), _("KEY"),
                                           _("SUBJECT"), _("REQUEST"), _("STATE")};
    struct table *table = table_new(headings, COLUMNS);

    for (size_t i = 0; i < jobs->count; i++) {
        if (is_pending(cli, &jobs->items[i])) {
            add_row(table, &jobs->items[i]);
        }
    }
    if (table_is_empty(table) && !cli->options.quiet) {
        notices_add(&cli->notices, _("no request is waiting for a certificate"));
    }
    table_print(table, "");
    table_free(table);
}

static void add_csv_row(struct table *table, const struct journal_job *job)
{
    CLEANUP(text_free) char *begun = timestamp_text(job->begun);
    const char *cells[CSV_COLUMNS] = {job->id,
                                      job_state_name(job->state),
                                      begun,
                                      or_empty(job->label),
                                      or_empty(job->serial),
                                      or_empty(job->key_label),
                                      or_empty(job->key_id),
                                      or_empty(job->key),
                                      or_empty(job->subject),
                                      or_empty(job->request),
                                      or_empty(job->spki)};

    table_add_row(table, cells);
}

static void print_csv(const struct cli *cli, const struct journal_jobs *jobs)
{
    static const char *const headings[CSV_COLUMNS] = {"job",     "state",   "begun",     "token",
                                                      "serial",  "label",   "id",        "key",
                                                      "subject", "request", "key_sha256"};
    struct table *table = table_new(headings, CSV_COLUMNS);

    for (size_t i = 0; i < jobs->count; i++) {
        if (is_pending(cli, &jobs->items[i])) {
            add_csv_row(table, &jobs->items[i]);
        }
    }
    table_print_csv(table);
    table_free(table);
}

static json_t *job_json(const struct journal_job *job)
{
    json_t *object = json_object();

    json_put(object, "job", json_text(job->id));
    json_put(object, "state", json_string(job_state_name(job->state)));
    json_put(object, "begun", json_time(job->begun));
    json_put(object, "changed", json_time(job->changed));
    json_put(object, "token_label", json_text(job->label));
    json_put(object, "token_serial", json_text(job->serial));
    json_put(object, "label", json_text(job->key_label));
    json_put(object, "id", json_text(job->key_id));
    json_put(object, "key", json_text(job->key));
    json_put(object, "key_sha256", json_text(job->spki));
    json_put(object, "subject", json_text(job->subject));
    json_put(object, "request", json_text(job->request));
    return object;
}

static void put_jobs(struct cli *cli, const struct journal_jobs *jobs)
{
    json_t *array = json_array();

    for (size_t i = 0; i < jobs->count; i++) {
        if (is_pending(cli, &jobs->items[i])) {
            (void)json_array_append_new(array, job_json(&jobs->items[i]));
        }
    }
    json_put(cli->json, "pending", array);
}

static bool check_options(const struct options *options, struct failure *failure)
{
    const char *other = options->expiring != NULL ? "expiring"
                        : options->token != NULL  ? "token"
                        : options->uris           ? "uris"
                                                  : NULL;

    return other == NULL || failure_set(failure, FAILURE_USAGE,
                                        _("--%s and --%s do not go together"), "pending", other);
}

bool list_pending(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    CLEANUP_VALUE(journal_jobs_clear) struct journal_jobs jobs = {0};

    if (!check_options(&cli->options, failure) || !cli_read_journal(cli, &content, failure)) {
        return false;
    }
    journal_jobs_read(&content, &jobs);
    if (cli->json != NULL) {
        put_jobs(cli, &jobs);
    } else if (cli->options.csv) {
        print_csv(cli, &jobs);
    } else {
        print_jobs(cli, &jobs);
    }
    return true;
}
