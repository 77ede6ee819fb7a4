/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quirks_internal.h"

/* A rule about everything by Acme, complete but for what LINES add. */
#define ACME                                                                                       \
    "[rule]\nmatch.manufacturer = Acme\nsource = https://example.com/acme\nwhy = it is so\n"

static struct settings *settings_of(const char *text)
{
    struct settings *settings = NULL;
    struct failure failure = {0};

    assert_true(settings_parse("test.conf", slice_of_text(text), &settings, &failure));
    return settings;
}

/* The rules of TEXT, which is right. */
static struct quirk_table table_of(const char *text)
{
    CLEANUP(settings_free) struct settings *settings = settings_of(text);
    struct quirk_table table = {0};
    struct failure failure = {0};

    table.count = settings_count(settings);
    table.items = memory_new(table.count, sizeof *table.items);
    for (size_t i = 0; i < table.count; i++) {
        assert_true(quirk_read(settings, settings_section(settings, i), &table.items[i], &failure));
    }
    return table;
}

static void mistake_is_named_with_file_and_line(void **state)
{
    static const struct {
        const char *text;
        const char *action;
        const char *cause;
    } mistakes[] = {
        {ACME "omit.pubic = CKA_LABEL\n", "'test.conf', line 5", "'omit.pubic' is not known"},
        {ACME "omit.public = CKA_LABLE\n", "'test.conf', line 5", "no attribute 'CKA_LABLE'"},
        {ACME "omit.public = CKA_TOKEN\n", "'test.conf', line 5", "'CKA_TOKEN' cannot be changed"},
        {ACME "omit.certificate = CKA_VALUE\n", "line 5", "'CKA_VALUE' cannot be changed"},
        {ACME "force.public = CKA_PRIVATE\n", "line 5", "must end with =true or =false"},
        {ACME "force.public = CKA_PRIVATE=maybe\n", "line 5", "must end with =true or =false"},
        {ACME "force.private = CKA_LABEL=true\n", "line 5",
         "'CKA_LABEL' is neither true nor false"},
        {ACME "write-as = root\n", "line 5", "'write-as' must be so or user, not 'root'"},
        {ACME "certificate-objects = never\n", "line 5", "must be no or yes"},
        {ACME "id.bytes = 0\n", "line 5", "must be a number from 1 to 64"},
        {ACME "id.bytes = 2x\n", "line 5", "must be a number from 1 to 64"},
        {ACME "pin.max = -1\n", "line 5", "must be a number from 1 to 1024"},
        {ACME "pin.refused = CKR_WRONG\n", "line 5", "no return value 'CKR_WRONG'"},
        {ACME "cause.C_Login = wrong\n", "line 5", "is not of the form"},
        {ACME "cause.Login.CKR_PIN_LOCKED = wrong\n", "line 5", "is not of the form"},
        {ACME "hint.C_Login.CKR_NONE = wrong\n", "line 5", "no return value 'CKR_NONE'"},
        {ACME "initialize = no-threads\n", "line 1", "can only depend on match.path"},
        {ACME "reserved = x\n", "line 1", "can only depend on match.path"},
        {ACME "match.firmware = 5.7\nid = must-be-given\n", "line 5", "not of the form '< 5.7'"},
        {ACME "match.firmware = < 5\nid = must-be-given\n", "line 5", "not of the form '< 5.7'"},
        {ACME "match.firmware = < 5.300\nid = must-be-given\n", "line 5", "not of the form"},
        {ACME, "line 1", "it has no effect"},
        {"\n[a]\nmatch.model = X\nwhy = it is so\nid = random\n", "line 2", "it has no source"},
        {"[a]\nmatch.model = X\nsource = a/b#1\nwhy = it is so\nid = random\n", "line 1",
         "it has no source"}, /* what follows a '#' is a comment */
        {"[a]\nmatch.model = X\nsource = somebody\nwhy = it is so\nid = random\n", "line 1",
         "it has no source"},
        {"[a]\nmatch.model = X\nsource = \"a/b#1\"\nid = random\n", "line 1", "it has no why"},
        {"[a]\nsource = \"a/b#1\"\nwhy = it is so\nid = random\n", "line 1", "no module or token"},
        {"[a]\nmatch.path = x.so\nsource = \"a/b#1\"\nwhy = so\ninitialize = fast\n", "line 5",
         "'fast' is not one of os-locking"},
    };
    size_t cases = 0;

    (void)state;
    for (; cases < sizeof mistakes / sizeof *mistakes; cases++) {
        CLEANUP(settings_free) struct settings *settings = settings_of(mistakes[cases].text);
        CLEANUP_VALUE(failure_clear) struct failure failure = {0};
        struct quirk quirk = {0};

        assert_false(quirk_read(settings, settings_section(settings, 0), &quirk, &failure));
        assert_int_equal(failure.class, FAILURE_INPUT);
        if (strstr(failure.action, mistakes[cases].action) == NULL ||
            strstr(failure.cause, mistakes[cases].cause) == NULL) {
            fail_msg("%s%s: %s", mistakes[cases].text, failure.action, failure.cause);
        }
    }
    assert_int_equal(cases, 28);
}

