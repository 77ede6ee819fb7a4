/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "journal/checkpoint.h"
#include "journal_place.h"
#include "json.h"
#include "render.h"

#define CHECKPOINT_LIMIT 4096

/* What was done to a journal; the caller frees it. */
static char *verdict_text(const struct journal_report *report,
                          const struct journal_checkpoint *checkpoint)
{
    unsigned long long line = report->line;

    switch (report->verdict) {
    case JOURNAL_SOUND:
        return memory_copy_text(_("sound: every record is as it was written"));
    case JOURNAL_TORN:
        return memory_copy_text(_("sound, but for a last line that was cut off, as by a power cut; "
                                  "the next record repairs it"));
    case JOURNAL_EDITED:
        return text_format(_("edited: the record in line %llu, or the one before, is not what was "
                             "written"),
                           line);
    case JOURNAL_REMOVED:
        return text_format(_("records were removed before line %llu"), line);
    case JOURNAL_INSERTED:
        return text_format(_("the record in line %llu was inserted"), line);
    case JOURNAL_TRUNCATED:
        return text_format(_("truncated: the checkpoint knows %llu records"),
                           (unsigned long long)checkpoint->number);
    case JOURNAL_REWRITTEN:
        break;
    }
    return text_format(_("written anew: the record in line %llu is not that of the checkpoint"),
                       line);
}

static bool is_sound(const struct journal_report *report)
{
    return report->verdict == JOURNAL_SOUND || report->verdict == JOURNAL_TORN;
}

static void put_report(json_t *document, const char *path, const struct journal_report *report)
{
    json_t *head = json_object();

    json_put(head, "number", json_integer((json_int_t)report->head.number));
    json_put(head, "hash", json_text(report->head.hash));
    json_put(document, "journal", json_text(path));
    json_put(document, "verdict", json_string(journal_verdict_name(report->verdict)));
    json_put(document, "records", json_integer((json_int_t)report->records));
    json_put(document, "line",
             report->line == 0 ? json_null() : json_integer((json_int_t)report->line));
    json_put(document, "head", head);
}

static void print_report(const char *path, const struct journal_report *report,
                         const struct journal_checkpoint *checkpoint)
{
    CLEANUP(text_free) char *verdict = verdict_text(report, checkpoint);

    print_field(_("journal"), path);
    print_field(_("verdict"), verdict);
    print_field_format(_("records"), P_("%llu", "%llu", report->records),
                       (unsigned long long)report->records);
    if (is_sound(report)) {
        print_field(_("head"), report->head.hash);
    }
}

static bool read_checkpoint(const char *file, struct journal_checkpoint *ret_checkpoint,
                            struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes text = {0};

    return file_read(file, CHECKPOINT_LIMIT, &text, failure) &&
           journal_checkpoint_read(slice_of_bytes(&text), file, ret_checkpoint, failure);
}

bool cmd_journal_verify(struct cli *cli, struct failure *failure)
{
    const char *file = cli->options.checkpoint;
    CLEANUP(text_free) char *path = journal_place(cli, failure);
    struct journal_checkpoint checkpoint = {0};
    struct journal_report report = {0};

    /* One that is gone altogether is truncated, where a checkpoint knows of it. */
    if (path == NULL || (file != NULL && !read_checkpoint(file, &checkpoint, failure)) ||
        (checkpoint.number == 0 && !journal_must_exist(path, failure)) ||
        !journal_verify(path, file == NULL ? NULL : &checkpoint, &report, failure)) {
        return false;
    }
    if (cli->json != NULL) {
        put_report(cli->json, path, &report);
    } else {
        print_report(path, &report, &checkpoint);
    }
    cli->exit_status = is_sound(&report) ? 0 : FAILURE_NO;
    return true;
}
