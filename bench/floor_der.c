/* SPDX-License-Identifier: Apache-2.0 */
#include "floor_der.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>
#include <string.h>

#define P256_POINT_LENGTH 65

static const CK_BYTE p256_public_key_prefix[] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

static const CK_BYTE sha256_digest_info_prefix[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                    0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                    0x01, 0x05, 0x00, 0x04, 0x20};

static void need(bool done, const char *what)
{
    if (!done) {
        fail("libcrypto", what);
    }
}

static EVP_PKEY *ec_key(const struct public_key *key)
{
    CK_BYTE der[sizeof p256_public_key_prefix + P256_POINT_LENGTH];
    const unsigned char *in = der;

    need(key->point_length == P256_POINT_LENGTH + 2, "not a P-256 point in an OCTET STRING");
    memcpy(der, p256_public_key_prefix, sizeof p256_public_key_prefix);
    memcpy(der + sizeof p256_public_key_prefix, key->point + 2, P256_POINT_LENGTH);
    return d2i_PUBKEY(NULL, &in, sizeof der);
}

static EVP_PKEY *rsa_key(const struct public_key *key)
{
    EVP_PKEY *result = NULL;
    BIGNUM *n = BN_bin2bn(key->modulus, (int)key->modulus_length, NULL);
    BIGNUM *e = BN_bin2bn(key->exponent, (int)key->exponent_length, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    need(n != NULL && e != NULL && builder != NULL, "out of memory");
    need(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
             OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1,
         "RSA parameters");
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    need(parameters != NULL && context != NULL && EVP_PKEY_fromdata_init(context) == 1 &&
             EVP_PKEY_fromdata(context, &result, EVP_PKEY_PUBLIC_KEY, parameters) == 1,
         "RSA key");
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return result;
}

static EVP_PKEY *public_key(const struct public_key *key)
{
    EVP_PKEY *result = key->type == KEY_EC ? ec_key(key) : rsa_key(key);
    need(result != NULL, "public key");
    return result;
}

static void set_name(X509_NAME *name, const char *common_name)
{
    need(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)"Perf", -1, -1,
                                    0) == 1 &&
             X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                        (const unsigned char *)common_name, -1, -1, 0) == 1,
         "subject");
}

static void set_request_algorithm(X509_REQ *request, enum key_type type)
{
    X509_ALGOR *algorithm = X509_ALGOR_new();
    need(algorithm != NULL, "out of memory");
    if (type == KEY_EC) {
        need(X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_ecdsa_with_SHA256), V_ASN1_UNDEF, NULL) ==
                 1,
             "signature algorithm");
    } else {
        need(X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256WithRSAEncryption), V_ASN1_NULL,
                             NULL) == 1,
             "signature algorithm");
    }
    need(X509_REQ_set1_signature_algo(request, algorithm) == 1, "signature algorithm");
    X509_ALGOR_free(algorithm);
}

X509_REQ *der_request_new(const struct public_key *key, const char *name)
{
    X509_REQ *request = X509_REQ_new();
    EVP_PKEY *pkey = public_key(key);

    need(request != NULL && X509_REQ_set_version(request, X509_REQ_VERSION_1) == 1 &&
             X509_REQ_set_pubkey(request, pkey) == 1,
         "CSR");
    set_name(X509_REQ_get_subject_name(request), name);
    set_request_algorithm(request, key->type);
    EVP_PKEY_free(pkey);
    return request;
}

CK_ULONG der_signature_input(X509_REQ *request, enum key_type type,
                             CK_BYTE ret_input[SIGNATURE_INPUT_MAX])
{
    unsigned char *der = NULL;
    size_t offset = 0;
    int length = i2d_re_X509_REQ_tbs(request, &der);

    need(length > 0, "CSR to be signed");
    if (type == KEY_RSA) {
        offset = sizeof sha256_digest_info_prefix;
        memcpy(ret_input, sha256_digest_info_prefix, offset);
    }
    need(SHA256(der, (size_t)length, ret_input + offset) != NULL, "digest");
    OPENSSL_free(der);
    return offset + SHA256_DIGEST_LENGTH;
}

