/* SPDX-License-Identifier: Apache-2.0 */

/* Anchors: those shipped, those given; and what material is taken. */

#include "support.h"

#include "court.h"
#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void refuse(const char *text, const char *fragment)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};

    assert_false(attestation_anchors_add(anchors, slice_of_text(text), "mine.conf", &failure));
    assert_failure(&failure, FAILURE_INPUT, fragment);
    assert_int_equal(attestation_anchors_count(anchors), 0);
    attestation_anchors_free(anchors);
}

static void those_shipped_are_whole(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};
    size_t previews = 0;

    (void)state;
    assert_done(attestation_anchors_add_shipped(anchors, &failure), &failure);
    assert_int_equal(attestation_anchors_count(anchors), 14);
    for (size_t i = 0; i < attestation_anchors_count(anchors); i++) {
        struct attestation_anchor_view view = attestation_anchors_view(anchors, i);

        assert_true(strlen(view.name) > 4);
        assert_int_equal(strlen(view.sha256), 64);
        assert_true(strncmp(view.source, "https://", 8) == 0);
        assert_true(view.products[0] != '\0');
        assert_false(view.given);
        previews += view.preview;
    }
    assert_int_equal(previews, 3);
    attestation_anchors_free(anchors);
}

static void what_a_shipped_anchor_is_for_is_said(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};
    size_t found = 0;

    (void)state;
    assert_done(attestation_anchors_add_shipped(anchors, &failure), &failure);
    for (size_t i = 0; i < attestation_anchors_count(anchors); i++) {
        struct attestation_anchor_view view = attestation_anchors_view(anchors, i);

        if (strcmp(view.name, "/CN=Yubico Attestation Root 1") == 0) {
            assert_string_equal(view.products, "YubiKey PIV, YubiHSM 2");
            found++;
        }
    }
    assert_int_equal(found, 1);
    attestation_anchors_free(anchors);
}

static void certificates_are_taken_once_and_named(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct made root = made_new(&(struct made_shape){.subject = "Mine", .constraints = "CA:TRUE"});
    struct bytes der = made_der(&root);
    struct failure failure = {0};
    struct attestation_anchor_view view;

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_done(attestation_anchors_add(anchors, slice_of_bytes(&der), "root.pem", &failure),
                    &failure);
    }
    assert_int_equal(attestation_anchors_count(anchors), 1);
    view = attestation_anchors_view(anchors, 0);
    assert_string_equal(view.name, "/CN=Mine");
    assert_string_equal(view.source, "root.pem");
    assert_true(view.given);
    assert_string_equal(view.products, "YubiKey PIV, YubiHSM 2, SmartCard-HSM, Luna");
    bytes_clear(&der);
    made_clear(&root);
    attestation_anchors_free(anchors);
}

static void two_keys_of_one_name_are_two_anchors(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};
    size_t shipped;

    (void)state;
    assert_done(attestation_anchors_add_shipped(anchors, &failure), &failure);
    shipped = attestation_anchors_count(anchors);
    for (size_t i = 1; i <= 2; i++) {
        struct made root = made_new(&(struct made_shape){
            .subject = "Yubico PIV Root CA Serial 263751", .constraints = "CA:TRUE"});
        struct bytes der = made_der(&root);

        assert_done(attestation_anchors_add(anchors, slice_of_bytes(&der), "mine", &failure),
                    &failure);
        assert_int_equal(attestation_anchors_count(anchors), shipped + i);
        assert_true(attestation_anchors_view(anchors, shipped + i - 1).given);
        bytes_clear(&der);
        made_clear(&root);
    }
    attestation_anchors_free(anchors);
}

