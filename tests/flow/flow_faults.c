/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every call of the jobs that only read, and of deletion, fails once: each ends with a result or a
 * failure that says why, never with both or neither. (enroll: flow_rollback; install:
 * flow_install_tokens.)
 */

#include "jobs.h"
#include "ledger.h"
#include "witness.h"

#include "enroll/inventory.h"
#include "enroll/remove.h"

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL

static const char *const formats[] = {"fail any %zu before CKR_DEVICE_ERROR\n",
                                      "fail any %zu after CKR_DEVICE_ERROR\n", "vanish any %zu\n"};

static void put_objects(void)
{
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = NULL;
    CLEANUP(X509_free) X509 *certificate = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};

    witness_destroy_all(&witness);
    key = witness_make(&witness, (struct witness_pair){.label = KEY_LABEL, .id = "1"});
    certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf", .padding = 5000});
    der = certificate_bytes(certificate);
    witness_put_certificate(&witness, "certificate", "1", slice_of_bytes(&der));
    witness_close(&witness);
}

static bool list(struct bed *bed)
{
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    return inventory_read(&bed->workplace, NULL, &inventory, &bed->failure);
}

static bool request(struct bed *bed)
{
    return job_request(bed, KEY_URI, (struct enroll_wish){0});
}

static bool request_for_a_key_that_is_not_there(struct bed *bed)
{
    return job_request(bed, "pkcs11:token=" TOKEN_LABEL ";object=absent", (struct enroll_wish){0});
}

static bool enroll_with_a_label_that_is_taken(struct bed *bed)
{
    return job_enroll_only(bed, (struct enroll_wish){0});
}

static bool install_what_fits_no_key(struct bed *bed)
{
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(false);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});

    return job_install_only(bed, (struct install_wish){.certificates = {certificate}});
}

static bool choose_a_token_that_is_not_there(struct bed *bed)
{
    return job_enroll_only(bed, (struct enroll_wish){.token = "absent"});
}

static bool say_yes(void *context, const struct removal *removal, struct failure *failure)
{
    (void)context;
    (void)removal;
    (void)failure;
    return true;
}

static bool remove_key(struct bed *bed)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    assert_true(object_selector_parse(KEY_URI, &selector, &bed->failure));
    return key_remove(&bed->workplace, &selector, (struct confirmation){say_yes, NULL}, &removal,
                      &bed->failure);
}

/* The journal is sound, and nothing was deleted that it was not told of before. */
static void check_journal(const struct bed *bed, bool done)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    bool deleted = bed_calls(bed, "C_DestroyObject") > 0;

    if (ledger.content.count == 0) {
        assert_false(deleted);
    } else if (ledger.content.records[0].event == EVENT_DELETE_INTENT) {
        assert_int_equal(ledger.content.count, done ? 2 : 1);
    } else {
        assert_int_equal(ledger.content.records[0].event, EVENT_REQUEST_WRITTEN);
        assert_true(done && !deleted);
    }
}

/* One run under SCENARIO; returns how many calls it made. */
static size_t run(struct bed *bed, const char *scenario, bool (*job)(struct bed *bed))
{
    bool done = false;
    size_t calls;

    bed_remove_file(bed, REQUEST_FILE);
    bed_forget_journal(bed);
    if (bed_try_open(bed, scenario)) {
        done = job(bed);
    }
    assert_int_equal(done, !failure_is_set(&bed->failure));
    if (!done) {
        assert_non_null(bed->failure.action);
        assert_in_range(bed->failure.class, FAILURE_NO, FAILURE_HOST);
        assert_false(bed_has_file(bed, REQUEST_FILE));
    }
    assert_in_range(bed_calls(bed, "C_Login"), 0, 1);
    check_journal(bed, done);
    bed_close(bed);
    calls = bed->call_count;
    witness_finalize();
    return calls;
}

static void fail_each_call(struct bed *bed, bool (*job)(struct bed *bed), size_t least, bool writes)
{
    size_t cases = 0;
    size_t calls;

    put_objects();
    calls = run(bed, "", job);
    assert_true(calls >= least);
    for (size_t f = 0; f < COUNT_OF(formats); f++) {
        for (size_t i = 1; i <= calls; i++, cases++) {
            CLEANUP(text_free) char *scenario = text_format(formats[f], i);

            if (writes) {
                put_objects();
            }
            (void)run(bed, scenario, job);
        }
    }
    print_message("%zu calls, %zu failures\n", calls, cases);
    assert_int_equal(cases, calls * COUNT_OF(formats));
}

static void listing(void **state)
{
    fail_each_call(*state, list, 15, false);
}

static void making_a_request(void **state)
{
    fail_each_call(*state, request, 14, false);
}

static void looking_for_a_key_in_vain(void **state)
{
    fail_each_call(*state, request_for_a_key_that_is_not_there, 11, false);
}

static void refusing_a_label_that_is_taken(void **state)
{
    fail_each_call(*state, enroll_with_a_label_that_is_taken, 11, false);
}

static void refusing_a_certificate_without_key(void **state)
{
    fail_each_call(*state, install_what_fits_no_key, 11, false);
}

static void refusing_a_token_that_is_not_there(void **state)
{
    fail_each_call(*state, choose_a_token_that_is_not_there, 5, false);
}

static void deleting_a_key(void **state)
{
    fail_each_call(*state, remove_key, 15, true);
}

/* A fault that lasts is not the same as an attribute the token does not have. */
static void object_that_cannot_be_read_is_a_failure(void **state)
{
    static bool (*const jobs[])(struct bed * bed) = {list, request, remove_key};
    struct bed *bed = *state;
    size_t bad = 0;
    size_t cases = 0;

    put_objects();
    for (; cases < COUNT_OF(jobs); cases++) {
        bool done;

        bed_open(bed, "fail C_GetAttributeValue * before CKR_DEVICE_ERROR\n");
        done = jobs[cases](bed);
        if (done || bed->failure.class != FAILURE_MODULE || bed->failure.rv != CKR_DEVICE_ERROR) {
            print_error("job %zu: done %d, class %d, 0x%lx\n", cases, done, (int)bed->failure.class,
                        bed->failure.rv);
            bad++;
        }
        bed_close(bed);
    }
    assert_int_equal(cases, 3);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(listing),
        FLOW(making_a_request),
        FLOW(looking_for_a_key_in_vain),
        FLOW(refusing_a_label_that_is_taken),
        FLOW(refusing_a_certificate_without_key),
        FLOW(refusing_a_token_that_is_not_there),
        FLOW(deleting_a_key),
        FLOW(object_that_cannot_be_read_is_a_failure),
    };

    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
