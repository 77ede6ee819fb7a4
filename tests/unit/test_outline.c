/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "x509/outline.h"

static const char *const kinds[] = {"P-256", "P-384", "P-521", "ED25519", "ED448", "rsa:2048"};

static const struct certificate_shape shapes[] = {
    {.plain = true},
    {.ca = true},
    {.subject = "leaf", .issuer = "CA"},
    {.serial = "00"},
    {.serial = "7F"},
    {.serial = "80"},
    {.serial = "-01"},
    {.serial = "FFEEDDCCBBAA99887766554433221100FFEEDDCC"},
    {.not_before = "19500101000000Z", .not_after = "20491231235959Z"}, /* both UTCTime */
    {.not_before = "20500101000000Z", .not_after = "99991231235959Z"}, /* both GeneralizedTime */
    {.not_before = "20240229120000Z", .not_after = "20240301000000Z"},
    {.san = "DNS:www.example.com,DNS:api.example.com,IP:192.0.2.1,email:a@b.example"},
    {.subject = "\xc3\xa6\xc3\xb8\xc3\xa5"},
};

static timestamp seconds_of(const ASN1_TIME *time)
{
    struct tm fields = {0};

    assert_int_equal(ASN1_TIME_to_tm(time, &fields), 1);
    return (timestamp)timegm(&fields);
}

#define assert_slice(slice, function, object)                                                      \
    do {                                                                                           \
        struct bytes expected_ = ENCODE(function, object);                                         \
        assert_true(slice_equal(slice, slice_of_bytes(&expected_)));                               \
        bytes_clear(&expected_);                                                                   \
    } while (0)

/* Every field is what OpenSSL finds, and lies inside DER. */
static void assert_agrees(X509 *certificate)
{
    struct bytes der = ENCODE(i2d_X509, certificate);
    struct certificate_outline outline = {0};

    assert_true(certificate_outline_read(slice_of_bytes(&der), &outline));
    assert_slice(outline.serial_number, i2d_ASN1_INTEGER, X509_get_serialNumber(certificate));
    assert_slice(outline.issuer, i2d_X509_NAME, X509_get_issuer_name(certificate));
    assert_slice(outline.subject, i2d_X509_NAME, X509_get_subject_name(certificate));
    assert_slice(outline.spki, i2d_X509_PUBKEY, X509_get_X509_PUBKEY(certificate));
    assert_int_equal(outline.not_before, seconds_of(X509_get0_notBefore(certificate)));
    assert_int_equal(outline.not_after, seconds_of(X509_get0_notAfter(certificate)));
    assert_true(outline.subject.data > der.data &&
                outline.spki.data + outline.spki.size <= der.data + der.size);
    bytes_clear(&der);
}

static void the_fields_are_those_openssl_finds(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        EVP_PKEY *key = key_make(kinds[k]);

        for (size_t i = 0; i < COUNT_OF(shapes); i++) {
            struct certificate_shape shape = shapes[i];
            X509 *certificate;

            shape.key = key;
            certificate = certificate_make(&shape);
            assert_agrees(certificate);
            X509_free(certificate);
            cases++;
        }
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 78);
}

static void serial_numbers_are_written_without_the_sign_byte(void **state)
{
    static const char *const serials[][2] = {
        {"00", "00"},
        {"7F", "7f"},
        {"80", "80"},
        {"0100", "0100"},
        {"FFEEDDCCBBAA99887766554433221100FFEEDDCC", "ffeeddccbbaa99887766554433221100ffeeddcc"}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(serials); i++) {
        struct bytes der =
            certificate_make_der(&(struct certificate_shape){.serial = serials[i][0]});
        struct certificate_outline outline = {0};
        char *text;

        assert_true(certificate_outline_read(slice_of_bytes(&der), &outline));
        text = certificate_outline_serial(&outline);
        assert_string_equal(text, serials[i][1]);
        memory_free(text);
        bytes_clear(&der);
        cases++;
    }
    assert_int_equal(cases, 5);
}

