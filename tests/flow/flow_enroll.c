/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/algorithm.h"

static void count_objects(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), wanted);
    witness_close(&witness);
}

static void every_rsa_and_ec_key_gives_a_pair_and_a_request_that_verifies(void **state)
{
    struct bed *bed = *state;
    size_t cases = 0;

    for (const struct key_algorithm *known = key_algorithms; known->name != NULL; known++) {
        CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
        const struct enroll_wish wish = {.algorithm = known->name, .label = known->name};

        if (known->type == KEY_EDWARDS) {
            continue; /* flow_edwards */
        }
        bed_open(bed, NULL);
        assert_done(job_enroll(bed, wish, &result), bed);
        bed_close(bed);
        assert_string_equal(result.key, job_key_name(known->name));
        job_check_request(bed, result.fingerprint);
        bed_remove_file(bed, REQUEST_FILE);
        cases++;
    }
    print_message("%zu key types\n", cases);
    assert_int_equal(cases, 6);
    count_objects(12);
}

static void every_rsa_scheme_and_digest_gives_a_request_that_verifies(void **state)
{
    static const enum signature_scheme schemes[] = {SIGNATURE_RSA_PKCS1, SIGNATURE_RSA_PSS};
    static const enum digest digests[] = {DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512};
    struct bed *bed = *state;
    size_t cases = 0;

    for (size_t s = 0; s < COUNT_OF(schemes); s++) {
        for (size_t d = 0; d < COUNT_OF(digests); d++) {
            CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
            CLEANUP(text_free) char *label = text_format("key %zu", cases);
            const struct enroll_wish wish = {.algorithm = "rsa:2048",
                                             .label = label,
                                             .scheme = schemes[s],
                                             .digest = digests[d],
                                             .format = FORMAT_DER};

            bed_open(bed, NULL);
            assert_done(job_enroll(bed, wish, &result), bed);
            bed_close(bed);
            job_check_request(bed, result.fingerprint);
            bed_remove_file(bed, REQUEST_FILE);
            cases++;
        }
    }
    print_message("%zu schemes with digests\n", cases);
    assert_int_equal(cases, 6);
}

static void dry_run_checks_everything_and_writes_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    bed_open(bed, NULL);
    assert_done(job_enroll(bed, (struct enroll_wish){.dry_run = true, .id = "0102"}, &result), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    bed_close(bed);
    assert_null(result.request);
    assert_null(result.fingerprint);
    assert_string_equal(result.id, "0102");
    assert_non_null(strstr(result.templates, "private CKA_EXTRACTABLE FALSE\n"));
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(0);
}

static void existing_file_is_refused_before_the_token_is_touched(void **state)
{
    struct bed *bed = *state;
    CLEANUP(text_free) char *path = bed_path(bed, REQUEST_FILE);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    assert_true(file >= 0);
    assert_int_equal(write(file, "mine", 4), 4);
    assert_int_equal(close(file), 0);
    bed_open(bed, NULL);
    bed_rewind(bed);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_INPUT, REQUEST_FILE);
    assert_int_equal(bed->call_count, 0);
    bed_close(bed);
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    assert_true(slice_equal(slice_of_bytes(&content), slice_of_text("mine")));
    count_objects(0);
}

static void folder_that_is_not_there_is_refused_before_the_token_is_touched(void **state)
{
    struct bed *bed = *state;
    const struct enroll_wish wish = {.out = "no-such-folder/request.pem"};

    bed_open(bed, NULL);
    bed_rewind(bed);
    assert_refused(job_enroll_only(bed, wish), bed, FAILURE_HOST, "no-such-folder");
    assert_int_equal(bed->call_count, 0);
    bed_close(bed);
    count_objects(0);
}

/* Opens the token once there is a pair with KEY_LABEL and the id aa01 on it. */
static void open_with_pair_aa01(struct bed *bed)
{
    bed_open(bed, NULL);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.id = "aa01", .out = "first.pem"}), bed);
    bed_close(bed);
    bed_open(bed, NULL);
    bed_rewind(bed);
}

/* No pair was made beside that one, and no file written. */
static void close_with_one_pair(struct bed *bed)
{
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(2);
}

