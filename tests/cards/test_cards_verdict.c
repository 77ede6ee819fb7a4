/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cards/reader_verdict.h"
#include "tree.h"

#define YUBIKEY "Yubico YubiKey OTP+FIDO+CCID 00 00"
#define YUBIKEY_ATR "3BFD1300008131FE158073C021C057597562694B657940"
#define MYEID_ATR "3BF51800008131FE454D794549449A"
#define PICO_ATR "3BFE1800008131FE458031815448534D31738021408107FA"
#define VCARD_ATR "3B6B00FF56434152445F4E5353"

static struct card_tables *tables;

static int load(void **state)
{
    struct failure failure = {0};

    (void)state;
    assert_done(card_tables_load(&tables, &failure), &failure);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    card_tables_free(tables);
    return 0;
}

static int begin(void **state)
{
    (void)unsetenv("PCSCLITE_CSOCK_NAME");
    (void)unsetenv("LIBPCSCLITE_DELEGATE");
    return tree_setup(state);
}

/* A reader as its driver would tell of it. */
struct told {
    const char *name;
    const char *atr;
    uint32_t channel; /* 0: refused */
    uint32_t usb_id;  /* 0: not told; vendor << 16 | product */
    bool silent;      /* the driver answers nothing of the reader */
    bool newer_vpcd;  /* but passes on the answer to reset, and has features */
    bool busy;        /* another program has it alone */
};

static const struct told real = {
    .name = YUBIKEY, .atr = YUBIKEY_ATR, .channel = 0x00200105, .usb_id = 0x10500407};

static struct readers readers_of(const struct told *told)
{
    struct readers readers = {
        .answer = READERS_LISTED, .items = memory_new(1, sizeof *readers.items), .count = 1};
    struct reader *reader = readers.items;

    reader->name = memory_copy_text(told->name);
    if (told->atr != NULL) {
        reader->present = true;
        assert_true(hex_decode(told->atr, &reader->atr));
    }
    reader->connected = !told->busy;
    reader->connect_code = told->busy ? 0x8010000B : 0;
    for (size_t i = 0; i < READER_ATTRIBUTES && !told->busy; i++) {
        reader->attributes[i].state = READER_REFUSED;
        reader->attributes[i].code = 0x8010001F;
    }
    if (told->channel != 0) {
        reader->attributes[READER_CHANNEL_ID] = (struct reader_attribute){
            .state = READER_ANSWERED, .value = bytes_copy(&told->channel, sizeof told->channel)};
    }
    if (told->newer_vpcd) {
        reader->attributes[READER_FEATURES] = (struct reader_attribute){
            .state = READER_ANSWERED, .value = OWNED("\x12\x04\x42\x33\x00\x12")};
        reader->attributes[READER_ATR_STRING] = (struct reader_attribute){
            .state = READER_ANSWERED, .value = bytes_copy(reader->atr.data, reader->atr.size)};
    }
    if (!told->silent && !told->busy) {
        reader->attributes[READER_VENDOR_NAME] =
            (struct reader_attribute){.state = READER_ANSWERED, .value = OWNED("Yubico")};
    }
    reader->has_usb_id = told->usb_id != 0;
    reader->usb_vendor = (uint16_t)(told->usb_id >> 16);
    reader->usb_product = (uint16_t)told->usb_id;
    return readers;
}

/* The verdict on the one reader; its family is one of the tables, its reader is gone. */
static struct reader_verdict judge(const char *tree, const struct told *told)
{
    CLEANUP_VALUE(readers_clear) struct readers readers = readers_of(told);
    struct reader_question question = {.tables = tables,
                                       .readers = &readers,
                                       .slot_description = slice_of_text(told->name),
                                       .kernel = tree_view(tree)};
    struct reader_verdict verdict = {0};

    reader_judge(&question, &verdict);
    assert_ptr_equal(verdict.reader, &readers.items[0]);
    verdict.reader = NULL;
    return verdict;
}

#define assert_verdict(verdict, place, id, meaning)                                                \
    check_verdict(verdict, place, id, meaning, __FILE__, __LINE__)
