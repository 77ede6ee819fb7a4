/* SPDX-License-Identifier: Apache-2.0 */

/* Files no certificate is taken from, each refused with its own reason. */

#include "support.h"

#include "files.h"
#include "keys.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <string.h>

#include "base/memory.h"
#include "x509/certificate_file.h"

#define PRIVATE "it holds a private key"
#define CUT "it is cut short"
#define CUT_PEM "a PEM block in it is cut short or damaged"
#define NONE "there is no certificate in it"
#define UNKNOWN "it is none of PEM, DER and PKCS#7"
#define REQUEST "it is a certification request, not a certificate"
#define EMPTY_PKCS7 "it is PKCS#7 without certificates"

static EVP_PKEY *key;
static struct bytes certificate;

static int make_inputs(void **state)
{
    (void)state;
    key = key_make("P-256");
    certificate = certificate_make_der(&(struct certificate_shape){.key = key});
    return 0;
}

static int clear_inputs(void **state)
{
    (void)state;
    EVP_PKEY_free(key);
    bytes_clear(&certificate);
    return 0;
}

static void assert_refused(struct slice content, const char *fragment)
{
    struct bytes exact = bytes_copy(content.data, content.size); /* a read past the end is seen */
    struct certificate_list list = {0};
    struct failure failure = {0};

    assert_false(certificate_file_read(slice_of_bytes(&exact), "reply.txt", &list, &failure));
    assert_non_null(strstr(failure.action, "'reply.txt'"));
    assert_failure(&failure, FAILURE_INPUT, fragment);
    certificate_list_clear(&list);
    bytes_clear(&exact);
}

static void assert_refused_bytes(struct bytes content, const char *fragment)
{
    assert_refused(slice_of_bytes(&content), fragment);
    bytes_clear(&content);
}

/* The private key as PEM, written by WRITE into memory. */
static struct bytes private_pem(bool encrypted, bool traditional)
{
    BIO *memory = BIO_new(BIO_s_mem());
    const EVP_CIPHER *cipher = encrypted ? EVP_aes_128_cbc() : NULL;
    const unsigned char password[] = "password";
    char *content = NULL;
    long size;
    struct bytes pem;
    int written =
        traditional
            ? PEM_write_bio_PrivateKey_traditional(memory, key, cipher, password, 8, NULL, NULL)
            : PEM_write_bio_PKCS8PrivateKey(memory, key, cipher, (const char *)password, 8, NULL,
                                            NULL);

    assert_int_equal(written, 1);
    size = BIO_get_mem_data(memory, &content);
    pem = bytes_copy(content, (size_t)size);
    BIO_free_all(memory);
    return pem;
}

static void private_keys_in_pem_are_recognized(void **state)
{
    struct bytes behind[] = {pem_of("CERTIFICATE", slice_of_bytes(&certificate)),
                             private_pem(false, false)};

    (void)state;
    assert_refused_bytes(private_pem(false, false), PRIVATE);
    assert_refused_bytes(private_pem(false, true), PRIVATE);
    assert_refused_bytes(private_pem(true, false), PRIVATE);
    assert_refused_bytes(private_pem(true, true), PRIVATE);
    assert_refused_bytes(joined(behind, 2), PRIVATE);
}

static struct bytes pkcs8_der(bool encrypted)
{
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
    X509_SIG *sealed = PKCS8_encrypt(-1, EVP_aes_128_cbc(), "password", 8, NULL, 0, 1, info);
    struct bytes der =
        encrypted ? ENCODE(i2d_X509_SIG, sealed) : ENCODE(i2d_PKCS8_PRIV_KEY_INFO, info);

    X509_SIG_free(sealed);
    PKCS8_PRIV_KEY_INFO_free(info);
    return der;
}

static void private_keys_in_der_are_recognized(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *rsa = key_make("rsa:2048");
    CLEANUP(EVP_PKEY_free) EVP_PKEY *edwards = key_make("ED25519");

    (void)state;
    assert_refused_bytes(ENCODE(i2d_PrivateKey, key), PRIVATE);
    assert_refused_bytes(ENCODE(i2d_PrivateKey, rsa), PRIVATE);
    assert_refused_bytes(ENCODE(i2d_PrivateKey, edwards), PRIVATE);
    assert_refused_bytes(pkcs8_der(false), PRIVATE);
    assert_refused_bytes(pkcs8_der(true), PRIVATE);
}

static void requests_are_recognized(void **state)
{
    struct bytes der = request_make_der(key, "a");

    (void)state;
    assert_refused_bytes(pem_of("CERTIFICATE REQUEST", slice_of_bytes(&der)), REQUEST);
    assert_refused_bytes(pem_of("NEW CERTIFICATE REQUEST", slice_of_bytes(&der)), REQUEST);
    assert_refused_bytes(der, REQUEST);
}

static void pkcs12_is_recognized(void **state)
{
    const unsigned char *position = certificate.data;
    CLEANUP(X509_free) X509 *parsed = d2i_X509(NULL, &position, (long)certificate.size);
    PKCS12 *file = PKCS12_create("password", "name", key, parsed, NULL, 0, 0, 0, 0, 0);

    (void)state;
    assert_non_null(file);
    assert_refused_bytes(ENCODE(i2d_PKCS12, file), "it is a PKCS#12 file");
    PKCS12_free(file);
}