static void every_name_is_understood(void **state)
{
    struct quirk_table table = table_of(
        "[rule]\nmatch.path = acme.so\nsource = \"acme/module#7\"\nwhy = it is so\n"
        "omit.public = CKA_VERIFY, CKA_LABEL\nomit.private = CKA_ID\nomit.read = CKA_LOCAL\n"
        "omit.certificate = CKA_ISSUER\nforce.public = CKA_PRIVATE=TRUE\n"
        "force.private = CKA_DERIVE=false\nforce.certificate = CKA_PRIVATE=true\n"
        "initialize = no-flags, os-locking\nreserved = \"configdir='x'\"\n"
        "reserved.env = ACME_RESERVED\nwrite-as = so\nlogin-to-read = yes\n"
        "certificate-objects = no\nid = must-be-given\nid.bytes = 2\nattributes = one-by-one\n"
        "always-authenticate = user\nec-point = raw\nedwards-curve = name\ninitialized = yes\n"
        "pin.initialized = yes\npin.pad = no\npin.min = 4\npin.max = 255\npin.hint = long\n"
        "pin.refused = CKR_GENERAL_ERROR, 0x80000007\ncause.C_Login.CKR_GENERAL_ERROR = wrong\n"
        "hint.C_Login.CKR_GENERAL_ERROR = stop\ncause.C_Sign.0x80000007 = tired\n");
    struct quirk_set set = quirks_for_path(&table, "/opt/acme/acme.so");
    const struct attribute_change *change = quirks_attribute(&set, QUIRK_PUBLIC, CKA_PRIVATE);
    CLEANUP(text_free) char *reserved = NULL;
    CLEANUP(text_free) char *from_environment = NULL;
    size_t flags = 0;

    (void)state;
    assert_int_equal(set.count, 1);
    for (; flags < QUIRK_FLAG_COUNT; flags++) {
        assert_non_null(quirks_flag(&set, (enum quirk_flag)flags));
    }
    assert_int_equal(flags, 11);
    assert_true(change->forced && change->value);
    assert_false(quirks_attribute(&set, QUIRK_PRIVATE, CKA_DERIVE)->value);
    assert_false(quirks_attribute(&set, QUIRK_PUBLIC, CKA_LABEL)->forced);
    assert_null(quirks_attribute(&set, QUIRK_PRIVATE, CKA_LABEL));
    assert_non_null(quirks_attribute(&set, QUIRK_READ, CKA_LOCAL));
    assert_int_equal(quirks_number(&set, QUIRK_ID_BYTES), 2);
    assert_int_equal(quirks_number(&set, QUIRK_PIN_MAX), 255);
    assert_true(quirks_pin_refused(&set, 0x80000007));
    assert_false(quirks_pin_refused(&set, CKR_FUNCTION_FAILED));
    assert_int_equal(quirks_start(&set)->step_count, 2);
    assert_int_equal(quirks_start(&set)->steps[0], START_NO_FLAGS);
    assert_int_equal(unsetenv("ACME_RESERVED"), 0);
    reserved = quirks_reserved(&set);
    assert_string_equal(reserved, "configdir='x'");
    assert_int_equal(setenv("ACME_RESERVED", "configdir='y'", 1), 0);
    from_environment = quirks_reserved(&set);
    assert_string_equal(from_environment, "configdir='y'");
    assert_string_equal(quirk_note(set.items[0]).source, "acme/module#7");
    assert_int_equal(quirk_note(set.items[0]).effect_count, 29);
    quirk_set_clear(&set);
    quirk_table_clear(&table);
}

