/* SPDX-License-Identifier: Apache-2.0 */

/* Keys that are hard to find: several of one id, none at all, points in another encoding. */

#include "jobs.h"
#include "witness.h"

#include <string.h>

/* Makes a pair on the token and returns its public key, which the caller frees. */
static EVP_PKEY *generate(struct witness_pair pair)
{
    return witness_make_on(TOKEN_LABEL, pair);
}

/* Installs a certificate for KEY; the label it adopted is WANTED. */
static void install_for(struct bed *bed, EVP_PKEY *key, const char *wanted)
{
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "Leaf"});
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    assert_done(job_install(bed, (struct install_wish){.certificates = {certificate}}, &result),
                bed);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.items[0].outcome, INSTALL_WRITTEN);
    assert_string_equal(result.items[0].label, wanted);
}

/* SoftHSM's private EC keys do not show their point: only a signature tells the two apart. */
static void of_two_keys_with_one_id_the_one_that_proves_itself_is_taken(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = generate((struct witness_pair){.label = "first", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = generate((struct witness_pair){.label = "second", .id = "1"});

    bed_open(bed, NULL);
    install_for(bed, first, "first");
    assert_true(bed_calls(bed, "C_Sign") >= 1);
    install_for(bed, second, "second");
    bed_close(bed);
}

static void only_key_of_its_id_needs_no_proof(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = generate((struct witness_pair){.label = "only", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *rsa = generate((struct witness_pair){.rsa = true, .label = "rsa", .id = "1"});

    bed_open(bed, NULL);
    install_for(bed, key, "only");
    install_for(bed, rsa, "rsa");
    assert_int_equal(bed_calls(bed, "C_Sign"), 0);
    bed_close(bed);
}

static void key_without_id_is_found_by_signature_with_a_notice(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = generate((struct witness_pair){.label = "first"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = generate((struct witness_pair){.label = "second"});

    assert_non_null(first);
    bed_open(bed, NULL);
    install_for(bed, second, "second");
    assert_true(bed_calls(bed, "C_Sign") >= 1);
    assert_true(bed_noticed(bed, "'second' has no id"));
    bed_close(bed);
}

/* The private key bears another id than its public half: it is there, and it can sign. */
static void key_whose_halves_have_different_ids_is_found(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = generate((struct witness_pair){.label = "split", .id = "1", .public_id = "2"});

    bed_open(bed, NULL);
    install_for(bed, key, "split");
    bed_close(bed);
}

static void keys_that_want_the_pin_each_time_can_prove_themselves(void **state)
{
    struct bed *bed = *state;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = generate((struct witness_pair){.label = "first", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = generate((struct witness_pair){.label = "second", .id = "1"});

    assert_non_null(first);
    bed_open(bed, "always-authenticate\n");
    install_for(bed, second, "second");
    assert_int_equal(bed->pins_asked, 1);
    bed_close(bed);
}

/* Modules that keep the point raw, or read one attribute at a time, or both. */
static void points_and_reads_of_other_modules_are_understood(void **state)
{
    static const char *const scenarios[] = {"ec-point raw\n", "no-multi-attribute\n",
                                            "ec-point raw\nno-multi-attribute\n"};
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(scenarios); cases++) {
        struct witness witness;
        CLEANUP(EVP_PKEY_free)
        EVP_PKEY *key = generate((struct witness_pair){.label = "key", .id = "1"});
        CLEANUP(EVP_PKEY_free)
        EVP_PKEY *rsa = generate((struct witness_pair){.rsa = true, .label = "rsa", .id = "2"});

        bed_open(bed, scenarios[cases]);
        install_for(bed, key, "key");
        install_for(bed, rsa, "rsa");
        bed_close(bed);
        witness = witness_open(TOKEN_LABEL);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(cases, 3);
}

static void long_certificate_is_written_and_known_again(void **state)
{
    static const size_t paddings[] = {3000, 5000, 40000};
    struct bed *bed = *state;
    struct witness witness;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = generate((struct witness_pair){.label = "key", .id = "1"});
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    size_t cases = 0;

    for (; cases < COUNT_OF(paddings); cases++) {
        CLEANUP(X509_free)
        X509 *certificate =
            ca_issue(&ca, key, (struct ca_wish){.name = "Leaf", .padding = paddings[cases]});
        const struct install_wish wish = {.certificates = {certificate}};
        CLEANUP_VALUE(install_result_clear) struct install_result again = {0};

        bed_open(bed, NULL);
        assert_done(job_install_only(bed, wish), bed);
        assert_done(job_install(bed, wish, &again), bed);
        assert_int_equal(again.items[0].outcome, INSTALL_PRESENT);
        bed_close(bed);
    }
    print_message("%zu lengths\n", cases);
    assert_int_equal(cases, 3);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), 3);
    witness_close(&witness);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(of_two_keys_with_one_id_the_one_that_proves_itself_is_taken),
        FLOW(only_key_of_its_id_needs_no_proof),
        FLOW(key_without_id_is_found_by_signature_with_a_notice),
        FLOW(key_whose_halves_have_different_ids_is_found),
        FLOW(keys_that_want_the_pin_each_time_can_prove_themselves),
        FLOW(points_and_reads_of_other_modules_are_understood),
        FLOW(long_certificate_is_written_and_known_again),
    };

    return cmocka_run_group_tests_name("install_search", tests, NULL, NULL);
}
