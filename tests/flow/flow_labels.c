/* SPDX-License-Identifier: Apache-2.0 */

/* Labels as they are in the world: padded, full, cut, in another encoding. */

#include "jobs.h"
#include "witness.h"

#include <string.h>

#include "base/memory.h"
#include "enroll/key_lookup.h"
#include "enroll/remove.h"
#include "pkcs11/label.h"
#include "pkcs11/token_init.h"

#define FULL_LABEL "abcdefghijklmnopqrstuvwxyz012345" /* 32 bytes */

/* Is the token that SCENARIO shows selected by TEXT? */
static bool is_selected(struct bed *bed, const char *scenario, const char *text)
{
    CLEANUP(token_selector_free) struct token_selector *selector = NULL;
    CLEANUP_VALUE(token_clear) struct token token = {0};
    bool found;

    bed_open(bed, scenario);
    assert_done(token_selector_parse(text, &selector, &bed->failure), bed);
    found = token_choose(bed->modules, selector, TOKEN_INFO, &bed->notices, &token, &bed->failure);
    assert_true(found || bed->failure.class == FAILURE_NOT_FOUND);
    bed_close(bed);
    return found;
}

/* The label as it is read, and the URI that is printed for it; caller frees. */
static char *label_and_uri(struct bed *bed, const char *scenario, char **ret_uri)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};

    bed_open(bed, scenario);
    assert_done(token_choose(bed->modules, NULL, TOKEN_INFO, &bed->notices, &token, &bed->failure),
                bed);
    bed_close(bed);
    *ret_uri = token_uri(&token);
    return memory_copy_text(token.label);
}

/* LABEL is read from SCENARIO, and found again by itself, as it is printed, and by its URI. */
static void assert_found_again(struct bed *bed, const char *scenario, const char *label)
{
    CLEANUP(text_free) char *uri = NULL;
    CLEANUP(text_free) char *read = label_and_uri(bed, scenario, &uri);
    CLEANUP(text_free) char *printed = text_escape(slice_of_text(read), ESCAPE_PLAIN);

    assert_string_equal(read, label);
    assert_true(is_selected(bed, scenario, label));
    assert_true(is_selected(bed, scenario, printed));
    assert_true(is_selected(bed, scenario, uri));
    assert_true(text_is_utf8(slice_of_text(uri)));
}

static void blank_padded_label_is_matched(void **state)
{
    assert_found_again(*state, "pad blank\ntoken-field label card\n", "card");
}

static void nul_padded_label_is_matched(void **state)
{
    assert_found_again(*state, "pad nul\ntoken-field label card\n", "card");
}

static void label_with_rubbish_behind_its_end_is_matched(void **state)
{
    assert_found_again(*state, "token-field label card  \\x00rubbish\\xff\n", "card");
}

static void label_of_32_bytes_is_matched(void **state)
{
    assert_found_again(*state, "token-field label " FULL_LABEL "\n", FULL_LABEL);
}

static void label_cut_in_the_middle_of_a_character_is_matched(void **state)
{
    assert_found_again(*state, "token-field label abcdefghijklmnopqrstuvwxyz01234\\xc3\n",
                       "abcdefghijklmnopqrstuvwxyz01234\xc3");
}

static void latin_1_label_is_matched(void **state)
{
    assert_found_again(*state, "token-field label J\\xd5EORG\n",
                       "J\xd5"
                       "EORG");
}

static void label_with_terminal_escapes_is_matched(void **state)
{
    assert_found_again(*state, "token-field label red\\x1b[31m\n", "red\x1b[31m");
}

static void label_with_a_backslash_is_matched(void **state)
{
    assert_found_again(*state, "token-field label C:\\\\x41\n", "C:\\x41");
}

static void empty_label_is_matched_by_uri(void **state)
{
    struct bed *bed = *state;
    CLEANUP(text_free) char *uri = NULL;
    CLEANUP(text_free) char *label = label_and_uri(bed, "token-field label \n", &uri);

    assert_string_equal(label, "");
    assert_true(is_selected(bed, "token-field label \n", uri));
    assert_false(is_selected(bed, "token-field label \n", "card"));
}

