/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What the journal is told of each use case, in which order; and what happens when it cannot be
 * told.
 */

#include "jobs.h"
#include "ledger.h"
#include "witness.h"

#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "enroll/remove.h"

#define ID "c0de"
#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL
#define ENROLLED "keygen.intent keygen.done request.written"

static bool enroll_key(struct bed *bed)
{
    return job_enroll_only(bed, (struct enroll_wish){.id = ID});
}

/* The certificate of the CA for the key in the request. */
static X509 *certificate_for_request(const struct bed *bed, const struct ca *ca)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);

    return ca_issue(ca, X509_REQ_get0_pubkey(request), (struct ca_wish){.name = "Leaf"});
}

static bool say_yes(void *context, const struct removal *removal, struct failure *failure)
{
    (void)context;
    (void)removal;
    (void)failure;
    return true;
}

static bool say_no(void *context, const struct removal *removal, struct failure *failure)
{
    (void)context;
    (void)removal;
    return failure_set(failure, FAILURE_POLICY, "not confirmed");
}

static bool remove_with(struct bed *bed, bool certificate, struct confirmation confirmation)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    assert_true(object_selector_parse(KEY_URI, &selector, &bed->failure));
    return certificate
               ? certificate_remove(&bed->workplace, &selector, NULL, confirmation, &removal,
                                    &bed->failure)
               : key_remove(&bed->workplace, &selector, confirmation, &removal, &bed->failure);
}

static bool remove_key(struct bed *bed)
{
    return remove_with(bed, false, (struct confirmation){say_yes, NULL});
}

static enum job_state state_of_last_job(const struct bed *bed)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);

    return ledger_last_job(&ledger)->state;
}

static size_t records(const struct bed *bed)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);

    return ledger.content.count;
}

static void count_objects(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), wanted);
    witness_close(&witness);
}

static void enrollment_is_recorded_with_what_finds_it_again(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    CLEANUP(text_free) char *file = bed_path(bed, REQUEST_FILE);
    const struct journal_job *job;

    bed_open(bed, NULL);
    assert_done(job_enroll(bed, (struct enroll_wish){.id = ID}, &result), bed);
    bed_close(bed);
    assert_events(bed, 0, ENROLLED);
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    job = ledger_last_job(&ledger);
    assert_int_equal(ledger.jobs.count, 1);
    assert_int_equal(job->state, JOB_WAITING);
    assert_string_equal(job->serial, result.token_serial);
    assert_string_equal(job->label, TOKEN_LABEL);
    assert_string_equal(job->key_id, ID);
    assert_string_equal(job->key_label, KEY_LABEL);
    assert_string_equal(job->key, "EC P-256");
    assert_string_equal(job->spki, result.fingerprint);
    assert_string_equal(job->subject, SUBJECT);
    assert_string_equal(job->request, file);
}

static void no_pin_is_in_the_journal(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_close(bed);
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    for (size_t i = 0; i < ledger.content.count; i++) {
        const struct journal_record *record = &ledger.content.records[i];

        assert_true(record->fact_count > 0);
        for (size_t f = 0; f < record->fact_count; f++) {
            assert_string_not_equal(record->facts[f].value, USER_PIN);
            assert_null(strstr(record->facts[f].name, "pin"));
        }
    }
    assert_int_equal(ledger.content.count, 3);
}

static void dry_run_records_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;

    bed_open(bed, NULL);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.id = ID, .dry_run = true}), bed);
    assert_events(bed, 0, "");
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    assert_done(job_install_only(
                    bed, (struct install_wish){.certificates = {certificate}, .dry_run = true}),
                bed);
    bed_close(bed);
    assert_events(bed, 0, ENROLLED);
}

