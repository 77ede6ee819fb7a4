/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "journal/journal.h"

static char *journal_in(void **state)
{
    return path_in(*state, "journal.jsonl");
}

static struct journal *open_journal(const char *path)
{
    struct failure failure = {0};
    struct journal *journal = NULL;

    assert_done(journal_open(path, &journal, &failure), &failure);
    return journal;
}

static bool append(struct journal *journal, const char *label, struct failure *failure)
{
    CLEANUP_VALUE(journal_record_clear)
    struct journal_record record = {.event = EVENT_KEYGEN_INTENT,
                                    .job = memory_copy_text("4f1c"),
                                    .serial = memory_copy_text("0042"),
                                    .label = memory_copy_text(label)};

    journal_record_add(&record, "id", "01");
    return journal_append(journal, &record, failure);
}

/* A new journal with COUNT records. */
static void make(const char *path, size_t count)
{
    CLEANUP(journal_close) struct journal *journal = open_journal(path);
    struct failure failure = {0};

    for (size_t i = 0; i < count; i++) {
        assert_done(append(journal, "Signing 2031", &failure), &failure);
    }
}

static struct journal_report verify(const char *path, const struct journal_checkpoint *checkpoint)
{
    struct journal_report report = {0};
    struct failure failure = {0};

    assert_done(journal_verify(path, checkpoint, &report, &failure), &failure);
    return report;
}

static struct bytes content_of(const char *path)
{
    struct bytes bytes = {0};
    struct failure failure = {0};

    assert_done(file_read(path, 1 << 20, &bytes, &failure), &failure);
    return bytes;
}

/* Where line NUMBER (from 1) begins, and its size with the newline. */
static struct slice line_at(const struct bytes *bytes, size_t number)
{
    const uint8_t *start = bytes->data;
    const uint8_t *end;

    while (--number > 0) {
        start = (const uint8_t *)memchr(start, '\n', bytes->size) + 1;
    }
    end = memchr(start, '\n', bytes->size - (size_t)(start - bytes->data));
    return slice_of(start, (size_t)(end - start) + 1);
}

static void records_come_back_as_they_were_written(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    struct failure failure = {0};

    {
        CLEANUP(journal_close) struct journal *journal = open_journal(path);

        assert_done(append(journal, "quote \" slash \\ \n tab", &failure), &failure);
        assert_done(append(journal, "not UTF-8: \xe5", &failure), &failure);
    }
    assert_done(journal_read(path, &content, &failure), &failure);
    assert_int_equal(content.count, 2);
    assert_int_equal(content.records[0].number, 1);
    assert_int_equal(content.records[0].event, EVENT_KEYGEN_INTENT);
    assert_string_equal(content.records[0].job, "4f1c");
    assert_string_equal(content.records[0].serial, "0042");
    assert_string_equal(content.records[0].label, "quote \" slash \\ \n tab");
    assert_string_equal(content.records[1].label, "not UTF-8: \\xe5");
    assert_null(content.records[0].model);
    assert_string_equal(journal_record_fact(&content.records[0], "id"), "01");
    assert_null(journal_record_fact(&content.records[0], "pin"));
    assert_string_equal(content.records[0].before, JOURNAL_NOTHING_BEFORE);
    assert_string_equal(content.records[1].before, content.records[0].hash);
    assert_true(llabs(content.records[0].time - clock_now()) < 60);
}

static void a_journal_that_was_only_appended_to_is_sound(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    struct journal_report report;

    report = verify(path, NULL); /* not there yet */
    assert_int_equal(report.verdict, JOURNAL_SOUND);
    assert_int_equal(report.records, 0);
    make(path, 3);
    make(path, 2); /* opened again */
    report = verify(path, NULL);
    assert_int_equal(report.verdict, JOURNAL_SOUND);
    assert_int_equal(report.records, 5);
    assert_int_equal(report.head.number, 5);
    report = verify(path, &report.head);
    assert_int_equal(report.verdict, JOURNAL_SOUND);
    make(path, 1); /* longer than the checkpoint is no harm */
    report = verify(path, &report.head);
    assert_int_equal(report.verdict, JOURNAL_SOUND);
}