static void label_is_matched_after_trimming(void **state)
{
    struct bed *bed = *state;

    assert_true(is_selected(bed, NULL, TOKEN_LABEL "   "));
    assert_true(is_selected(bed, NULL, "pkcs11:token=" TOKEN_LABEL "%20%20"));
    assert_false(is_selected(bed, NULL, " " TOKEN_LABEL));
    assert_false(is_selected(bed, NULL, "flo"));
}

static void printed_form_names_no_other_label(void **state)
{
    static const struct {
        const char *wanted;
        const char *label;
        bool meant;
    } cases[] = {
        {"a", "a", true},
        {"a  ", "a", true},
        {"a", "a  ", true},
        {"a\\xe9", "a\xe9", true},
        {"a\xe9", "a\xe9", true},
        {"a\\xe9", "a\xe8", false},
        {"a\\xE9", "a\xe9", false},
        {"a\\x62", "ab", false}, /* not how 'ab' is printed */
        {"a\\x0a", "a\n", true},
        {"\\u{202e}a",
         "\u202e"
         "a",
         true},
        {"", "", true},
        {"", " ", true},
        {"a", "A", false},
        {"a", "", false},
    };
    size_t count = 0;

    (void)state;
    for (; count < COUNT_OF(cases); count++) {
        assert_int_equal(label_is_meant(cases[count].wanted, cases[count].label),
                         cases[count].meant);
    }
    assert_int_equal(count, 14);
}

static void token_label_is_refused_when_too_long_in_bytes(void **state)
{
    static const struct {
        const char *label;
        const char *cause;
    } cases[] = {
        {FULL_LABEL "6", "33"},
        {"\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5"
         "\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5\u00e5",
         "34"}, /* 17 characters */
        {"", "1 to 32"},
        {"caf\xe9", "UTF-8"},
        {"cut \xc3", "UTF-8"},
        {"blank ", "blanks at the end"},
    };
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(cases); count++) {
        failure_clear(&bed->failure);
        assert_refused(token_label_check(cases[count].label, &bed->failure), bed, FAILURE_USAGE,
                       cases[count].cause);
    }
    assert_int_equal(count, 6);
    failure_clear(&bed->failure);
    assert_done(token_label_check(FULL_LABEL, &bed->failure), bed);
}

static void key_label_is_refused_when_too_long_in_bytes(void **state)
{
    struct bed *bed = *state;
    char label[258];

    memset(label, 'x', sizeof label);
    label[256] = '\0';
    bed_open(bed, NULL);
    assert_refused(job_enroll_only(bed, (struct enroll_wish){.label = label}), bed, FAILURE_USAGE,
                   "256 bytes");
    assert_int_equal(bed_calls(bed, "C_GenerateKeyPair"), 0);
    failure_clear(&bed->failure);
    label[255] = '\0';
    assert_done(job_enroll_only(bed, (struct enroll_wish){.label = label}), bed);
    bed_close(bed);
}

/* How many private keys TEXT names; looked up, not deleted. */
static size_t keys_named(struct bed *bed, const char *text, enum label_match match)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    bool found;

    bed_open(bed, NULL);
    assert_done(object_selector_parse(text, &selector, &bed->failure), bed);
    assert_done(workplace_open(&bed->workplace, selector.token, SESSION_READ_ONLY, LOGIN, &open,
                               &bed->failure),
                bed);
    found = objects_lookup(&open, &selector, OBJECT_PRIVATE_KEY, match, &objects, &bed->failure);
    assert_true(found || bed->failure.class == FAILURE_NOT_FOUND);
    open_token_close(&open);
    bed_close(bed);
    return objects.count;
}

/* Sets CKA_LABEL of the key "key" to SIZE bytes. */
static void set_label(const void *label, size_t size)
{
    struct witness witness = witness_open(TOKEN_LABEL);
    CK_OBJECT_HANDLE key;
    CK_ATTRIBUTE attribute = {.type = CKA_LABEL, .ulValueLen = size};

    memcpy(&attribute.pValue, &label, sizeof label); /* Cryptoki lacks const */
    EVP_PKEY_free(witness_make(&witness, (struct witness_pair){.label = "key", .id = "1"}));
    key = witness_find(&witness, CKO_PRIVATE_KEY, "key");
    assert_int_equal(softhsm()->C_SetAttributeValue(witness.session, key, &attribute, 1), CKR_OK);
    witness_close(&witness);
}