static void failed_enrollment_is_recorded_as_undone(void **state)
{
    static const struct {
        const char *scenario;
        const char *events;
        bool left;
    } cases[] = {
        {"fail C_GenerateKeyPair 1 before CKR_DEVICE_ERROR\n", "keygen.intent keygen.undone",
         false},
        {"fail C_GenerateKeyPair 1 after CKR_DEVICE_ERROR\n", "keygen.intent keygen.undone", false},
        {"fail C_Sign 1 before CKR_DEVICE_ERROR\n", "keygen.intent keygen.done keygen.undone",
         false},
        {"fail C_Sign 1 before CKR_DEVICE_ERROR\nfail C_DestroyObject * before CKR_DEVICE_ERROR\n",
         "keygen.intent keygen.done", true},
        {"vanish C_GenerateKeyPair 1\n", "keygen.intent", true},
    };
    struct bed *bed = *state;
    size_t tried = 0;

    for (; tried < COUNT_OF(cases); tried++) {
        struct witness witness;

        bed_forget_journal(bed);
        bed_open(bed, cases[tried].scenario);
        assert_false(enroll_key(bed));
        bed_close(bed);
        assert_events(bed, 0, cases[tried].events);
        assert_int_equal(job_state_is_final(state_of_last_job(bed)), !cases[tried].left);
        witness_finalize();
        witness = witness_open(TOKEN_LABEL);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(tried, 5);
}

static void refused_enrollment_records_nothing(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_remove_file(bed, REQUEST_FILE);
    assert_refused(enroll_key(bed), bed, FAILURE_INPUT, "");
    bed_close(bed);
    assert_events(bed, 0, ENROLLED);
}

static void certificate_closes_the_job_of_its_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;
    struct install_wish wish = {.chain = {ca.certificate}};
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = {0};

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    wish.certificates[0] = certificate;
    assert_done(job_install_only(bed, wish), bed);
    assert_events(bed, 3, "install.intent install.done install.intent install.done");
    assert_done(job_install_only(bed, wish), bed); /* all is there: nothing happens */
    bed_close(bed);
    ledger = ledger_read(bed);
    assert_int_equal(ledger.content.count, 7);
    assert_int_equal(ledger.jobs.count, 1);
    assert_int_equal(ledger_last_job(&ledger)->state, JOB_INSTALLED);
    assert_null(ledger.content.records[5].job); /* the CA is about no job */
    assert_null(ledger.content.records[6].job);
}

/* The journal was lost between; the job that waits in it is a new one of its own. */
static void certificate_for_an_unknown_key_is_recorded_too(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_forget_journal(bed);
    certificate = certificate_for_request(bed, &ca);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    bed_close(bed);
    assert_events(bed, 0, "install.intent install.done");
    assert_int_equal(state_of_last_job(bed), JOB_INSTALLED);
}

static void failed_installation_says_whether_it_is_known_to_have_failed(void **state)
{
    static const struct {
        const char *scenario;
        const char *events;
        enum job_state state;
    } cases[] = {
        {"fail C_CreateObject * before CKR_DEVICE_ERROR\n", "install.intent install.undone",
         JOB_WAITING},
        {"fail C_CreateObject 1 after CKR_DEVICE_ERROR\n", "install.intent", JOB_INSTALLING},
        {"vanish C_CreateObject 1\n", "install.intent", JOB_INSTALLING},
    };
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    size_t tried = 0;

    for (; tried < COUNT_OF(cases); tried++) {
        CLEANUP(X509_free) X509 *certificate = NULL;
        struct install_wish wish = {0};
        struct witness witness;

        bed_forget_journal(bed);
        bed_remove_file(bed, REQUEST_FILE);
        bed_open(bed, NULL);
        assert_done(enroll_key(bed), bed);
        bed_close(bed);
        certificate = certificate_for_request(bed, &ca);
        wish.certificates[0] = certificate;
        bed_open(bed, cases[tried].scenario);
        assert_false(job_install_only(bed, wish));
        bed_close(bed);
        witness_finalize();
        assert_events(bed, 3, cases[tried].events);
        assert_int_equal(state_of_last_job(bed), cases[tried].state);
        bed_open(bed, NULL);
        assert_done(job_install_only(bed, wish), bed);
        bed_close(bed);
        assert_int_equal(state_of_last_job(bed), JOB_INSTALLED);
        count_objects(3);
        witness = witness_open(TOKEN_LABEL);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(tried, 3);
}

static void deleting_the_key_of_a_waiting_job_abandons_it(void **state)
{
    struct bed *bed = *state;
    CLEANUP(text_free) char *reason = NULL;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    assert_done(remove_key(bed), bed);
    bed_close(bed);
    assert_events(bed, 3, "delete.intent delete.done job.abandoned");
    assert_int_equal(state_of_last_job(bed), JOB_ABANDONED);
    reason = ledger_fact(bed, EVENT_JOB_ABANDONED, "reason");
    assert_string_equal(reason, "key deleted");
    count_objects(0);
}

static void deleting_what_no_job_waits_for_abandons_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    assert_done(remove_with(bed, true, (struct confirmation){say_yes, NULL}), bed);
    assert_events(bed, 5, "delete.intent delete.done");
    assert_done(remove_key(bed), bed);
    bed_close(bed);
    assert_events(bed, 7, "delete.intent delete.done");
    assert_int_equal(state_of_last_job(bed), JOB_INSTALLED);
}

static void deletion_that_is_not_confirmed_records_nothing(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    assert_refused(remove_with(bed, false, (struct confirmation){say_no, NULL}), bed,
                   FAILURE_POLICY, "not confirmed");
    bed_close(bed);
    assert_events(bed, 0, ENROLLED);
}

