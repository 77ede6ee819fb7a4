/* SPDX-License-Identifier: Apache-2.0 */

/* What the page of one card or token says; what is odd on it is in flow_token_page_odd.c. */

#include "page.h"

#include <string.h>

#include "base/memory.h"

/* A key and its certificate on the token; caller frees. */
static EVP_PKEY *put_pair(const char *token, const struct ca *ca, const char *label, const char *id,
                          const char *key_usage)
{
    struct witness witness = witness_open(token);
    EVP_PKEY *key = witness_make(&witness, (struct witness_pair){.label = label, .id = id});

    page_put(&witness, ca, key, label, id, (struct ca_wish){.key_usage = key_usage});
    witness_close(&witness);
    return key;
}

/* Two PINs, one pair behind each. */
static void put_card(struct bed *bed, const struct ca *ca)
{
    bed_add_token(bed, PIN_ONE);
    bed_add_token(bed, PIN_TWO);
    EVP_PKEY_free(put_pair(PIN_ONE, ca, "auth", "1", "digitalSignature"));
    EVP_PKEY_free(put_pair(PIN_TWO, ca, "sign", "2", "nonRepudiation"));
}

static void page_shows_key_with_certificate(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    CLEANUP(text_free) char *purpose = NULL;

    EVP_PKEY_free(put_pair(TOKEN_LABEL, &ca, "key", "1", "nonRepudiation"));
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_string_equal(page.name, TOKEN_LABEL);
    assert_int_equal(page.slot_count, 1);
    assert_string_equal(page.slots[0].pin_name, "");
    assert_true(token_page_is_whole(&page));
    assert_int_equal(page.key_count, 1);
    assert_true(page.keys[0].has_private && page.keys[0].has_public);
    assert_int_equal(page.keys[0].certificate_count, 1);
    assert_int_equal(page.certificate_count, 1);
    assert_int_equal(page.certificates[0].key, 0);
    purpose = portrait_purpose(&page.certificates[0].portrait);
    assert_string_equal(purpose, "signing");
    assert_string_equal(page.certificates[0].portrait.holder, "key");
    assert_string_equal(page.certificates[0].portrait.issuer, "Flow CA");
    assert_int_equal(page.odd_count, 0);
}

static void without_pin_the_page_shows_what_can_be_seen(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    EVP_PKEY_free(put_pair(TOKEN_LABEL, &ca, "key", "1", NULL));
    bed->workplace.pin_given = false;
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    assert_false(token_page_is_whole(&page));
    assert_true(page.slots[0].read);
    assert_false(page.slots[0].logged_in);
    assert_int_equal(page.key_count, 1);
    assert_false(page.keys[0].has_private);
    assert_int_equal(page.certificates[0].key, 0);
    assert_int_equal(page.odd_count, 0); /* what was not seen is not missing */
}

/* One call more a slot than list makes: C_GetSlotInfo. */
static void page_makes_no_more_calls_than_a_list(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    size_t listed;

    EVP_PKEY_free(put_pair(TOKEN_LABEL, &ca, "key", "1", NULL));
    bed_open(bed, NULL);
    assert_done(inventory_read(&bed->workplace, NULL, &inventory, &bed->failure), bed);
    bed_close(bed);
    listed = bed->call_count;
    page = page_of(bed, NULL, TOKEN_LABEL);
    assert_int_equal(bed_calls(bed, "C_GetTokenInfo"), 2); /* SoftHSM has an empty slot more */
    assert_int_equal(bed_calls(bed, "C_GetSlotInfo"), 2);
    assert_int_equal(bed_calls(bed, "C_GetSlotList"), 1);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed->call_count, listed + 2);
}

static void slots_of_one_card_are_one_page(void **state)
{
    static const char *const names[] = {PIN_ONE, PIN_TWO};
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    size_t count = 0;

    put_card(bed, &ca);
    bed->workplace.pin_given = false;
    for (; count < COUNT_OF(names); count++) {
        CLEANUP_VALUE(token_page_clear)
        struct token_page page = page_of(bed, CARD_SCENARIO, names[count]);

        assert_string_equal(page.name, "Card");
        assert_int_equal(page.slot_count, 2);
        assert_int_equal(page.chosen, count);
        assert_string_equal(page.slots[0].pin_name, "PIN1");
        assert_string_equal(page.slots[1].pin_name, "PIN2");
        assert_int_equal(page.key_count, 2);
        assert_int_equal(page.keys[0].slot, 0);
        assert_int_equal(page.keys[1].slot, 1);
        assert_int_equal(page.certificate_count, 2);
        assert_int_equal(page.certificates[1].key, 1);
    }
    assert_int_equal(count, 2);
}

static void pin_goes_only_to_the_slot_that_is_named(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    put_card(bed, &ca);
    page = page_of(bed, CARD_SCENARIO, PIN_TWO);
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed->pins_asked, 1);
    assert_false(page.slots[0].logged_in);
    assert_true(page.slots[1].logged_in);
    assert_false(page.keys[0].has_private);
    assert_true(page.keys[1].has_private);
}