static void check_verdict(struct reader_verdict *verdict, enum reader_place place, const char *id,
                          enum observation_meaning meaning, const char *file, int line)
{
    const struct observation *observation = observations_find(&verdict->observations, id);

    if (verdict->place != place || observation == NULL || observation->meaning != meaning) {
        print_error("place %s, wanted %s and '%s'\n", reader_place_name(verdict->place),
                    reader_place_name(place), id);
        for (size_t i = 0; i < verdict->observations.count; i++) {
            print_error("%s: %s\n", verdict->observations.items[i].id,
                        verdict->observations.items[i].sentence);
        }
        _fail(file, line);
    }
    reader_verdict_clear(verdict);
}

static void a_token_behind_a_real_controller_is_physical(void **state)
{
    struct reader_verdict verdict;

    tree_reader(*state, &tree_xhci, "1050", "0407");
    tree_machine(*state, "Dell Inc.", "OptiPlex 7060", false);
    verdict = judge(*state, &real);
    assert_true(verdict.family_counts);
    assert_string_equal(verdict.family->id, "yubikey-5");
    assert_string_equal(observations_find(&verdict.observations, "reader.usb.device")->value,
                        "1050:0407 /devices/pci0000:00/0000:00:14.0/usb1/1-2");
    assert_false(observations_mean(&verdict.observations, MEANS_VIRTUAL));
    assert_verdict(&verdict, PLACE_PHYSICAL_USB, "reader.usb.controller", MEANS_PHYSICAL);
}

static void software_buses_are_never_physical(void **state)
{
    static const struct {
        const struct tree_controller *controller;
        enum reader_place place;
        enum observation_meaning meaning;
    } cases[] = {{&tree_usbip, PLACE_EMULATED, MEANS_EMULATED},
                 {&tree_dummy, PLACE_EMULATED, MEANS_EMULATED},
                 {&tree_qemu, PLACE_VIRTUAL, MEANS_VIRTUAL}};
    size_t ran = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        CLEANUP(text_free) char *tree = text_format("%s/%zu", (const char *)*state, i);
        struct reader_verdict verdict;

        tree_file(tree, "sys/devices/uevent", "");
        tree_reader(tree, cases[i].controller, "1050", "0407");
        verdict = judge(tree, &real);
        assert_false(verdict.family_counts);
        assert_verdict(&verdict, cases[i].place, "reader.usb.controller", cases[i].meaning);
    }
    assert_int_equal(ran, 3);
}

static void a_controller_nobody_knows_is_not_physical(void **state)
{
    static const struct tree_controller unknown = {"platform/my_hcd.0", "my_hcd", NULL, NULL, NULL};
    struct reader_verdict verdict;

    tree_reader(*state, &unknown, "1050", "0407");
    verdict = judge(*state, &real);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.usb.controller.unknown", MEANS_CONTEXT);
}

static void inside_a_virtual_machine_nothing_is_physical(void **state)
{
    struct reader_verdict verdict;

    tree_reader(*state, &tree_xhci, "1050", "0407");
    tree_machine(*state, "Dell Inc.", "OptiPlex 7060", true);
    verdict = judge(*state, &real);
    assert_false(verdict.family_counts);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "machine.virtual", MEANS_CONTEXT);

    tree_machine(*state, "Microsoft Corporation", "Virtual Machine", false);
    verdict = judge(*state, &real);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "machine.virtual", MEANS_CONTEXT);

    tree_machine(*state, "Microsoft Corporation", "Surface Laptop", false);
    verdict = judge(*state, &real);
    assert_verdict(&verdict, PLACE_PHYSICAL_USB, "reader.usb.controller", MEANS_PHYSICAL);
}

static void a_silent_reader_with_a_genuine_name_is_virtual(void **state)
{
    struct told told = {.name = YUBIKEY, .atr = YUBIKEY_ATR, .silent = true};
    struct reader_verdict verdict;

    tree_reader(*state, &tree_xhci, "1050", "0407");
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_VIRTUAL, "reader.name.unbacked", MEANS_VIRTUAL);
    told.newer_vpcd = true;
    verdict = judge(*state, &told);
    assert_non_null(observations_find(&verdict.observations, "reader.attributes.none"));
    assert_non_null(observations_find(&verdict.observations, "card.atr.reader"));
    assert_verdict(&verdict, PLACE_VIRTUAL, "reader.name.unbacked", MEANS_VIRTUAL);
}