/* Copies are exactly as long as what is read, so that a read past the end is seen. */
static void a_certificate_cut_at_any_byte_is_refused(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        struct bytes der = certificate_make_der(&shapes[i]);

        for (size_t size = 0; size < der.size; size++) {
            struct bytes cut = bytes_copy(der.data, size);
            struct certificate_outline outline = {.not_after = 77};

            assert_false(certificate_outline_read(slice_of_bytes(&cut), &outline));
            assert_int_equal(outline.not_after, 77);
            bytes_clear(&cut);
            cases++;
        }
        bytes_clear(&der);
    }
    assert_true(cases > 3000);
}

static bool inside(struct slice part, const struct bytes *whole)
{
    return part.data >= whole->data && part.size <= whole->size &&
           part.data + part.size <= whole->data + whole->size;
}

/* Returns whether it was read all the same; then every slice must lie inside. */
static bool read_damaged(const struct bytes *der, size_t at, uint8_t value)
{
    struct bytes damaged = bytes_copy(der->data, der->size);
    struct certificate_outline outline = {0};
    bool good;

    damaged.data[at] = value;
    good = certificate_outline_read(slice_of_bytes(&damaged), &outline);
    if (good) {
        char *serial = certificate_outline_serial(&outline);

        assert_true(inside(outline.serial_number, &damaged));
        assert_true(inside(outline.issuer, &damaged));
        assert_true(inside(outline.subject, &damaged));
        assert_true(inside(outline.spki, &damaged));
        memory_free(serial);
    }
    bytes_clear(&damaged);
    return good;
}

static void a_certificate_damaged_at_any_byte_is_never_read_past_its_end(void **state)
{
    static const uint8_t values[] = {0x00, 0x01, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xff};
    struct bytes der = certificate_make_der(&(struct certificate_shape){.serial = "7F"});
    size_t cases = 0;
    size_t refused = 0;

    (void)state;
    for (size_t at = 0; at < der.size; at++) {
        for (size_t i = 0; i < COUNT_OF(values); i++) {
            refused += !read_damaged(&der, at, values[i]);
            cases++;
        }
        for (unsigned bit = 0; bit < 8; bit++) {
            refused += !read_damaged(&der, at, (uint8_t)(der.data[at] ^ (1u << bit)));
            cases++;
        }
    }
    assert_int_equal(cases, 16 * der.size);
    assert_true(refused > 100 && refused < cases);
    bytes_clear(&der);
}

static void what_stands_behind_a_certificate_is_refused(void **state)
{
    struct bytes der = certificate_make_der(&(struct certificate_shape){.ca = true});
    struct bytes twice = bytes_copy(der.data, der.size);
    struct certificate_outline outline = {0};

    (void)state;
    bytes_append(&twice, der.data, der.size);
    assert_false(certificate_outline_read(slice_of_bytes(&twice), &outline));
    assert_false(certificate_outline_read(slice_of(twice.data, der.size + 1), &outline));
    assert_true(certificate_outline_read(slice_of(twice.data, der.size), &outline));
    bytes_clear(&twice);
    bytes_clear(&der);
}

static void what_is_no_certificate_is_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    struct bytes spki = ENCODE(i2d_PUBKEY, key);
    struct bytes request = request_make_der(key, "a");
    struct bytes private_key = ENCODE(i2d_PrivateKey, key);
    const struct slice bad[] = {
        {0},
        slice_of_bytes(&spki),
        slice_of_bytes(&request),
        slice_of_bytes(&private_key),
        LITERAL("\x30\x80\x30\x80\x02\x01\x01\x00\x00\x00\x00"), /* indefinite length */
        LITERAL("\x30\x84\xff\xff\xff\xff\x30"),
        LITERAL("\x30\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01\x30"),
        LITERAL("\x30\x00")};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct certificate_outline outline = {0};

        assert_false(certificate_outline_read(bad[i], &outline));
        cases++;
    }
    assert_int_equal(cases, 8);
    bytes_clear(&spki);
    bytes_clear(&request);
    bytes_clear(&private_key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fields_are_those_openssl_finds),
        cmocka_unit_test(serial_numbers_are_written_without_the_sign_byte),
        cmocka_unit_test(a_certificate_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_certificate_damaged_at_any_byte_is_never_read_past_its_end),
        cmocka_unit_test(what_stands_behind_a_certificate_is_refused),
        cmocka_unit_test(what_is_no_certificate_is_refused),
    };

    return cmocka_run_group_tests_name("outline", tests, NULL, NULL);
}
