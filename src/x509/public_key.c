/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/public_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "crypto.h"
#include "x509/digest.h"
#include "x509/spki.h"

struct public_key {
    EVP_PKEY *key;
    struct bytes spki;
    struct key_parts parts;
    char *name;
};

DEFINE_CLEANUP(BIGNUM *, BN_free);
DEFINE_CLEANUP(ECDSA_SIG *, ECDSA_SIG_free);
DEFINE_CLEANUP(EVP_MD_CTX *, EVP_MD_CTX_free);

static enum key_type type_of(EVP_PKEY *key)
{
    if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS")) {
        return KEY_RSA;
    }
    if (EVP_PKEY_is_a(key, "EC")) {
        return KEY_EC;
    }
    if (EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448")) {
        return KEY_EDWARDS;
    }
    return KEY_OTHER;
}

static struct bytes number_of(EVP_PKEY *key, const char *parameter)
{
    CLEANUP(BN_free) BIGNUM *number = NULL;
    struct bytes bytes = {0};

    if (EVP_PKEY_get_bn_param(key, parameter, &number) == 1) {
        bytes.size = (size_t)BN_num_bytes(number);
        bytes.data = memory_new(bytes.size, 1);
        (void)BN_bn2bin(number, bytes.data); /* fits: sized above */
    }
    return bytes;
}

static struct bytes octets_of(EVP_PKEY *key, const char *parameter)
{
    uint8_t buffer[512];
    size_t size = 0;

    if (EVP_PKEY_get_octet_string_param(key, parameter, buffer, sizeof buffer, &size) != 1) {
        return (struct bytes){0};
    }
    return bytes_copy(buffer, size);
}

/* DER of the curve's object identifier. */
static struct bytes curve_of(EVP_PKEY *key)
{
    char name[80] = "";
    size_t size = 0;

    if (EVP_PKEY_is_a(key, "EC")) {
        (void)EVP_PKEY_get_group_name(key, name, sizeof name, &size); /* "" when explicit */
    }
    if (name[0] == '\0' && !EVP_PKEY_is_a(key, "EC")) {
        return CRYPTO_ENCODE(i2d_ASN1_OBJECT, OBJ_nid2obj(EVP_PKEY_get_id(key)));
    }
    return CRYPTO_ENCODE(i2d_ASN1_OBJECT, OBJ_nid2obj(OBJ_txt2nid(name)));
}

static void fill_parts(EVP_PKEY *key, struct key_parts *parts)
{
    parts->type = type_of(key);
    if (parts->type == KEY_RSA) {
        parts->modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
        parts->public_exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
    } else if (parts->type != KEY_OTHER) {
        parts->ec_params = curve_of(key);
        parts->ec_point = octets_of(key, OSSL_PKEY_PARAM_PUB_KEY);
    }
}

bool public_key_from_spki(struct slice spki, struct public_key **ret_key, struct failure *failure)
{
    const unsigned char *position = spki.data;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = d2i_PUBKEY_ex(NULL, &position, (long)spki.size, crypto_context(), NULL);
    struct public_key *result;

    if (key == NULL || position != spki.data + spki.size) {
        (void)failure_set(failure, FAILURE_INPUT, _("the public key cannot be read"));
        return crypto_cause(failure);
    }
    if (EVP_PKEY_is_a(key, "EC")) {
        (void)EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                             OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED);
    }
    result = memory_new(1, sizeof *result);
    fill_parts(key, &result->parts);
    result->name = key_parts_name(&result->parts);
    /* Encoded anew: a point that came compressed must not give the key another fingerprint. */
    result->spki = CRYPTO_ENCODE(i2d_PUBKEY, key);
    result->key = TAKE(key);
    *ret_key = result;
    return true;
}

bool public_key_from_parts(const struct key_parts *parts, struct public_key **ret_key,
                           struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = {0};

    if (!spki_from_parts(parts, &spki)) {
        (void)failure_set(failure, FAILURE_MODULE, _("the token does not show a whole public key"));
        return failure_cause(failure, _("its type is unknown, or a part is missing or has the "
                                        "wrong length"));
    }
    if (!public_key_from_spki(slice_of_bytes(&spki), ret_key, failure)) {
        failure->class = FAILURE_MODULE;
        return false;
    }
    return true;
}

void public_key_free(struct public_key *key)
{
    if (key == NULL) {
        return;
    }
    EVP_PKEY_free(key->key);
    bytes_clear(&key->spki);
    key_parts_clear(&key->parts);
    memory_free(key->name);
    memory_free(key);
}

void public_key_parts(const struct public_key *key, struct key_parts *ret_parts)
{
    const struct key_parts *parts = &key->parts;

    *ret_parts = (struct key_parts){
        .type = parts->type,
        .modulus = bytes_copy(parts->modulus.data, parts->modulus.size),
        .public_exponent = bytes_copy(parts->public_exponent.data, parts->public_exponent.size),
        .ec_params = bytes_copy(parts->ec_params.data, parts->ec_params.size),
        .ec_point = bytes_copy(parts->ec_point.data, parts->ec_point.size),
    };
}

enum key_type public_key_type(const struct public_key *key)
{
    return key->parts.type;
}

unsigned public_key_bits(const struct public_key *key)
{
    return (unsigned)EVP_PKEY_get_bits(key->key);
}

const char *public_key_name(const struct public_key *key)
{
    return key->name;
}

