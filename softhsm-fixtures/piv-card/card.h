/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>

#include "apdu.h"

/*
 * A PIV card: a subset of SP 800-73-4 and Yubico's instructions for version, serial number and
 * attestation. What a card keeps without power is in struct card; what it forgets, in struct
 * card_session.
 */

#define REFERENCE_SIZE 8 /* bytes of a PIN or PUK, padded with FF */
#define TRIES_MAX 3
#define MANAGEMENT_KEY_SIZE 24 /* 3DES */
#define BLOCK_SIZE 8
#define KEYS_MAX 32
#define OBJECTS_MAX 64

#define KEY_PIN 0x80
#define KEY_PUK 0x81
#define KEY_SIGNATURE 0x9C           /* asks for the PIN before each use */
#define KEY_CARD_AUTHENTICATION 0x9E /* never asks for it */
#define KEY_MANAGEMENT 0x9B
#define KEY_ATTESTATION 0xF9

enum algorithm {
    ALGORITHM_3DES = 0x03,
    ALGORITHM_RSA_2048 = 0x07,
    ALGORITHM_P256 = 0x11,
    ALGORITHM_P384 = 0x14,
};

/* A PIN or PUK and its counter. */
struct reference {
    uint8_t value[REFERENCE_SIZE];
    unsigned tries;
};

struct key {
    uint8_t reference;
    EVP_PKEY *pair;
};

struct object {
    uint32_t tag;
    uint8_t *data; /* with its 53 wrapper, as PUT DATA brought it */
    size_t size;
};

struct card_session {
    bool selected;
    bool pin_verified;
    bool pin_fresh; /* verified by the command before this one */
    bool management_authenticated;
    bool witness_pending;
    uint8_t witness[BLOCK_SIZE];
    uint8_t chain[APDU_DATA_LIMIT]; /* parts of a command so far */
    size_t chain_size;
    struct answer pending; /* for GET RESPONSE, from pending_sent on */
    size_t pending_sent;
};

struct card {
    uint32_t serial;
    struct reference pin, puk;
    uint8_t management_key[MANAGEMENT_KEY_SIZE];
    struct key keys[KEYS_MAX];
    size_t key_count;
    struct object objects[OBJECTS_MAX];
    size_t object_count;
    bool changed; /* since the state was saved */
    struct card_session session;
};

/* A new card: PIN 123456, PUK 12345678, the default management key, an attestation key. */
struct card *card_new(uint32_t serial);
void card_free(struct card *card);

/* Power off, power on and reset: the session is forgotten. */
void card_reset(struct card *card);

/* Carries out a command APDU. The answer ends with the status word. */
void card_answer(struct card *card, const uint8_t *message, size_t size, struct answer *ret_answer);

/* NULL when there is none. */
struct key *card_find_key(struct card *card, uint8_t reference);
struct object *card_find_object(struct card *card, uint32_t tag);

/* Replaces what is there, and takes over the pair. False when the card is full. */
bool card_set_key(struct card *card, uint8_t reference, EVP_PKEY *pair);

/* Copies DATA; no data deletes the object. False when the card is full. */
bool card_set_object(struct card *card, uint32_t tag, const uint8_t *data, size_t size);