static void padded_object_labels_are_matched_after_trimming(void **state)
{
    static const struct {
        const char *label;
        size_t size;
    } labels[] = {{"stored", 6}, {"stored    ", 10}, {"stored\0", 7}, {"stored\0\0\0", 9}};
    struct bed *bed = *state;
    size_t count = 0;

    for (; count < COUNT_OF(labels); count++) {
        set_label(labels[count].label, labels[count].size);
        assert_int_equal(keys_named(bed, "pkcs11:object=stored", LABEL_TRIMMED), 1);
        assert_int_equal(keys_named(bed, "pkcs11:object=store", LABEL_TRIMMED), 0);
        assert_int_equal(keys_named(bed, "pkcs11:id=1;object=stored", LABEL_TRIMMED), 1);
        assert_int_equal(keys_named(bed, "pkcs11:id=2;object=stored", LABEL_TRIMMED), 0);
        witness_finalize();
        {
            struct witness witness = witness_open(TOKEN_LABEL);

            witness_destroy_all(&witness);
            witness_close(&witness);
        }
    }
    assert_int_equal(count, 4);
}

static void object_label_in_latin_1_is_matched_by_its_uri(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    set_label("J\xd5"
              "EORG",
              6);
    assert_int_equal(keys_named(bed, "pkcs11:object=J%D5EORG", LABEL_TRIMMED), 1);
    assert_int_equal(keys_named(bed, "pkcs11:object=J%5Cxd5EORG", LABEL_TRIMMED), 1);
    assert_int_equal(keys_named(bed, "pkcs11:object=J%5Cxd5EORG", LABEL_EXACT), 0);
}

static bool agree(void *context, const struct removal *removal, struct failure *failure)
{
    (void)context;
    (void)removal;
    (void)failure;
    return true;
}

/* What is deleted must have the label to the last blank, unless the id says which one it is. */
static void deletion_by_label_does_not_trim(void **state)
{
    const struct confirmation confirmation = {.ask = agree};
    struct bed *bed = *state;
    static const struct {
        const char *uri;
        bool deleted;
    } cases[] = {{"pkcs11:object=stored", false},
                 {"pkcs11:object=stored;id=2", false},
                 {"pkcs11:object=stored;id=1", true}};
    size_t count = 0;

    set_label("stored    ", 10);
    for (; count < COUNT_OF(cases); count++) {
        CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
        CLEANUP_VALUE(removal_clear) struct removal removal = {0};

        bed_open(bed, NULL);
        assert_done(object_selector_parse(cases[count].uri, &selector, &bed->failure), bed);
        assert_int_equal(
            key_remove(&bed->workplace, &selector, confirmation, &removal, &bed->failure),
            cases[count].deleted);
        assert_int_equal(bed->failure.class,
                         cases[count].deleted ? FAILURE_NONE : FAILURE_NOT_FOUND);
        bed_close(bed);
    }
    assert_int_equal(count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(blank_padded_label_is_matched),
        FLOW(nul_padded_label_is_matched),
        FLOW(label_with_rubbish_behind_its_end_is_matched),
        FLOW(label_of_32_bytes_is_matched),
        FLOW(label_cut_in_the_middle_of_a_character_is_matched),
        FLOW(latin_1_label_is_matched),
        FLOW(label_with_terminal_escapes_is_matched),
        FLOW(label_with_a_backslash_is_matched),
        FLOW(empty_label_is_matched_by_uri),
        FLOW(label_is_matched_after_trimming),
        FLOW(printed_form_names_no_other_label),
        FLOW(token_label_is_refused_when_too_long_in_bytes),
        FLOW(key_label_is_refused_when_too_long_in_bytes),
        FLOW(padded_object_labels_are_matched_after_trimming),
        FLOW(object_label_in_latin_1_is_matched_by_its_uri),
        FLOW(deletion_by_label_does_not_trim),
    };

    return cmocka_run_group_tests_name("labels", tests, NULL, NULL);
}
