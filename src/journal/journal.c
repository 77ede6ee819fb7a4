/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/state.h"
#include "base/text.h"
#include "journal_internal.h"

static bool cannot_write(const struct journal *journal, int error_number, struct failure *failure)
{
    (void)failure_errno(failure, error_number, _("cannot write to the journal '%s'"),
                        journal->path);
    return failure_hint(failure, _("nothing is written to a token without its record; another "
                                   "place is given with --journal"));
}

static bool damaged(const struct journal *journal, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_HOST, _("the end of the journal '%s' is damaged"),
                      journal->path);
    return failure_hint(failure, _("'hardtoken journal verify' says what is wrong with it"));
}

/* A new file is there for good only when its folder knows of it. */
static bool sync_folder_of(const struct journal *journal, struct failure *failure)
{
    CLEANUP(text_free) char *path = memory_copy_text(journal->path);
    CLEANUP(descriptor_close)
    int folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return (folder >= 0 && fsync(folder) == 0) || cannot_write(journal, errno, failure);
}

static bool make_folder_of(const char *path, struct failure *failure)
{
    CLEANUP(text_free) char *copy = memory_copy_text(path);

    return state_folder_make(dirname(copy), failure);
}

bool journal_open(const char *path, struct journal **ret_journal, struct failure *failure)
{
    CLEANUP(journal_close) struct journal *journal = memory_new(1, sizeof *journal);
    struct stat status = {0};

    journal->path = memory_copy_text(path);
    journal->descriptor = -1;
    if (!make_folder_of(path, failure)) {
        return false;
    }
    journal->descriptor =
        open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (journal->descriptor < 0 || fstat(journal->descriptor, &status) != 0) {
        return cannot_write(journal, errno, failure);
    }
    if (!S_ISREG(status.st_mode)) {
        return cannot_write(journal, EINVAL, failure);
    }
    if (status.st_size == 0 && !sync_folder_of(journal, failure)) {
        return false;
    }
    *ret_journal = TAKE(journal);
    return true;
}

void journal_close(struct journal *journal)
{
    if (journal == NULL) {
        return;
    }
    journal_unlock_all(journal);
    descriptor_close(journal->descriptor);
    memory_free(journal->path);
    memory_free(journal);
}

const char *journal_path(const struct journal *journal)
{
    return journal->path;
}

/* The end of the file, at most two records of it. */
static bool read_end(const struct journal *journal, off_t size, struct bytes *ret_end,
                     struct failure *failure)
{
    size_t wanted =
        size < 2 * (off_t)JOURNAL_RECORD_LIMIT ? (size_t)size : 2 * (size_t)JOURNAL_RECORD_LIMIT;
    uint8_t *data = memory_new(wanted + 1, 1);
    ssize_t got = pread(journal->descriptor, data, wanted, size - (off_t)wanted);

    if (got != (ssize_t)wanted) {
        int error_number = got < 0 ? errno : EIO;

        memory_free(data);
        return cannot_write(journal, error_number, failure);
    }
    *ret_end = (struct bytes){data, wanted};
    return true;
}

/* Where the last whole line begins and ends in END, its newline not included. */
static struct slice last_line(const struct bytes *end, size_t *ret_torn)
{
    size_t stop = end->size;
    size_t start;

    while (stop > 0 && end->data[stop - 1] != '\n') {
        stop--;
    }
    *ret_torn = end->size - stop;
    if (stop == 0) {
        return slice_of(NULL, 0);
    }
    stop--;
    start = stop;
    while (start > 0 && end->data[start - 1] != '\n') {
        start--;
    }
    return slice_of(end->data + start, stop - start);
}

static bool write_line(const struct journal *journal, struct journal_record *record,
                       struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes line = journal_record_write(record);
    off_t before = lseek(journal->descriptor, 0, SEEK_END);
    ssize_t written;
    int error_number;

    if (line.size > JOURNAL_RECORD_LIMIT) {
        return cannot_write(journal, EFBIG, failure);
    }
    written = write(journal->descriptor, line.data, line.size);
    if (written == (ssize_t)line.size && fdatasync(journal->descriptor) == 0) {
        return true;
    }
    error_number = written >= 0 && written < (ssize_t)line.size ? ENOSPC : errno;
    if (before >= 0) {
        (void)ftruncate(journal->descriptor, before); /* else the next append cuts it off */
    }
    return cannot_write(journal, error_number, failure);
}

/* Appends RECORD behind LAST (empty: it is the first). */
static bool chain_record(const struct journal *journal, const struct journal_record *last,
                         struct journal_record *record, struct failure *failure)
{
    record->number = last->number + 1;
    record->time = clock_now();
    memcpy(record->before, last->number == 0 ? JOURNAL_NOTHING_BEFORE : last->hash,
           JOURNAL_HASH_SIZE + 1);
    return write_line(journal, record, failure);
}

/* Cuts off a line nobody acknowledged, and says so in a record that then is the last one. */
static bool repair(const struct journal *journal, off_t size, size_t torn,
                   struct journal_record *last, struct failure *failure)
{
    CLEANUP_VALUE(journal_record_clear)
    struct journal_record note = {.event = EVENT_JOURNAL_REPAIRED};
    CLEANUP(text_free) char *bytes = text_format("%zu", torn);

    if (ftruncate(journal->descriptor, size - (off_t)torn) != 0) {
        return cannot_write(journal, errno, failure);
    }
    journal_record_add(&note, "bytes", bytes);
    if (!chain_record(journal, last, &note, failure)) {
        return false;
    }
    last->number = note.number;
    memcpy(last->hash, note.hash, sizeof last->hash);
    return true;
}

static bool append_locked(const struct journal *journal, struct journal_record *record,
                          struct failure *failure)
{
    CLEANUP_VALUE(journal_record_clear) struct journal_record last = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes end = {0};
    struct stat status = {0};
    struct slice line;
    size_t torn = 0;
    bool fits = true;

    if (fstat(journal->descriptor, &status) != 0 ||
        !read_end(journal, status.st_size, &end, failure)) {
        return cannot_write(journal, errno, failure);
    }
    line = last_line(&end, &torn);
    if (torn > JOURNAL_RECORD_LIMIT ||
        (line.size > 0 && (!journal_record_read(line, &last, &fits) || !fits))) {
        return damaged(journal, failure);
    }
    if (torn > 0 && !repair(journal, status.st_size, torn, &last, failure)) {
        return false;
    }
    return chain_record(journal, &last, record, failure);
}

bool journal_append(struct journal *journal, struct journal_record *record, struct failure *failure)
{
    bool appended;

    while (flock(journal->descriptor, LOCK_EX) != 0) {
        if (errno != EINTR) {
            return cannot_write(journal, errno, failure);
        }
    }
    appended = append_locked(journal, record, failure);
    (void)flock(journal->descriptor, LOCK_UN); /* closing would do it too */
    return appended;
}
