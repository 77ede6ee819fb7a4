/* SPDX-License-Identifier: Apache-2.0 */
#include "attestation_make.h"

#include "start.h"

#include <openssl/ecdsa.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void add_vendor(X509 *certificate, const struct made_extension *vendor)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(vendor->oid, 1);
    ASN1_OCTET_STRING *content = ASN1_OCTET_STRING_new();
    struct bytes value = {0};
    X509_EXTENSION *extension;

    assert_true(hex_decode(vendor->hex, &value));
    assert_int_equal(ASN1_OCTET_STRING_set(content, value.data, (int)value.size), 1);
    extension = X509_EXTENSION_create_by_OBJ(NULL, oid, 0, content);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(content);
    ASN1_OBJECT_free(oid);
    bytes_clear(&value);
}

static void set_names(X509 *certificate, const struct made_shape *shape)
{
    X509_NAME *issuer = X509_get_issuer_name(certificate);

    add_common_name(X509_get_subject_name(certificate), shape->subject);
    if (shape->issuer_name != NULL) {
        add_common_name(issuer, shape->issuer_name);
    } else if (shape->issuer != NULL) {
        assert_int_equal(
            X509_set_issuer_name(certificate, X509_get_subject_name(shape->issuer->certificate)),
            1);
    } else {
        add_common_name(issuer, shape->subject);
    }
}

static void set_validity(X509 *certificate, const struct made_shape *shape)
{
    const char *from = shape->not_before != NULL ? shape->not_before : "20200101000000Z";
    const char *until = shape->not_after != NULL ? shape->not_after : "20500101000000Z";

    assert_int_equal(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), from), 1);
    assert_int_equal(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), until), 1);
}

static void add_extensions(X509 *certificate, const struct made_shape *shape)
{
    if (shape->constraints != NULL) {
        add_extension(certificate, NID_basic_constraints, shape->constraints);
    }
    if (shape->purpose != NULL) {
        add_extension(certificate, NID_ext_key_usage, shape->purpose);
    }
    for (size_t i = 0; i < COUNT_OF(shape->vendor) && shape->vendor[i].oid != NULL; i++) {
        add_vendor(certificate, &shape->vendor[i]);
    }
}

struct made made_new(const struct made_shape *shape)
{
    struct made made = {.certificate = X509_new()};
    const EVP_MD *digest = EVP_get_digestbyname(shape->digest != NULL ? shape->digest : "SHA256");

    if (shape->key != NULL) {
        made.key = shape->key;
        assert_int_equal(EVP_PKEY_up_ref(made.key), 1);
    } else {
        made.key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    }
    assert_non_null(made.key);
    assert_int_equal(X509_set_version(made.certificate, X509_VERSION_3), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), 4711), 1);
    set_names(made.certificate, shape);
    set_validity(made.certificate, shape);
    assert_int_equal(X509_set_pubkey(made.certificate, made.key), 1);
    add_extensions(made.certificate, shape);
    assert_true(X509_sign(made.certificate, shape->issuer != NULL ? shape->issuer->key : made.key,
                          digest) > 0);
    return made;
}

void made_clear(struct made *made)
{
    EVP_PKEY_free(made->key);
    X509_free(made->certificate);
    *made = (struct made){0};
}

static struct bytes owned(unsigned char *der, int size)
{
    struct bytes bytes;

    assert_true(size > 0);
    bytes = bytes_copy(der, (size_t)size);
    OPENSSL_free(der);
    return bytes;
}

struct bytes made_der(const struct made *made)
{
    unsigned char *der = NULL;
    int size = i2d_X509(made->certificate, &der);

    return owned(der, size);
}

struct bytes made_spki(const struct made *made)
{
    unsigned char *der = NULL;
    int size = i2d_PUBKEY(made->key, &der);

    return owned(der, size);
}

/* INTEGER with all bytes of NUMBER and no zero in front. */
static void append_bare(struct bytes *bytes, const BIGNUM *number)
{
    uint8_t value[2 + 66] = {0x02, (uint8_t)BN_num_bytes(number)};

    assert_true(value[1] <= 66);
    assert_int_equal(BN_bn2bin(number, value + 2), value[1]);
    bytes_append(bytes, value, 2u + value[1]);
}

/* Empty when both numbers would have been the same in DER. */
static struct bytes bare_signature(const ASN1_BIT_STRING *signature)
{
    const unsigned char *position = ASN1_STRING_get0_data(signature);
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &position, ASN1_STRING_length(signature));
    struct bytes inside = {0};
    struct bytes whole = {0};

    assert_non_null(pair);
    if (BN_num_bits(ECDSA_SIG_get0_r(pair)) % 8 == 0 ||
        BN_num_bits(ECDSA_SIG_get0_s(pair)) % 8 == 0) {
        append_bare(&inside, ECDSA_SIG_get0_r(pair));
        append_bare(&inside, ECDSA_SIG_get0_s(pair));
        assert_true(inside.size < 128);
        bytes_append(&whole, (uint8_t[]){0x30, (uint8_t)inside.size}, 2);
        bytes_append(&whole, inside.data, inside.size);
    }
    bytes_clear(&inside);
    ECDSA_SIG_free(pair);
    return whole;
}

struct bytes made_der_with_bare_integers(const struct made *made, const struct made *issuer)
{
    X509 *copy = X509_dup(made->certificate);
    const ASN1_BIT_STRING *signature = NULL;
    struct bytes bare = {0};
    struct made result = {.certificate = copy};
    struct bytes der;

    for (int tries = 0; bare.size == 0 && tries < 100; tries++) {
        assert_true(X509_sign(copy, issuer->key, EVP_sha384()) > 0);
        X509_get0_signature(&signature, NULL, copy);
        bare = bare_signature(signature);
    }
    assert_true(bare.size > 0);
    /* There is no setter: the certificate is ours, and nobody else looks at it. */
    assert_int_equal(
        ASN1_STRING_set((ASN1_STRING *)(uintptr_t)signature, bare.data, (int)bare.size), 1);
    der = made_der(&result);
    bytes_clear(&bare);
    X509_free(copy);
    return der;
}

static char *digest_hex(const struct bytes *content)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    assert_int_equal(EVP_Digest(content->data, content->size, digest, &size, EVP_sha256(), NULL),
                     1);
    return hex_encode(slice_of(digest, size));
}

char *made_anchor(const char *name, const struct made *root, const char *rules)
{
    struct bytes spki = made_spki(root);
    char *spki_digest = digest_hex(&spki);
    struct bytes der = made_der(root);
    char *certificate_digest = digest_hex(&der);
    char *base64 = memory_new(2 * spki.size + 4, 1);
    char *section;

    (void)EVP_EncodeBlock((unsigned char *)base64, spki.data, (int)spki.size);
    section = text_format("[%s]\nname = /CN=%s\ncertificate_sha256 = %s\nspki_sha256 = %s\n"
                          "spki = %s\n%s\n",
                          name, name, certificate_digest, spki_digest, base64, rules);
    memory_free(base64);
    memory_free(certificate_digest);
    memory_free(spki_digest);
    bytes_clear(&der);
    bytes_clear(&spki);
    return section;
}