static void taken_label_is_refused_with_the_uri_of_the_object(void **state)
{
    struct bed *bed = *state;

    open_with_pair_aa01(bed);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = "aa02"}), bed, FAILURE_INPUT,
                   "id=%AA%01");
    assert_non_null(strstr(bed->failure.action, KEY_LABEL));
    assert_non_null(strstr(bed->failure.cause, "pkcs11:"));
    close_with_one_pair(bed);
}

static void taken_id_is_refused_with_the_uri_of_the_object(void **state)
{
    struct bed *bed = *state;

    open_with_pair_aa01(bed);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.id = "aa01", .label = "other"}), bed,
                   FAILURE_INPUT, "object=" KEY_LABEL);
    assert_non_null(strstr(bed->failure.action, "aa01"));
    close_with_one_pair(bed);
}

static void check_private_half(const struct witness *witness, CK_OBJECT_HANDLE object)
{
    static const CK_ATTRIBUTE_TYPE wanted[] = {
        CKA_TOKEN, CKA_PRIVATE,          CKA_SENSITIVE, CKA_SIGN, CKA_ALWAYS_SENSITIVE,
        CKA_LOCAL, CKA_NEVER_EXTRACTABLE};

    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_true(witness_bool(witness, object, wanted[i]));
    }
    assert_false(witness_bool(witness, object, CKA_EXTRACTABLE));
    assert_false(witness_bool(witness, object, CKA_ALWAYS_AUTHENTICATE));
}

static void check_public_half(const struct witness *witness, CK_OBJECT_HANDLE object)
{
    assert_true(witness_bool(witness, object, CKA_TOKEN));
    assert_false(witness_bool(witness, object, CKA_PRIVATE));
    assert_true(witness_bool(witness, object, CKA_VERIFY));
}

static void check_same(const struct witness *witness, CK_OBJECT_HANDLE a, CK_OBJECT_HANDLE b,
                       CK_ATTRIBUTE_TYPE type, struct slice wanted)
{
    CLEANUP_VALUE(bytes_clear) struct bytes of_a = witness_read(witness, a, type);
    CLEANUP_VALUE(bytes_clear) struct bytes of_b = witness_read(witness, b, type);

    assert_true(slice_equal(slice_of_bytes(&of_a), wanted));
    assert_true(slice_equal(slice_of_bytes(&of_b), wanted));
}

static void token_keeps_the_attributes_that_were_asked_for(void **state)
{
    static const char *const algorithms[] = {"ec:P-256", "rsa:2048"};
    static const uint8_t id[] = {0x00, 0x80, 0xff};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(algorithms); cases++) {
        struct witness witness;
        CK_OBJECT_HANDLE private_key;
        CK_OBJECT_HANDLE public_key;

        bed_open(bed, NULL);
        assert_done(job_enroll_only(bed, (struct enroll_wish){.algorithm = algorithms[cases],
                                                              .label = "Sigill \xc3\xa5",
                                                              .id = "0080ff"}),
                    bed);
        bed_close(bed);
        witness = witness_open(TOKEN_LABEL);
        private_key = witness_find(&witness, CKO_PRIVATE_KEY, NULL);
        public_key = witness_find(&witness, CKO_PUBLIC_KEY, NULL);
        check_private_half(&witness, private_key);
        check_public_half(&witness, public_key);
        check_same(&witness, private_key, public_key, CKA_ID, slice_of(id, sizeof id));
        check_same(&witness, private_key, public_key, CKA_LABEL, slice_of_text("Sigill \xc3\xa5"));
        witness_destroy_all(&witness);
        witness_close(&witness);
        bed_remove_file(bed, REQUEST_FILE);
    }
    assert_int_equal(cases, 2);
}

/* SoftHSM allows every usage by default: what was not asked for is what a bare template gives. */
static void no_usage_is_asked_for_but_signing(void **state)
{
    static const char *const usages[] = {"CKA_DECRYPT",       "CKA_ENCRYPT", "CKA_WRAP",
                                         "CKA_UNWRAP",        "CKA_DERIVE",  "CKA_SIGN_RECOVER",
                                         "CKA_VERIFY_RECOVER"};
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    CLEANUP(text_free) char *scenario = text_format("# refused when a template holds one\n");
    size_t cases = 0;

    for (; cases < COUNT_OF(usages); cases++) {
        char *longer = text_format("%srefuse-attribute %s\n", scenario, usages[cases]);

        text_free(scenario);
        scenario = longer;
    }
    assert_int_equal(cases, 7);
    bed_open(bed, scenario);
    assert_done(job_enroll(bed, (struct enroll_wish){0}, &result), bed);
    assert_non_null(strstr(result.templates, "private CKA_SIGN TRUE\n"));
    bed_close(bed);
    count_objects(2);
}

