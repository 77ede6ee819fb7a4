/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every call of one enrollment fails once, before and after the real module made it, and once the
 * token is taken out there. Whatever happens, no key is left on the token that nobody was told of.
 */

#include "jobs.h"
#include "ledger.h"
#include "witness.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID "c0de"
#define ID_IN_URI "id=%C0%DE"

/* What is on the token after one enrollment, and what the person was told. */
struct outcome {
    bool done;
    bool file;
    size_t private_keys;
    size_t public_keys;
    bool told;      /* a notice or the failure names the key */
    bool explained; /* the journal knows of what is there, and of nothing that is not there */
};

static bool tells_of_key(const struct bed *bed)
{
    return bed_noticed(bed, ID_IN_URI) ||
           (bed->failure.cause != NULL && strstr(bed->failure.cause, ID_IN_URI) != NULL) ||
           (bed->failure.hint != NULL && strstr(bed->failure.hint, ID_IN_URI) != NULL);
}

/*
 * Nothing on the token that no record explains; a request that is waiting has its key; and what the
 * journal says is undone is gone.
 */
static bool is_explained(const struct bed *bed, const struct outcome *outcome)
{
    CLEANUP_VALUE(ledger_clear) struct ledger ledger = ledger_read(bed);
    const struct journal_job *job;

    if (ledger.jobs.count == 0) {
        return outcome->private_keys + outcome->public_keys == 0;
    }
    job = ledger_last_job(&ledger);
    if (job->state == JOB_WAITING) {
        return outcome->private_keys == 1 && outcome->public_keys == 1 && outcome->file;
    }
    if (job->state == JOB_UNDONE) {
        return outcome->private_keys + outcome->public_keys == 0;
    }
    /* what became of it is not known: it can be there, under the id that was intended */
    return !outcome->done && strcmp(job->key_id, ID) == 0;
}

static void look(struct bed *bed, struct outcome *outcome)
{
    struct witness witness;

    witness_finalize(); /* the double may have kept C_Finalize from SoftHSM */
    witness = witness_open(TOKEN_LABEL);
    outcome->file = bed_has_file(bed, REQUEST_FILE);
    outcome->private_keys = witness_count(&witness, CKO_PRIVATE_KEY);
    outcome->public_keys = witness_count(&witness, CKO_PUBLIC_KEY);
    outcome->told = tells_of_key(bed);
    outcome->explained = is_explained(bed, outcome);
    if (outcome->file) {
        CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
        CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);
        CLEANUP(EVP_PKEY_free)
        EVP_PKEY *key =
            witness_public_key(&witness, witness_find(&witness, CKO_PUBLIC_KEY, KEY_LABEL));

        assert_int_equal(EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key), 1);
    }
    witness_destroy_all(&witness);
    witness_close(&witness);
    bed_remove_file(bed, REQUEST_FILE);
}

/* One enrollment under SCENARIO, looked at afterwards by SoftHSM alone. */
static struct outcome enroll_under(struct bed *bed, const char *scenario, const char *algorithm)
{
    const struct enroll_wish wish = {.id = ID, .algorithm = algorithm};
    struct outcome outcome = {0};

    bed_rewind(bed);
    bed_forget_journal(bed);
    if (bed_try_open(bed, scenario)) {
        outcome.done = job_enroll_only(bed, wish);
    }
    bed_close(bed);
    look(bed, &outcome);
    return outcome;
}

static bool is_whole(const struct outcome *outcome)
{
    return outcome->done && outcome->file && outcome->private_keys == 1 &&
           outcome->public_keys == 1;
}

static bool is_clean(const struct outcome *outcome)
{
    bool left = outcome->private_keys + outcome->public_keys > 0;

    return !outcome->done && !outcome->file && (!left || outcome->told);
}

static void judge(const struct outcome *outcome, const char *scenario, const struct bed *bed,
                  size_t *bad)
{
    if ((is_whole(outcome) || is_clean(outcome)) && outcome->explained) {
        return;
    }
    print_error("%s: done %d, file %d, %zu private and %zu public keys, told %d, explained %d, "
                "class %d, %s %s\n",
                scenario, outcome->done, outcome->file, outcome->private_keys, outcome->public_keys,
                outcome->told, outcome->explained, (int)bed->failure.class,
                bed->failure.function == NULL ? "-" : bed->failure.function,
                bed->failure.rv_name == NULL ? "-" : bed->failure.rv_name);
    (*bad)++;
}

