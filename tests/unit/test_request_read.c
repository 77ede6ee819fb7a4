/* SPDX-License-Identifier: Apache-2.0 */

/* Reading requests, also those of other programs: request_read. */

#include "support.h"

#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "x509/request.h"

static void foreign_requests_are_read_in_pem_and_der(void **state)
{
    static const struct {
        const char *kind;
        const char *name;
        const char *signature;
    } keys[] = {{"rsa:2048", "RSA 2048", "sha256WithRSAEncryption"},
                {"P-256", "EC P-256", "ecdsa-with-SHA256"},
                {"P-521", "EC P-521", "ecdsa-with-SHA256"},
                {"ED25519", "Ed25519", "ED25519"},
                {"ED448", "Ed448", "ED448"}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        EVP_PKEY *key = key_make(keys[i].kind);
        struct public_key *public_key = key_public(key);
        char *fingerprint = public_key_fingerprint(public_key);
        struct bytes der = request_make_der(key, "a");
        struct bytes forms[] = {
            bytes_copy(der.data, der.size), pem_of("CERTIFICATE REQUEST", slice_of_bytes(&der)),
            pem_of("NEW CERTIFICATE REQUEST", slice_of_bytes(&der)), OWNED("text in front\n")};
        struct failure failure = {0};

        bytes_append(&forms[3], forms[1].data, forms[1].size);
        for (size_t k = 0; k < COUNT_OF(forms); k++) {
            struct request_view view = {0};

            assert_done(request_read(slice_of_bytes(&forms[k]), "a.csr", &view, &failure),
                        &failure);
            assert_string_equal(view.subject, "/CN=a");
            assert_string_equal(view.key, keys[i].name);
            assert_string_equal(view.signature, keys[i].signature);
            assert_string_equal(view.fingerprint, fingerprint);
            assert_string_equal(view.key_usage, "");
            assert_string_equal(view.ext_key_usage, "");
            assert_int_equal(view.name_count + view.other_count, 0);
            assert_true(view.verified);
            request_view_clear(&view);
            bytes_clear(&forms[k]);
            cases++;
        }
        memory_free(fingerprint);
        bytes_clear(&der);
        public_key_free(public_key);
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 20);
}

static void a_request_with_a_turned_bit_does_not_verify(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    CLEANUP_VALUE(bytes_clear) struct bytes der = request_make_der(key, "a");
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};
    struct failure failure = {0};

    (void)state;
    der.data[der.size - 1] ^= 1;
    assert_done(request_read(slice_of_bytes(&der), "a.csr", &view, &failure), &failure);
    assert_false(view.verified);
}

static void what_holds_no_request_is_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    CLEANUP_VALUE(bytes_clear) struct bytes der = request_make_der(key, "a");
    CLEANUP_VALUE(bytes_clear)
    struct bytes pem = pem_of("CERTIFICATE REQUEST", slice_of_bytes(&der));
    CLEANUP_VALUE(bytes_clear) struct bytes longer = bytes_copy(der.data, der.size);
    CLEANUP_VALUE(bytes_clear)
    struct bytes certificate = certificate_make_der(&(struct certificate_shape){.key = key});
    CLEANUP_VALUE(bytes_clear)
    struct bytes certificate_pem = pem_of("CERTIFICATE", slice_of_bytes(&certificate));
    struct slice bad[] = {LITERAL("x"),
                          LITERAL("0"),
                          LITERAL("-----BEGIN CERTIFICATE REQUEST-----\n"),
                          slice_of(pem.data, pem.size - 30),
                          slice_of_bytes(&longer),
                          slice_of_bytes(&certificate),
                          slice_of_bytes(&certificate_pem)};
    size_t cases = 0;

    (void)state;
    bytes_append(&longer, "\0", 1);
    bad[4] = slice_of_bytes(&longer); /* it moved */
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct request_view view = {0};
        struct failure failure = {0};

        assert_false(request_read(bad[i], "a.csr", &view, &failure));
        assert_null(view.subject);
        assert_failure(&failure, FAILURE_INPUT, "'a.csr' holds no certification request");
        cases++;
    }
    assert_int_equal(cases, 7);
}

static void an_empty_file_holds_no_request(void **state)
{
    struct request_view view = {0};
    struct failure failure = {0};

    (void)state;
    assert_false(request_read(slice_of(NULL, 0), "a.csr", &view, &failure));
    assert_failure(&failure, FAILURE_INPUT, "'a.csr' holds no certification request");
}

/* Whatever the damage: an answer, and never a read past the end. */
static void requests_cut_or_damaged_at_any_byte_are_answered(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP_VALUE(bytes_clear) struct bytes der = request_make_der(key, "a");
    size_t cases = 0;

    (void)state;
    for (size_t at = 1; at < der.size; at++) {
        struct bytes cut = bytes_copy(der.data, at);
        struct bytes damaged = bytes_copy(der.data, der.size);
        struct request_view view = {0};
        struct failure failure = {0};

        assert_false(request_read(slice_of_bytes(&cut), "cut", &view, &failure));
        assert_failure(&failure, FAILURE_INPUT, "'cut'");
        damaged.data[at] ^= 0xff;
        if (request_read(slice_of_bytes(&damaged), "damaged", &view, &failure)) {
            assert_false(view.verified);
            request_view_clear(&view);
        } else {
            assert_int_equal(failure.class, FAILURE_INPUT);
            failure_clear(&failure);
        }
        bytes_clear(&cut);
        bytes_clear(&damaged);
        cases++;
    }
    assert_true(cases > 150);
    assert_int_equal(cases, der.size - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foreign_requests_are_read_in_pem_and_der),
        cmocka_unit_test(a_request_with_a_turned_bit_does_not_verify),
        cmocka_unit_test(what_holds_no_request_is_refused),
        cmocka_unit_test(requests_cut_or_damaged_at_any_byte_are_answered),
        cmocka_unit_test(an_empty_file_holds_no_request),
    };

    return cmocka_run_group_tests_name("request_read", tests, NULL, NULL);
}