static const char *acme_library(void *context)
{
    (void)context;
    return "The Acme PKCS#11 library";
}

static void everything_given_must_match(void **state)
{
    static const struct {
        const char *match;
        bool fits;
    } cases[] = {
        {"match.path = libacme.so*", true},
        {"match.path = LIBACME.SO.2", true},
        {"match.path = lib@(other|acme).so*", true},
        {"match.path = libacme", false},
        {"match.path = /usr/lib/libacme.so.2", true},
        {"match.path = /usr/*", true},
        {"match.path = /opt/*", false},
        {"match.manufacturer = ACME*", true},
        {"match.manufacturer = Acme", false},
        {"match.model = Card 3", true},
        {"match.library = *Acme PKCS*", true},
        {"match.library = other", false},
        {"match.path = libacme.so*\nmatch.model = Card 4", false},
        {"match.path = libother.so*\nmatch.model = Card 3", false},
        {"match.model = Card 3\nmatch.firmware = < 5.7", true},
        {"match.model = Card 3\nmatch.firmware = < 5.4", false},
        {"match.model = Card 3\nmatch.firmware = >= 5.4", true},
        {"match.model = Card 3\nmatch.firmware = >= 5.5", false},
        {"match.model = Card 3\nmatch.firmware = >= 4.9, < 6.0", true},
        {"match.model = Card 3\nmatch.firmware = >= 5.10", false},
    };
    size_t count = 0;

    (void)state;
    for (; count < sizeof cases / sizeof *cases; count++) {
        CLEANUP(text_free)
        char *text = text_format("[rule]\n%s\nsource = https://example.com\nwhy = it is "
                                 "so\nid = must-be-given\n",
                                 cases[count].match);
        struct quirk_table table = table_of(text);
        const struct quirk_subject subject = {.path = "/usr/lib/libacme.so.2",
                                              .manufacturer = "Acme Cards AB",
                                              .model = "Card 3",
                                              .firmware = {5, 4},
                                              .library = acme_library};
        struct quirk_set set = quirks_for(&table, &subject);

        if (set.count != (cases[count].fits ? 1u : 0u)) {
            fail_msg("%s", cases[count].match);
        }
        quirk_set_clear(&set);
        quirk_table_clear(&table);
    }
    assert_int_equal(count, 20);
}

static const char *count_question(void *context)
{
    unsigned *questions = context;

    (*questions)++;
    return "Acme";
}

static void library_is_asked_only_when_the_rest_matches(void **state)
{
    struct quirk_table table = table_of(ACME "match.library = Acme\nid = must-be-given\n");
    unsigned questions = 0;
    struct quirk_subject subject = {
        .path = "x.so", .manufacturer = "Other", .library = count_question, .context = &questions};
    struct quirk_set none = quirks_for(&table, &subject);
    struct quirk_set one;

    (void)state;
    assert_int_equal(none.count, 0);
    assert_int_equal(questions, 0);
    subject.manufacturer = "Acme";
    one = quirks_for(&table, &subject);
    assert_int_equal(one.count, 1);
    assert_int_equal(questions, 1);
    quirk_set_clear(&none);
    quirk_set_clear(&one);
    quirk_table_clear(&table);
}