static void one_pin_is_not_tried_on_two_slots_of_a_card(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    put_card(bed, &ca);
    bed_open(bed, CARD_SCENARIO);
    assert_refused(page_read(bed,
                             "pkcs11:model=SoftHSM%20v2;serial=1234;manufacturer=SoftHSM%20project",
                             &page),
                   bed, FAILURE_USAGE, "PIN2");
    assert_int_equal(bed_calls(bed, "C_Login"), 0);
    bed->workplace.pin_given = false;
    failure_clear(&bed->failure);
    assert_refused(page_read(bed, "pkcs11:serial=12345", &page), bed, FAILURE_NOT_FOUND, "12345");
    failure_clear(&bed->failure);
    bed_close(bed);
    page = page_of(bed, CARD_SCENARIO "token-field serial 5678\n", "pkcs11:serial=1234");
    assert_int_equal(page.slot_count, 2);
}

/* Slots that differ in what tells cards apart, or stay where they are, are cards of their own. */
static void slots_of_other_cards_are_other_pages(void **state)
{
    static const char *const scenarios[] = {
        "slot-field description Reader 00\ntoken-field serial 1234\n",
        "slot-flags +CKF_REMOVABLE_DEVICE\ntoken-field serial 1234\n",
        "slot-flags +CKF_REMOVABLE_DEVICE\nslot-field description \n",
        "slot-flags +CKF_REMOVABLE_DEVICE\nslot-field description Reader 00\n",
        CARD_SCENARIO "only-token " PIN_ONE "\ntoken-field serial 4321\n",
        CARD_SCENARIO "only-token " PIN_ONE "\ntoken-field model another\n",
        CARD_SCENARIO "only-token " PIN_ONE "\ntoken-field manufacturer other\n",
    };
    struct bed *bed = *state;
    size_t count = 0;

    bed_add_token(bed, PIN_ONE);
    bed_add_token(bed, PIN_TWO);
    bed->workplace.pin_given = false;
    for (; count < COUNT_OF(scenarios); count++) {
        CLEANUP_VALUE(token_page_clear)
        struct token_page page = page_of(bed, scenarios[count], PIN_ONE);

        assert_int_equal(page.slot_count, 1);
        assert_string_equal(page.name, PIN_ONE);
    }
    assert_int_equal(count, 7);
}

static void empty_serial_number_does_not_make_another_card(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    bed_add_token(bed, PIN_ONE);
    bed_add_token(bed, PIN_TWO);
    bed->workplace.pin_given = false;
    page = page_of(bed, CARD_SCENARIO "only-token " PIN_TWO "\ntoken-field serial \n", PIN_ONE);
    assert_int_equal(page.slot_count, 2);
}

/* OpenSC shows the public objects of a card on each of its slots. */
static void object_on_both_slots_is_shown_once(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_new(false);
    struct witness witness;

    bed_add_token(bed, PIN_ONE);
    bed_add_token(bed, PIN_TWO);
    witness = witness_open(PIN_TWO);
    witness_import(&witness, key, "sign", "2");
    {
        CLEANUP(X509_free) X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "x"});
        CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);
        struct witness first;

        witness_put_certificate(&witness, "sign", "2", slice_of_bytes(&der));
        witness_close(&witness);
        first = witness_open(PIN_ONE);
        witness_put_certificate(&first, "sign", "2", slice_of_bytes(&der));
        witness_import(&first, key, "sign", "2");
        witness_destroy(&first, witness_find(&first, CKO_PRIVATE_KEY, "sign"));
        witness_close(&first);
    }
    page = page_of(bed, CARD_SCENARIO, PIN_TWO);
    assert_int_equal(page.key_count, 1);
    assert_true(page.keys[0].has_private);
    assert_int_equal(page.keys[0].slot, 1);
    assert_int_equal(page.certificate_count, 1);
    assert_int_equal(page.certificates[0].key, 0);
    assert_int_equal(page.odd_count, 0);
}

static void slot_that_cannot_be_read_is_a_notice_beside_the_one_asked_for(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};
    CLEANUP_VALUE(token_page_clear) struct token_page none = {0};

    put_card(bed, &ca);
    bed->workplace.pin_given = false;
    bed_open(bed, CARD_SCENARIO "fail C_OpenSession 1 before CKR_DEVICE_ERROR\n");
    assert_done(page_read(bed, PIN_TWO, &page), bed);
    assert_true(bed_noticed(bed, "CKR_DEVICE_ERROR"));
    bed_close(bed);
    assert_int_equal(page.slot_count, 2);
    assert_false(page.slots[0].read);
    assert_true(page.slots[1].read);
    assert_int_equal(page.key_count, 1);
    assert_int_equal(page.keys[0].slot, 1);
    bed_open(bed, CARD_SCENARIO "fail C_OpenSession 2 before CKR_DEVICE_ERROR\n");
    assert_module_failed(page_read(bed, PIN_TWO, &none), bed, FAILURE_MODULE, "C_OpenSession",
                         CKR_DEVICE_ERROR);
    bed_close(bed);
}

