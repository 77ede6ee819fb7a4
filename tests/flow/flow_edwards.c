/* SPDX-License-Identifier: Apache-2.0 */

/* What flow_enroll and flow_rollback show of RSA and EC keys, for Ed25519 and Ed448. */

#include "jobs.h"
#include "witness.h"

static void count_objects(size_t wanted)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    assert_int_equal(witness_count(&witness, WITNESS_ANY), wanted);
    witness_destroy_all(&witness);
    witness_close(&witness);
}

/* Calls CHECK for both kinds of key; returns how many there were. */
static size_t for_each_edwards(struct bed *bed, void (*check)(struct bed *bed, const char *name))
{
    size_t cases = 0;

    for (const struct key_algorithm *known = key_algorithms; known->name != NULL; known++) {
        if (known->type == KEY_EDWARDS) {
            check(bed, known->name);
            cases++;
        }
    }
    return cases;
}

static void enroll_under(struct bed *bed, const char *name, const char *scenario)
{
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    bed_open(bed, scenario);
    assert_done(job_enroll(bed, (struct enroll_wish){.algorithm = name}, &result), bed);
    bed_close(bed);
    assert_string_equal(result.key, job_key_name(name));
    job_check_request(bed, result.fingerprint);
    bed_remove_file(bed, REQUEST_FILE);
    count_objects(2);
}

static void enroll_plainly(struct bed *bed, const char *name)
{
    enroll_under(bed, name, NULL);
}

static void enroll_with_raw_point(struct bed *bed, const char *name)
{
    enroll_under(bed, name, "ec-point raw\nno-multi-attribute\n");
}

static void refuse_under(struct bed *bed, const char *name, const char *scenario)
{
    bed_open(bed, scenario);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.algorithm = name}), bed,
                   FAILURE_MODULE, "signature");
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 2);
    bed_close(bed);
    assert_false(bed_has_file(bed, REQUEST_FILE));
    count_objects(0);
}

static void refuse_wrong_signature(struct bed *bed, const char *name)
{
    refuse_under(bed, name, "wrong-signature\n");
}

static void refuse_swapped_key(struct bed *bed, const char *name)
{
    refuse_under(bed, name, "swap-public-key\n");
}

static void both_give_a_pair_and_a_request_that_verifies(void **state)
{
    assert_int_equal(for_each_edwards(*state, enroll_plainly), 2);
}

static void raw_points_are_understood(void **state)
{
    assert_int_equal(for_each_edwards(*state, enroll_with_raw_point), 2);
}

static void whole_job_in_every_encoding(struct bed *bed, const char *name)
{
    static const char *const encodings[] = {"", "ec-point raw\n", "ec-point bit-string\n",
                                            "ec-params name\n", "ec-params name\nec-point raw\n"};
    size_t cases = 0;

    for (; cases < COUNT_OF(encodings); cases++) {
        job_whole(bed, encodings[cases], name);
    }
    assert_int_equal(cases, 5);
}

static void every_encoding_goes_through_the_whole_job(void **state)
{
    assert_int_equal(for_each_edwards(*state, whole_job_in_every_encoding), 2);
}

static void wrong_signature_is_found_and_the_pair_removed(void **state)
{
    assert_int_equal(for_each_edwards(*state, refuse_wrong_signature), 2);
}

static void public_key_of_another_pair_is_found_and_the_pair_removed(void **state)
{
    assert_int_equal(for_each_edwards(*state, refuse_swapped_key), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(both_give_a_pair_and_a_request_that_verifies),
        FLOW(raw_points_are_understood),
        FLOW(every_encoding_goes_through_the_whole_job),
        FLOW(wrong_signature_is_found_and_the_pair_removed),
        FLOW(public_key_of_another_pair_is_found_and_the_pair_removed),
    };

    return cmocka_run_group_tests_name("edwards", tests, NULL, NULL);
}
