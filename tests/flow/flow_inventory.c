/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"
#include "witness.h"

#include <string.h>

#include "enroll/inventory.h"

static bool list(struct bed *bed, struct inventory *ret_inventory)
{
    return inventory_read(&bed->workplace, NULL, ret_inventory, &bed->failure);
}

static const struct inventory_key *find_key(const struct inventory *inventory, const char *label)
{
    for (size_t i = 0; i < inventory->key_count; i++) {
        if (strcmp(inventory->keys[i].label, label) == 0) {
            return &inventory->keys[i];
        }
    }
    fail_msg("there is no key '%s'", label);
    return NULL;
}

static const struct inventory_certificate *find_certificate(const struct inventory *inventory,
                                                            const char *label)
{
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        if (strcmp(inventory->certificates[i].label, label) == 0) {
            return &inventory->certificates[i];
        }
    }
    fail_msg("there is no certificate '%s'", label);
    return NULL;
}

static void put_certificate(const struct witness *witness, const struct ca *ca, EVP_PKEY *key,
                            const char *label, const char *id)
{
    CLEANUP(X509_free) X509 *certificate = ca_issue(ca, key, (struct ca_wish){.name = label});
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);

    witness_put_certificate(witness, label, id, slice_of_bytes(&der));
}

static void empty_token_is_listed(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.token_count, 1);
    assert_string_equal(inventory.tokens[0].token.label, TOKEN_LABEL);
    assert_true(inventory.tokens[0].logged_in);
    assert_int_equal(inventory.key_count + inventory.certificate_count, 0);
}

/* The certificate of each key has the other one's id and label. */
static void certificates_belong_to_keys_by_public_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *ec = witness_make(&witness, (struct witness_pair){.label = "ec", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *rsa =
        witness_make(&witness, (struct witness_pair){.rsa = true, .label = "rsa", .id = "2"});

    put_certificate(&witness, &ca, ec, "of ec", "2");
    put_certificate(&witness, &ca, rsa, "of rsa", "1");
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.key_count, 2);
    assert_int_equal(inventory.certificate_count, 2);
    assert_string_equal(inventory.keys[find_certificate(&inventory, "of ec")->key].label, "ec");
    assert_string_equal(inventory.keys[find_certificate(&inventory, "of rsa")->key].label, "rsa");
    assert_int_equal(find_key(&inventory, "ec")->certificate_count, 1);
    assert_string_equal(find_key(&inventory, "rsa")->name, "RSA 2048");
}

/* RSA private keys show their modulus: ids do not matter. */
static void halves_of_an_rsa_key_are_paired_by_public_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = witness_make(
        &witness,
        (struct witness_pair){.rsa = true, .label = "first", .id = "1", .public_id = "2"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = witness_make(
        &witness,
        (struct witness_pair){.rsa = true, .label = "second", .id = "2", .public_id = "1"});

    assert_int_not_equal(EVP_PKEY_eq(first, second), 1);
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.key_count, 2);
    assert_true(find_key(&inventory, "first")->has_public);
    assert_true(find_key(&inventory, "second")->has_public);
}

/* Two private EC keys that do not show their public halves, and two public keys, all with one id.
 */
static void halves_that_share_an_id_are_not_paired_by_guess(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first = witness_make(
        &witness, (struct witness_pair){.label = "first", .public_label = "a", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second = witness_make(
        &witness, (struct witness_pair){.label = "second", .public_label = "b", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *alone = witness_make(&witness, (struct witness_pair){.label = "alone", .id = "2"});

    put_certificate(&witness, &ca, first, "leaf", "1");
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.key_count, 5);
    assert_true(find_key(&inventory, "first")->half_unknown);
    assert_true(find_key(&inventory, "second")->half_unknown);
    assert_false(find_key(&inventory, "first")->has_public);
    assert_false(find_key(&inventory, "a")->has_private);
    assert_true(find_key(&inventory, "a")->half_unknown);
    assert_true(find_key(&inventory, "b")->half_unknown);
    assert_false(find_key(&inventory, "alone")->half_unknown);
    assert_true(find_key(&inventory, "alone")->has_public);
    assert_true(&inventory.keys[find_certificate(&inventory, "leaf")->key] ==
                find_key(&inventory, "a"));
    assert_true(bed_noticed(bed, "share their ids"));
    assert_int_not_equal(EVP_PKEY_eq(second, alone), 1);
}

/* The same with one private key: the other public key may be that of a key that was deleted. */
static void one_private_key_is_not_paired_with_one_of_two_public_keys(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    EVP_PKEY_free(witness_make(
        &witness, (struct witness_pair){.label = "first", .public_label = "a", .id = "1"}));
    EVP_PKEY_free(witness_make(
        &witness, (struct witness_pair){.label = "second", .public_label = "b", .id = "1"}));
    witness_destroy(&witness, witness_find(&witness, CKO_PRIVATE_KEY, "second"));
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.key_count, 3);
    assert_true(find_key(&inventory, "first")->half_unknown);
    assert_true(bed_noticed(bed, "others have its id"));
}

static void orphans_are_listed_as_such(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *stranger = key_new(false);
    struct witness witness = witness_open(TOKEN_LABEL);

    EVP_PKEY_free(witness_make(&witness, (struct witness_pair){.label = "private", .id = "1"}));
    EVP_PKEY_free(witness_make(&witness, (struct witness_pair){.label = "public", .id = "2"}));
    witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, "private"));
    witness_destroy(&witness, witness_find(&witness, CKO_PRIVATE_KEY, "public"));
    put_certificate(&witness, &ca, stranger, "stranger", "1");
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.key_count, 2);
    assert_true(find_key(&inventory, "private")->has_private);
    assert_false(find_key(&inventory, "private")->has_public);
    assert_false(find_key(&inventory, "public")->has_private);
    assert_true(find_key(&inventory, "public")->has_public);
    assert_true(find_certificate(&inventory, "stranger")->key == NO_KEY);
    assert_int_equal(find_key(&inventory, "private")->certificate_count, 0);
}

