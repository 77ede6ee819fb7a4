/* SPDX-License-Identifier: Apache-2.0 */

/* Files that bind a key to a TPM, that only point to one, and that are no key files at all. */

#include "key_files.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/x509.h>

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "keys.h"

/* PEM of what openssl makes of CONF, as openssl.cnf writes ASN.1; the caller clears it. */
static struct bytes pem_of_asn1(const char *folder, const char *name, const char *conf)
{
    CLEANUP(text_free) char *path = path_in(folder, "asn1.conf");
    CLEANUP(text_free) char *out = path_in(folder, "asn1.der");
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    struct failure failure = {0};

    put_file(path, conf, strlen(conf), 0600);
    run(folder, "openssl asn1parse -genconf asn1.conf -noout -out asn1.der");
    assert_done(file_read(out, KEY_FILE_LIMIT, &der, &failure), &failure);
    return pem_of(name, slice_of_bytes(&der));
}

static struct bytes pointer_pem(const char *folder, const char *uri)
{
    CLEANUP(text_free)
    char *conf = text_format("asn1 = SEQUENCE:pointer\n[pointer]\n"
                             "a = VISIBLESTRING:PKCS\\#11 Provider URI v1.0\n"
                             "b = UTF8:\"%s\"\n",
                             uri);

    return pem_of_asn1(folder, "PKCS#11 PROVIDER URI", conf);
}

static void a_file_of_pkcs11_provider_is_a_pointer_to_a_token(void **state)
{
    static const char uri[] = "pkcs11:token=Signing%202031;id=%01%02;type=private";
    CLEANUP_VALUE(bytes_clear) struct bytes pem = pointer_pem(*state, uri);
    CLEANUP_VALUE(key_file_clear) struct key_file file = judge_bytes(slice_of_bytes(&pem), NULL);

    assert_int_equal(only(&file)->kind, KEY_FILE_POINTER);
    assert_string_equal(only(&file)->format, "PKCS#11 URI");
    assert_string_equal(only(&file)->uri, uri);
    assert_false(only(&file)->uri_holds_pin);
    assert_null(only(&file)->key);
    assert_null(only(&file)->protection);
}

/* A PIN is told of, and never shown. */
static void a_pin_in_a_pointer_is_left_out(void **state)
{
    static const struct {
        const char *uri;
        const char *shown;
    } cases[] = {
        {"pkcs11:token=a?pin-value=1234", "pkcs11:token=a"},
        {"pkcs11:token=a;id=%01?pin-value=1234&module-name=x",
         "pkcs11:token=a;id=%01&module-name=x"},
        {"pkcs11:token=a?module-name=x&pin-value=1234", "pkcs11:token=a?module-name=x"},
        {"pkcs11:token=a?pin-value=", "pkcs11:token=a"},
    };
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes pem = pointer_pem(*state, cases[i].uri);
        CLEANUP_VALUE(key_file_clear)
        struct key_file file = judge_bytes(slice_of_bytes(&pem), NULL);

        assert_true(only(&file)->uri_holds_pin);
        assert_null(strstr(only(&file)->uri, "1234"));
        assert_string_equal(only(&file)->uri, cases[i].shown);
        count++;
    }
    assert_int_equal(count, 4);
}

static void a_pointer_to_something_else_is_damaged(void **state)
{
    CLEANUP_VALUE(bytes_clear) struct bytes pem = pointer_pem(*state, "file:/etc/passwd");

    assert_not_judged(slice_of_bytes(&pem), "its block 'PKCS#11 PROVIDER URI' is damaged");
}

/* PKCS#1 with the public half of KEY and the SMALL number wherever a private one belongs. */
static struct bytes placeholder_pem(const char *folder, EVP_PKEY *key, unsigned small)
{
    BIGNUM *modulus = NULL;
    char *digits;
    CLEANUP(text_free) char *conf = NULL;