static void a_file_of_anchors_that_is_wrong_is_refused(void **state)
{
    struct made root = made_new(&(struct made_shape){.subject = "Mine"});
    char *good = made_anchor("Mine", &root, "luna = purpose:1.2.3");
    char *bad_flag = made_anchor("Mine", &root, "preview = perhaps");
    char *bad_length = made_anchor("Mine", &root, "path_length = -1");
    char *bad_name = made_anchor("Mine", &root, "trust = yes");
    char *spki = strstr(good, "\nspki = ");

    (void)state;
    refuse("[a]\nname = b\n", "needs name and certificate_sha256");
    refuse("[a]\nname = b\ncertificate_sha256 = 00\n", "needs spki and spki_sha256");
    refuse(bad_flag, "must be yes or no");
    refuse(bad_length, "path_length is a number");
    refuse(bad_name, "'trust' is not known");
    refuse("# nothing\nname = b\n", "line 2");
    spki[8 + 40] ^= 1; /* one bit of the key */
    refuse(good, "another than spki_sha256 says");
    memory_free(bad_name);
    memory_free(bad_length);
    memory_free(bad_flag);
    memory_free(good);
    made_clear(&root);
}

static void what_is_no_anchor_is_refused(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};
    const struct slice others[] = {LITERAL(""), LITERAL("hello"), LITERAL("\x7f\x21\x01\x00"),
                                   LITERAL("\x67\x00"), LITERAL("\x30\x00")};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(others); i++, cases++) {
        assert_false(attestation_anchors_add(anchors, others[i], "file", &failure));
        assert_failure(&failure, FAILURE_INPUT, "'file'");
    }
    assert_int_equal(cases, 5);
    assert_int_equal(attestation_anchors_count(anchors), 0);
    attestation_anchors_free(anchors);
}

static void material_that_is_none_is_refused(void **state)
{
    struct attestation_material *material = attestation_material_new();
    EVP_PKEY *key = key_make("P-256");
    struct bytes request = request_make_der(key, "me");
    struct failure failure = {0};

    (void)state;
    assert_false(attestation_material_add(material, slice_of_bytes(&request), "me.csr", &failure));
    assert_failure(&failure, FAILURE_INPUT, "certification request");
    assert_false(attestation_material_add(material, LITERAL("hello"), "me.txt", &failure));
    assert_failure(&failure, FAILURE_INPUT, "'me.txt'");
    assert_int_equal(attestation_material_count(material), 0);
    bytes_clear(&request);
    EVP_PKEY_free(key);
    attestation_material_free(material);
}

static void there_is_an_end_to_what_is_taken(void **state)
{
    struct attestation_material *material = attestation_material_new();
    struct failure failure = {0};
    size_t taken = 0;

    (void)state;
    for (size_t i = 0; i <= ATTESTATION_MATERIAL_LIMIT; i++) {
        char *subject = text_format("%zu", i);
        struct made made = made_new(&(struct made_shape){.subject = subject});
        struct bytes der = made_der(&made);

        taken += attestation_material_add(material, slice_of_bytes(&der), "many", &failure);
        bytes_clear(&der);
        made_clear(&made);
        memory_free(subject);
    }
    assert_int_equal(taken, ATTESTATION_MATERIAL_LIMIT);
    assert_failure(&failure, FAILURE_INPUT, "more than 64");
    attestation_material_free(material);
}

static void nothing_proves_nothing(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    const uint8_t no_key[] = {0x30, 0x00};

    (void)state;
    court_open(&court);
    assert_no_statement(&court);
    court.question.spki = slice_of(no_key, sizeof no_key);
    assert_no_statement(&court);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_shipped_are_whole),
        cmocka_unit_test(what_a_shipped_anchor_is_for_is_said),
        cmocka_unit_test(certificates_are_taken_once_and_named),
        cmocka_unit_test(two_keys_of_one_name_are_two_anchors),
        cmocka_unit_test(a_file_of_anchors_that_is_wrong_is_refused),
        cmocka_unit_test(what_is_no_anchor_is_refused),
        cmocka_unit_test(material_that_is_none_is_refused),
        cmocka_unit_test(there_is_an_end_to_what_is_taken),
        cmocka_unit_test(nothing_proves_nothing),
    };

    return cmocka_run_group_tests_name("attestation_anchors", tests, NULL, NULL);
}
