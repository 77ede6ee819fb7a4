/* SPDX-License-Identifier: Apache-2.0 */

/* The witness's key pairs: generated on the token, put there, and read from it. */

#include "witness.h"

#include "bed.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base/memory.h"

#define TEMPLATE_MAX 16

static CK_BYTE p256[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};

struct template_under_work {
    CK_ATTRIBUTE items[TEMPLATE_MAX];
    struct bytes values[TEMPLATE_MAX];
    CK_ULONG count;
};

static void add(struct template_under_work *template, CK_ATTRIBUTE_TYPE type, const void *value,
                size_t size)
{
    CK_ULONG i = template->count++;

    assert_true(i < TEMPLATE_MAX);
    template->values[i] = bytes_copy(value, size);
    template->items[i] = (CK_ATTRIBUTE){type, template->values[i].data, size};
}

static void add_bool(struct template_under_work *template, CK_ATTRIBUTE_TYPE type, bool value)
{
    CK_BBOOL byte = value ? CK_TRUE : CK_FALSE;

    add(template, type, &byte, sizeof byte);
}

static void add_number(struct template_under_work *template, CK_ATTRIBUTE_TYPE type, CK_ULONG value)
{
    add(template, type, &value, sizeof value);
}

static void add_names(struct template_under_work *template, const char *label, const char *id)
{
    add(template, CKA_LABEL, label, strlen(label));
    if (id != NULL) {
        add(template, CKA_ID, id, strlen(id));
    }
}

static void template_clear(struct template_under_work *template)
{
    for (CK_ULONG i = 0; i < template->count; i++) {
        bytes_clear(&template->values[i]);
    }
}

void witness_generate(const struct witness *witness, const struct witness_pair *pair,
                      CK_OBJECT_HANDLE *ret_public, CK_OBJECT_HANDLE *ret_private)
{
    static const CK_BYTE f4[] = {1, 0, 1};
    CLEANUP_VALUE(template_clear) struct template_under_work public_half = {0};
    CLEANUP_VALUE(template_clear) struct template_under_work private_half = {0};
    CK_MECHANISM mechanism = {pair->rsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN, NULL, 0};

    add_bool(&public_half, CKA_TOKEN, !pair->session_only);
    add_bool(&public_half, CKA_PRIVATE, false);
    add_bool(&public_half, CKA_VERIFY, true);
    if (pair->rsa) {
        add_number(&public_half, CKA_MODULUS_BITS, 2048);
        add(&public_half, CKA_PUBLIC_EXPONENT, f4, sizeof f4);
    } else {
        add(&public_half, CKA_EC_PARAMS, p256, sizeof p256);
    }
    add_names(&public_half, pair->public_label != NULL ? pair->public_label : pair->label,
              pair->public_id != NULL ? pair->public_id : pair->id);
    add_bool(&private_half, CKA_TOKEN, !pair->session_only);
    add_bool(&private_half, CKA_PRIVATE, true);
    add_bool(&private_half, CKA_SIGN, true);
    add_bool(&private_half, CKA_SENSITIVE, true);
    add_bool(&private_half, CKA_EXTRACTABLE, pair->extractable);
    add_bool(&private_half, CKA_ALWAYS_AUTHENTICATE, pair->always_authenticate);
    add_names(&private_half, pair->label, pair->id);
    assert_int_equal(softhsm()->C_GenerateKeyPair(witness->session, &mechanism, public_half.items,
                                                  public_half.count, private_half.items,
                                                  private_half.count, ret_public, ret_private),
                     CKR_OK);
}

static void create(const struct witness *witness, struct template_under_work *template)
{
    CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;

    assert_int_equal(
        softhsm()->C_CreateObject(witness->session, template->items, template->count, &object),
        CKR_OK);
}

static void add_key_number(struct template_under_work *template, CK_ATTRIBUTE_TYPE type,
                           const EVP_PKEY *key, const char *name)
{
    uint8_t buffer[1024];
    BIGNUM *number = NULL;
    int size;

    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
    size = BN_bn2bin(number, buffer);
    BN_free(number);
    assert_true(size > 0);
    add(template, type, buffer, (size_t)size);
}

static void add_point(struct template_under_work *template, const EVP_PKEY *key)
{
    uint8_t point[2 + 65] = {0x04, 65};
    size_t size = 0;

    assert_int_equal(
        EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point + 2, 65, &size), 1);
    assert_int_equal(size, 65);
    add(template, CKA_EC_POINT, point, sizeof point);
}

static void add_private_parts(struct template_under_work *template, const EVP_PKEY *key, bool rsa)
{
    if (!rsa) {
        add(template, CKA_EC_PARAMS, p256, sizeof p256);
        add_key_number(template, CKA_VALUE, key, OSSL_PKEY_PARAM_PRIV_KEY);
        return;
    }
    add_key_number(template, CKA_MODULUS, key, OSSL_PKEY_PARAM_RSA_N);
    add_key_number(template, CKA_PUBLIC_EXPONENT, key, OSSL_PKEY_PARAM_RSA_E);
    add_key_number(template, CKA_PRIVATE_EXPONENT, key, OSSL_PKEY_PARAM_RSA_D);
    add_key_number(template, CKA_PRIME_1, key, OSSL_PKEY_PARAM_RSA_FACTOR1);
    add_key_number(template, CKA_PRIME_2, key, OSSL_PKEY_PARAM_RSA_FACTOR2);
}

