/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cards/readers.h"

#define LONG_NAME "Gemalto USB Shell Token V2 with a name that goes on and on and on and on 00 00"

static struct readers list(const char *const *names)
{
    struct readers readers = {.answer = READERS_LISTED};

    for (; names[readers.count] != NULL; readers.count++) {
        readers.items = memory_resize(readers.items, readers.count + 1, sizeof *readers.items);
        readers.items[readers.count] =
            (struct reader){.name = memory_copy_text(names[readers.count])};
    }
    return readers;
}

/* 64 bytes, filled up with blanks, as a slot has it. */
static struct slice padded(const char *text, char buffer[64])
{
    size_t size = strlen(text) < 64 ? strlen(text) : 64;

    memset(buffer, ' ', 64);
    memcpy(buffer, text, size);
    return slice_of(buffer, 64);
}

static void slots_are_matched_to_readers_by_name(void **state)
{
    static const char *const names[] = {"Alcor Micro AU9560 00 00", LONG_NAME,
                                        "Yubico YubiKey OTP+FIDO+CCID 01 00", "Short", NULL};
    static const struct {
        const char *slot;
        int reader;
        enum reader_match match;
    } cases[] = {
        {"Alcor Micro AU9560 00 00", 0, READER_SAME_NAME},
        {LONG_NAME, 1, READER_SAME_NAME}, /* cut to 64 bytes by padded() */
        {"Yubico YubiKey OTP+FIDO+CCID 01 00", 2, READER_SAME_NAME},
        {"Yubico YubiKey OTP+FIDO+CCID", 2, READER_NAME_PREFIX},
        {"Short", 3, READER_SAME_NAME},
        {"Shor", -1, READER_NO_MATCH},
        {"yubico YubiKey OTP+FIDO+CCID 01 00", -1, READER_NO_MATCH},
        {"Alcor Micro AU9560 00 00 x", -1, READER_NO_MATCH},
        {"", -1, READER_NO_MATCH},
        {"SoftHSM slot ID 0x1", -1, READER_NO_MATCH},
    };
    CLEANUP_VALUE(readers_clear) struct readers readers = list(names);
    size_t ran = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        char buffer[64];
        enum reader_match match = READER_AMBIGUOUS;
        const struct reader *reader =
            readers_for_slot(&readers, padded(cases[i].slot, buffer), &match);

        assert_int_equal(match, cases[i].match);
        assert_ptr_equal(reader, cases[i].reader < 0 ? NULL : &readers.items[cases[i].reader]);
        /* The same trimmed, as most of the program has it. */
        assert_ptr_equal(
            readers_for_slot(&readers, slice_of(buffer, strnlen(cases[i].slot, 64)), &match),
            reader);
    }
    assert_int_equal(ran, 10);
}

static void two_readers_that_fit_are_none(void **state)
{
    /* They differ only behind the 64th byte. */
    static const char *const names[] = {LONG_NAME, LONG_NAME "1", "OMNIKEY 3121 00 00",
                                        "OMNIKEY 3121 01 00", NULL};
    CLEANUP_VALUE(readers_clear) struct readers readers = list(names);
    enum reader_match match = READER_NO_MATCH;
    char buffer[64];

    (void)state;
    assert_null(readers_for_slot(&readers, padded(LONG_NAME, buffer), &match));
    assert_int_equal(match, READER_AMBIGUOUS);
    assert_null(readers_for_slot(&readers, padded("OMNIKEY 3121", buffer), &match));
    assert_int_equal(match, READER_AMBIGUOUS);
}

static void a_name_that_ends_in_a_blank_at_the_cut_still_fits(void **state)
{
    static const char *const names[] = {
        "123456789 123456789 123456789 123456789 123456789 123456789 123 567", NULL};
    CLEANUP_VALUE(readers_clear) struct readers readers = list(names);
    enum reader_match match = READER_NO_MATCH;
    char buffer[64];

    (void)state;
    assert_int_equal(names[0][63], ' ');
    assert_non_null(readers_for_slot(&readers, padded(names[0], buffer), &match));
    assert_int_equal(match, READER_SAME_NAME);
}

static void the_channel_is_read_only_when_it_is_usb(void **state)
{
    static const struct {
        uint32_t channel;
        size_t size;
        enum reader_attribute_state answer;
        bool usb;
    } cases[] = {{0x00200105, 4, READER_ANSWERED, true},   {0x00200105, 4, READER_REFUSED, false},
                 {0x00200105, 4, READER_NOT_ASKED, false}, {0x00200105, 2, READER_ANSWERED, false},
                 {0x00010001, 4, READER_ANSWERED, false},  {0x10200105, 4, READER_ANSWERED, false}};
    size_t ran = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        struct reader reader = {0};
        unsigned bus = 77, address = 77;

        reader.attributes[READER_CHANNEL_ID] = (struct reader_attribute){
            .state = cases[i].answer, .value = bytes_copy(&cases[i].channel, cases[i].size)};
        assert_int_equal(reader_usb_channel(&reader, &bus, &address), cases[i].usb);
        assert_int_equal(bus, cases[i].usb ? 1 : 77);
        assert_int_equal(address, cases[i].usb ? 5 : 77);
        bytes_clear(&reader.attributes[READER_CHANNEL_ID].value);
    }
    assert_int_equal(ran, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_are_matched_to_readers_by_name),
        cmocka_unit_test(two_readers_that_fit_are_none),
        cmocka_unit_test(a_name_that_ends_in_a_blank_at_the_cut_still_fits),
        cmocka_unit_test(the_channel_is_read_only_when_it_is_usb),
    };

    return cmocka_run_group_tests_name("cards_slots", tests, NULL, NULL);
}
