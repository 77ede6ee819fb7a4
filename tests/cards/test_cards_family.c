/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "base/memory.h"
#include "cards/family.h"

static int load(void **state)
{
    struct failure failure = {0};
    struct card_tables *tables = NULL;

    assert_done(card_tables_load(&tables, &failure), &failure);
    *state = tables;
    return 0;
}

static int unload(void **state)
{
    card_tables_free(*state);
    return 0;
}

/* The pattern with DIGIT at each free place, as bytes. */
static struct bytes filled(const char *pattern, char digit)
{
    CLEANUP(text_free) char *digits = memory_copy_text(pattern);
    struct bytes atr = {0};

    for (char *place = strchr(digits, '.'); place != NULL; place = strchr(place, '.')) {
        *place = digit;
    }
    assert_true(hex_decode(digits, &atr));
    return atr;
}

static const struct card_family *family_of(const struct card_tables *tables, const char *hex)
{
    CLEANUP_VALUE(bytes_clear) struct bytes atr = {0};

    assert_true(hex_decode(hex, &atr));
    return card_family_of(tables, slice_of_bytes(&atr));
}

static void every_row_is_found_by_its_own_answer_to_reset(void **state)
{
    size_t cases = 0;

    for (const struct card_family *family; (family = card_family_at(*state, cases)) != NULL;
         cases++) {
        CLEANUP_VALUE(bytes_clear) struct bytes atr = filled(family->atr, '5');

        assert_ptr_equal(card_family_of(*state, slice_of_bytes(&atr)), family);
        assert_true(atr.size >= 2 && atr.size <= 33 && atr.data[0] == 0x3B);
        assert_true(family->name[0] != '\0' && family->source[0] != '\0');
    }
    assert_int_equal(cases, 42);
}

/* ISO/IEC 7816-3: what the first bytes say is there is there, and no more; the check byte fits. */
static void every_answer_to_reset_is_well_formed(void **state)
{
    size_t cases = 0, checked = 0;

    for (const struct card_family *family; (family = card_family_at(*state, cases)) != NULL;
         cases++) {
        CLEANUP_VALUE(bytes_clear) struct bytes atr = {0};
        size_t at = 2;
        unsigned next, sum = 0;
        bool check = false;

        if (strchr(family->atr, '.') != NULL) {
            continue;
        }
        atr = filled(family->atr, '0');
        next = atr.data[1] >> 4;
        while (next != 0) {
            unsigned protocol = 0;

            at += (next & 1) + (next >> 1 & 1) + (next >> 2 & 1);
            if ((next & 8) == 0) {
                break;
            }
            assert_true(at < atr.size);
            protocol = atr.data[at] & 0xF;
            next = atr.data[at] >> 4;
            at++;
            check = check || protocol != 0;
        }
        at += atr.data[1] & 0xF;
        /* Emulators are as they are: VCARD_NSS with T=1 and some others leave the check byte out.
         */
        if (family->kind == CARD_GENUINE || atr.size == at + (check ? 1 : 0)) {
            assert_int_equal(atr.size, at + (check ? 1 : 0));
            for (size_t i = 1; check && i < atr.size; i++) {
                sum ^= atr.data[i];
            }
            assert_int_equal(sum, 0);
            checked++;
        }
    }
    assert_int_equal(cases, 42);
    assert_true(checked >= 38);
}

static void a_free_digit_takes_any_digit(void **state)
{
    const struct card_family *family =
        family_of(*state, "3B F5 96 00 00 80 31 FE 45 4D 79 45 49 44 1A");

    assert_string_equal(family->id, "myeid-infineon");
    family = family_of(*state, "3B F5 96 00 00 8F 31 FE 45 4D 79 45 49 44 10");
    assert_string_equal(family->id, "myeid-infineon");
    assert_null(family_of(*state, "3B F5 96 00 00 90 31 FE 45 4D 79 45 49 44 10"));
    assert_null(family_of(*state, "3B F5 96 00 00 80 31 FE 45 4D 79 45 49 44 2A"));
}

static void an_answer_that_is_cut_or_longer_is_not_known(void **state)
{
    assert_string_equal(family_of(*state, "3B F5 18 00 00 81 31 FE 45 4D 79 45 49 44 9A")->id,
                        "myeid");
    assert_null(family_of(*state, "3B F5 18 00 00 81 31 FE 45 4D 79 45 49 44"));
    assert_null(family_of(*state, "3B F5 18 00 00 81 31 FE 45 4D 79 45 49 44 9A 00"));
    assert_null(card_family_of(*state, (struct slice){0}));
}

static void emulators_and_known_imitations_are_told(void **state)
{
    assert_int_equal(family_of(*state, "3B 6B 00 FF 56 43 41 52 44 5F 4E 53 53")->kind,
                     CARD_EMULATOR);
    assert_non_null(family_of(*state, "3B FE 18 00 00 81 31 FE 45 80 31 81 54 48 53 4D 31 73 80 21 "
                                      "40 81 07 FA")
                        ->imitations);
}

static void readers_are_known_by_name_or_usb_id(void **state)
{
    assert_string_equal(known_reader_by_name(*state, "Virtual PCD 00 00")->id, "vpcd");
    assert_string_equal(known_reader_by_name(*state, "VIRTUAL pcd 00 01")->id, "vpcd");
    assert_string_equal(known_reader_by_name(*state, "Yubico YubiKey OTP+FIDO+CCID 00 00")->id,
                        "yubico");
    assert_null(known_reader_by_name(*state, "My Virtual PCD"));
    assert_string_equal(known_reader_by_usb(*state, 0x1050, 0x0407)->id, "yubico");
    assert_string_equal(known_reader_by_usb(*state, 0x0E0F, 0x0004)->id, "vmware");
    assert_int_equal(known_reader_by_usb(*state, 0x2E8A, 0x10FD)->kind, READER_KIND_EMULATED);
    assert_null(known_reader_by_usb(*state, 0x1050, 0x1407));
}

static void every_reader_is_known_by_what_its_row_says(void **state)
{
    size_t cases = 0;

    for (const struct known_reader *reader; (reader = known_reader_at(*state, cases)) != NULL;
         cases++) {
        assert_true(reader->name != NULL || reader->usb != NULL);
        assert_true(reader->usb == NULL || strlen(reader->usb) == strlen("1050:0407"));
        assert_true(reader->about[0] != '\0' && reader->source[0] != '\0');
    }
    assert_int_equal(cases, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_found_by_its_own_answer_to_reset),
        cmocka_unit_test(every_answer_to_reset_is_well_formed),
        cmocka_unit_test(a_free_digit_takes_any_digit),
        cmocka_unit_test(an_answer_that_is_cut_or_longer_is_not_known),
        cmocka_unit_test(emulators_and_known_imitations_are_told),
        cmocka_unit_test(readers_are_known_by_name_or_usb_id),
        cmocka_unit_test(every_reader_is_known_by_what_its_row_says),
    };

    return cmocka_run_group_tests_name("cards_family", tests, load, unload);
}