/* r and s, each of half the length, as a SEQUENCE of two INTEGERs. */
static struct bytes ecdsa_der(struct bytes raw)
{
    unsigned char *der = NULL;
    int half = (int)(raw.length / 2);
    ECDSA_SIG *signature = ECDSA_SIG_new();
    need(signature != NULL && ECDSA_SIG_set0(signature, BN_bin2bn(raw.data, half, NULL),
                                             BN_bin2bn(raw.data + half, half, NULL)) == 1,
         "ECDSA signature");
    int length = i2d_ECDSA_SIG(signature, &der);
    need(length > 0, "ECDSA signature");
    ECDSA_SIG_free(signature);
    return (struct bytes){der, (CK_ULONG)length};
}

void der_request_sign(X509_REQ *request, enum key_type type, struct bytes signature)
{
    struct bytes value = type == KEY_EC ? ecdsa_der(signature) : signature;
    ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();

    need(bits != NULL && ASN1_BIT_STRING_set(bits, value.data, (int)value.length) == 1,
         "signature");
    bits->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
    bits->flags |= ASN1_STRING_FLAG_BITS_LEFT; /* no unused bits, whatever the last byte is */
    X509_REQ_set0_signature(request, bits);
    if (type == KEY_EC) {
        OPENSSL_free(value.data);
    }
}

static CK_ULONG copy_number(const BIGNUM *number, CK_BYTE *out, size_t size)
{
    need(number != NULL && BN_num_bytes(number) > 0 && (size_t)BN_num_bytes(number) <= size,
         "number in the public key");
    return (CK_ULONG)BN_bn2bin(number, out);
}

void der_certificate_key(X509 *certificate, struct public_key *ret_key)
{
    EVP_PKEY *pkey = X509_get0_pubkey(certificate);
    BIGNUM *n = NULL;
    size_t length = 0;

    need(pkey != NULL, "public key of the certificate");
    if (EVP_PKEY_is_a(pkey, "RSA")) {
        *ret_key = (struct public_key){.type = KEY_RSA};
        need(EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_N, &n) == 1, "modulus");
        ret_key->modulus_length = copy_number(n, ret_key->modulus, sizeof ret_key->modulus);
        BN_free(n);
        return;
    }
    *ret_key = (struct public_key){.type = KEY_EC};
    need(EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, ret_key->point + 2,
                                         POINT_MAX - 2, &length) == 1 &&
             length == P256_POINT_LENGTH,
         "P-256 point");
    ret_key->point[0] = V_ASN1_OCTET_STRING;
    ret_key->point[1] = P256_POINT_LENGTH;
    ret_key->point_length = P256_POINT_LENGTH + 2;
}

static struct bytes encoded(unsigned char *der, int length)
{
    need(length > 0, "certificate");
    return (struct bytes){der, (CK_ULONG)length};
}

void der_certificate_parts(X509 *certificate, struct certificate_parts *ret_parts)
{
    unsigned char *der = NULL;
    int length = i2d_X509(certificate, &der);
    ret_parts->certificate = encoded(der, length);
    der = NULL;
    length = i2d_X509_NAME(X509_get_subject_name(certificate), &der);
    ret_parts->subject = encoded(der, length);
    der = NULL;
    length = i2d_X509_NAME(X509_get_issuer_name(certificate), &der);
    ret_parts->issuer = encoded(der, length);
    der = NULL;
    length = i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), &der);
    ret_parts->serial = encoded(der, length);
}

void der_certificate_parts_clear(struct certificate_parts *parts)
{
    OPENSSL_free(parts->certificate.data);
    OPENSSL_free(parts->subject.data);
    OPENSSL_free(parts->issuer.data);
    OPENSSL_free(parts->serial.data);
}

EVP_PKEY *der_ca_new(void)
{
    EVP_PKEY *ca = EVP_EC_gen("P-256");
    need(ca != NULL, "CA key");
    return ca;
}

X509 *der_certificate_new(EVP_PKEY *ca, const struct public_key *key, const char *name, long serial)
{
    X509 *certificate = X509_new();
    EVP_PKEY *pkey = public_key(key);

    need(certificate != NULL && X509_set_version(certificate, X509_VERSION_3) == 1 &&
             ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial) == 1 &&
             X509_gmtime_adj(X509_getm_notBefore(certificate), 0) != NULL &&
             X509_gmtime_adj(X509_getm_notAfter(certificate), 10L * 24 * 3600) != NULL &&
             X509_set_pubkey(certificate, pkey) == 1,
         "certificate");
    set_name(X509_get_subject_name(certificate), name);
    set_name(X509_get_issuer_name(certificate), "CA");
    need(X509_sign(certificate, ca, EVP_sha256()) > 0, "certificate signature");
    EVP_PKEY_free(pkey);
    return certificate;
}