static void random_ids_differ(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result first = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result second = {0};

    bed_open(bed, NULL);
    assert_done(job_enroll(bed, (struct enroll_wish){.label = "a", .out = "a.pem"}, &first), bed);
    assert_done(job_enroll(bed, (struct enroll_wish){.label = "b", .out = "b.pem"}, &second), bed);
    bed_close(bed);
    assert_int_equal(strlen(first.id), 40);
    assert_string_not_equal(first.id, second.id);
    count_objects(4);
}

static void token_has_to_be_named_when_there_are_two(void **state)
{
    struct bed *bed = *state;

    bed_add_token(bed, "other");
    bed_open(bed, NULL);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_NOT_FOUND,
                   "token=other");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_rewind(bed);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.token = "other"}), bed);
    bed_close(bed);
    count_objects(0);
}

static void token_that_is_not_there_is_not_found(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, NULL);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.token = "absent"}), bed,
                   FAILURE_NOT_FOUND, "token=" TOKEN_LABEL);
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed_close(bed);
}

static void token_without_the_mechanism_is_reported_as_such(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "hide-mechanism CKM_EC_KEY_PAIR_GEN\n");
    assert_module_failed(job_enroll_only(bed, (struct enroll_wish){0}), bed, FAILURE_MODULE,
                         "C_GenerateKeyPair", CKR_MECHANISM_INVALID);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(0);
}

static void token_with_nul_padded_fields_is_found_by_label_and_uri(void **state)
{
    static const char scenario[] = "pad nul\n"
                                   "token-field label padded\n"
                                   "token-field serial 77\n"
                                   "token-field model\n";
    struct bed *bed = *state;

    bed_open(bed, scenario);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.token = "padded"}), bed);
    bed_remove_file(bed, REQUEST_FILE);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.token = "pkcs11:token=padded;serial=77",
                                                          .label = "second"}),
                bed);
    bed_close(bed);
    count_objects(4);
}

static void module_that_refuses_arguments_to_initialize_is_used_without(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "initialize-refuses-arguments\n");
    assert_int_equal(bed_calls(bed, "C_Initialize"), 2);
    assert_done(job_enroll_only(bed, (struct enroll_wish){0}), bed);
    bed_close(bed);
    count_objects(2);
}

static void module_that_reads_one_attribute_at_a_time_is_used_all_the_same(void **state)
{
    struct bed *bed = *state;

    bed_open(bed, "no-multi-attribute\nec-point raw\n");
    assert_done(job_enroll_only(bed, (struct enroll_wish){.algorithm = "ec:P-521"}), bed);
    bed_remove_file(bed, REQUEST_FILE);
    assert_done(
        job_enroll_only(bed, (struct enroll_wish){.algorithm = "rsa:2048", .label = "second"}),
        bed);
    bed_close(bed);
    count_objects(4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(every_rsa_and_ec_key_gives_a_pair_and_a_request_that_verifies),
        FLOW(every_rsa_scheme_and_digest_gives_a_request_that_verifies),
        FLOW(dry_run_checks_everything_and_writes_nothing),
        FLOW(existing_file_is_refused_before_the_token_is_touched),
        FLOW(folder_that_is_not_there_is_refused_before_the_token_is_touched),
        FLOW(taken_label_is_refused_with_the_uri_of_the_object),
        FLOW(taken_id_is_refused_with_the_uri_of_the_object),
        FLOW(token_keeps_the_attributes_that_were_asked_for),
        FLOW(no_usage_is_asked_for_but_signing),
        FLOW(random_ids_differ),
        FLOW(token_has_to_be_named_when_there_are_two),
        FLOW(token_that_is_not_there_is_not_found),
        FLOW(token_without_the_mechanism_is_reported_as_such),
        FLOW(token_with_nul_padded_fields_is_found_by_label_and_uri),
        FLOW(module_that_refuses_arguments_to_initialize_is_used_without),
        FLOW(module_that_reads_one_attribute_at_a_time_is_used_all_the_same),
    };

    return cmocka_run_group_tests_name("enroll", tests, NULL, NULL);
}