    assert_int_equal(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus), 1);
    digits = BN_bn2hex(modulus);
    conf = text_format("asn1 = SEQUENCE:key\n[key]\n"
                       "a = INTEGER:0\nb = INTEGER:0x%s\nc = INTEGER:65537\n"
                       "d = INTEGER:%u\ne = INTEGER:%u\nf = INTEGER:%u\n"
                       "g = INTEGER:%u\nh = INTEGER:%u\ni = INTEGER:%u\n",
                       digits, small, small, small, small, small, small);
    OPENSSL_free(digits);
    BN_free(modulus);
    return pem_of_asn1(folder, "RSA PRIVATE KEY", conf);
}

/* As OpenSSL engines of some HSMs want it: the public half is real, the private one is not. */
static void a_private_half_that_does_not_fit_is_a_placeholder(void **state)
{
    static const unsigned numbers[] = {0, 1, 3, 4711};
    CLEANUP(EVP_PKEY_free) EVP_PKEY *real = key_make("rsa:2048");
    CLEANUP(public_key_free) struct public_key *expected = key_public(real);
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes pem = placeholder_pem(*state, real, numbers[i]);
        CLEANUP_VALUE(key_file_clear)
        struct key_file file = judge_bytes(slice_of_bytes(&pem), NULL);

        assert_int_equal(only(&file)->kind, KEY_FILE_PRIVATE);
        assert_string_equal(only(&file)->format, "PKCS#1");
        assert_true(only(&file)->placeholder);
        assert_true(public_key_equal(only(&file)->key, expected));
        cases++;
    }
    assert_int_equal(cases, 4);
}

static void append_number(struct text *hex, size_t number, int bytes)
{
    text_addf(hex, "%0*zx", 2 * bytes, number);
}

static void append_sized(struct text *hex, EVP_PKEY *key, const char *parameter)
{
    BIGNUM *number = NULL;
    CLEANUP(text_free) char *digits = NULL;
    unsigned char buffer[512];
    int size;

    assert_int_equal(EVP_PKEY_get_bn_param(key, parameter, &number), 1);
    size = BN_bn2bin(number, buffer);
    digits = hex_encode(slice_of(buffer, (size_t)size));
    append_number(hex, (size_t)size, 2);
    text_add(hex, digits);
    BN_free(number);
}

/* TPM2B_PUBLIC of KEY in hexadecimal (TPM 2.0 Library, part 2, 12.2.5): a signing key. */
static char *tpm_public(EVP_PKEY *key)
{
    bool rsa = EVP_PKEY_is_a(key, "RSA");
    struct text area = {0};
    CLEANUP(text_free) char *content = NULL;

    text_add(&area, rsa ? "0001" : "0023"); /* type */
    text_add(&area, "000b"
                    "00060472"); /* SHA-256, attributes */
    text_add(&area, "0000");     /* no policy */
    text_add(&area, "0010");     /* no symmetric algorithm */
    text_add(&area, rsa ? "0014"
                          "000b"
                        : "0010"); /* RSASSA with SHA-256; any scheme */
    if (rsa) {
        text_add(&area, "0800"
                        "00000000"); /* 2048 bits, default exponent */
        append_sized(&area, key, OSSL_PKEY_PARAM_RSA_N);
    } else {
        text_add(&area, "0003"
                        "0010"); /* P-256, no KDF */
        append_sized(&area, key, OSSL_PKEY_PARAM_EC_PUB_X);
        append_sized(&area, key, OSSL_PKEY_PARAM_EC_PUB_Y);
    }
    content = text_take(&area);
    append_number(&area, strlen(content) / 2, 2);
    text_add(&area, content);
    return text_take(&area);
}

static struct bytes tss2_pem(const char *folder, const char *type, const char *public)
{
    CLEANUP(text_free)
    char *conf = text_format("asn1 = SEQUENCE:key\n[key]\n"
                             "a = OID:%s\n"
                             "b = EXPLICIT:0,BOOLEAN:true\n"
                             "c = INTEGER:0x40000001\n"
                             "d = FORMAT:HEX,OCTETSTRING:%s\n"
                             "e = FORMAT:HEX,OCTETSTRING:00020000\n",
                             type, public);