static void deletion_that_fails_is_left_open(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_close(bed);
    bed_open(bed, "fail C_DestroyObject * before CKR_DEVICE_ERROR\n");
    assert_module_failed(remove_key(bed), bed, FAILURE_MODULE, "C_DestroyObject", CKR_DEVICE_ERROR);
    bed_close(bed);
    assert_events(bed, 3, "delete.intent");
    assert_int_equal(state_of_last_job(bed), JOB_WAITING);
}

static void certificate_for_an_abandoned_job_says_so(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;
    CLEANUP_VALUE(journal_record_clear) struct journal_record record = {0};
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = {0};

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    ledger = ledger_read(bed);
    record.event = EVENT_JOB_ABANDONED;
    record.job = memory_copy_text(ledger_last_job(&ledger)->id);
    assert_true(journal_append(bed->workplace.journal, &record, &bed->failure));
    certificate = certificate_for_request(bed, &ca);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    assert_true(bed_noticed(bed, "abandoned"));
    assert_true(bed_noticed(bed, record.job));
    bed_close(bed);
    assert_int_equal(state_of_last_job(bed), JOB_INSTALLED);
}

static void request_for_a_key_that_is_there_goes_on_in_its_open_job(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_remove_file(bed, REQUEST_FILE);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed);
    bed_close(bed);
    assert_events(bed, 3, "request.written");
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    assert_int_equal(ledger.jobs.count, 1);
    assert_int_equal(ledger_last_job(&ledger)->state, JOB_WAITING);
}

static void request_for_a_key_without_open_job_begins_one(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    assert_done(job_install_only(bed, (struct install_wish){.certificates = {certificate}}), bed);
    bed_remove_file(bed, REQUEST_FILE);
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){.dry_run = true}), bed);
    assert_events(bed, 5, "");
    assert_done(job_request(bed, KEY_URI, (struct enroll_wish){0}), bed);
    bed_close(bed);
    assert_events(bed, 5, "request.written");
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    assert_int_equal(ledger.jobs.count, 2);
    assert_int_equal(ledger.jobs.items[0].state, JOB_INSTALLED);
    assert_int_equal(ledger.jobs.items[1].state, JOB_WAITING);
    assert_string_equal(ledger.jobs.items[1].key_id, ID);
}

static void request_without_room_for_its_record_is_written_and_noticed(void **state)
{
    struct bed *bed = *state;
    bool done;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    bed_remove_file(bed, REQUEST_FILE);
    ledger_fill_disk(bed, NULL);
    done = job_request(bed, KEY_URI, (struct enroll_wish){0});
    ledger_make_room(bed);
    assert_done(done, bed);
    assert_true(bed_noticed(bed, "request.written"));
    bed_close(bed);
    assert_true(bed_has_file(bed, REQUEST_FILE));
}

static void without_room_for_the_intent_nothing_is_generated(void **state)
{
    struct bed *bed = *state;
    size_t before;
    bool done;

    bed_open(bed, NULL);
    ledger_fill_disk(bed, NULL);
    before = records(bed);
    done = enroll_key(bed);
    ledger_make_room(bed);
    assert_refused(done, bed, FAILURE_HOST, "journal");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    bed_close(bed);
    assert_events(bed, before, "");
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(0);
}

static void without_room_for_the_outcome_the_pair_is_removed(void **state)
{
    struct bed *bed = *state;
    size_t before;
    bool done;

    bed_open(bed, NULL);
    ledger_fill_disk(bed, "C_GenerateKeyPair");
    before = records(bed);
    done = enroll_key(bed);
    ledger_make_room(bed);
    assert_refused(done, bed, FAILURE_HOST, "journal");
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 2);
    assert_true(bed_noticed(bed, "keygen.undone"));
    bed_close(bed);
    assert_events(bed, before, "keygen.intent");
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(0);
}

static void without_room_after_the_request_all_is_kept_and_noticed(void **state)
{
    struct bed *bed = *state;
    size_t before;
    bool done;

    bed_open(bed, NULL);
    ledger_fill_disk(bed, "C_Sign");
    before = records(bed);
    done = enroll_key(bed);
    ledger_make_room(bed);
    assert_done(done, bed);
    assert_true(bed_noticed(bed, "request.written"));
    bed_close(bed);
    assert_events(bed, before, "keygen.intent keygen.done");
    assert_true(bed_has_file(bed, REQUEST_FILE));
    count_objects(2);
}

static void without_room_no_certificate_is_written(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;
    struct install_wish wish = {0};
    bool done;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    wish.certificates[0] = certificate;
    ledger_fill_disk(bed, NULL);
    done = job_install_only(bed, wish);
    ledger_make_room(bed);
    assert_refused(done, bed, FAILURE_HOST, "journal");
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 0);
    bed_close(bed);
    count_objects(2);
}