/* How many calls an enrollment makes when nothing fails, C_Initialize and C_Finalize included. */
static size_t count_calls(struct bed *bed, const char *algorithm)
{
    struct outcome outcome = enroll_under(bed, "", algorithm);

    assert_true(is_whole(&outcome));
    return bed->call_count;
}

/* Runs FORMAT, which takes the number of the call, for each of them. */
static size_t fail_each_call(struct bed *bed, const char *format, const char *algorithm,
                             size_t *ret_bad)
{
    size_t calls = count_calls(bed, algorithm);
    size_t cases = 0;

    assert_true(calls >= 15);
    for (size_t i = 1; i <= calls; i++, cases++) {
        CLEANUP(text_free) char *scenario = text_format(format, i);
        struct outcome outcome = enroll_under(bed, scenario, algorithm);

        judge(&outcome, scenario, bed, ret_bad);
    }
    print_message("%zu calls: %s", cases, format);
    assert_int_equal(cases, calls);
    return cases;
}

static void fails_each_call(struct bed *bed, const char *format)
{
    size_t bad = 0;
    size_t cases = fail_each_call(bed, format, "ec:P-256", &bad);

    cases += fail_each_call(bed, format, "rsa:2048", &bad);
    assert_true(cases >= 30);
    assert_int_equal(bad, 0);
}

static void call_that_fails_leaves_all_or_nothing(void **state)
{
    fails_each_call(*state, "fail any %zu before CKR_DEVICE_ERROR\n");
}

static void call_that_fails_after_its_effect_leaves_all_or_nothing(void **state)
{
    fails_each_call(*state, "fail any %zu after CKR_DEVICE_ERROR\n");
}

static void call_that_fails_while_deleting_fails_too_is_told(void **state)
{
    fails_each_call(*state, "fail any %zu before CKR_DEVICE_ERROR\n"
                            "fail C_DestroyObject * before CKR_FUNCTION_FAILED\n");
}

static void token_that_vanishes_leaves_all_or_a_notice(void **state)
{
    fails_each_call(*state, "vanish any %zu\n");
}

static void vanished_token_is_class_token_lost(void **state)
{
    static const char *const functions[] = {
        "C_OpenSession", "C_Login", "C_FindObjectsInit", "C_GenerateKeyPair", "C_GetAttributeValue",
        "C_SignInit",    "C_Sign"};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(functions); cases++) {
        CLEANUP(text_free) char *scenario = text_format("vanish %s 1\n", functions[cases]);

        bed_rewind(bed);
        bed_open(bed, scenario);
        assert_module_failed(job_enroll_only(bed, (struct enroll_wish){.id = ID}), bed,
                             FAILURE_TOKEN_LOST, functions[cases], CKR_DEVICE_REMOVED);
        bed_close(bed);
        assert_int_equal(bed_noticed(bed, ID_IN_URI), cases >= 3); /* there may be a pair by then */
        look(bed, &(struct outcome){0});
    }
    assert_int_equal(cases, 7);
}

static void first_failure_is_the_one_reported(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "fail C_Sign 1 before CKR_DEVICE_ERROR\n"
                  "fail C_DestroyObject 1 before CKR_GENERAL_ERROR\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){.id = ID}), bed, FAILURE_MODULE,
                         "C_Sign", CKR_DEVICE_ERROR);
    assert_true(bed_noticed(bed, "pkcs11:"));
    assert_true(bed_noticed(bed, ID_IN_URI));
    assert_true(bed_noticed(bed, "CKR_GENERAL_ERROR"));
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 2);
    bed_close(bed);
}

static void check_rolled_back(struct bed *bed, const char *scenario, const char *algorithm,
                              enum failure_class class, const char *fragment)
{
    struct outcome outcome = {0};

    bed_rewind(bed);
    bed_open(bed, scenario);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = ID, .algorithm = algorithm}),
                   bed, class, fragment);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 1);
    bed_close(bed);
    look(bed, &outcome);
    assert_false(outcome.file);
    assert_int_equal(outcome.private_keys + outcome.public_keys, 0);
    assert_int_equal(bed->notices.count, 0);
}

static void wrong_signature_is_found_and_the_pair_removed(void **state)
{
    static const char *const algorithms[] = {"ec:P-256", "rsa:2048"};
    size_t cases = 0;

    for (; cases < COUNT_OF(algorithms); cases++) {
        check_rolled_back(*state, "wrong-signature\n", algorithms[cases], FAILURE_MODULE,
                          "signature");
    }
    assert_int_equal(cases, 2);
}