    return pem_of_asn1(folder, "TSS2 PRIVATE KEY", conf);
}

static void a_key_wrapped_by_a_tpm_shows_its_public_half(void **state)
{
    static const struct {
        const char *kind;
        const char *type;
        const char *protection;
    } cases[] = {
        {"rsa:2048", "2.23.133.10.1.3", "wrapped by a TPM 2.0"},
        {"P-256", "2.23.133.10.1.3", "wrapped by a TPM 2.0"},
        {"P-256", "2.23.133.10.1.4", "made outside and wrapped for a TPM 2.0"},
    };
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make(cases[i].kind);
        CLEANUP(public_key_free) struct public_key *expected = key_public(key);
        CLEANUP(text_free) char *public = tpm_public(key);
        CLEANUP_VALUE(bytes_clear) struct bytes pem = tss2_pem(*state, cases[i].type, public);
        CLEANUP_VALUE(key_file_clear)
        struct key_file file = judge_bytes(slice_of_bytes(&pem), NULL);

        assert_int_equal(only(&file)->kind, KEY_FILE_TPM);
        assert_string_equal(only(&file)->format, "TSS2");
        assert_text(only(&file)->protection, cases[i].protection);
        assert_false(only(&file)->encrypted);
        assert_non_null(only(&file)->key);
        assert_true(public_key_equal(only(&file)->key, expected));
        count++;
    }
    assert_int_equal(count, 3);
}

static void a_tpm_key_whose_public_half_is_cut_is_still_one(void **state)
{
    CLEANUP_VALUE(bytes_clear) struct bytes pem = tss2_pem(*state, "2.23.133.10.1.3", "00180001");
    CLEANUP_VALUE(key_file_clear) struct key_file file = judge_bytes(slice_of_bytes(&pem), NULL);

    assert_int_equal(only(&file)->kind, KEY_FILE_TPM);
    assert_null(only(&file)->key);
}

static void data_sealed_by_a_tpm_is_no_key(void **state)
{
    CLEANUP_VALUE(bytes_clear) struct bytes pem = tss2_pem(*state, "2.23.133.10.1.5", "0000");

    assert_not_judged(slice_of_bytes(&pem), "its block 'TSS2 PRIVATE KEY' is damaged, or not");
}