static void certificate_that_is_there_closes_the_open_job(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;
    CLEANUP(text_free) char *outcome = NULL;
    struct install_wish wish = {0};
    bool done;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    certificate = certificate_for_request(bed, &ca);
    wish.certificates[0] = certificate;
    ledger_fill_disk(bed, "C_CreateObject");
    done = job_install_only(bed, wish);
    ledger_make_room(bed);
    assert_done(done, bed);
    assert_true(bed_noticed(bed, "install.done"));
    assert_int_equal(state_of_last_job(bed), JOB_INSTALLING);
    assert_done(job_install_only(bed, wish), bed);
    assert_int_equal(bed_calls(bed, "C_CreateObject"), 1);
    bed_close(bed);
    assert_int_equal(state_of_last_job(bed), JOB_INSTALLED);
    outcome = ledger_fact(bed, EVENT_INSTALL_DONE, "outcome");
    assert_string_equal(outcome, "present");
}

static void without_room_nothing_is_deleted(void **state)
{
    struct bed *bed = *state;
    bool done;

    bed_open(bed, NULL);
    assert_done(enroll_key(bed), bed);
    ledger_fill_disk(bed, NULL);
    done = remove_key(bed);
    ledger_make_room(bed);
    assert_refused(done, bed, FAILURE_HOST, "journal");
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 0);
    bed_close(bed);
    count_objects(2);
}

/* The other writer is this process with a journal of its own, which the lock takes for another. */
static void second_writer_waits_and_is_told_who_writes(void **state)
{
    struct bed *bed = *state;
    CLEANUP(journal_close) struct journal *journal = NULL;
    struct workplace other;
    struct open_token open = {0};
    CLEANUP(text_free) char *process = text_format("process %ld", (long)getpid());

    bed_open(bed, NULL);
    other = bed->workplace;
    assert_true(journal_open(journal_path(bed->workplace.journal), &journal, &bed->failure));
    other.journal = journal;
    assert_true(
        workplace_open(&other, NULL, SESSION_READ_WRITE, LOGIN_NEVER, &open, &bed->failure));
    bed->workplace.lock_milliseconds = 120;
    assert_refused(enroll_key(bed), bed, FAILURE_HOST, process);
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    open_token_close(&open);
    bed_rewind(bed);
    assert_done(enroll_key(bed), bed);
    bed_close(bed);
    assert_events(bed, 0, ENROLLED);
}

static void reader_is_not_held_up_by_a_writer(void **state)
{
    struct bed *bed = *state;
    CLEANUP(journal_close) struct journal *journal = NULL;
    struct workplace other;
    struct open_token writing = {0};
    struct open_token reading = {0};

    bed_open(bed, NULL);
    other = bed->workplace;
    assert_true(journal_open(journal_path(bed->workplace.journal), &journal, &bed->failure));
    other.journal = journal;
    assert_true(
        workplace_open(&other, NULL, SESSION_READ_WRITE, LOGIN_NEVER, &writing, &bed->failure));
    assert_true(workplace_open(&bed->workplace, NULL, SESSION_READ_ONLY, LOGIN_NEVER, &reading,
                               &bed->failure));
    open_token_close(&reading);
    open_token_close(&writing);
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(enrollment_is_recorded_with_what_finds_it_again),
        FLOW(no_pin_is_in_the_journal),
        FLOW(dry_run_records_nothing),
        FLOW(failed_enrollment_is_recorded_as_undone),
        FLOW(refused_enrollment_records_nothing),
        FLOW(certificate_closes_the_job_of_its_key),
        FLOW(certificate_for_an_unknown_key_is_recorded_too),
        FLOW(failed_installation_says_whether_it_is_known_to_have_failed),
        FLOW(deleting_the_key_of_a_waiting_job_abandons_it),
        FLOW(deleting_what_no_job_waits_for_abandons_nothing),
        FLOW(deletion_that_is_not_confirmed_records_nothing),
        FLOW(deletion_that_fails_is_left_open),
        FLOW(certificate_for_an_abandoned_job_says_so),
        FLOW(request_for_a_key_that_is_there_goes_on_in_its_open_job),
        FLOW(request_for_a_key_without_open_job_begins_one),
        FLOW(request_without_room_for_its_record_is_written_and_noticed),
        FLOW(without_room_for_the_intent_nothing_is_generated),
        FLOW(without_room_for_the_outcome_the_pair_is_removed),
        FLOW(without_room_after_the_request_all_is_kept_and_noticed),
        FLOW(without_room_no_certificate_is_written),
        FLOW(certificate_that_is_there_closes_the_open_job),
        FLOW(without_room_nothing_is_deleted),
        FLOW(second_writer_waits_and_is_told_who_writes),
        FLOW(reader_is_not_held_up_by_a_writer),
    };

    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