static void pkcs7_without_certificates_is_refused(void **state)
{
    struct bytes empty = pkcs7_der(NULL, 0);
    PKCS7 *data = PKCS7_new();

    (void)state;
    assert_refused_bytes(pem_of("PKCS7", slice_of_bytes(&empty)), EMPTY_PKCS7);
    assert_refused_bytes(empty, EMPTY_PKCS7);
    assert_int_equal(PKCS7_set_type(data, NID_pkcs7_data), 1);
    assert_refused_bytes(ENCODE(i2d_PKCS7, data), EMPTY_PKCS7);
    assert_refused_bytes(pem_of("PKCS7", LITERAL("\x30\x00")), "its PKCS#7 block cannot be read");
    PKCS7_free(data);
}

static void der_cut_at_any_byte_is_cut_short(void **state)
{
    struct bytes bundle = pkcs7_der(&certificate, 1);
    size_t cases = 0;

    (void)state;
    for (size_t size = 2; size < certificate.size; size++) {
        assert_refused(slice_of(certificate.data, size), CUT);
        cases++;
    }
    for (size_t size = 2; size < bundle.size; size++) {
        assert_refused(slice_of(bundle.data, size), CUT);
        cases++;
    }
    assert_int_equal(cases, certificate.size + bundle.size - 4);
    bytes_clear(&bundle);
}

static void pem_cut_at_any_byte_is_refused(void **state)
{
    struct bytes pem = pem_of("CERTIFICATE", slice_of_bytes(&certificate));
    size_t begin = strlen("-----BEGIN ");
    size_t cases = 0;

    (void)state;
    /* The last dashes and the end of the line may be missing without harm: stop before them. */
    for (size_t size = begin; size < pem.size - 6; size++) {
        assert_refused(slice_of(pem.data, size), CUT_PEM);
        cases++;
    }
    assert_int_equal(cases, pem.size - 6 - begin);
    assert_true(cases > 400);
    bytes_clear(&pem);
}

static void a_cut_block_behind_a_whole_one_is_seen(void **state)
{
    struct bytes parts[] = {pem_of("CERTIFICATE", slice_of_bytes(&certificate)),
                            pem_of("CERTIFICATE", slice_of_bytes(&certificate))};

    (void)state;
    parts[1].size -= 40;
    assert_refused_bytes(joined(parts, 2), CUT_PEM);
}

static void a_block_that_is_no_certificate_is_refused(void **state)
{
    struct bytes spki = ENCODE(i2d_PUBKEY, key);

    (void)state;
    assert_refused_bytes(pem_of("CERTIFICATE", slice_of_bytes(&spki)),
                         "'reply.txt' holds no X.509 certificate");
    assert_refused_bytes(pem_of("CERTIFICATE", LITERAL("x")), "holds no X.509 certificate");
    bytes_clear(&spki);
}

static void files_without_any_certificate_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *fragment;
    } files[] = {
        {"x", UNKNOWN},
        {"\xff\xfe", UNKNOWN},
        {"<html><body>Session expired</body></html>", UNKNOWN},
        {"MIIB", UNKNOWN}, /* base64 without its lines */
        {"-----BEGIN \n", CUT_PEM},
        {"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", ""},
        {"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", CUT_PEM},
        {"-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n", NONE},
        {"-----BEGIN TRUSTED CERTIFICATE-----\nMAA=\n-----END TRUSTED CERTIFICATE-----\n", NONE},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_refused(slice_of_text(files[i].text), files[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 9);
}

/* A block whose name only begins like that of a certificate does not count as one. */
static void a_block_with_a_similar_name_is_no_certificate(void **state)
{
    static const char *const names[] = {"CERTIFICATE PAIR", "CERTIFICATES", "PKCS12", "PKCS7X"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_refused_bytes(pem_of(names[i], LITERAL("\x30\x00")), NONE);
        cases++;
    }
    assert_int_equal(cases, 4);
}

static void an_empty_content_is_refused(void **state)
{
    (void)state;
    assert_refused(LITERAL(""), "");
}

/* It is DER: telling the person to ask for DER would send him in a circle. */
static void der_with_something_behind_is_not_called_unknown(void **state)
{
    struct bytes with_newline[] = {bytes_copy(certificate.data, certificate.size), OWNED("\n")};
    struct bytes doubled[] = {bytes_copy(certificate.data, certificate.size),
                              bytes_copy(certificate.data, certificate.size)};
    struct bytes contents[] = {joined(with_newline, 2), joined(doubled, 2)};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        struct certificate_list list = {0};
        struct failure failure = {0};

        assert_false(
            certificate_file_read(slice_of_bytes(&contents[i]), "reply.txt", &list, &failure));
        assert_null(strstr(failure.cause, UNKNOWN));
        assert_failure(&failure, FAILURE_INPUT, "'reply.txt'");
        bytes_clear(&contents[i]);
        cases++;
    }
    assert_int_equal(cases, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(private_keys_in_pem_are_recognized),
        cmocka_unit_test(private_keys_in_der_are_recognized),
        cmocka_unit_test(requests_are_recognized),
        cmocka_unit_test(pkcs12_is_recognized),
        cmocka_unit_test(pkcs7_without_certificates_is_refused),
        cmocka_unit_test(der_cut_at_any_byte_is_cut_short),
        cmocka_unit_test(pem_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_cut_block_behind_a_whole_one_is_seen),
        cmocka_unit_test(a_block_that_is_no_certificate_is_refused),
        cmocka_unit_test(files_without_any_certificate_are_refused),
        cmocka_unit_test(a_block_with_a_similar_name_is_no_certificate),
        cmocka_unit_test(der_with_something_behind_is_not_called_unknown),
        cmocka_unit_test(an_empty_content_is_refused),
    };

    return cmocka_run_group_tests_name("certificate_file_refused", tests, make_inputs,
                                       clear_inputs);
}
