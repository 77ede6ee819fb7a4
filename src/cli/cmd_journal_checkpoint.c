/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "journal/checkpoint.h"
#include "journal_place.h"
#include "json.h"
#include "render.h"

static bool refuse_damaged(const char *path, const struct journal_report *report,
                           struct failure *failure)
{
    (void)failure_set(failure, FAILURE_NO, _("the journal '%s' is not sound"), path);
    (void)failure_cause(failure, _("it was changed at line %llu"),
                        (unsigned long long)report->line);
    return failure_hint(failure, _("'hardtoken journal verify' says more"));
}

static bool write_checkpoint(const struct options *options, const struct journal_report *report,
                             struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes text = journal_checkpoint_write(&report->head);

    return file_write_new(options->out, slice_of_bytes(&text), options->force, failure);
}

bool cmd_journal_checkpoint(struct cli *cli, struct failure *failure)
{
    const struct options *options = &cli->options;
    CLEANUP(text_free) char *path = journal_place(cli, failure);
    struct journal_report report = {0};

    if (path == NULL) {
        return false;
    }
    if (options->out == NULL) {
        return failure_set(failure, FAILURE_USAGE, _("--%s is missing"), "out");
    }
    if (!journal_must_exist(path, failure) || !journal_verify(path, NULL, &report, failure)) {
        return false;
    }
    if (report.verdict != JOURNAL_SOUND && report.verdict != JOURNAL_TORN) {
        return refuse_damaged(path, &report, failure);
    }
    if (!write_checkpoint(options, &report, failure)) {
        return false;
    }
    if (cli->json != NULL) {
        json_put(cli->json, "checkpoint", json_text(options->out));
        json_put(cli->json, "number", json_integer((json_int_t)report.head.number));
        json_put(cli->json, "hash", json_text(report.head.hash));
        return true;
    }
    print_field(_("checkpoint"), options->out);
    print_field_format(_("record"), "%llu", (unsigned long long)report.head.number);
    print_field(_("hash"), report.head.hash);
    return true;
}
