/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "base/memory.h"
#include "journal/jobs.h"

#define FIRST "aaaa0001"
#define SECOND "aaaa0002"

struct step {
    const char *job; /* NULL: about none */
    enum journal_event event;
    const char *fact;
    const char *value;
};

static struct journal_content content_of(const struct step *steps, size_t count)
{
    struct journal_content content = {.count = count};

    content.records = memory_new(count, sizeof *content.records);
    for (size_t i = 0; i < count; i++) {
        struct journal_record *record = &content.records[i];

        record->event = steps[i].event;
        record->time = (timestamp)(100 + i);
        record->job = memory_copy_text(steps[i].job);
        record->serial = memory_copy_text("0042");
        if (steps[i].fact != NULL) {
            journal_record_add(record, steps[i].fact, steps[i].value);
        }
    }
    return content;
}

/* Where EVENT brings a job that had been waiting. */
static enum job_state after(enum journal_event event)
{
    const struct step steps[] = {{FIRST, EVENT_KEYGEN_INTENT, "id", "01"},
                                 {FIRST, EVENT_KEYGEN_DONE, "spki_sha256", "ab"},
                                 {FIRST, EVENT_REQUEST_WRITTEN, "request", "web.csr"},
                                 {FIRST, event, NULL, NULL}};
    CLEANUP_VALUE(journal_content_clear)
    struct journal_content content = content_of(steps, COUNT_OF(steps));
    CLEANUP_VALUE(journal_jobs_clear) struct journal_jobs jobs = {0};

    journal_jobs_read(&content, &jobs);
    assert_int_equal(jobs.count, 1);
    assert_string_equal(jobs.items[0].request, "web.csr");
    assert_int_equal(jobs.items[0].begun, 100);
    assert_int_equal(jobs.items[0].changed, 103);
    return jobs.items[0].state;
}

static void each_event_brings_a_job_where_it_belongs(void **state)
{
    static const struct {
        enum journal_event event;
        const char *name;
        bool final;
    } cases[] = {
        {EVENT_KEYGEN_INTENT, "generating", false}, {EVENT_KEYGEN_DONE, "generated", false},
        {EVENT_KEYGEN_ADOPTED, "generated", false}, {EVENT_KEYGEN_UNDONE, "undone", true},
        {EVENT_REQUEST_WRITTEN, "waiting", false},  {EVENT_INSTALL_INTENT, "installing", false},
        {EVENT_INSTALL_UNDONE, "waiting", false},   {EVENT_INSTALL_DONE, "installed", true},
        {EVENT_JOB_ABANDONED, "abandoned", true},   {EVENT_JOB_REJECTED, "rejected", true},
        {EVENT_JOB_SUPERSEDED, "superseded", true}, {EVENT_DELETE_INTENT, "waiting", false},
        {EVENT_DELETE_DONE, "waiting", false},      {EVENT_JOURNAL_REPAIRED, "waiting", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum job_state reached = after(cases[i].event);

        assert_string_equal(job_state_name(reached), cases[i].name);
        assert_int_equal(job_state_is_final(reached), cases[i].final);
    }
    assert_int_equal(COUNT_OF(cases), EVENT_COUNT);
}

static void a_job_is_found_by_key_place_and_the_beginning_of_its_id(void **state)
{
    const struct step steps[] = {{FIRST, EVENT_KEYGEN_INTENT, "id", "01"},
                                 {SECOND, EVENT_KEYGEN_INTENT, "id", "02"},
                                 {FIRST, EVENT_KEYGEN_DONE, "spki_sha256", "ab"},
                                 {NULL, EVENT_DELETE_INTENT, "id", "01"},
                                 {SECOND, EVENT_KEYGEN_UNDONE, NULL, NULL}};
    CLEANUP_VALUE(journal_content_clear)
    struct journal_content content = content_of(steps, COUNT_OF(steps));
    CLEANUP_VALUE(journal_jobs_clear) struct journal_jobs jobs = {0};
    const struct journal_job *first;

    (void)state;
    journal_jobs_read(&content, &jobs);
    assert_int_equal(jobs.count, 2);
    first = &jobs.items[0];
    assert_ptr_equal(journal_job_by_key(&jobs, "ab"), first);
    assert_null(journal_job_by_key(&jobs, "cd"));
    assert_ptr_equal(journal_job_by_place(&jobs, "0042", "01"), first);
    assert_null(journal_job_by_place(&jobs, "0043", "01"));
    assert_null(journal_job_by_place(&jobs, "0042", "02")); /* it is over */
    assert_ptr_equal(journal_job_by_prefix(&jobs, FIRST), first);
    assert_ptr_equal(journal_job_by_prefix(&jobs, SECOND), &jobs.items[1]);
    assert_null(journal_job_by_prefix(&jobs, "aaaa")); /* both */
    assert_null(journal_job_by_prefix(&jobs, "aaaa0003"));
    assert_null(journal_job_by_prefix(&jobs, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_brings_a_job_where_it_belongs),
        cmocka_unit_test(a_job_is_found_by_key_place_and_the_beginning_of_its_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