static void import(const struct witness *witness, EVP_PKEY *key, const char *label, const char *id,
                   bool private_object)
{
    CLEANUP_VALUE(template_clear) struct template_under_work public_half = {0};
    CLEANUP_VALUE(template_clear) struct template_under_work private_half = {0};
    bool rsa = EVP_PKEY_is_a(key, "RSA") == 1;

    add_number(&public_half, CKA_CLASS, CKO_PUBLIC_KEY);
    add_number(&public_half, CKA_KEY_TYPE, rsa ? CKK_RSA : CKK_EC);
    add_bool(&public_half, CKA_TOKEN, true);
    add_bool(&public_half, CKA_PRIVATE, false);
    add_names(&public_half, label, id);
    if (rsa) {
        add_key_number(&public_half, CKA_MODULUS, key, OSSL_PKEY_PARAM_RSA_N);
        add_key_number(&public_half, CKA_PUBLIC_EXPONENT, key, OSSL_PKEY_PARAM_RSA_E);
    } else {
        add(&public_half, CKA_EC_PARAMS, p256, sizeof p256);
        add_point(&public_half, key);
    }
    create(witness, &public_half);
    add_number(&private_half, CKA_CLASS, CKO_PRIVATE_KEY);
    add_number(&private_half, CKA_KEY_TYPE, rsa ? CKK_RSA : CKK_EC);
    add_bool(&private_half, CKA_TOKEN, true);
    add_bool(&private_half, CKA_PRIVATE, private_object);
    add_bool(&private_half, CKA_SIGN, true);
    add_bool(&private_half, CKA_SENSITIVE, true);
    add_bool(&private_half, CKA_EXTRACTABLE, false);
    add_names(&private_half, label, id);
    add_private_parts(&private_half, key, rsa);
    create(witness, &private_half);
}

void witness_import(const struct witness *witness, EVP_PKEY *key, const char *label, const char *id)
{
    import(witness, key, label, id, true);
}

void witness_import_in_sight(const struct witness *witness, EVP_PKEY *key, const char *label,
                             const char *id)
{
    import(witness, key, label, id, false);
}

void witness_put_certificate(const struct witness *witness, const char *label, const char *id,
                             struct slice value)
{
    CLEANUP_VALUE(template_clear) struct template_under_work template = {0};

    add_number(&template, CKA_CLASS, CKO_CERTIFICATE);
    add_number(&template, CKA_CERTIFICATE_TYPE, CKC_X_509);
    add_bool(&template, CKA_TOKEN, true);
    add_bool(&template, CKA_PRIVATE, false);
    add(&template, CKA_SUBJECT, label, strlen(label)); /* SoftHSM wants one, and looks at none */
    add_names(&template, label, id);
    add(&template, CKA_VALUE, value.data, value.size);
    create(witness, &template);
}

static EVP_PKEY *from_data(const char *type, OSSL_PARAM_BLD *builder)
{
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *key = NULL;

    assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
    assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters), 1);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *rsa_key(const struct bytes *modulus, const struct bytes *exponent)
{
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *n = BN_bin2bn(modulus->data, (int)modulus->size, NULL);
    BIGNUM *e = BN_bin2bn(exponent->data, (int)exponent->size, NULL);
    EVP_PKEY *key;

    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e), 1);
    key = from_data("RSA", builder);
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return key;
}

static EVP_PKEY *p256_key(const struct bytes *point)
{
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY *key;

    assert_int_equal(point->size, 67); /* in an OCTET STRING */
    assert_int_equal(
        OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY,
                                                      point->data + 2, point->size - 2),
                     1);
    key = from_data("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

EVP_PKEY *witness_public_key(const struct witness *witness, CK_OBJECT_HANDLE object)
{
    CLEANUP_VALUE(bytes_clear) struct bytes modulus = witness_read(witness, object, CKA_MODULUS);
    CLEANUP_VALUE(bytes_clear)
    struct bytes exponent = witness_read(witness, object, CKA_PUBLIC_EXPONENT);
    CLEANUP_VALUE(bytes_clear) struct bytes point = witness_read(witness, object, CKA_EC_POINT);

    return modulus.size > 0 ? rsa_key(&modulus, &exponent) : p256_key(&point);
}

EVP_PKEY *witness_make(const struct witness *witness, struct witness_pair pair)
{
    CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;

    witness_generate(witness, &pair, &public_key, &private_key);
    return witness_public_key(witness, public_key);
}

EVP_PKEY *witness_make_on(const char *token_label, struct witness_pair pair)
{
    struct witness witness = witness_open(token_label);
    EVP_PKEY *key = witness_make(&witness, pair);

    witness_close(&witness);
    return key;
}
