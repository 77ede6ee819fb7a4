/* SPDX-License-Identifier: Apache-2.0 */

/* Building and signing a request through a callback: RFC 2986. */

#include <openssl/asn1t.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/i18n.h"
#include "crypto.h"
#include "extensions_internal.h"
#include "name_internal.h"
#include "x509/request.h"

DEFINE_CLEANUP(RSA_PSS_PARAMS *, RSA_PSS_PARAMS_free);

static bool out_of_openssl(struct failure *failure)
{
    (void)failure_set(failure, FAILURE_BUG, _("the request cannot be built"));
    return crypto_cause(failure);
}

static int signature_nid(const struct request_spec *spec, const struct public_key *key)
{
    static const int nids[][3] = {
        {NID_sha256WithRSAEncryption, NID_sha384WithRSAEncryption, NID_sha512WithRSAEncryption},
        {NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512}};
    int column = spec->digest == DIGEST_SHA384 ? 1 : spec->digest == DIGEST_SHA512 ? 2 : 0;

    switch (spec->scheme) {
    case SIGNATURE_RSA_PSS:
        return NID_rsassaPss;
    case SIGNATURE_ECDSA:
        return nids[1][column];
    case SIGNATURE_EDDSA:
        return EVP_PKEY_get_base_id(public_key_openssl(key));
    case SIGNATURE_RSA_PKCS1:
    case SIGNATURE_DEFAULT:
        break;
    }
    return nids[0][column];
}

static X509_ALGOR *digest_algorithm(enum digest digest)
{
    X509_ALGOR *algorithm = X509_ALGOR_new();
    EVP_MD *md = crypto_digest(digest);

    X509_ALGOR_set_md(algorithm, md);
    EVP_MD_free(md);
    return algorithm;
}

/* RSASSA-PSS-params (RFC 8017, A.2.3): digest, MGF1 with it, salt of its length. Caller frees. */
static ASN1_STRING *pss_parameters(enum digest digest)
{
    CLEANUP(RSA_PSS_PARAMS_free) RSA_PSS_PARAMS *pss = RSA_PSS_PARAMS_new();
    CLEANUP(X509_ALGOR_free) X509_ALGOR *mgf_digest = digest_algorithm(digest);
    ASN1_STRING *mgf_parameter = NULL;

    pss->hashAlgorithm = digest_algorithm(digest);
    pss->maskGenAlgorithm = X509_ALGOR_new();
    pss->saltLength = ASN1_INTEGER_new();
    if (ASN1_item_pack(mgf_digest, ASN1_ITEM_rptr(X509_ALGOR), &mgf_parameter) == NULL ||
        X509_ALGOR_set0(pss->maskGenAlgorithm, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE,
                        mgf_parameter) != 1 ||
        ASN1_INTEGER_set(pss->saltLength, (long)digest_size(digest)) != 1) {
        return NULL;
    }
    return ASN1_item_pack(pss, ASN1_ITEM_rptr(RSA_PSS_PARAMS), NULL);
}

static bool set_algorithm(X509_REQ *request, const struct request_spec *spec,
                          const struct public_key *key, struct failure *failure)
{
    CLEANUP(X509_ALGOR_free) X509_ALGOR *algorithm = X509_ALGOR_new();
    ASN1_STRING *parameter = NULL;
    int type = V_ASN1_UNDEF; /* ECDSA and EdDSA: no parameter at all */

    if (spec->scheme == SIGNATURE_RSA_PKCS1) {
        type = V_ASN1_NULL;
    } else if (spec->scheme == SIGNATURE_RSA_PSS) {
        type = V_ASN1_SEQUENCE;
        parameter = pss_parameters(spec->digest);
        if (parameter == NULL) {
            return out_of_openssl(failure);
        }
    }
    if (X509_ALGOR_set0(algorithm, OBJ_nid2obj(signature_nid(spec, key)), type, parameter) != 1 ||
        X509_REQ_set1_signature_algo(request, algorithm) != 1) {
        return out_of_openssl(failure);
    }
    return true;
}