static void name_of_the_pin_is_what_stands_in_parentheses(void **state)
{
    static const struct {
        const char *label;
        const char *name;
        const char *pin;
    } cases[] = {
        {"Card (PIN1)", "Card", "PIN1"},
        {"J\xc3\x95"
         "EORG,JAAK (Old) (Signature P",
         "J\xc3\x95"
         "EORG,JAAK (Old)",
         "Signature P"}, /* cut to the width of a label */
        {"Card", "Card", "Card"},
        {"Card (", "Card", ""},
    };
    struct bed *bed = *state;
    size_t count = 0;

    bed_add_token(bed, PIN_ONE);
    bed_add_token(bed, PIN_TWO);
    bed->workplace.pin_given = false;
    for (; count < COUNT_OF(cases); count++) {
        CLEANUP(text_free)
        char *scenario = text_format(CARD_SCENARIO "only-token " PIN_ONE "\ntoken-field label %s\n",
                                     cases[count].label);
        CLEANUP_VALUE(token_page_clear)
        struct token_page page = page_of(bed, scenario, cases[count].label);

        assert_int_equal(page.slot_count, 2);
        assert_string_equal(page.name, cases[count].name);
        assert_string_equal(page.slots[page.chosen].pin_name, cases[count].pin);
    }
    assert_int_equal(count, 4);
}

static void space_and_sessions_are_told_or_unknown(void **state)
{
    struct bed *bed = *state;
    const struct token *token;
    CLEANUP_VALUE(token_page_clear)
    struct token_page told =
        page_of(bed, "token-memory public 65536 12480\ntoken-memory private 100 0\nsessions 3 0\n",
                TOKEN_LABEL);
    CLEANUP_VALUE(token_page_clear)
    struct token_page untold = page_of(bed,
                                       "token-memory public 0xffffffffffffffff 0xffffffffffffffff\n"
                                       "sessions 0xffffffffffffffff 0xffffffffffffffff\n",
                                       TOKEN_LABEL);

    token = &told.slots[0].token;
    assert_int_equal(token->public_memory.available, 12480);
    assert_int_equal(token->public_memory.total, 65536);
    assert_int_equal(token->private_memory.available, 0);
    assert_int_equal(token->sessions.open, 3);
    assert_int_equal(token->sessions.most, 0);
    token = &untold.slots[0].token;
    assert_int_equal(token->public_memory.available, -1);
    assert_int_equal(token->public_memory.total, -1);
    assert_int_equal(token->sessions.open, -1);
    assert_int_equal(token->sessions.most, -1);
    assert_int_equal(page_odd(&untold, ODD_FULL), 0);
}

static void token_that_is_not_set_up_has_a_page(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    page = page_of(bed, NULL, "pkcs11:token=;model=SoftHSM%20v2");
    assert_false(page.slots[0].token.initialized);
    assert_false(page.slots[0].read);
    assert_int_equal(page.inventory.token_count, 0);
    assert_int_equal(bed_calls(bed, "C_OpenSession"), 0);
    assert_int_equal(page.odd_count, 0);
}

static void several_tokens_that_are_no_card_are_refused(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    bed_add_token(bed, "second");
    bed->workplace.pin_given = false;
    bed_open(bed, NULL);
    assert_refused(page_read(bed, NULL, &page), bed, FAILURE_NOT_FOUND, "token=second");
    failure_clear(&bed->failure);
    assert_refused(page_read(bed, "nobody", &page), bed, FAILURE_NOT_FOUND, "token=second");
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(page_shows_key_with_certificate),
        FLOW(without_pin_the_page_shows_what_can_be_seen),
        FLOW(page_makes_no_more_calls_than_a_list),
        FLOW(slots_of_one_card_are_one_page),
        FLOW(pin_goes_only_to_the_slot_that_is_named),
        FLOW(one_pin_is_not_tried_on_two_slots_of_a_card),
        FLOW(slots_of_other_cards_are_other_pages),
        FLOW(empty_serial_number_does_not_make_another_card),
        FLOW(object_on_both_slots_is_shown_once),
        FLOW(slot_that_cannot_be_read_is_a_notice_beside_the_one_asked_for),
        FLOW(name_of_the_pin_is_what_stands_in_parentheses),
        FLOW(space_and_sessions_are_told_or_unknown),
        FLOW(token_that_is_not_set_up_has_a_page),
        FLOW(several_tokens_that_are_no_card_are_refused),
    };

    return cmocka_run_group_tests_name("token page", tests, NULL, NULL);
}