/* The journal of five records, with one thing done to it. */
static struct bytes tamper(const struct bytes *sound, int kind)
{
    struct bytes changed = {0};

    for (size_t i = 1; i <= 5; i++) {
        struct slice line = line_at(sound, i);

        if ((kind == 1 && i == 3) || (kind == 3 && i == 5)) {
            continue; /* taken out, or cut off */
        }
        bytes_append(&changed, line.data, line.size);
        if (kind == 2 && i == 3) {
            bytes_append(&changed, line.data, line.size);
        }
    }
    if (kind == 0) {
        memcpy(strstr((char *)changed.data + line_at(sound, 1).size, "Signing"), "signing", 7);
    }
    return changed;
}

static void what_was_done_to_a_journal_is_told_apart(void **state)
{
    static const struct {
        enum journal_verdict verdict;
        unsigned line;
    } cases[] = {
        {JOURNAL_EDITED, 2}, {JOURNAL_REMOVED, 3}, {JOURNAL_INSERTED, 4}, {JOURNAL_TRUNCATED, 0}};
    CLEANUP(text_free) char *path = journal_in(state);
    CLEANUP_VALUE(bytes_clear) struct bytes sound = {0};
    struct journal_checkpoint checkpoint;
    size_t count = 0;

    make(path, 5);
    checkpoint = verify(path, NULL).head;
    sound = content_of(path);
    for (int i = 0; i < (int)COUNT_OF(cases); i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes changed = tamper(&sound, i);
        struct journal_report report;

        put_file(path, changed.data, changed.size, 0600);
        report = verify(path, &checkpoint);
        assert_int_equal(report.verdict, cases[i].verdict);
        assert_int_equal(report.line, cases[i].line);
        count++;
    }
    assert_int_equal(count, 4);
}

static void a_journal_written_anew_is_found_by_its_checkpoint(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    struct journal_checkpoint checkpoint;
    struct failure failure = {0};

    make(path, 5);
    checkpoint = verify(path, NULL).head;
    assert_int_equal(unlink(path), 0);
    {
        CLEANUP(journal_close) struct journal *journal = open_journal(path);

        for (int i = 0; i < 5; i++) {
            assert_done(append(journal, "Another token", &failure), &failure);
        }
    }
    assert_int_equal(verify(path, NULL).verdict, JOURNAL_SOUND);
    assert_int_equal(verify(path, &checkpoint).verdict, JOURNAL_REWRITTEN);
}

static void a_torn_last_line_is_cut_off_and_recorded(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    CLEANUP_VALUE(bytes_clear) struct bytes sound = {0};
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    struct failure failure = {0};
    size_t torn = 0;
    size_t last;

    make(path, 3);
    sound = content_of(path);
    last = line_at(&sound, 3).size;
    for (size_t cut = 1; cut < last; cut += 7) { /* the power fails after each few bytes */
        put_file(path, sound.data, sound.size - cut, 0600);
        assert_int_equal(verify(path, NULL).verdict, JOURNAL_TORN);
        make(path, 1);
        assert_int_equal(verify(path, NULL).verdict, JOURNAL_SOUND);
        torn++;
    }
    assert_true(torn > 30);
    assert_done(journal_read(path, &content, &failure), &failure);
    assert_int_equal(content.count, 4);
    assert_int_equal(content.records[2].event, EVENT_JOURNAL_REPAIRED);
    assert_non_null(journal_record_fact(&content.records[2], "bytes"));
}

static void a_damaged_end_takes_no_more_records(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    CLEANUP(journal_close) struct journal *journal = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes bytes = {0};
    struct failure failure = {0};

    make(path, 2);
    bytes = content_of(path);
    bytes.data[line_at(&bytes, 1).size + 20] ^= 1;
    put_file(path, bytes.data, bytes.size, 0600);
    journal = open_journal(path);
    assert_false(append(journal, "x", &failure));
    assert_failure(&failure, FAILURE_HOST, "damaged");
}

