/* SPDX-License-Identifier: Apache-2.0 */
#include "journal_place.h"

#include <errno.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/state.h"
#include "base/text.h"

#define SHORT_DIGITS 8

char *journal_place(const struct cli *cli, struct failure *failure)
{
    CLEANUP(text_free) char *folder = NULL;

    if (cli->options.journal != NULL) {
        return memory_copy_text(cli->options.journal);
    }
    folder = state_folder();
    if (folder == NULL) {
        (void)failure_set(failure, FAILURE_HOST, _("there is no place for the journal"));
        (void)failure_cause(failure, _("neither XDG_STATE_HOME nor HOME names a folder"));
        (void)failure_hint(failure, _("give a file with --journal"));
        return NULL;
    }
    return text_format("%s/journal.jsonl", folder);
}

bool cli_keep_journal(struct cli *cli, struct failure *failure)
{
    CLEANUP(text_free) char *path = journal_place(cli, failure);

    if (path == NULL || !journal_open(path, &cli->journal, failure)) {
        return false;
    }
    cli->workplace.journal = cli->journal;
    return true;
}

void cli_offer_journal(struct cli *cli)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!cli_keep_journal(cli, &reason)) {
        notices_add(&cli->notices, _("the journal will not know of this request: %s (%s)"),
                    reason.action, reason.cause == NULL ? "-" : reason.cause);
    }
}

bool journal_must_exist(const char *path, struct failure *failure)
{
    if (access(path, F_OK) == 0 || errno != ENOENT) {
        return true;
    }
    (void)failure_set(failure, FAILURE_INPUT, _("there is no journal '%s'"), path);
    return failure_hint(failure, _("it begins with the first key or certificate that is written; "
                                   "another one is named with --journal"));
}

static void notice_damage(struct cli *cli, const struct journal_report *report)
{
    if (report->verdict != JOURNAL_SOUND && report->verdict != JOURNAL_TORN) {
        notices_add(&cli->notices,
                    _("the journal was changed at line %llu: 'hardtoken journal verify' says more"),
                    (unsigned long long)report->line);
    }
}

bool cli_read_journal(struct cli *cli, struct journal_content *ret_content, struct failure *failure)
{
    CLEANUP(text_free) char *path = journal_place(cli, failure);
    struct journal_report report = {0};

    if (path == NULL || (cli->options.journal != NULL && !journal_must_exist(path, failure)) ||
        !journal_verify(path, NULL, &report, failure) ||
        !journal_read(path, ret_content, failure)) {
        return false;
    }
    notice_damage(cli, &report);
    return true;
}

char *short_job(const char *id)
{
    return id == NULL ? memory_copy_text("") : text_format("%.*s", SHORT_DIGITS, id);
}
