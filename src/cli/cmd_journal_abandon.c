/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "journal_place.h"
#include "json.h"
#include "render.h"

static bool find_open_job(const struct journal_jobs *jobs, const char *name,
                          const struct journal_job **ret_job, struct failure *failure)
{
    const struct journal_job *job = journal_job_by_prefix(jobs, name);

    if (job == NULL) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("the journal has no job '%s'"), name);
        (void)failure_cause(failure,
                            _("none or several begin with it; at least %d digits are "
                              "needed"),
                            JOB_PREFIX_LEAST);
        return failure_hint(failure, _("'hardtoken list --pending' shows those that wait"));
    }
    if (job_state_is_final(job->state)) {
        CLEANUP(text_free) char *date = timestamp_date(job->changed);

        (void)failure_set(failure, FAILURE_NO, _("job %s cannot be abandoned"), job->id);
        return failure_cause(failure, _("it has ended on %s: %s"), date,
                             job_state_name(job->state));
    }
    *ret_job = job;
    return true;
}

static bool record_end(struct cli *cli, const struct journal_job *job, struct failure *failure)
{
    CLEANUP_VALUE(journal_record_clear)
    struct journal_record record = {
        .event = EVENT_JOB_ABANDONED,
        .job = memory_copy_text(job->id),
        .serial = memory_copy_text(job->serial),
        .label = memory_copy_text(job->label),
        .model = memory_copy_text(job->model),
        .manufacturer = memory_copy_text(job->manufacturer),
    };

    journal_record_add(&record, "reason", "asked for");
    return cli_keep_journal(cli, failure) && journal_append(cli->journal, &record, failure);
}

static void print_end(struct cli *cli, const struct journal_job *job)
{
    if (cli->json != NULL) {
        json_put(cli->json, "job", json_text(job->id));
        json_put(cli->json, "state", json_string(job_state_name(JOB_ABANDONED)));
        return;
    }
    print_field(_("abandoned"), job->id);
    if (job->key_label != NULL && !cli->options.quiet) {
        print_field_format(_("key"),
                           _("'%s' stays on token '%s'; 'hardtoken key delete' removes it"),
                           job->key_label, job->label);
    }
}

bool cmd_journal_abandon(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    CLEANUP_VALUE(journal_jobs_clear) struct journal_jobs jobs = {0};
    const struct journal_job *job = NULL;

    if (!cli_read_journal(cli, &content, failure)) {
        return false;
    }
    journal_jobs_read(&content, &jobs);
    if (!find_open_job(&jobs, cli->options.arguments.items[0], &job, failure) ||
        !record_end(cli, job, failure)) {
        return false;
    }
    print_end(cli, job);
    return true;
}
