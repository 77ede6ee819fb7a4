/* SPDX-License-Identifier: Apache-2.0 */

/* YubiKey PIV: which statements hold, what they say, and why the others do not hold. */

#include "support.h"

#include "yubikey.h"

static void a_good_statement_holds_and_tells_what_it_says(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes spki = made_spki(&yubikey->leaf);

    court_open_with(&court, yubikey, true);
    assert_valid(&court);
    assert_int_equal(court.answer.product, ATTESTATION_YUBIKEY_PIV);
    assert_string_equal(court.answer.model, "YubiKey 5");
    assert_string_equal(court.answer.serial, "12345678");
    assert_string_equal(court.answer.firmware, "5.4.3");
    assert_string_equal(court.answer.slot, "9a");
    assert_string_equal(court.answer.form_factor, "USB-C keychain");
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_GENERATED);
    assert_int_equal(court.answer.export, ATTESTATION_EXPORT_NEVER);
    assert_int_equal(court.answer.pin_policy, ATTESTATION_PIN_ONCE);
    assert_int_equal(court.answer.touch_policy, ATTESTATION_TOUCH_CACHED);
    assert_false(court.answer.fips);
    assert_int_equal(court.answer.chain_count, 2);
    assert_string_equal(court.answer.anchor_name, "/CN=Test PIV Root");
    assert_true(court.answer.anchor_given);
    assert_true(slice_equal(slice_of_bytes(&court.answer.spki), slice_of_bytes(&spki)));
}

static void the_root_certificate_in_the_material_is_not_trusted(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open(&court);
    court_add(&court, &yubikey->leaf);
    court_add(&court, &yubikey->f9);
    court_add(&court, &yubikey->root);
    assert_rejected(&court, "root-unknown");
    assert_null(court.answer.anchor_name);
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_UNKNOWN);
}

static void a_shipped_root_does_not_vouch_for_another_of_its_name(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made imitation = made_new(&(struct made_shape){
        .subject = "Yubico PIV Root CA Serial 263751", .constraints = "CA:TRUE,pathlen:1"});
    struct made device = f9_under(&imitation);
    struct made statement = leaf_under(&device);
    struct failure failure = {0};

    (void)state;
    court_open(&court);
    assert_done(attestation_anchors_add_shipped(court.anchors, &failure), &failure);
    court_add(&court, &statement);
    court_add(&court, &device);
    assert_rejected(&court, "signature-wrong");
    court_add(&court, &imitation);
    assert_rejected(&court, "root-unknown");
    made_clear(&statement);
    made_clear(&device);
    made_clear(&imitation);
}

static void without_the_certificate_of_f9_it_does_not_hold(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
    court_add(&court, &yubikey->leaf);
    assert_rejected(&court, "issuer-missing");
}

static void a_replaced_f9_does_not_hold(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made own = f9_under(NULL);
    struct made statement = leaf_under(&own);

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
    court_add(&court, &statement);
    court_add(&court, &own);
    assert_rejected(&court, "root-unknown");
    made_clear(&statement);
    made_clear(&own);
}

/* The classic: who holds the device has the attested key sign a statement about his own. */
static void a_statement_signed_by_an_attested_key_does_not_hold(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made forged = leaf_under(&yubikey->leaf);

    court_open_with(&court, yubikey, true);
    court_add(&court, &forged);
    court_ask_about(&court, &forged);
    assert_rejected(&court, "issuer-attested-key");
    court_ask_about(&court, &yubikey->leaf);
    assert_valid(&court);
    court.question.spki = (struct slice){0};
    assert_rejected(&court, "issuer-attested-key"); /* the worst, when no key is asked about */
    made_clear(&forged);
}

static void nor_with_a_ca_of_his_own_in_between(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made own = f9_under(&yubikey->leaf);
    struct made forged = leaf_under(&own);

    court_open_with(&court, yubikey, true);
    court_add(&court, &own);
    court_add(&court, &forged);
    court_ask_about(&court, &forged);
    assert_rejected(&court, "issuer-attested-key");
    made_clear(&forged);
    made_clear(&own);
}

static void a_statement_of_another_device_does_not_hold(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made other = f9_under(&yubikey->root);
    struct made statement = leaf_under(&other);

    court_open_with(&court, yubikey, false);
    court_add(&court, &statement);
    assert_rejected(&court, "signature-wrong");
    court_add(&court, &other); /* with its own F9 beside, the two have one name */
    assert_valid(&court);
    made_clear(&statement);
    made_clear(&other);
}

static void a_preview_root_is_told_apart(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT "\npreview = yes");
    court_add(&court, &yubikey->leaf);
    court_add(&court, &yubikey->f9);
    assert_rejected(&court, "root-preview");
    assert_string_equal(court.answer.anchor_name, "/CN=Test PIV Root");
}

static void the_slot_is_that_of_the_key(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open_with(&court, yubikey, true);
    court.question.piv_slot = 0x9a;
    assert_valid(&court);
    court.question.piv_slot = 0x9c;
    assert_rejected(&court, "slot-differs");
}

static void the_key_is_the_one_asked_about(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open_with(&court, yubikey, true);
    court_ask_about(&court, &yubikey->root);
    assert_rejected(&court, "key-differs");
    court_ask_about(&court, &yubikey->leaf);
    assert_valid(&court);
}