static void what_is_no_key_file_is_told_for_what_it_looks_like(void **state)
{
    static const struct {
        const char *content;
        size_t size;
        const char *fragment;
    } files[] = {
#define FILE_OF(text) text, sizeof(text) - 1
        {FILE_OF("\xfe\xed\xfe\xed\x00\x00\x00\x02"), "a Java key store (JKS)"},
        {FILE_OF("PuTTY-User-Key-File-3: ssh-ed25519\n"), "a private key of PuTTY"},
        {FILE_OF("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxx\n"), "an OpenPGP key"},
        {FILE_OF("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA a@b\n"), "a public key of OpenSSH"},
        {FILE_OF("pkcs11:token=a;object=b\n"), "the bare text of a PKCS#11 URI"},
        {FILE_OF("\xff\xfe-\0-\0-\0"), "text in UTF-16"},
        {FILE_OF("PK\x03\x04zip"), "a ZIP archive"},
        {FILE_OF("%PDF-1.7"), "a PDF document"},
        {FILE_OF("\x7f"
                 "ELF\x02\x01"),
         "a program or a library"},
        {FILE_OF("<html><body>Session expired</body></html>"), "HTML or XML"},
        {FILE_OF(" {\"kty\":\"EC\"}"), "JSON"},
        {FILE_OF("MIIEvQIBADANBgkqhkiG9w0BAQEF"), "base64 without a BEGIN line"},
        {FILE_OF("dear customer"), "other text"},
        {FILE_OF("\x30\x03\x02\x01\x05"), "DER of another kind"},
        {FILE_OF("\x01\x02\x00\xff"), "it is none of PKCS#12, PKCS#8, PEM and DER"},
        {FILE_OF("\x30\x82\x04\x00\x02\x01"), "it is cut short"},
        {FILE_OF(""), "it is empty"},
        {FILE_OF("-----BEGIN PRIVATE KEY-----\nMIIE\n"), "a PEM block in it is cut short"},
        {FILE_OF("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"),
         "its block 'PRIVATE KEY' is damaged"},
        {FILE_OF("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"),
         "there is no key, certificate or request in it"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_not_judged(slice_of(files[i].content, files[i].size), files[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 20);
}

/* Each has the shape of a key: two numbers, or an algorithm and octets. */
static void signatures_and_digests_are_no_keys(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-521");
    X509_SIG *digest = X509_SIG_new();
    X509_ALGOR *algorithm = NULL;
    ASN1_OCTET_STRING *octets = NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_new();
    BIGNUM *s = BN_new();
    struct bytes der;

    (void)state;
    assert_int_equal(BN_rand(r, 521, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD), 1);
    assert_int_equal(BN_set_word(s, 65537), 1);
    assert_int_equal(ECDSA_SIG_set0(pair, r, s), 1);
    der = ENCODE(i2d_ECDSA_SIG, pair);
    assert_not_judged(slice_of_bytes(&der), "DER of another kind");
    bytes_clear(&der);
    X509_SIG_getm(digest, &algorithm, &octets);
    X509_ALGOR_set_md(algorithm, EVP_sha256());
    assert_int_equal(ASN1_OCTET_STRING_set(octets, (const unsigned char *)"0123", 4), 1);
    der = ENCODE(i2d_X509_SIG, digest);
    assert_not_judged(slice_of_bytes(&der), "DER of another kind");
    bytes_clear(&der);
    ECDSA_SIG_free(pair);
    X509_SIG_free(digest);
}

static void more_objects_than_anybody_has_are_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    CLEANUP_VALUE(bytes_clear) struct bytes spki = ENCODE(i2d_PUBKEY, key);
    CLEANUP_VALUE(bytes_clear) struct bytes one = pem_of("PUBLIC KEY", slice_of_bytes(&spki));
    CLEANUP_VALUE(bytes_clear) struct bytes many = {0};
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

    (void)state;
    for (size_t i = 0; i < KEY_FILE_MOST; i++) {
        bytes_append(&many, one.data, one.size);
    }
    file = judge_bytes(slice_of_bytes(&many), NULL);
    assert_int_equal(file.count, KEY_FILE_MOST);
    bytes_append(&many, one.data, one.size);
    assert_not_judged(slice_of_bytes(&many), "there are too many objects in it");
}

static void a_file_that_is_too_large_is_refused(void **state)
{
    CLEANUP_VALUE(bytes_clear)
    struct bytes large = {.data = memory_new(KEY_FILE_LIMIT + 1, 1), .size = KEY_FILE_LIMIT + 1};

    (void)state;
    assert_not_judged(slice_of_bytes(&large), "it is larger than 1 MiB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_of_pkcs11_provider_is_a_pointer_to_a_token),
        cmocka_unit_test(a_pin_in_a_pointer_is_left_out),
        cmocka_unit_test(a_pointer_to_something_else_is_damaged),
        cmocka_unit_test(a_key_wrapped_by_a_tpm_shows_its_public_half),
        cmocka_unit_test(a_tpm_key_whose_public_half_is_cut_is_still_one),
        cmocka_unit_test(data_sealed_by_a_tpm_is_no_key),
        cmocka_unit_test(a_private_half_that_does_not_fit_is_a_placeholder),
        cmocka_unit_test(what_is_no_key_file_is_told_for_what_it_looks_like),
        cmocka_unit_test(signatures_and_digests_are_no_keys),
        cmocka_unit_test(more_objects_than_anybody_has_are_refused),
        cmocka_unit_test(a_file_that_is_too_large_is_refused),
    };

    return cmocka_run_group_tests_name("key_file_other", tests, folder_setup, folder_teardown);
}
