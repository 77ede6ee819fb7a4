/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "tlv.h"
#include "x509/libcrypto.h"

DEFINE_CLEANUP(ECDSA_SIG *, ECDSA_SIG_free);
DEFINE_CLEANUP(EVP_MD_CTX *, EVP_MD_CTX_free);

enum { DER_SEQUENCE = 0x30, DER_INTEGER = 0x02 };

#define MINIMAL_STRENGTH 112

/* SEQUENCE of two INTEGERs, taken as unsigned. */
static ECDSA_SIG *read_unsigned(struct slice signature)
{
    CLEANUP(ECDSA_SIG_free) ECDSA_SIG *pair = ECDSA_SIG_new();
    struct tlv sequence = {0};
    struct tlv r = {0};
    struct tlv s = {0};
    BIGNUM *numbers[2];

    if (pair == NULL || !tlv_take_tag(&signature, DER_SEQUENCE, &sequence) || signature.size != 0 ||
        !tlv_take_tag(&sequence.value, DER_INTEGER, &r) ||
        !tlv_take_tag(&sequence.value, DER_INTEGER, &s) || sequence.value.size != 0) {
        return NULL;
    }
    numbers[0] = BN_bin2bn(r.value.data, (int)r.value.size, NULL);
    numbers[1] = BN_bin2bn(s.value.data, (int)s.value.size, NULL);
    if (ECDSA_SIG_set0(pair, numbers[0], numbers[1]) != 1) {
        BN_free(numbers[0]);
        BN_free(numbers[1]);
        return NULL;
    }
    return TAKE(pair);
}

static bool verify(X509 *certificate, EVP_PKEY *key, const unsigned char *signature, size_t size)
{
    CLEANUP(EVP_MD_CTX_free) EVP_MD_CTX *verifier = EVP_MD_CTX_new();
    unsigned char *message = NULL;
    int message_size = i2d_re_X509_tbs(certificate, &message);
    int digest = NID_undef;
    bool good = verifier != NULL && message_size > 0 &&
                OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &digest, NULL) == 1 &&
                EVP_DigestVerifyInit_ex(verifier, NULL, OBJ_nid2sn(digest), crypto_context(), NULL,
                                        key, NULL) == 1 &&
                EVP_DigestVerify(verifier, signature, size, message, (size_t)message_size) == 1;

    OPENSSL_free(message);
    return good;
}

static bool verify_unsigned(X509 *certificate, EVP_PKEY *key)
{
    const ASN1_BIT_STRING *found = NULL;
    const X509_ALGOR *outer = NULL;
    CLEANUP(ECDSA_SIG_free) ECDSA_SIG *pair = NULL;
    unsigned char *der = NULL;
    int size;
    bool good;

    X509_get0_signature(&found, &outer, certificate);
    if (X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(certificate)) != 0) {
        return false;
    }
    pair = read_unsigned(slice_of(ASN1_STRING_get0_data(found), (size_t)ASN1_STRING_length(found)));
    size = pair == NULL ? 0 : i2d_ECDSA_SIG(pair, &der);
    good = size > 0 && verify(certificate, key, der, (size_t)size);
    OPENSSL_free(der);
    return good;
}

bool link_verifies(const struct certificate *certificate, const struct public_key *key)
{
    X509 *openssl = certificate_openssl(certificate);
    EVP_PKEY *native = public_key_openssl(key);
    bool good = X509_verify(openssl, native) == 1 ||
                (public_key_type(key) == KEY_EC && verify_unsigned(openssl, native));

    crypto_forget_errors();
    return good;
}

bool link_is_strong(const struct certificate *certificate)
{
    int strength = 0;

    return X509_get_signature_info(certificate_openssl(certificate), NULL, NULL, &strength, NULL) ==
               1 &&
           strength >= MINIMAL_STRENGTH;
}
