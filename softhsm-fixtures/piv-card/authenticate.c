/* SPDX-License-Identifier: Apache-2.0 */

/* GENERAL AUTHENTICATE: signatures, and proof of the management key. */

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <string.h>

#include "instructions.h"
#include "tlv.h"

#define TAG_TEMPLATE 0x7C
#define TAG_WITNESS 0x80
#define TAG_CHALLENGE 0x81
#define TAG_RESPONSE 0x82

#define RSA_SIZE 256
#define SIGNATURE_LIMIT 512

static bool encrypt_block(const struct card *card, const uint8_t *input, uint8_t *ret_output)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    uint8_t output[2 * BLOCK_SIZE];
    int size = 0;
    bool done = context != NULL &&
                EVP_EncryptInit_ex(context, EVP_des_ede3_ecb(), NULL, card->management_key, NULL) &&
                EVP_CIPHER_CTX_set_padding(context, 0) &&
                EVP_EncryptUpdate(context, output, &size, input, BLOCK_SIZE) && size == BLOCK_SIZE;

    EVP_CIPHER_CTX_free(context);
    if (done) {
        memcpy(ret_output, output, BLOCK_SIZE);
    }
    return done;
}

static void add_response(struct answer *answer, uint32_t tag, const uint8_t *value, size_t size)
{
    tlv_add_header(answer, TAG_TEMPLATE, tlv_header_size(tag, size) + size);
    tlv_add(answer, tag, value, size);
}

/* First step: the host asks for a witness and gets it encrypted. */
static enum status_word give_witness(struct card *card, struct answer *answer)
{
    uint8_t encrypted[BLOCK_SIZE];

    if (RAND_bytes(card->session.witness, BLOCK_SIZE) != 1 ||
        !encrypt_block(card, card->session.witness, encrypted)) {
        return SW_FAILED;
    }
    card->session.witness_pending = true;
    add_response(answer, TAG_WITNESS, encrypted, sizeof encrypted);
    return SW_OK;
}

/* Second step: the host shows that it could decrypt, and wants its challenge encrypted. */
static enum status_word check_witness(struct card *card, const struct tlv *witness,
                                      const struct tlv *challenge, struct answer *answer)
{
    uint8_t encrypted[BLOCK_SIZE];
    bool pending = card->session.witness_pending;

    card->session.witness_pending = false;
    card->session.management_authenticated = false;
    if (!pending || witness->size != BLOCK_SIZE || challenge->size != BLOCK_SIZE ||
        CRYPTO_memcmp(witness->value, card->session.witness, BLOCK_SIZE) != 0) {
        return SW_SECURITY_STATUS;
    }
    if (!encrypt_block(card, challenge->value, encrypted)) {
        return SW_FAILED;
    }
    card->session.management_authenticated = true;
    add_response(answer, TAG_RESPONSE, encrypted, sizeof encrypted);
    return SW_OK;
}

static enum status_word authenticate_management(struct card *card, const struct tlv *template,
                                                struct answer *answer)
{
    struct tlv witness, challenge;

    if (!tlv_find(template->value, template->size, TAG_WITNESS, &witness)) {
        return SW_WRONG_DATA;
    }
    if (witness.size == 0) {
        return give_witness(card, answer);
    }
    if (!tlv_find(template->value, template->size, TAG_CHALLENGE, &challenge)) {
        return SW_WRONG_DATA;
    }
    return check_witness(card, &witness, &challenge, answer);
}

/* RSA is raw: the host has padded the block. EC takes the digest as it comes. */
static bool sign(EVP_PKEY *pair, const struct tlv *input, uint8_t *signature, size_t *ref_size)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(pair, NULL);
    bool rsa = EVP_PKEY_is_a(pair, "RSA");
    bool done = context != NULL && (!rsa || input->size == RSA_SIZE) &&
                EVP_PKEY_sign_init(context) == 1 &&
                (!rsa || EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1) &&
                EVP_PKEY_sign(context, signature, ref_size, input->value, input->size) == 1;

    EVP_PKEY_CTX_free(context);
    return done;
}

static uint8_t algorithm_of(const EVP_PKEY *pair)
{
    if (EVP_PKEY_is_a(pair, "RSA")) {
        return ALGORITHM_RSA_2048;
    }
    return EVP_PKEY_get_bits(pair) == 256 ? ALGORITHM_P256 : ALGORITHM_P384;
}

/* 9C wants the PIN right before each use, 9E never. */
static bool may_use(const struct card *card, uint8_t reference)
{
    if (reference == KEY_CARD_AUTHENTICATION) {
        return true;
    }
    return reference == KEY_SIGNATURE ? card->session.pin_fresh : card->session.pin_verified;
}

static enum status_word use_key(struct card *card, const struct command *command,
                                const struct tlv *template, struct answer *answer)
{
    const struct key *key = card_find_key(card, command->p2);
    uint8_t signature[SIGNATURE_LIMIT];
    size_t size = sizeof signature;
    struct tlv input;

    if (key == NULL || key->reference == KEY_ATTESTATION ||
        algorithm_of(key->pair) != command->p1) {
        return SW_WRONG_DATA;
    }
    if (!may_use(card, key->reference)) {
        return SW_SECURITY_STATUS;
    }
    if (key->reference == KEY_SIGNATURE) {
        card->session.pin_verified = false;
    }
    if (!tlv_find(template->value, template->size, TAG_RESPONSE, &input) ||
        !tlv_find(template->value, template->size, TAG_CHALLENGE, &input) || input.size == 0) {
        return SW_WRONG_DATA;
    }
    if (!sign(key->pair, &input, signature, &size)) {
        return SW_FAILED;
    }
    add_response(answer, TAG_RESPONSE, signature, size);
    return SW_OK;
}

enum status_word general_authenticate(struct card *card, const struct command *command,
                                      struct answer *answer)
{
    struct tlv template;

    if (!tlv_find(command->data, command->size, TAG_TEMPLATE, &template)) {
        return SW_WRONG_DATA;
    }
    if (command->p2 == KEY_MANAGEMENT) {
        return command->p1 == ALGORITHM_3DES ? authenticate_management(card, &template, answer)
                                             : SW_WRONG_P1_P2;
    }
    return use_key(card, command, &template, answer);
}
