/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/algorithm.h"
#include "base/failure.h"
#include "base/key_parts.h"
#include "base/must_use.h"
#include "pkcs11/object.h"
#include "pkcs11/session.h"

/* What C_GenerateKeyPair is asked for. */
struct key_pair_spec {
    const struct key_algorithm *algorithm;
    const char *label;        /* on both halves */
    struct slice id;          /* CKA_ID on both halves, never empty */
    bool always_authenticate; /* the key wants the PIN for each signature */
};

/* What a token would not take and chose itself. */
enum key_pair_dropped { DROPPED_NOTHING = 0, DROPPED_LABEL = 1, DROPPED_ID = 2 };

/* A pair this process made; the handles mean something only to this folder. */
struct key_pair {
    unsigned long private_key;
    unsigned long public_key;
    unsigned dropped; /* enum key_pair_dropped */
};

/*
 * Generates the pair on the token (PKCS#11 v2.40, 5.13). Private key: TOKEN, PRIVATE, SENSITIVE,
 * not EXTRACTABLE, SIGN. Public key: TOKEN, not PRIVATE, VERIFY. Never history attributes; no other
 * usage is asked for (what is not asked for, a token decides: SoftHSM allows it). A token that
 * refuses the template is asked again with less, one attribute at a time and never without those
 * that protect the key: without CKA_PRIVATE of the public key, the labels, the ids. Class module
 * when the token cannot, PIN when it wants a login.
 */
bool key_pair_generate(struct session *session, const struct key_pair_spec *spec,
                       struct key_pair *ret_pair, struct failure *failure) MUST_USE;

/* The templates above, one attribute a line, for people; the caller frees it. */
char *key_pair_describe(const struct key_pair_spec *spec);

/*
 * Reads the public half of a pair just made, and how its private key is protected; a private key
 * that turns out weaker than asked (readable or extractable) is class policy. One call where the
 * private object shows the public half, as all RSA keys do; else a second one on the public object.
 * WITHOUT_PROTECTION leaves out the first of those two for other keys.
 */
enum pair_reading { WITH_PROTECTION, WITHOUT_PROTECTION };
bool key_pair_read(struct session *session, const struct key_pair_spec *spec,
                   const struct key_pair *pair, enum pair_reading reading,
                   struct key_parts *ret_parts, struct failure *failure) MUST_USE;

/* The id and label the private key has, where the token chose them. The caller frees them. */
bool key_pair_names(struct session *session, const struct key_pair *pair, struct bytes *ret_id,
                    char **ret_label, struct failure *failure) MUST_USE;

/* Removes both halves; tries the second even when the first fails. */
bool key_pair_delete(struct session *session, const struct key_pair *pair,
                     struct failure *failure) MUST_USE;

/* Refuses a private key that can be read out of the token: class policy. Unknown is accepted. */
bool key_check_protection(const struct session *session, const struct object *private_key,
                          struct failure *failure) MUST_USE;
