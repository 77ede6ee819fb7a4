/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "x509/certificate.h"

static struct certificate *parsed(const struct certificate_shape *shape)
{
    struct bytes der = certificate_make_der(shape);
    struct certificate *certificate = NULL;
    struct failure failure = {0};

    assert_done(certificate_parse(slice_of_bytes(&der), "file", &certificate, &failure), &failure);
    assert_true(slice_equal(certificate_der(certificate), slice_of_bytes(&der)));
    bytes_clear(&der);
    return certificate;
}

static void the_view_shows_what_openssl_put_in(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(public_key_free) struct public_key *public_key = key_public(key);
    CLEANUP(text_free) char *fingerprint = public_key_fingerprint(public_key);
    const struct certificate_shape shape = {.key = key,
                                            .subject = "leaf",
                                            .issuer = "CA",
                                            .serial = "FF01",
                                            .not_before = "20310430120000Z",
                                            .not_after = "20510430120000Z",
                                            .san = "DNS:a.example,IP:192.0.2.1"};
    CLEANUP(certificate_free) struct certificate *certificate = parsed(&shape);
    CLEANUP_VALUE(certificate_view_clear) struct certificate_view view = {0};

    (void)state;
    certificate_view_read(certificate, &view);
    assert_string_equal(view.subject, "/CN=leaf");
    assert_string_equal(view.issuer, "/CN=CA");
    assert_string_equal(view.serial, "ff01");
    assert_int_equal(view.not_before, 1935316800);
    assert_int_equal(view.not_after, INT64_C(2566468800));
    assert_string_equal(view.key, "EC P-256");
    assert_string_equal(view.fingerprint, fingerprint);
    assert_string_equal(view.signature, "ecdsa-with-SHA256");
    assert_false(view.ca);
    assert_int_equal(view.name_count, 2);
    assert_string_equal(view.names[0], "dns:a.example");
    assert_string_equal(view.names[1], "ip:192.0.2.1");
    assert_string_equal(view.key_usage, "");
    assert_int_equal(view.policy_count, 0);
    assert_int_equal(strlen(view.sha1), 40);
    assert_int_equal(strlen(view.sha256), 64);
}

static void thumbprints_are_those_of_openssl(void **state)
{
    struct certificate *certificate = parsed(&(struct certificate_shape){.ca = true});
    struct slice der = certificate_der(certificate);
    struct certificate_view view = {0};
    unsigned char digest[32];
    struct bytes shown = {0};

    (void)state;
    certificate_view_read(certificate, &view);
    assert_true(view.ca);
    assert_true(hex_decode(view.sha256, &shown));
    assert_int_equal(EVP_Q_digest(NULL, "SHA256", NULL, der.data, der.size, digest, NULL), 1);
    assert_true(slice_equal(slice_of_bytes(&shown), slice_of(digest, 32)));
    bytes_clear(&shown);
    assert_true(hex_decode(view.sha1, &shown));
    assert_int_equal(EVP_Q_digest(NULL, "SHA1", NULL, der.data, der.size, digest, NULL), 1);
    assert_true(slice_equal(slice_of_bytes(&shown), slice_of(digest, 20)));
    bytes_clear(&shown);
    certificate_view_clear(&view);
    certificate_free(certificate);
}

static void an_issuer_is_told_by_name_and_signature(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *ca_key = key_make("P-256");
    CLEANUP(EVP_PKEY_free) EVP_PKEY *other_key = key_make("P-256");
    struct certificate *ca =
        parsed(&(struct certificate_shape){.key = ca_key, .subject = "CA", .ca = true});
    struct certificate *same_name =
        parsed(&(struct certificate_shape){.key = other_key, .subject = "CA", .ca = true});
    struct certificate *same_key =
        parsed(&(struct certificate_shape){.key = ca_key, .subject = "Other", .ca = true});
    struct certificate *leaf = parsed(
        &(struct certificate_shape){.subject = "leaf", .issuer = "CA", .issuer_key = ca_key});

    (void)state;
    assert_true(certificate_issued_by(leaf, ca));
    assert_true(certificate_issued_by(ca, ca));
    assert_false(certificate_issued_by(leaf, same_name));
    assert_false(certificate_issued_by(leaf, same_key));
    assert_false(certificate_issued_by(ca, leaf));
    certificate_free(ca);
    certificate_free(same_name);
    certificate_free(same_key);
    certificate_free(leaf);
}

static void a_ca_is_told_by_basic_constraints_or_version_1(void **state)
{
    struct certificate *ca = parsed(&(struct certificate_shape){.ca = true});
    struct certificate *leaf = parsed(&(struct certificate_shape){.issuer = "CA"});
    struct certificate *old = parsed(&(struct certificate_shape){.plain = true});
    struct certificate *old_leaf =
        parsed(&(struct certificate_shape){.plain = true, .issuer = "CA"});

    (void)state;
    assert_true(certificate_is_ca(ca));
    assert_false(certificate_is_ca(leaf));
    assert_true(certificate_is_ca(old));
    assert_false(certificate_is_ca(old_leaf));
    certificate_free(ca);
    certificate_free(leaf);
    certificate_free(old);
    certificate_free(old_leaf);
}

static void texts_of_the_names_are_given(void **state)
{
    struct certificate *certificate =
        parsed(&(struct certificate_shape){.subject = "a/b", .issuer = "CA"});
    char *subject = certificate_subject(certificate);
    char *issuer = certificate_issuer(certificate);
    char *short_text = certificate_subject_short(certificate);

    (void)state;
    assert_string_equal(subject, "/CN=a\\/b");
    assert_string_equal(issuer, "/CN=CA");
    assert_string_equal(short_text, "a/b");
    memory_free(subject);
    memory_free(issuer);
    memory_free(short_text);
    certificate_free(certificate);
}

static void a_certificate_cut_or_damaged_at_any_byte_is_answered(void **state)
{
    struct bytes der = certificate_make_der(&(struct certificate_shape){.san = "DNS:a.example"});
    size_t cases = 0;
    size_t refused = 0;

    (void)state;
    for (size_t at = 0; at < der.size; at++) {
        struct bytes cut = bytes_copy(der.data, at);
        struct bytes damaged = bytes_copy(der.data, der.size);
        struct certificate *certificate = NULL;
        struct failure failure = {0};

        assert_false(certificate_parse(slice_of_bytes(&cut), "cut", &certificate, &failure));
        assert_failure(&failure, FAILURE_INPUT, "'cut' holds no X.509 certificate");
        damaged.data[at] ^= 0xff;
        if (certificate_parse(slice_of_bytes(&damaged), "damaged", &certificate, &failure)) {
            struct certificate_view view = {0};

            certificate_view_read(certificate, &view);
            certificate_view_clear(&view);
            certificate_free(certificate);
        } else {
            assert_failure(&failure, FAILURE_INPUT, "");
            refused++;
        }
        bytes_clear(&cut);
        bytes_clear(&damaged);
        cases++;
    }
    assert_int_equal(cases, der.size);
    assert_true(refused > 50 && refused < cases);
    bytes_clear(&der);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_view_shows_what_openssl_put_in),
        cmocka_unit_test(thumbprints_are_those_of_openssl),
        cmocka_unit_test(an_issuer_is_told_by_name_and_signature),
        cmocka_unit_test(a_ca_is_told_by_basic_constraints_or_version_1),
        cmocka_unit_test(texts_of_the_names_are_given),
        cmocka_unit_test(a_certificate_cut_or_damaged_at_any_byte_is_answered),
    };

    return cmocka_run_group_tests_name("certificate", tests, NULL, NULL);
}
