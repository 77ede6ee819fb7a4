/* SPDX-License-Identifier: Apache-2.0 */

/* What the page of a token calls odd. */

#include "page.h"

#include <string.h>

#include "base/memory.h"

/* The page of the bed's token, which must have just one oddity, of KIND, that says FRAGMENT. */
static void assert_only(struct bed *bed, const char *scenario, enum oddity_kind kind,
                        const char *fragment)
{
    CLEANUP_VALUE(token_page_clear)
    struct token_page page = page_of(bed, scenario, "pkcs11:model=SoftHSM%20v2;serial=1");

    for (size_t i = 0; i < page.odd_count; i++) {
        print_message("%s: %s\n", oddity_name(page.odd[i].kind), page.odd[i].text);
    }
    assert_int_equal(page.odd_count, 1);
    assert_int_equal(page.odd[0].kind, kind);
    assert_non_null(strstr(page.odd[0].text, fragment));
    assert_non_null(strstr(page.odd[0].uri, "pkcs11:"));
}

#define PLAIN "token-field serial 1\n"

static EVP_PKEY *make(const struct witness *witness, const char *label, const char *id)
{
    return witness_make(witness, (struct witness_pair){.label = label, .id = id});
}

static void certificate_dates_are_looked_at(void **state)
{
    static const struct {
        int from;
        int to;
        enum oddity_kind kind;
        const char *text;
    } cases[] = {
        {-20, -10, ODD_EXPIRED, "expired on"},
        {-20, 20, ODD_EXPIRING, "expires in"},
        {-20, 59, ODD_EXPIRING, "expires in"},
        {10, 365, ODD_NOT_YET_VALID, "is not valid before"},
    };
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    size_t count = 0;

    for (; count < COUNT_OF(cases); count++) {
        struct witness witness = witness_open(TOKEN_LABEL);
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

        page_put(&witness, &ca, key, "Anna", "1",
                 (struct ca_wish){.from_day = cases[count].from,
                                  .to_day = cases[count].to,
                                  .key_usage = "nonRepudiation"});
        witness_close(&witness);
        assert_only(bed, PLAIN, cases[count].kind, "of 'Anna' (signing)");
        assert_only(bed, PLAIN, cases[count].kind, cases[count].text);
        witness = witness_open(TOKEN_LABEL);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(count, 4);
}

static void certificate_with_61_days_left_is_in_order(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

    page_put(&witness, &ca, key, "Anna", "1", (struct ca_wish){.to_day = 61});
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.odd_count, 0);
}

static void key_without_certificate_is_odd(void **state)
{
    EVP_PKEY_free(witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = "key", .id = "1"}));
    assert_only(*state, PLAIN, ODD_KEY_WITHOUT_CERTIFICATE, "the key 'key'");
}

static void certificate_without_key_is_odd_when_all_was_seen(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *stranger = key_new(false);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    page_put(&witness, &ca, stranger, "Anna", "1", (struct ca_wish){0});
    witness_close(&witness);
    assert_only(bed, PLAIN, ODD_CERTIFICATE_WITHOUT_KEY, "of 'Anna'");
    bed->workplace.pin_given = false;
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.odd_count, 0);
}

static void issuers_need_no_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(ca.certificate);
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_put_certificate(&witness, "issuer", NULL, slice_of_bytes(&der));
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.odd_count, 0);
    assert_true(page.certificates[0].chain);
}

static void public_key_without_private_key_is_odd_when_all_was_seen(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    EVP_PKEY_free(make(&witness, "key", "1"));
    witness_destroy(&witness, witness_find(&witness, CKO_PRIVATE_KEY, "key"));
    witness_close(&witness);
    assert_only(bed, PLAIN, ODD_PUBLIC_WITHOUT_PRIVATE, "'key'");
    bed->workplace.pin_given = false;
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page_odd(&page, ODD_PUBLIC_WITHOUT_PRIVATE), 0);
}

/* An EC private key does not show its public key, so its certificate is not known for sure. */
static void private_key_without_public_key_is_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

    witness_destroy(&witness, witness_find(&witness, CKO_PUBLIC_KEY, "key"));
    witness_close(&witness);
    assert_only(bed, PLAIN, ODD_PRIVATE_WITHOUT_PUBLIC, "no certificate can be matched");
    witness = witness_open(TOKEN_LABEL);
    page_put(&witness, &ca, key, "Anna", "1", (struct ca_wish){0});
    witness_close(&witness);
    assert_only(bed, PLAIN, ODD_PRIVATE_WITHOUT_PUBLIC, "cannot be told");
}

static void two_keys_under_one_id_are_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *first =
        witness_make(&witness, (struct witness_pair){.rsa = true, .label = "first", .id = "1"});
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *second =
        witness_make(&witness, (struct witness_pair){.rsa = true, .label = "second", .id = "1"});
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    page_put(&witness, &ca, first, "one", "1", (struct ca_wish){0});
    page_put(&witness, &ca, second, "two", "1", (struct ca_wish){0});
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.odd_count, 2);
    assert_int_equal(page_odd(&page, ODD_TWO_KEYS_ONE_ID), 1);
    assert_int_equal(page_odd(&page, ODD_DUPLICATE_ID), 1); /* on the certificates */
    assert_int_equal(page.certificates[0].key == page.certificates[1].key, 0);
}