static void the_serial_number_is_that_of_the_token(void **state)
{
    const struct yubikey *yubikey = *state;
    static const char *const equal[] = {"12345678", "0012345678", "12345678        "};
    static const char *const different[] = {"12345679", "1234567", "", "0", "123456780"};
    CLEANUP_VALUE(court_close) struct court court;
    size_t cases = 0;

    court_open_with(&court, yubikey, true);
    for (size_t i = 0; i < COUNT_OF(equal); i++, cases++) {
        court.question.serial = equal[i];
        assert_valid(&court);
        assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
    }
    for (size_t i = 0; i < COUNT_OF(different); i++, cases++) {
        court.question.serial = different[i];
        assert_rejected(&court, "serial-differs");
    }
    assert_int_equal(cases, 8);
}

static void a_serial_number_that_is_not_stated_is_said(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made early =
        made_new(&(struct made_shape){.subject = LEAF_NAME,
                                      .issuer = &yubikey->f9,
                                      .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED}});

    court_open_with(&court, yubikey, false);
    court_add(&court, &early);
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_SERIAL]);
    court.question.serial = "12345678";
    assert_valid(&court);
    assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_NOT_STATED);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_SERIAL]);
    made_clear(&early);
}

static void object_identifiers_alone_prove_nothing(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made imitation =
        made_new(&(struct made_shape){.subject = LEAF_NAME, .vendor = ALL_FACTS});
    struct made plain = made_new(&(struct made_shape){.subject = "www.example.com"});

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
    court_add(&court, &plain);
    assert_no_statement(&court);
    court_ask_about(&court, &plain);
    assert_no_statement(&court);
    court_add(&court, &imitation);
    court_ask_about(&court, &imitation);
    assert_rejected(&court, "root-unknown");
    made_clear(&imitation);
    made_clear(&plain);
}

static void what_yubico_would_not_write_does_not_count(void **state)
{
    const struct yubikey *yubikey = *state;
    static const struct made_shape shapes[] = {
        {.subject = LEAF_NAME, .vendor = {SERIAL_12345678, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, SERIAL_12345678}},
        {.subject = LEAF_NAME,
         .vendor = {FIRMWARE_5_4_3, SERIAL_12345678, {YUBIKEY_OID "8", "02"}}},
        {.subject = LEAF_NAME,
         .vendor = {FIRMWARE_5_4_3, {YUBIKEY_OID "7", "0201ff"}, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {{YUBIKEY_OID "3", "0504"}, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED, POLICY_ONCE_CACHED}},
        {.subject = "YubiKey PIV Attestation", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation f9", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9a ", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9b", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9a"},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(shapes); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made_shape shape = shapes[i];
        struct made statement;

        shape.issuer = &yubikey->f9;
        statement = made_new(&shape);
        court_open_with(&court, yubikey, false);
        court_add(&court, &statement);
        assert_rejected(&court, "malformed");
        made_clear(&statement);
    }
    assert_int_equal(cases, 11);
}

static void fips_is_said_by_the_device_or_by_f9(void **state)
{
    const struct yubikey *yubikey = *state;
    static const struct made_shape devices[] = {
        {.subject = F9_NAME, .constraints = "CA:TRUE", .vendor = {{YUBIKEY_OID "10", "01"}}},
        {.subject = F9_NAME, .constraints = "CA:TRUE"},
    };
    static const struct made_shape leaves[] = {
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME,
         .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED, {YUBIKEY_OID "9", "84"}}},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(devices); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made_shape shape = devices[i];
        struct made device;
        struct made statement;

        shape.issuer = &yubikey->root;
        device = made_new(&shape);
        shape = leaves[i];
        shape.issuer = &device;
        statement = made_new(&shape);
        court_open(&court);
        court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
        court_add(&court, &device);
        court_add(&court, &statement);
        assert_valid(&court);
        assert_true(court.answer.fips);
        made_clear(&statement);
        made_clear(&device);
    }
    assert_int_equal(cases, 2);
}

static void ids_of_libykcs11_are_slots(void **state)
{
    static const struct {
        uint8_t id;
        unsigned slot;
    } cases[] = {{1, 0x9a},  {2, 0x9c}, {3, 0x9d}, {4, 0x9e}, {5, 0x82},
                 {24, 0x95}, {25, 0},   {0, 0},    {255, 0}};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, count++) {
        assert_int_equal(attestation_piv_slot(slice_of(&cases[i].id, 1)), cases[i].slot);
    }
    assert_int_equal(count, 9);
    assert_int_equal(attestation_piv_slot(LITERAL("\x01\x01")), 0);
    assert_int_equal(attestation_piv_slot((struct slice){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_statement_holds_and_tells_what_it_says),
        cmocka_unit_test(the_root_certificate_in_the_material_is_not_trusted),
        cmocka_unit_test(a_shipped_root_does_not_vouch_for_another_of_its_name),
        cmocka_unit_test(without_the_certificate_of_f9_it_does_not_hold),
        cmocka_unit_test(a_replaced_f9_does_not_hold),
        cmocka_unit_test(a_statement_signed_by_an_attested_key_does_not_hold),
        cmocka_unit_test(nor_with_a_ca_of_his_own_in_between),
        cmocka_unit_test(a_statement_of_another_device_does_not_hold),
        cmocka_unit_test(a_preview_root_is_told_apart),
        cmocka_unit_test(the_slot_is_that_of_the_key),
        cmocka_unit_test(the_key_is_the_one_asked_about),
        cmocka_unit_test(the_serial_number_is_that_of_the_token),
        cmocka_unit_test(a_serial_number_that_is_not_stated_is_said),
        cmocka_unit_test(object_identifiers_alone_prove_nothing),
        cmocka_unit_test(what_yubico_would_not_write_does_not_count),
        cmocka_unit_test(fips_is_said_by_the_device_or_by_f9),
        cmocka_unit_test(ids_of_libykcs11_are_slots),
    };

    return cmocka_run_group_tests_name("attestation_yubikey", tests, yubikey_setup,
                                       yubikey_teardown);
}
