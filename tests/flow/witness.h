/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>
#include <p11-kit/pkcs11.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

/*
 * Looks at a token, and puts things on it, by calling SoftHSM itself, with nothing of the program
 * in between. Only between bed_close and bed_open: a process has one SoftHSM. Everything that does
 * not work fails the test.
 */
struct witness {
    CK_SESSION_HANDLE session;
};

struct witness witness_open(const char *token_label);
void witness_close(struct witness *witness);
/* Ends SoftHSM whoever started it, as when a process ends. */
void witness_finalize(void);

#define WITNESS_ANY ((CK_OBJECT_CLASS)-1)

size_t witness_count(const struct witness *witness, CK_OBJECT_CLASS class);
/* The handle of the only object of CLASS with that label (NULL: any). */
CK_OBJECT_HANDLE witness_find(const struct witness *witness, CK_OBJECT_CLASS class,
                              const char *label);
void witness_destroy(const struct witness *witness, CK_OBJECT_HANDLE object);
void witness_destroy_all(const struct witness *witness);

/* The value, which the caller clears; empty when the token does not tell it. */
struct bytes witness_read(const struct witness *witness, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_TYPE type);
bool witness_bool(const struct witness *witness, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
/* Sets CKA_LABEL or CKA_ID of a key. */
void witness_set(const struct witness *witness, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
                 const char *value);

/* A key pair to be made on a token as other programs do. */
struct witness_pair {
    bool rsa; /* RSA-2048, else EC P-256 */
    const char *label;
    const char *public_label; /* NULL: the same */
    const char *id;           /* its characters are the bytes; NULL: none */
    const char *public_id;    /* NULL: the same */
    bool always_authenticate;
    bool extractable;
    bool session_only; /* not stored */
};
void witness_generate(const struct witness *witness, const struct witness_pair *pair,
                      CK_OBJECT_HANDLE *ret_public, CK_OBJECT_HANDLE *ret_private);
/* Stores both halves of KEY, RSA or EC P-256. */
void witness_import(const struct witness *witness, EVP_PKEY *key, const char *label,
                    const char *id);
/* The same with a private half that needs no login to be seen. */
void witness_import_in_sight(const struct witness *witness, EVP_PKEY *key, const char *label,
                             const char *id);
/* Stores bytes as the value of a certificate object. */
void witness_put_certificate(const struct witness *witness, const char *label, const char *id,
                             struct slice value);

/* The public key of a public key object; the caller frees it. */
EVP_PKEY *witness_public_key(const struct witness *witness, CK_OBJECT_HANDLE object);
/* Makes a pair and returns its public key, which the caller frees. */
EVP_PKEY *witness_make(const struct witness *witness, struct witness_pair pair);
/* The same on the token with that label, when nothing else is wanted there. */
EVP_PKEY *witness_make_on(const char *token_label, struct witness_pair pair);

/* SoftHSM's functions, initialized by witness_open. */
const CK_FUNCTION_LIST *softhsm(void);