static void a_silent_reader_nobody_knows_is_not_identified(void **state)
{
    const struct told told = {.name = "ACME serial 00 00", .atr = MYEID_ATR, .silent = true};
    struct reader_verdict verdict = judge(*state, &told);

    assert_string_equal(verdict.family->id, "myeid");
    assert_false(verdict.family_counts);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.attributes.none", MEANS_CONTEXT);
}

static void a_reader_that_could_not_be_asked_is_not_called_virtual(void **state)
{
    const struct told told = {.name = YUBIKEY, .atr = YUBIKEY_ATR, .busy = true};
    struct reader_verdict verdict = judge(*state, &told);

    assert_null(observations_find(&verdict.observations, "reader.name.unbacked"));
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.busy", MEANS_CONTEXT);
}

static void virtual_names_and_usb_ids_are_recognized(void **state)
{
    const struct told vpcd = {.name = "Virtual PCD 00 00", .atr = MYEID_ATR, .silent = true};
    const struct told vmware = {
        .name = "Some reader 00 00", .channel = 0x00200105, .usb_id = 0x0E0F0004};
    const struct told pico = {
        .name = "Some reader 00 00", .channel = 0x00200105, .usb_id = 0x2E8A10FD};
    struct reader_verdict verdict = judge(*state, &vpcd);

    assert_verdict(&verdict, PLACE_VIRTUAL, "reader.name.known", MEANS_VIRTUAL);
    verdict = judge(*state, &vmware);
    assert_verdict(&verdict, PLACE_VIRTUAL, "reader.usb.known", MEANS_VIRTUAL);
    tree_reader(*state, &tree_xhci, "2e8a", "10fd");
    verdict = judge(*state, &pico);
    assert_verdict(&verdict, PLACE_EMULATED, "reader.usb.known", MEANS_EMULATED);
}

static void an_emulator_is_told_by_its_answer_to_reset_in_any_reader(void **state)
{
    struct told told = real;
    struct reader_verdict verdict;

    told.atr = VCARD_ATR;
    tree_reader(*state, &tree_xhci, "1050", "0407");
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_EMULATED, "card.atr.emulator", MEANS_EMULATED);
}

static void an_answer_that_imitations_send_too_never_counts(void **state)
{
    struct told told = {
        .name = "Some reader 00 00", .atr = PICO_ATR, .channel = 0x00200105, .usb_id = 0x08E63437};
    struct reader_verdict verdict;

    tree_reader(*state, &tree_xhci, "08e6", "3437");
    verdict = judge(*state, &told);
    assert_non_null(verdict.family);
    assert_false(verdict.family_counts);
    assert_verdict(&verdict, PLACE_PHYSICAL_USB, "card.atr.family", MEANS_CONTEXT);
    told.atr = MYEID_ATR;
    verdict = judge(*state, &told);
    assert_true(verdict.family_counts);
    assert_verdict(&verdict, PLACE_PHYSICAL_USB, "card.atr.family", MEANS_CONTEXT);
}

static void sources_that_disagree_are_contradictions(void **state)
{
    struct told told = real;
    struct reader_verdict verdict;

    tree_reader(*state, &tree_xhci, "1050", "0407");
    told.usb_id = 0x10500406;
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.usb.ids-differ", MEANS_CONTRADICTION);

    told = real;
    told.channel = 0x00200106;
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.usb.missing", MEANS_CONTRADICTION);

    tree_file(*state, "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/idVendor", "08e6\n");
    tree_file(*state, "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/idProduct", "3437\n");
    told = real;
    told.usb_id = 0x08E63437;
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "card.atr.reader", MEANS_CONTRADICTION);
}

static void what_the_kernel_does_not_show_proves_nothing(void **state)
{
    struct told told = real;
    struct reader_verdict verdict = judge(*state, &real);

    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.usb.hidden", MEANS_CONTEXT);
    told.channel = 0x00010001;
    verdict = judge(*state, &told);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.channel.none", MEANS_CONTEXT);
    tree_reader(*state, &tree_xhci, "1050", "0407");
    tree_file(*state, "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.1/bInterfaceClass",
              "ff\n");
    verdict = judge(*state, &real);
    assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "reader.usb.no-ccid", MEANS_CONTEXT);
}

