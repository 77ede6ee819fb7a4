/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Raw Cryptoki with no call that could be left out. Any failure prints what failed and exits with
 * status 1: this is a yardstick, not a tool.
 */
#pragma once

#include <p11-kit/pkcs11.h>

#include <stdbool.h>
#include <stddef.h>

#define POINT_MAX 256
#define MODULUS_MAX 512
#define ID_LENGTH 20

enum key_type { KEY_EC, KEY_RSA };

struct public_key {
    enum key_type type;
    CK_BYTE point[POINT_MAX]; /* EC: CKA_EC_POINT as the token gave it */
    CK_BYTE modulus[MODULUS_MAX], exponent[8];
    CK_ULONG point_length, modulus_length, exponent_length;
};

struct bytes {
    CK_BYTE *data;
    CK_ULONG length;
};

struct token {
    CK_FUNCTION_LIST *p11;
    CK_SLOT_ID slot;
    CK_SESSION_HANDLE session;
};

/* Prints "floor: what: reason" and exits with status 1. reason may be NULL. */
__attribute__((noreturn)) void fail(const char *what, const char *reason);

/* Exits unless rv is CKR_OK. */
void check(CK_RV rv, const char *function);

/* C_Initialize, C_GetSlotList, C_GetTokenInfo until the label fits. */
void token_open(struct token *token, const char *module, const char *label);

/* C_OpenSession, C_Login. */
void token_login(struct token *token, bool read_write, const char *pin);

/* C_Finalize. */
void token_close(struct token *token);

/* C_GenerateKeyPair (P-256 or RSA 2048), then one C_GetAttributeValue. */
CK_OBJECT_HANDLE token_generate(struct token *token, enum key_type type, const char *label,
                                const CK_BYTE id[ID_LENGTH], struct public_key *ret_public_key);

/* C_SignInit, C_Sign. Returns the length of the signature. */
CK_ULONG token_sign(struct token *token, CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism,
                    struct bytes input, CK_BYTE *signature, CK_ULONG size);

/*
 * One search of three calls for the public key object, then one C_GetAttributeValue for its label
 * and id, which must point to buffers; their lengths are updated.
 */
void token_find_public_key(struct token *token, const struct public_key *key, struct bytes *label,
                           struct bytes *id);

/* C_CreateObject. */
void token_store_certificate(struct token *token, struct bytes certificate, struct bytes subject,
                             struct bytes issuer, struct bytes serial, struct bytes label,
                             struct bytes id);
