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
    bool allow_weaker;        /* a key that is less protected is better than none */
};

/* What protects a private key: CKA_SENSITIVE, CKA_EXTRACTABLE false, CKA_PRIVATE. */
enum key_protection {
    PROTECTS_NOTHING = 0,
    IS_SENSITIVE = 1,
    IS_UNEXTRACTABLE = 2,
    IS_PRIVATE = 4
};

/* What a token would not take and chose itself. */
enum key_pair_dropped { DROPPED_NOTHING = 0, DROPPED_LABEL = 1, DROPPED_ID = 2 };

/* A pair this process made; the handles mean something only to this folder. */
struct key_pair {
    unsigned long private_key;
    unsigned long public_key;
    unsigned dropped; /* enum key_pair_dropped */
    unsigned unasked; /* enum key_protection: what the token was not asked for */
};

/*
 * Generates the pair on the token (PKCS#11 v2.40, 5.13). Private key: TOKEN, PRIVATE, SENSITIVE,
 * not EXTRACTABLE, SIGN. Public key: TOKEN, not PRIVATE, VERIFY. Never history attributes; no other
 * usage is asked for (what is not asked for, a token decides: SoftHSM allows it). A token that
 * refuses the template is asked again with less, one attribute at a time and never without those
 * that protect the key: without CKA_PRIVATE and CKA_VERIFY of the public key, the labels, the ids;
 * with allow_weaker then without those that protect the private key. Quirks of the token change the
 * templates first; what they leave out of the protection is in ret_pair->unasked and must be looked
 * at with key_pair_look. Class module when the token cannot, PIN when it wants a login.
 */
bool key_pair_generate(struct session *session, const struct key_pair_spec *spec,
                       struct key_pair *ret_pair, struct failure *failure) MUST_USE;

/* The templates above as TOKEN would be sent them, one attribute a line; the caller frees it. */
char *key_pair_describe(const struct token *token, const struct key_pair_spec *spec);

/*
 * Refuses what a quirk says the token cannot do: keys that want the PIN each time, or an id that is
 * made up (ID_GIVEN false) where ids are places. Class policy; nothing is sent.
 */
bool key_pair_check(const struct token *token, const struct key_pair_spec *spec, bool id_given,
                    struct failure *failure) MUST_USE;

/* What a new key is, where it was not asked for all protection, or gave less. */
struct key_weakness {
    const char *attribute; /* "CKA_EXTRACTABLE" */
    bool asked;            /* it was asked for, and the token does otherwise */
    enum tristate reported;
};

/* At most one of each kind of protection. */
struct key_weaknesses {
    struct key_weakness items[3];
    size_t count;
};

/*
 * Asks the token how it protects the private key of PAIR: one call, made only when a protection was
 * not asked for, or less is allowed. Without allow_weaker each protection that was not asked for
 * must be reported as there, else it is class policy; with it, what is missing is in the result.
 */
bool key_pair_look(struct session *session, const struct key_pair_spec *spec,
                   const struct key_pair *pair, struct key_weaknesses *ret_weaknesses,
                   struct failure *failure) MUST_USE;

/*
 * The same pair again by its id, after another login: handles of private objects end with the login
 * they were made in. Class module when the token does not show it.
 */
bool key_pair_find(struct session *session, struct slice id, struct key_pair *pair,
                   struct failure *failure) MUST_USE;

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