static void rule_that_comes_first_decides(void **state)
{
    struct quirk_table table = table_of(
        "[mine]\nmatch.path = a.so\nsource = https://example.com\nwhy = mine\n"
        "write-as = user\nforce.public = CKA_PRIVATE=false\nid.bytes = 4\n"
        "[theirs]\nmatch.path = a.so\nsource = https://example.com\nwhy = theirs\n"
        "write-as = so\nomit.public = CKA_PRIVATE, CKA_LABEL\nid.bytes = 2\npin.pad = no\n");
    struct quirk_set set = quirks_for_path(&table, "a.so");
    size_t position = 0;
    const struct attribute_change *forced;

    (void)state;
    assert_int_equal(set.count, 2);
    assert_null(quirks_flag(&set, QUIRK_WRITE_AS_SO));
    assert_string_equal(quirk_note(quirks_flag(&set, QUIRK_NO_PIN_PAD)).section, "theirs");
    assert_int_equal(quirks_number(&set, QUIRK_ID_BYTES), 4);
    assert_true(quirks_attribute(&set, QUIRK_PUBLIC, CKA_PRIVATE)->forced);
    assert_false(quirks_attribute(&set, QUIRK_PUBLIC, CKA_LABEL)->forced);
    forced = quirks_next_forced(&set, QUIRK_PUBLIC, &position);
    assert_int_equal(forced->type, CKA_PRIVATE);
    assert_null(quirks_next_forced(&set, QUIRK_PUBLIC, &position));
    quirk_set_clear(&set);
    quirk_table_clear(&table);
}

/* Each module and token the files of the program are about. */
static const struct {
    const char *path;
    const char *manufacturer;
    size_t rules;
} known[] = {
    {"/opt/cloudhsm/lib/libcloudhsm_pkcs11.so", "Marvell", 4},
    {"/usr/safenet/lunaclient/lib/libCryptoki2_64.so", "Safenet, Inc.", 1},
    {"/opt/nfast/toolkits/pkcs11/libcknfast.so", "nCipher Corp. Ltd", 2},
    {"/usr/lib/yubihsm_pkcs11.so", "Yubico (www.yubico.com)", 4},
    {"/usr/lib/libnethsm_pkcs11.so", "Nitrokey GmbH", 1},
    {"/usr/lib/x86_64-linux-gnu/libykcs11.so.2.2.0", "Yubico (www.yubico.com)", 5},
    {"/usr/lib/x86_64-linux-gnu/libsoftokn3.so", "Mozilla Foundation", 1},
    {"/usr/lib/x86_64-linux-gnu/libtpm2_pkcs11.so.1", "Infineon", 1},
    {"/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "piv_II", 1},
    {"opensc-pkcs11.so", "EnterSafe", 2},
    {"opensc-pkcs11.so", "www.CardContact.de", 2},
    {"opensc-pkcs11.so", "Pol Henarejos", 2},
    {"/usr/lib/libeToken.so.10", "SafeNet, Inc.", 2},
    {"aws_kms_pkcs11.so", "aws_kms", 1},
    {"libkmsp11.so", "Google", 1},
    {"libcryptoauth.so", "Microchip Technology Inc", 1},
    {"/usr/lib/softhsm/libsofthsm2.so", "SoftHSM project", 0},
    {"libopencryptoki.so", "IBM", 0},
};

static void files_of_the_program_are_right_and_match(void **state)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    struct quirk_table table = {0};
    size_t count = 0;

    assert_int_equal(setenv("XDG_CONFIG_HOME", *state, 1), 0);
    if (!quirk_table_load(&table, &failure)) {
        fail_msg("%s: %s", failure.action, failure.cause);
    }
    assert_int_equal(table.count, 28);
    for (; count < sizeof known / sizeof *known; count++) {
        const struct quirk_subject subject = {
            .path = known[count].path, .manufacturer = known[count].manufacturer, .model = ""};
        struct quirk_set set = quirks_for(&table, &subject);

        if (set.count != known[count].rules) {
            fail_msg("%s: %zu rules", known[count].path, set.count);
        }
        quirk_set_clear(&set);
    }
    assert_int_equal(count, 18);
    quirk_table_clear(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistake_is_named_with_file_and_line),
        cmocka_unit_test(every_name_is_understood),
        cmocka_unit_test(everything_given_must_match),
        cmocka_unit_test(library_is_asked_only_when_the_rest_matches),
        cmocka_unit_test(rule_that_comes_first_decides),
        cmocka_unit_test_setup_teardown(files_of_the_program_are_right_and_match, folder_setup,
                                        folder_teardown),
    };

    return cmocka_run_group_tests_name("quirks", tests, NULL, NULL);
}