static void a_journal_that_cannot_be_made_is_class_host(void **state)
{
    CLEANUP(text_free) char *file = path_in(*state, "file");
    CLEANUP(text_free) char *below = path_in(file, "journal.jsonl");
    struct journal *journal = NULL;
    struct failure failure = {0};

    put_file(file, "x", 1, 0600);
    assert_false(journal_open(below, &journal, &failure));
    assert_failure(&failure, FAILURE_HOST, "");
    assert_false(journal_open(*state, &journal, &failure)); /* a folder */
    assert_failure(&failure, FAILURE_HOST, "--journal");
    assert_null(journal);
}

/* In a child, whose files may not grow beyond LIMIT: what a full disk does. */
static int append_within(const char *path, rlim_t limit)
{
    const struct rlimit file_size = {limit, limit};
    struct journal *journal = NULL;
    struct failure failure = {0};
    int acknowledged = 0;

    (void)signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &file_size) != 0 || !journal_open(path, &journal, &failure)) {
        return 100;
    }
    while (acknowledged < 90 && append(journal, "Signing 2031", &failure)) {
        acknowledged++;
    }
    return failure.class == FAILURE_HOST ? acknowledged : 101;
}

static void a_full_disk_refuses_and_loses_nothing(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    size_t count = 0;

    for (rlim_t limit = 300; limit < 3000; limit += 137) {
        struct journal_report report;
        int status = 0;
        pid_t child;

        (void)unlink(path);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            _exit(append_within(path, limit));
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 90);
        report = verify(path, NULL);
        assert_int_equal(report.verdict, JOURNAL_SOUND);
        assert_int_equal(report.records, WEXITSTATUS(status));
        count++;
    }
    assert_int_equal(count, 20);
}

static void processes_append_side_by_side(void **state)
{
    enum { PROCESSES = 4, RECORDS = 25 };
    CLEANUP(text_free) char *path = journal_in(state);
    struct journal_report report;

    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0) {
            make(path, RECORDS);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = 0;

        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    report = verify(path, NULL);
    assert_int_equal(report.verdict, JOURNAL_SOUND);
    assert_int_equal(report.records, PROCESSES * RECORDS);
}

/* Appends for ever, and says on DESCRIPTOR after each record that it is on disk. */
static void append_for_ever(const char *path, int descriptor)
{
    struct journal *journal = open_journal(path);
    struct failure failure = {0};

    while (append(journal, "Signing 2031", &failure) && write(descriptor, "+", 1) == 1) {
    }
    _exit(1);
}

static size_t run_until_killed(const char *path, unsigned milliseconds)
{
    int ends[2] = {-1, -1};
    size_t acknowledged = 0;
    char byte;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(ends[0]);
        append_for_ever(path, ends[1]);
    }
    (void)close(ends[1]);
    clock_sleep(milliseconds);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    while (read(ends[0], &byte, 1) == 1) {
        acknowledged++;
    }
    (void)close(ends[0]);
    return acknowledged;
}

static void what_was_acknowledged_survives_being_killed(void **state)
{
    CLEANUP(text_free) char *path = journal_in(state);
    size_t acknowledged = 0;
    size_t rounds = 0;

    for (unsigned wait = 1; wait <= 40; wait += 2) {
        struct journal_report report;

        acknowledged += run_until_killed(path, wait);
        report = verify(path, NULL);
        assert_true(report.verdict == JOURNAL_SOUND || report.verdict == JOURNAL_TORN);
        /* each killed process may have written one more than it could tell of */
        assert_true(report.records >= acknowledged &&
                    report.records <= acknowledged + 2 * rounds + 2);
        acknowledged = report.records;
        rounds++;
    }
    assert_int_equal(rounds, 20);
    assert_true(acknowledged > 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_come_back_as_they_were_written),
        TEST(a_journal_that_was_only_appended_to_is_sound),
        TEST(what_was_done_to_a_journal_is_told_apart),
        TEST(a_journal_written_anew_is_found_by_its_checkpoint),
        TEST(a_torn_last_line_is_cut_off_and_recorded),
        TEST(a_damaged_end_takes_no_more_records),
        TEST(a_journal_that_cannot_be_made_is_class_host),
        TEST(a_full_disk_refuses_and_loses_nothing),
        TEST(processes_append_side_by_side),
        TEST(what_was_acknowledged_survives_being_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