struct slice public_key_spki(const struct public_key *key)
{
    return slice_of_bytes(&key->spki);
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
    return EVP_PKEY_eq(a->key, b->key) == 1;
}

char *public_key_fingerprint(const struct public_key *key)
{
    uint8_t digest[SHA256_SIZE];

    sha256(public_key_spki(key), digest);
    return hex_encode(slice_of(digest, sizeof digest));
}

EVP_PKEY *public_key_openssl(const struct public_key *key)
{
    return key->key;
}

/* DigestInfo up to the digest: RFC 8017, 9.2, note 1. */
static struct bytes digest_info(enum digest digest, const struct bytes *hash)
{
    uint8_t prefix[19] = {0x30, 0,    0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                          0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0};
    struct bytes info = {0};

    prefix[1] = (uint8_t)(17 + hash->size);
    prefix[14] = digest == DIGEST_SHA384 ? 0x02 : digest == DIGEST_SHA512 ? 0x03 : 0x01;
    prefix[18] = (uint8_t)hash->size;
    bytes_append(&info, prefix, sizeof prefix);
    bytes_append(&info, hash->data, hash->size);
    return info;
}

void signature_prepare(enum signature_scheme scheme, enum digest digest, struct slice message,
                       struct signature_pieces *ret_pieces, struct signature_input *ret_input)
{
    struct signature_pieces pieces = {0};

    if (scheme != SIGNATURE_EDDSA) {
        EVP_MD *md = crypto_digest(digest);
        unsigned size = 0;

        pieces.hash.data = memory_new(EVP_MAX_MD_SIZE, 1);
        (void)EVP_Digest(message.data, message.size, pieces.hash.data, &size, md, NULL);
        pieces.hash.size = size;
        EVP_MD_free(md);
    }
    if (scheme == SIGNATURE_RSA_PKCS1) {
        pieces.digest_info = digest_info(digest, &pieces.hash);
    }
    *ret_pieces = pieces;
    *ret_input = (struct signature_input){.scheme = scheme,
                                          .digest = digest,
                                          .message = message,
                                          .hash = slice_of_bytes(&pieces.hash),
                                          .digest_info = slice_of_bytes(&pieces.digest_info)};
}

void signature_pieces_clear(struct signature_pieces *pieces)
{
    bytes_clear(&pieces->hash);
    bytes_clear(&pieces->digest_info);
}

static bool is_der_signature(const struct bytes *signature)
{
    const unsigned char *position = signature->data;
    CLEANUP(ECDSA_SIG_free)
    ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &position, (long)signature->size);

    return parsed != NULL && position == signature->data + signature->size;
}

static bool concatenation_to_der(const struct bytes *signature, struct bytes *ret_signature)
{
    int half = (int)(signature->size / 2);
    CLEANUP(ECDSA_SIG_free) ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature->data, half, NULL);
    BIGNUM *s = BN_bin2bn(signature->data + half, half, NULL);

    if (pair == NULL || ECDSA_SIG_set0(pair, r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return false;
    }
    *ret_signature = CRYPTO_ENCODE(i2d_ECDSA_SIG, pair);
    return ret_signature->size > 0;
}

bool signature_to_der(const struct public_key *key, const struct bytes *signature,
                      struct bytes *ret_signature, struct failure *failure)
{
    size_t field = ((size_t)EVP_PKEY_get_bits(key->key) + 7) / 8;

    if (key->parts.type != KEY_EC) {
        *ret_signature = bytes_copy(signature->data, signature->size);
        return true;
    }
    if (signature->size == 2 * field && concatenation_to_der(signature, ret_signature)) {
        return true;
    }
    if (is_der_signature(signature)) {
        *ret_signature = bytes_copy(signature->data, signature->size);
        return true;
    }
    (void)failure_set(failure, FAILURE_MODULE, _("the token returned a broken signature"));
    return failure_cause(failure, _("it has %zu bytes; ECDSA with this key has %zu"),
                         signature->size, 2 * field);
}

bool signature_make(const struct public_key *key, enum signature_scheme scheme, enum digest digest,
                    struct slice message, const struct signer *signer, struct bytes *ret_signature,
                    struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes raw = {0};
    CLEANUP_VALUE(signature_pieces_clear) struct signature_pieces pieces = {0};
    struct signature_input input = {0};

    signature_prepare(scheme, digest, message, &pieces, &input);
    return signer->sign(signer->context, &input, &raw, failure) &&
           signature_to_der(key, &raw, ret_signature, failure);
}

static bool set_pss(EVP_PKEY_CTX *options, const EVP_MD *md)
{
    return EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(options, md) == 1;
}

bool public_key_verifies(const struct public_key *key, enum signature_scheme scheme,
                         enum digest digest, struct slice message, struct slice signature)
{
    CLEANUP(EVP_MD_CTX_free) EVP_MD_CTX *verifier = EVP_MD_CTX_new();
    CLEANUP(EVP_MD_free)
    EVP_MD *md = scheme == SIGNATURE_EDDSA ? NULL : crypto_digest(digest);
    EVP_PKEY_CTX *options = NULL;
    const char *name = md == NULL ? NULL : digest_name(digest);

    return verifier != NULL &&
           EVP_DigestVerifyInit_ex(verifier, &options, name, crypto_context(), NULL, key->key,
                                   NULL) == 1 &&
           (scheme != SIGNATURE_RSA_PSS || set_pss(options, md)) &&
           EVP_DigestVerify(verifier, signature.data, signature.size, message.data, message.size) ==
               1;
}