static void pcsc_from_somewhere_else_is_not_physical(void **state)
{
    static const char *const variables[] = {"PCSCLITE_CSOCK_NAME", "LIBPCSCLITE_DELEGATE"};
    size_t ran = 0;

    tree_reader(*state, &tree_xhci, "1050", "0407");
    for (size_t i = 0; i < COUNT_OF(variables); i++, ran++) {
        struct reader_verdict verdict;

        assert_int_equal(setenv(variables[i], "/tmp/elsewhere", 1), 0);
        verdict = judge(*state, &real);
        assert_int_equal(unsetenv(variables[i]), 0);
        assert_non_null(strstr(observations_find(&verdict.observations, "pcsc.environment")->value,
                               variables[i]));
        assert_verdict(&verdict, PLACE_NOT_IDENTIFIED, "pcsc.environment", MEANS_CONTEXT);
    }
    assert_int_equal(ran, 2);
}

static void a_slot_without_reader_is_told(void **state)
{
    CLEANUP_VALUE(readers_clear) struct readers readers = readers_of(&real);
    struct reader_question question = {.tables = tables,
                                       .readers = &readers,
                                       .slot_description = slice_of_text("Luna UHD Slot"),
                                       .kernel = tree_view(*state)};
    struct reader_verdict verdict = {0};

    reader_judge(&question, &verdict);
    assert_null(verdict.reader);
    assert_verdict(&verdict, PLACE_NO_READER, "pcsc.slot.unlisted", MEANS_CONTEXT);
    question.slot_description = (struct slice){0};
    reader_judge(&question, &verdict);
    assert_verdict(&verdict, PLACE_NO_READER, "pcsc.slot.unlisted", MEANS_CONTEXT);
}

static void without_pcsc_the_reason_is_told(void **state)
{
    static const struct {
        enum readers_answer answer;
        const char *value;
    } cases[] = {{READERS_NO_LIBRARY, "no-library"},
                 {READERS_NO_SERVICE, "no-service"},
                 {READERS_DENIED, "denied"},
                 {READERS_TIMED_OUT, "timed-out"},
                 {READERS_FAILED, "failed 0x80100001"}};
    size_t ran = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        struct readers readers = {.answer = cases[i].answer, .code = 0x80100001};
        struct reader_question question = {
            .tables = tables, .readers = &readers, .kernel = tree_view(*state)};
        struct reader_verdict verdict = {0};

        reader_judge(&question, &verdict);
        assert_string_equal(observations_find(&verdict.observations, "pcsc.unavailable")->value,
                            cases[i].value);
        assert_verdict(&verdict, PLACE_NO_PCSC, "pcsc.unavailable", MEANS_CONTEXT);
    }
    assert_int_equal(ran, 5);
}

#define TREE(name) cmocka_unit_test_setup_teardown(name, begin, tree_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TREE(a_token_behind_a_real_controller_is_physical),
        TREE(software_buses_are_never_physical),
        TREE(a_controller_nobody_knows_is_not_physical),
        TREE(inside_a_virtual_machine_nothing_is_physical),
        TREE(a_silent_reader_with_a_genuine_name_is_virtual),
        TREE(a_silent_reader_nobody_knows_is_not_identified),
        TREE(a_reader_that_could_not_be_asked_is_not_called_virtual),
        TREE(virtual_names_and_usb_ids_are_recognized),
        TREE(an_emulator_is_told_by_its_answer_to_reset_in_any_reader),
        TREE(an_answer_that_imitations_send_too_never_counts),
        TREE(sources_that_disagree_are_contradictions),
        TREE(what_the_kernel_does_not_show_proves_nothing),
        TREE(pcsc_from_somewhere_else_is_not_physical),
        TREE(a_slot_without_reader_is_told),
        TREE(without_pcsc_the_reason_is_told),
    };

    return cmocka_run_group_tests_name("cards_verdict", tests, load, unload);
}