static void public_key_of_another_pair_is_found_and_the_pair_removed(void **state)
{
    static const char *const algorithms[] = {"ec:P-256", "rsa:2048"};
    size_t cases = 0;

    for (; cases < COUNT_OF(algorithms); cases++) {
        check_rolled_back(*state, "swap-public-key\n", algorithms[cases], FAILURE_MODULE,
                          "signature");
    }
    assert_int_equal(cases, 2);
}

static void rsa_key_that_says_it_is_extractable_is_removed(void **state)
{
    check_rolled_back(*state, "weaken CKA_EXTRACTABLE true\n", "rsa:2048", FAILURE_POLICY,
                      "CKA_EXTRACTABLE");
}

static void rsa_key_that_says_it_is_not_sensitive_is_removed(void **state)
{
    check_rolled_back(*state, "weaken CKA_SENSITIVE false\n", "rsa:2048", FAILURE_POLICY,
                      "CKA_SENSITIVE");
}

/* The folder is taken away while the key is being generated. */
static void take_folder_away(void *context, const char *text)
{
    struct bed *bed = context;
    CLEANUP(text_free) char *folder = bed_path(bed, "out");

    (void)text;
    assert_int_equal(rmdir(folder), 0);
}

static void folder_that_goes_away_midway_leaves_no_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP(text_free) char *folder = bed_path(bed, "out");
    struct outcome outcome = {0};

    assert_int_equal(mkdir(folder, 0700), 0);
    bed->workplace.progress = take_folder_away;
    bed_open(bed, NULL);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = ID, .out = "out/request.pem"}),
                   bed, FAILURE_HOST, "out/request.pem");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 1);
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 2);
    bed_close(bed);
    look(bed, &outcome);
    assert_int_equal(outcome.private_keys + outcome.public_keys, 0);
}

/* Somebody else makes the file while the key is being generated. */
static void make_the_file(void *context, const char *text)
{
    struct bed *bed = context;
    CLEANUP(text_free) char *path = bed_path(bed, REQUEST_FILE);
    FILE *file = fopen(path, "we");

    (void)text;
    assert_non_null(file);
    assert_true(fputs("theirs", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void file_that_appears_midway_is_kept_and_no_key_left(void **state)
{
    struct bed *bed = *state;
    struct witness witness;

    bed->workplace.progress = make_the_file;
    bed_open(bed, NULL);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = ID}), bed, FAILURE_INPUT,
                   REQUEST_FILE);
    bed_close(bed);
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    assert_true(slice_equal(slice_of_bytes(&content), slice_of_text("theirs")));
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, WITNESS_ANY), 0);
    witness_close(&witness);
}

/* The person presses Ctrl-C: asked before the key is generated, and after it was. */
static void interruption_leaves_no_key(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    for (unsigned asked = 1; asked <= 2; asked++, cases++) {
        struct outcome outcome = {0};

        bed_rewind(bed);
        bed->go_on = asked;
        bed_open(bed, NULL);
        assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = ID}), bed, FAILURE_HOST,
                       "interrupted");
        assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), asked - 1);
        bed_close(bed);
        look(bed, &outcome);
        assert_false(outcome.file);
        assert_int_equal(outcome.private_keys + outcome.public_keys, 0);
    }
    assert_int_equal(cases, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(call_that_fails_leaves_all_or_nothing),
        FLOW(call_that_fails_after_its_effect_leaves_all_or_nothing),
        FLOW(call_that_fails_while_deleting_fails_too_is_told),
        FLOW(token_that_vanishes_leaves_all_or_a_notice),
        FLOW(vanished_token_is_class_token_lost),
        FLOW(first_failure_is_the_one_reported),
        FLOW(wrong_signature_is_found_and_the_pair_removed),
        FLOW(public_key_of_another_pair_is_found_and_the_pair_removed),
        FLOW(rsa_key_that_says_it_is_extractable_is_removed),
        FLOW(rsa_key_that_says_it_is_not_sensitive_is_removed),
        FLOW(folder_that_goes_away_midway_leaves_no_key),
        FLOW(file_that_appears_midway_is_kept_and_no_key_left),
        FLOW(interruption_leaves_no_key),
    };

    return cmocka_run_group_tests_name("rollback", tests, NULL, NULL);
}