static bool attach_signature(X509_REQ *request, struct slice signature, struct failure *failure)
{
    ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();

    if (bits == NULL || ASN1_STRING_set(bits, signature.data, (int)signature.size) != 1) {
        ASN1_BIT_STRING_free(bits);
        return out_of_openssl(failure);
    }
    bits->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
    bits->flags |= ASN1_STRING_FLAG_BITS_LEFT; /* no unused bits */
    X509_REQ_set0_signature(request, bits);
    return true;
}

static bool sign(X509_REQ *request, const struct request_spec *spec, const struct public_key *key,
                 const struct signer *signer, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear)
    struct bytes message = CRYPTO_ENCODE(i2d_re_X509_REQ_tbs, request);
    CLEANUP_VALUE(bytes_clear) struct bytes signature = {0};

    if (message.size == 0) {
        return out_of_openssl(failure);
    }
    return signature_make(key, spec->scheme, spec->digest, slice_of_bytes(&message), signer,
                          &signature, failure) &&
           attach_signature(request, slice_of_bytes(&signature), failure);
}

/* Reads the finished request as a stranger would, and refuses what would not be believed. */
static bool verify(const struct bytes *der, const struct request_spec *spec,
                   const struct public_key *key, struct failure *failure)
{
    const unsigned char *position = der->data;
    CLEANUP(X509_REQ_free) X509_REQ *request = X509_REQ_new_ex(crypto_context(), NULL);
    EVP_PKEY *inside;

    if (d2i_X509_REQ(&request, &position, (long)der->size) == NULL ||
        position != der->data + der->size) {
        return out_of_openssl(failure);
    }
    inside = X509_REQ_get0_pubkey(request);
    if (inside == NULL || EVP_PKEY_eq(inside, public_key_openssl(key)) != 1 ||
        X509_NAME_cmp(X509_REQ_get_subject_name(request), name_openssl(spec->subject)) != 0) {
        return failure_set(failure, FAILURE_BUG, _("the request is not what was asked for"));
    }
    if (X509_REQ_verify_ex(request, inside, crypto_context(), NULL) != 1) {
        (void)failure_set(failure, FAILURE_MODULE, _("the signature of the token does not verify"));
        (void)failure_cause(failure, _("the private key that signed does not belong to the public "
                                       "key the token shows, or the token signs wrongly"));
        crypto_forget_errors();
        return failure_hint(failure, _("no request was written; check the token for several keys "
                                       "with one id"));
    }
    return true;
}

bool request_build(const struct request_spec *spec, const struct public_key *key,
                   const struct signer *signer, struct bytes *ret_der, struct failure *failure)
{
    CLEANUP(X509_REQ_free) X509_REQ *request = X509_REQ_new_ex(crypto_context(), NULL);
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};

    if (X509_REQ_set_version(request, X509_REQ_VERSION_1) != 1 ||
        X509_REQ_set_subject_name(request, name_openssl(spec->subject)) != 1 ||
        X509_REQ_set_pubkey(request, public_key_openssl(key)) != 1) {
        return out_of_openssl(failure);
    }
    if (!extensions_to_request(spec->extensions, request, failure) ||
        !set_algorithm(request, spec, key, failure) || !sign(request, spec, key, signer, failure)) {
        return false;
    }
    der = CRYPTO_ENCODE(i2d_X509_REQ, request);
    if (der.size == 0) {
        return out_of_openssl(failure);
    }
    if (!verify(&der, spec, key, failure)) {
        return false;
    }
    *ret_der = der;
    der = (struct bytes){0};
    return true;
}

struct bytes request_to_pem(struct slice der)
{
    CLEANUP(BIO_free_all) BIO *memory = BIO_new(BIO_s_mem());
    char *content = NULL;
    long size;

    (void)PEM_write_bio(memory, PEM_STRING_X509_REQ, "", der.data, (long)der.size);
    size = BIO_get_mem_data(memory, &content);
    return bytes_copy(content, (size_t)size);
}
