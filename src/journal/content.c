/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/journal.h"

/* Some 100 000 records. */
#define JOURNAL_LIMIT (64u * 1024 * 1024)

static bool load(const char *path, struct bytes *ret_bytes, struct failure *failure)
{
    struct failure unread = {0};
    struct stat status = {0};

    if (stat(path, &status) == 0 ? S_ISREG(status.st_mode) && status.st_size == 0
                                 : errno == ENOENT) {
        return true; /* nothing was recorded yet */
    }
    if (!file_read(path, JOURNAL_LIMIT, ret_bytes, &unread)) {
        unread.class = FAILURE_HOST; /* no input of the person's */
        *failure = unread;
        return false;
    }
    return true;
}

/* Cuts the next line off REST; false when there is no whole one. */
static bool next_line(struct slice *rest, struct slice *ret_line)
{
    const uint8_t *end = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    size_t size;

    if (end == NULL) {
        return false;
    }
    size = (size_t)(end - rest->data);
    *ret_line = slice_of(rest->data, size);
    *rest = slice_of(end + 1, rest->size - size - 1);
    return true;
}

bool journal_read(const char *path, struct journal_content *ret_content, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes bytes = {0};
    struct journal_content content = {0};
    struct slice rest;
    struct slice line;

    if (!load(path, &bytes, failure)) {
        return false;
    }
    rest = slice_of_bytes(&bytes);
    while (next_line(&rest, &line)) {
        struct journal_record record = {0};
        bool fits = false;

        if (journal_record_read(line, &record, &fits)) {
            content.records =
                memory_resize(content.records, content.count + 1, sizeof *content.records);
            content.records[content.count++] = record;
        }
    }
    content.torn = rest.size;
    *ret_content = content;
    return true;
}

void journal_content_clear(struct journal_content *content)
{
    for (size_t i = 0; i < content->count; i++) {
        journal_record_clear(&content->records[i]);
    }
    memory_free(content->records);
    *content = (struct journal_content){0};
}

const char *journal_verdict_name(enum journal_verdict verdict)
{
    static const char *const names[] = {
        [JOURNAL_SOUND] = "sound",         [JOURNAL_TORN] = "torn",
        [JOURNAL_EDITED] = "edited",       [JOURNAL_REMOVED] = "removed",
        [JOURNAL_INSERTED] = "inserted",   [JOURNAL_TRUNCATED] = "truncated",
        [JOURNAL_REWRITTEN] = "rewritten",
    };

    return names[verdict];
}

/* What the record at LINE says about the chain that so far ends at HEAD. */
static enum journal_verdict link_verdict(const struct journal_record *record, bool fits,
                                         const struct journal_checkpoint *head)
{
    bool follows = strcmp(record->before, head->hash) == 0;

    if (!fits) {
        return JOURNAL_EDITED;
    }
    if (record->number > head->number + 1) {
        return JOURNAL_REMOVED;
    }
    if (record->number <= head->number) {
        return JOURNAL_INSERTED;
    }
    return follows ? JOURNAL_SOUND : JOURNAL_EDITED; /* the one before was written anew */
}

static bool verify_line(struct slice line, const struct journal_checkpoint *checkpoint,
                        struct journal_report *report)
{
    CLEANUP_VALUE(journal_record_clear) struct journal_record record = {0};
    bool fits = false;

    report->line++;
    if (!journal_record_read(line, &record, &fits)) {
        report->verdict = JOURNAL_EDITED;
        return false;
    }
    report->verdict = link_verdict(&record, fits, &report->head);
    if (report->verdict != JOURNAL_SOUND) {
        return false;
    }
    report->records++;
    report->head.number = record.number;
    memcpy(report->head.hash, record.hash, sizeof report->head.hash);
    if (checkpoint != NULL && checkpoint->number == record.number &&
        strcmp(checkpoint->hash, record.hash) != 0) {
        report->verdict = JOURNAL_REWRITTEN;
        return false;
    }
    return true;
}

bool journal_verify(const char *path, const struct journal_checkpoint *checkpoint,
                    struct journal_report *ret_report, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes bytes = {0};
    struct journal_report report = {.head = {.hash = JOURNAL_NOTHING_BEFORE}};
    struct slice rest;
    struct slice line;

    if (!load(path, &bytes, failure)) {
        return false;
    }
    rest = slice_of_bytes(&bytes);
    while (report.verdict == JOURNAL_SOUND && next_line(&rest, &line) &&
           verify_line(line, checkpoint, &report)) {
    }
    if (report.verdict == JOURNAL_SOUND) {
        report.line = 0;
        if (checkpoint != NULL && report.head.number < checkpoint->number) {
            report.verdict = JOURNAL_TRUNCATED;
        } else if (rest.size > 0) {
            report.verdict = JOURNAL_TORN;
        }
    }
    *ret_report = report;
    return true;
}