/* A token that has one id for everything: one line a key, not one a pair of keys. */
static void many_keys_under_one_id_do_not_fill_the_page(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);
    size_t keys = 0;

    for (; keys < 12; keys++) {
        EVP_PKEY_free(make(&witness, "key", "1"));
    }
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.key_count, 2 * keys); /* nothing tells which halves belong together */
    assert_int_equal(page_odd(&page, ODD_TWO_KEYS_ONE_ID), keys - 1);
    assert_int_equal(page_odd(&page, ODD_PRIVATE_WITHOUT_PUBLIC), keys);
    assert_int_equal(page_odd(&page, ODD_PUBLIC_WITHOUT_PRIVATE), 0);
}

/* As after a renewal: the key is the same, so is the id, and nothing is odd. */
static void two_certificates_of_one_key_are_in_order(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

    page_put(&witness, &ca, key, "old", "1", (struct ca_wish){0});
    page_put(&witness, &ca, key, "new", "1", (struct ca_wish){0});
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page.odd_count, 0);
    assert_int_equal(page.keys[0].certificate_count, 2);
}

static void certificate_with_another_id_than_its_key_is_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

    page_put(&witness, &ca, key, "Anna", "2", (struct ca_wish){0});
    witness_close(&witness);
    assert_only(bed, PLAIN, ODD_CERTIFICATE_ID, "another id");
}

static void same_object_twice_is_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(true);
    CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "x"});
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_import(&witness, key, "key", "1");
    witness_import(&witness, key, "again", "2");
    witness_put_certificate(&witness, "one", "1", slice_of_bytes(&der));
    witness_put_certificate(&witness, "two", "1", slice_of_bytes(&der));
    witness_close(&witness);
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page_odd(&page, ODD_KEY_TWICE), 1);
    assert_int_equal(page_odd(&page, ODD_CERTIFICATE_TWICE), 1);
    assert_int_equal(page_odd(&page, ODD_DUPLICATE_ID), 0);
}

static void object_that_is_no_certificate_is_odd(void **state)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_put_certificate(&witness, "broken", NULL, slice_of_text("not DER"));
    witness_close(&witness);
    assert_only(*state, PLAIN, ODD_NOT_A_CERTIFICATE, "'broken'");
}

static void readable_key_is_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    struct witness witness = witness_open(TOKEN_LABEL);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = make(&witness, "key", "1");

    page_put(&witness, &ca, key, "Anna", "1", (struct ca_wish){0});
    witness_close(&witness);
    assert_only(bed, PLAIN "weaken CKA_EXTRACTABLE true\n", ODD_READABLE_KEY, "read out");
    assert_only(bed, PLAIN "weaken CKA_SENSITIVE false\n", ODD_READABLE_KEY, "read out");
}

static void full_card_is_odd(void **state)
{
    assert_only(*state, PLAIN "token-memory public 65536 0\n", ODD_FULL, "is full");
    assert_only(*state, PLAIN "token-memory private 65536 2047\n", ODD_FULL, "2047 bytes");
    assert_only(*state, PLAIN "token-memory public 100 1\ntoken-memory private 100 1\n", ODD_FULL,
                "1 byte ");
}

/* Modules that do not know their space often say 0 of 0. */
static void unknown_space_is_not_a_full_card(void **state)
{
    static const char *const scenarios[] = {"token-memory public 0 0\n",
                                            "token-memory public 65536 2048\n",
                                            "token-memory public 65536 0xffffffffffffffff\n",
                                            "token-memory public 0xffffffffffffffff 0\n"};
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(scenarios); count++) {
        CLEANUP_VALUE(token_page_clear)
        struct token_page page = page_of(bed, scenarios[count], TOKEN_LABEL);

        assert_int_equal(page.odd_count, 0);
    }
    assert_int_equal(count, 4);
}

static void label_that_is_not_utf8_is_odd(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    assert_only(bed, PLAIN "token-field label caf\\xe9\n", ODD_LABEL, "caf\xe9");
    assert_only(bed, PLAIN "token-field label abcdefghijklmnopqrstuvwxyz01234\\xc3\n", ODD_LABEL,
                "cut");
    EVP_PKEY_free(
        witness_make_on(TOKEN_LABEL, (struct witness_pair){.label = "caf\xe9", .id = "1"}));
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(page_odd(&page, ODD_LABEL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(certificate_dates_are_looked_at),
        FLOW(certificate_with_61_days_left_is_in_order),
        FLOW(key_without_certificate_is_odd),
        FLOW(certificate_without_key_is_odd_when_all_was_seen),
        FLOW(issuers_need_no_key),
        FLOW(public_key_without_private_key_is_odd_when_all_was_seen),
        FLOW(private_key_without_public_key_is_odd),
        FLOW(two_keys_under_one_id_are_odd),
        FLOW(many_keys_under_one_id_do_not_fill_the_page),
        FLOW(two_certificates_of_one_key_are_in_order),
        FLOW(certificate_with_another_id_than_its_key_is_odd),
        FLOW(same_object_twice_is_odd),
        FLOW(object_that_is_no_certificate_is_odd),
        FLOW(readable_key_is_odd),
        FLOW(full_card_is_odd),
        FLOW(unknown_space_is_not_a_full_card),
        FLOW(label_that_is_not_utf8_is_odd),
    };

    return cmocka_run_group_tests_name("token page, odd", tests, NULL, NULL);
}
