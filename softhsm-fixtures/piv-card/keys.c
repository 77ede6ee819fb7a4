/* SPDX-License-Identifier: Apache-2.0 */

/* GENERATE ASYMMETRIC KEY PAIR. */

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "instructions.h"
#include "tlv.h"

#define TAG_TEMPLATE 0xAC
#define TAG_ALGORITHM 0x80
#define TAG_PUBLIC_KEY 0x7F49
#define TAG_MODULUS 0x81
#define TAG_EXPONENT 0x82
#define TAG_POINT 0x86

static bool holds_key_pair(uint8_t reference)
{
    return reference == 0x9A || reference == KEY_SIGNATURE || reference == 0x9D ||
           reference == KEY_CARD_AUTHENTICATION || (reference >= 0x82 && reference <= 0x95) ||
           reference == KEY_ATTESTATION;
}

static bool read_algorithm(const struct command *command, uint8_t *ret_algorithm)
{
    struct tlv template, algorithm;

    if (!tlv_find(command->data, command->size, TAG_TEMPLATE, &template) ||
        !tlv_find(template.value, template.size, TAG_ALGORITHM, &algorithm) ||
        algorithm.size != 1) {
        return false;
    }
    *ret_algorithm = algorithm.value[0];
    return true;
}

static EVP_PKEY *generate(uint8_t algorithm)
{
    switch (algorithm) {
    case ALGORITHM_RSA_2048:
        return EVP_RSA_gen(2048);
    case ALGORITHM_P256:
        return EVP_EC_gen("P-256");
    case ALGORITHM_P384:
        return EVP_EC_gen("P-384");
    default:
        return NULL;
    }
}

static bool add_point(const EVP_PKEY *pair, struct answer *answer)
{
    uint8_t point[256];
    size_t size = 0;

    if (EVP_PKEY_get_octet_string_param(pair, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point,
                                        &size) != 1) {
        return false;
    }
    tlv_add_header(answer, TAG_PUBLIC_KEY, tlv_header_size(TAG_POINT, size) + size);
    tlv_add(answer, TAG_POINT, point, size);
    return true;
}

static bool read_number(const EVP_PKEY *pair, const char *name, uint8_t *data, size_t limit,
                        size_t *ret_size)
{
    BIGNUM *number = NULL;
    bool read =
        EVP_PKEY_get_bn_param(pair, name, &number) == 1 && (size_t)BN_num_bytes(number) <= limit;

    if (read) {
        *ret_size = (size_t)BN_bn2bin(number, data);
    }
    BN_free(number);
    return read;
}

static bool add_rsa(const EVP_PKEY *pair, struct answer *answer)
{
    uint8_t modulus[256], exponent[8];
    size_t modulus_size, exponent_size;

    if (!read_number(pair, OSSL_PKEY_PARAM_RSA_N, modulus, sizeof modulus, &modulus_size) ||
        !read_number(pair, OSSL_PKEY_PARAM_RSA_E, exponent, sizeof exponent, &exponent_size)) {
        return false;
    }
    tlv_add_header(answer, TAG_PUBLIC_KEY,
                   tlv_header_size(TAG_MODULUS, modulus_size) + modulus_size +
                       tlv_header_size(TAG_EXPONENT, exponent_size) + exponent_size);
    tlv_add(answer, TAG_MODULUS, modulus, modulus_size);
    tlv_add(answer, TAG_EXPONENT, exponent, exponent_size);
    return true;
}

enum status_word generate_key_pair(struct card *card, const struct command *command,
                                   struct answer *answer)
{
    EVP_PKEY *pair;
    uint8_t algorithm;

    if (!card->session.management_authenticated) {
        return SW_SECURITY_STATUS;
    }
    if (!holds_key_pair(command->p2)) {
        return SW_WRONG_P1_P2;
    }
    if (!read_algorithm(command, &algorithm)) {
        return SW_WRONG_DATA;
    }
    pair = generate(algorithm);
    if (pair == NULL) {
        return SW_WRONG_DATA;
    }
    if (!card_set_key(card, command->p2, pair)) {
        EVP_PKEY_free(pair);
        return SW_NO_SPACE;
    }
    if (algorithm == ALGORITHM_RSA_2048 ? !add_rsa(pair, answer) : !add_point(pair, answer)) {
        return SW_FAILED;
    }
    return SW_OK;
}
