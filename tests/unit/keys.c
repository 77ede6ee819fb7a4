/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

EVP_PKEY *key_make(const char *kind)
{
    EVP_PKEY *key;

    if (strncmp(kind, "rsa:", 4) == 0) {
        key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)strtoul(kind + 4, NULL, 10));
    } else if (strncmp(kind, "ED", 2) == 0) {
        key = EVP_PKEY_Q_keygen(NULL, NULL, kind);
    } else {
        key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", kind);
    }
    assert_non_null(key);
    return key;
}

struct public_key *key_public(EVP_PKEY *key)
{
    struct bytes spki = ENCODE(i2d_PUBKEY, key);
    struct public_key *result = NULL;
    struct failure failure = {0};

    assert_done(public_key_from_spki(slice_of_bytes(&spki), &result, &failure), &failure);
    bytes_clear(&spki);
    return result;
}

static void set_padding(EVP_PKEY_CTX *context, const struct signature_input *input)
{
    const EVP_MD *md = EVP_get_digestbyname(digest_name(input->digest));

    if (input->scheme == SIGNATURE_RSA_PSS) {
        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING), 1);
        assert_int_equal(EVP_PKEY_CTX_set_signature_md(context, md), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_mgf1_md(context, md), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST), 1);
    } else if (input->scheme == SIGNATURE_RSA_PKCS1) {
        /* No digest is set: what is given is padded and signed as it is, as CKM_RSA_PKCS does. */
        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING), 1);
    }
}

static struct bytes to_concatenation(EVP_PKEY *key, const unsigned char *der, size_t size)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)size);
    int field = (EVP_PKEY_get_bits(key) + 7) / 8;
    struct bytes result = {.data = memory_new((size_t)field, 2), .size = 2 * (size_t)field};

    assert_non_null(pair);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(pair), result.data, field), field);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(pair), result.data + field, field), field);
    ECDSA_SIG_free(pair);
    return result;
}

static struct bytes sign_prepared(EVP_PKEY *key, const struct signature_input *input)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    struct slice prepared = input->scheme == SIGNATURE_RSA_PKCS1 ? input->digest_info : input->hash;
    unsigned char buffer[1024];
    size_t size = sizeof buffer;

    assert_int_equal(EVP_PKEY_sign_init(context), 1);
    set_padding(context, input);
    assert_int_equal(EVP_PKEY_sign(context, buffer, &size, prepared.data, prepared.size), 1);
    EVP_PKEY_CTX_free(context);
    return input->scheme == SIGNATURE_ECDSA ? to_concatenation(key, buffer, size)
                                            : bytes_copy(buffer, size);
}

static struct bytes sign_message(EVP_PKEY *key, struct slice message)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char buffer[256];
    size_t size = sizeof buffer;

    assert_int_equal(EVP_DigestSignInit(context, NULL, NULL, NULL, key), 1);
    assert_int_equal(EVP_DigestSign(context, buffer, &size, message.data, message.size), 1);
    EVP_MD_CTX_free(context);
    return bytes_copy(buffer, size);
}

static bool sign(void *context, const struct signature_input *input, struct bytes *ret_signature,
                 struct failure *failure)
{
    (void)failure;
    *ret_signature = input->scheme == SIGNATURE_EDDSA ? sign_message(context, input->message)
                                                      : sign_prepared(context, input);
    return true;
}

struct signer key_signer(EVP_PKEY *key)
{
    return (struct signer){.sign = sign, .context = key};
}

static const EVP_MD *digest_for(EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448") ? NULL : EVP_sha256();
}

static void set_serial(X509 *certificate, const char *hexadecimal)
{
    BIGNUM *number = NULL;

    assert_true(BN_hex2bn(&number, hexadecimal) > 0);
    assert_non_null(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)));
    BN_free(number);
}

static void set_validity(X509 *certificate, const struct certificate_shape *shape)
{
    const char *from = shape->not_before != NULL ? shape->not_before : "20200101000000Z";
    const char *until = shape->not_after != NULL ? shape->not_after : "20400101000000Z";

    assert_int_equal(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), from), 1);
    assert_int_equal(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), until), 1);
}

X509 *certificate_make(const struct certificate_shape *shape)
{
    X509 *certificate = X509_new();
    EVP_PKEY *own = shape->key == NULL ? key_make("P-256") : NULL;
    EVP_PKEY *key = own != NULL ? own : shape->key;
    EVP_PKEY *issuer_key = shape->issuer_key != NULL ? shape->issuer_key : key;
    const char *subject = shape->subject != NULL ? shape->subject : "Test";

    assert_int_equal(X509_set_version(certificate, shape->plain ? X509_VERSION_1 : X509_VERSION_3),
                     1);
    set_serial(certificate, shape->serial != NULL ? shape->serial : "1234");
    add_common_name(X509_get_subject_name(certificate), subject);
    add_common_name(X509_get_issuer_name(certificate),
                    shape->issuer != NULL ? shape->issuer : subject);
    set_validity(certificate, shape);
    assert_int_equal(X509_set_pubkey(certificate, key), 1);
    if (!shape->plain) {
        add_extension(certificate, NID_basic_constraints,
                      shape->ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    }
    if (shape->san != NULL) {
        add_extension(certificate, NID_subject_alt_name, shape->san);
    }
    assert_true(X509_sign(certificate, issuer_key, digest_for(issuer_key)) > 0);
    EVP_PKEY_free(own);
    return certificate;
}

struct bytes certificate_make_der(const struct certificate_shape *shape)
{
    X509 *certificate = certificate_make(shape);
    struct bytes der = ENCODE(i2d_X509, certificate);

    X509_free(certificate);
    return der;
}

struct bytes request_make_der(EVP_PKEY *key, const char *name)
{
    X509_REQ *request = X509_REQ_new();
    struct bytes der;

    add_common_name(X509_REQ_get_subject_name(request), name);
    assert_int_equal(X509_REQ_set_pubkey(request, key), 1);
    assert_true(X509_REQ_sign(request, key, digest_for(key)) > 0);
    der = ENCODE(i2d_X509_REQ, request);
    X509_REQ_free(request);
    return der;
}

struct bytes pem_of(const char *name, struct slice der)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *content = NULL;
    long size;
    struct bytes pem;

    assert_true(PEM_write_bio(memory, name, "", der.data, (long)der.size) > 0);
    size = BIO_get_mem_data(memory, &content);
    pem = bytes_copy(content, (size_t)size);
    BIO_free_all(memory);
    return pem;
}
