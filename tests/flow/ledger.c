/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/memory.h"

/* More than any file of a token or request, so that only the journal meets the limit. */
#define LARGE (256 * 1024)

struct ledger ledger_read(const struct bed *bed)
{
    struct failure failure = {0};
    struct journal_report report = {0};
    struct ledger ledger = {0};

    assert_true(journal_verify(journal_path(bed->workplace.journal), NULL, &report, &failure));
    if (report.verdict != JOURNAL_SOUND) {
        fail_msg("the journal is %s", journal_verdict_name(report.verdict));
    }
    assert_true(journal_read(journal_path(bed->workplace.journal), &ledger.content, &failure));
    journal_jobs_read(&ledger.content, &ledger.jobs);
    return ledger;
}

void ledger_clear(struct ledger *ledger)
{
    journal_jobs_clear(&ledger->jobs);
    journal_content_clear(&ledger->content);
}

const struct journal_job *ledger_last_job(const struct ledger *ledger)
{
    assert_true(ledger->jobs.count > 0);
    return &ledger->jobs.items[ledger->jobs.count - 1];
}

void check_events(const struct bed *bed, size_t from, const char *events, const char *file,
                  int line)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    CLEANUP_VALUE(text_clear) struct text text = {0};

    text_add(&text, "");
    for (size_t i = from; i < ledger.content.count; i++) {
        text_addf(&text, "%s%s", i > from ? " " : "",
                  journal_event_name(ledger.content.records[i].event));
    }
    if (strcmp(text.data, events) != 0) {
        print_error("events: %s\nwanted: %s\n", text.data, events);
        _fail(file, line);
    }
}

char *ledger_fact(const struct bed *bed, enum journal_event event, const char *name)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);

    for (size_t i = ledger.content.count; i > 0; i--) {
        const struct journal_record *record = &ledger.content.records[i - 1];

        if (record->event == event) {
            return memory_copy_text(journal_record_fact(record, name));
        }
    }
    return NULL;
}

static size_t size_of(const struct bed *bed)
{
    struct stat status = {0};

    assert_int_equal(stat(journal_path(bed->workplace.journal), &status), 0);
    return (size_t)status.st_size;
}

static void limit_files(rlim_t size)
{
    struct rlimit limit = {0};

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void fill_now(struct bed *bed)
{
    limit_files(size_of(bed));
}

void ledger_fill_disk(struct bed *bed, const char *function)
{
    CLEANUP_VALUE(text_clear) struct text padding = {0};
    struct failure failure = {0};

    (void)signal(SIGXFSZ, SIG_IGN); /* so that write says EFBIG instead */
    for (size_t i = 0; i < 30000; i++) {
        text_add(&padding, "x");
    }
    while (size_of(bed) < LARGE) {
        CLEANUP_VALUE(journal_record_clear)
        struct journal_record record = {.event = EVENT_JOURNAL_REPAIRED};

        journal_record_add(&record, "padding", padding.data);
        assert_true(journal_append(bed->workplace.journal, &record, &failure));
    }
    bed->after_call = function;
    bed->then = fill_now;
    if (function == NULL) {
        fill_now(bed);
    }
}

void ledger_make_room(struct bed *bed)
{
    bed->after_call = NULL;
    limit_files(RLIM_INFINITY);
}
