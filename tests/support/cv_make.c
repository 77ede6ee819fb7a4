/* SPDX-License-Identifier: Apache-2.0 */
#include "cv_make.h"

#include "start.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>

#include <string.h>

#include "base/memory.h"

void cv_append(struct bytes *bytes, unsigned tag, const void *value, size_t size)
{
    const uint8_t high = (uint8_t)(tag >> 8);
    const uint8_t low = (uint8_t)tag;
    const uint8_t lengths[] = {0x82, (uint8_t)(size >> 8), (uint8_t)size};

    if (high != 0) {
        bytes_append(bytes, &high, 1);
    }
    bytes_append(bytes, &low, 1);
    if (size < 0x80) {
        bytes_append(bytes, lengths + 2, 1);
    } else {
        bytes_append(bytes, lengths, sizeof lengths);
    }
    bytes_append(bytes, value, size);
}

static void append_text(struct bytes *bytes, unsigned tag, const char *text)
{
    cv_append(bytes, tag, text, strlen(text));
}

EVP_PKEY *cv_key(const char *curve)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", curve);

    assert_non_null(key);
    return key;
}

static void append_number(struct bytes *bytes, unsigned tag, EVP_PKEY *key, const char *parameter)
{
    BIGNUM *number = NULL;
    uint8_t buffer[512];
    int size;

    assert_int_equal(EVP_PKEY_get_bn_param(key, parameter, &number), 1);
    size = BN_bn2bin(number, buffer);
    cv_append(bytes, tag, buffer, (size_t)size);
    BN_free(number);
}

static struct bytes point_of(EVP_PKEY *key, const char *parameter)
{
    uint8_t buffer[256];
    size_t size = 0;

    assert_int_equal(EVP_PKEY_get_octet_string_param(key, parameter, buffer, sizeof buffer, &size),
                     1);
    return bytes_copy(buffer, size);
}

static void append_parameters(struct bytes *bytes, const struct cv_shape *shape)
{
    struct bytes generator = point_of(shape->key, shape->parameters == CV_PARAMETERS_OTHER_GENERATOR
                                                      ? OSSL_PKEY_PARAM_PUB_KEY
                                                      : OSSL_PKEY_PARAM_EC_GENERATOR);

    append_number(bytes, 0x81, shape->key, OSSL_PKEY_PARAM_EC_P);
    append_number(bytes, 0x82, shape->key, OSSL_PKEY_PARAM_EC_A);
    append_number(bytes, 0x83, shape->key, OSSL_PKEY_PARAM_EC_B);
    cv_append(bytes, 0x84, generator.data, generator.size);
    append_number(bytes, 0x85, shape->key, OSSL_PKEY_PARAM_EC_ORDER);
    bytes_clear(&generator);
}

static void append_key(struct bytes *bytes, const struct cv_shape *shape)
{
    const bool rsa = EVP_PKEY_is_a(shape->key, "RSA");
    uint8_t oid[] = {0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x02, 2, 3};
    struct bytes key = {0};
    struct bytes point = {0};

    oid[8] = rsa ? 1 : 2;
    oid[9] = shape->algorithm != 0 ? (uint8_t)shape->algorithm : rsa ? 2 : 3;
    cv_append(&key, 0x06, oid, sizeof oid);
    if (rsa) {
        append_number(&key, 0x81, shape->key, OSSL_PKEY_PARAM_RSA_N);
        append_number(&key, 0x82, shape->key, OSSL_PKEY_PARAM_RSA_E);
    } else {
        if (shape->parameters != CV_PARAMETERS_NONE) {
            append_parameters(&key, shape);
        }
        point = point_of(shape->key, OSSL_PKEY_PARAM_PUB_KEY);
        cv_append(&key, 0x86, point.data, point.size);
    }
    cv_append(bytes, 0x7f49, key.data, key.size);
    bytes_clear(&point);
    bytes_clear(&key);
}

static void append_date(struct bytes *bytes, unsigned tag, const char *date)
{
    uint8_t digits[6];

    if (date != NULL) {
        for (size_t i = 0; i < sizeof digits; i++) {
            digits[i] = (uint8_t)(date[i] - '0');
        }
        cv_append(bytes, tag, digits, sizeof digits);
    }
}

static void append_role(struct bytes *bytes, int role)
{
    static const uint8_t oid[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0x81, 0xc3, 0x1f, 0x03, 0x01, 0x01};
    const uint8_t value = (uint8_t)role;
    struct bytes template = {0};

    if (role >= 0) {
        cv_append(&template, 0x06, oid, sizeof oid);
        cv_append(&template, 0x53, &value, 1);
        cv_append(bytes, 0x7f4c, template.data, template.size);
        bytes_clear(&template);
    }
}

static struct bytes body_of(const struct cv_shape *shape)
{
    struct bytes body = {0};
    struct bytes whole = {0};

    cv_append(&body, 0x5f29, "", 1);
    append_text(&body, 0x42, shape->authority);
    append_key(&body, shape);
    append_text(&body, 0x5f20, shape->holder);
    if (shape->repeat_holder) {
        append_text(&body, 0x5f20, shape->holder);
    }
    append_role(&body, shape->role);
    append_date(&body, 0x5f25, shape->from);
    append_date(&body, 0x5f24, shape->until);
    cv_append(&whole, 0x7f4e, body.data, body.size);
    bytes_clear(&body);
    return whole;
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

static void append_signature(struct bytes *bytes, EVP_PKEY *signer, const struct bytes *message)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char buffer[1024];
    size_t size = sizeof buffer;
    struct bytes signature;

    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer), 1);
    assert_int_equal(EVP_DigestSign(context, buffer, &size, message->data, message->size), 1);
    EVP_MD_CTX_free(context);
    signature = EVP_PKEY_is_a(signer, "EC") ? to_concatenation(signer, buffer, size)
                                            : bytes_copy(buffer, size);
    cv_append(bytes, 0x5f37, signature.data, signature.size);
    bytes_clear(&signature);
}

struct bytes cv_certificate(const struct cv_shape *shape)
{
    struct bytes inside = body_of(shape);
    struct bytes body = bytes_copy(inside.data, inside.size);
    struct bytes whole = {0};

    append_signature(&inside, shape->signer, &body);
    cv_append(&whole, 0x7f21, inside.data, inside.size);
    bytes_clear(&body);
    bytes_clear(&inside);
    return whole;
}

struct bytes cv_request(const struct cv_shape *inner, const char *authority, EVP_PKEY *signer)
{
    struct bytes inside = cv_certificate(inner);
    struct bytes message;
    struct bytes whole = {0};

    append_text(&inside, 0x42, authority);
    message = bytes_copy(inside.data, inside.size);
    append_signature(&inside, signer, &message);
    cv_append(&whole, 0x67, inside.data, inside.size);
    bytes_clear(&message);
    bytes_clear(&inside);
    return whole;
}