static void issuers_are_told_from_stray_certificates(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(ca_clear) struct ca stray = ca_make("Stray CA", NULL);
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(ca.certificate);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = witness_make(&witness, (struct witness_pair){.label = "key", .id = "1"});

    put_certificate(&witness, &ca, key, "leaf", "1");
    witness_put_certificate(&witness, "issuer", NULL, slice_of_bytes(&der));
    put_certificate(&witness, &stray, stray.key, "stray", NULL);
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.certificate_count, 3);
    assert_true(find_certificate(&inventory, "issuer")->issuer_of_others);
    assert_false(find_certificate(&inventory, "stray")->issuer_of_others);
    assert_false(find_certificate(&inventory, "leaf")->issuer_of_others);
}

static void broken_certificate_is_listed_as_not_readable(void **state)
{
    static const char *const values[] = {"", "not DER", "0\x80", "\x30\x03\x30\x01"};
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    for (size_t i = 1; i < COUNT_OF(values); i++) {
        CLEANUP(text_free) char *label = text_format("broken %zu", i);

        witness_put_certificate(&witness, label, NULL, slice_of_text(values[i]));
    }
    witness_close(&witness);
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.certificate_count, 3);
    for (size_t i = 0; i < inventory.certificate_count; i++) {
        assert_false(inventory.certificates[i].readable);
        assert_true(inventory.certificates[i].key == NO_KEY);
    }
}

static void without_pin_only_what_all_may_see_is_listed(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    EVP_PKEY_free(witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = "key", .id = "1"}));
    bed->workplace.pin_given = false;
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
    assert_false(inventory.tokens[0].logged_in);
    assert_int_equal(inventory.key_count, 1);
    assert_false(inventory.keys[0].has_private);
}

static void one_pin_is_not_tried_on_two_tokens(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    bed_add_token(bed, "second");
    bed_open(bed, NULL);
    assert_refused(list(bed, &inventory), bed, FAILURE_USAGE, "one PIN");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
}

static void two_tokens_are_listed_without_pin(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    bed_add_token(bed, "second");
    EVP_PKEY_free(witness_make_on("second", (struct witness_pair){.label = "key", .id = "1"}));
    bed->workplace.pin_given = false;
    bed_open(bed, NULL);
    assert_done(list(bed, &inventory), bed);
    bed_close(bed);
    assert_int_equal(inventory.token_count, 2);
    assert_int_equal(inventory.key_count, 1);
    assert_string_equal(inventory.tokens[inventory.keys[0].token].token.label, "second");
}

static void token_that_cannot_be_read_is_a_notice_beside_others(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    bed_add_token(bed, "second");
    bed->workplace.pin_given = false;
    bed_open(bed, "fail C_OpenSession 1 before CKR_DEVICE_ERROR\n");
    assert_done(list(bed, &inventory), bed);
    assert_true(bed_noticed(bed, "CKR_DEVICE_ERROR"));
    bed_close(bed);
    assert_int_equal(inventory.token_count, 1);
}

static void token_that_cannot_be_read_fails_when_it_is_the_only_one(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    bed_open(bed, "fail C_FindObjects 2 before CKR_DEVICE_ERROR\n");
    assert_module_failed(list(bed, &inventory), bed, FAILURE_MODULE, "C_FindObjects",
                         CKR_DEVICE_ERROR);
    bed_close(bed);
}

static void other_encodings_are_listed_alike(void **state)
{
    static const char *const scenarios[] = {"", "ec-point raw\n", "no-multi-attribute\n",
                                            "refuse-attribute CKA_ALWAYS_AUTHENTICATE\n",
                                            "token-field label flow\\x1b[31m\n"};
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = witness_make(&witness, (struct witness_pair){.label = "key", .id = "1"});
    size_t cases = 0;

    put_certificate(&witness, &ca, key, "leaf", "9");
    witness_close(&witness);
    for (; cases < COUNT_OF(scenarios); cases++) {
        CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

        bed_open(bed, scenarios[cases]);
        assert_done(list(bed, &inventory), bed);
        bed_close(bed);
        assert_int_equal(inventory.key_count, 1);
        assert_true(inventory.keys[0].has_public && inventory.keys[0].has_private);
        assert_int_equal(inventory.keys[0].certificate_count, 1);
        assert_string_equal(inventory.keys[0].name, "EC P-256");
    }
    assert_int_equal(cases, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(empty_token_is_listed),
        FLOW(certificates_belong_to_keys_by_public_key),
        FLOW(halves_of_an_rsa_key_are_paired_by_public_key),
        FLOW(halves_that_share_an_id_are_not_paired_by_guess),
        FLOW(one_private_key_is_not_paired_with_one_of_two_public_keys),
        FLOW(orphans_are_listed_as_such),
        FLOW(issuers_are_told_from_stray_certificates),
        FLOW(broken_certificate_is_listed_as_not_readable),
        FLOW(without_pin_only_what_all_may_see_is_listed),
        FLOW(one_pin_is_not_tried_on_two_tokens),
        FLOW(two_tokens_are_listed_without_pin),
        FLOW(token_that_cannot_be_read_is_a_notice_beside_others),
        FLOW(token_that_cannot_be_read_fails_when_it_is_the_only_one),
        FLOW(other_encodings_are_listed_alike),
    };

    return cmocka_run_group_tests_name("inventory", tests, NULL, NULL);
}
