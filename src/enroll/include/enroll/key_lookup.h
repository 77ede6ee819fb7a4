/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "pkcs11/object.h"
#include "pkcs11/uri.h"
#include "x509/public_key.h"

/* A private key on a token with its public half. */
struct found_key {
    struct object private_key;
    struct public_key *public_key;
};

/* May a key be asked for a signature, to tell which public key is its own? */
enum proof { PROOF_NONE, PROOF_BY_SIGNATURE };

/*
 * The one private key a selector names. None or several: class not-found, listing what is there.
 * Its public half is what it shows itself, the public object or the certificate of the same id, or
 * CKA_PUBLIC_KEY_INFO; with a proof, any public key or certificate on the token. Where an id stands
 * for several keys nothing but a proof is believed. Class not-found when the token does not tell.
 */
bool key_lookup(struct open_token *open, const struct object_selector *selector, enum proof proof,
                struct found_key *ret_key, struct failure *failure) MUST_USE;

/*
 * Of the private keys a selector names the one that belongs to PUBLIC_KEY, which it shows, or
 * proves by a signature. Class no when none does.
 */
bool key_lookup_by_public_key(struct open_token *open, const struct object_selector *selector,
                              const struct public_key *public_key, struct found_key *ret_key,
                              struct failure *failure) MUST_USE;
void found_key_clear(struct found_key *key);

/*
 * How a label is compared when no object has exactly the one that is asked for: not at all, or as
 * label_is_meant does, at the cost of reading all objects of the type.
 */
enum label_match { LABEL_EXACT, LABEL_TRIMMED };

/*
 * The objects a selector names: class not-found when there are none.
 */
bool objects_lookup(struct open_token *open, const struct object_selector *selector,
                    enum object_type type, enum label_match match, struct object_list *ret_objects,
                    struct failure *failure) MUST_USE;

/*
 * The certificates a selector names, and of those only the one with SERIAL (hexadecimal, NULL:
 * all).
 */
bool certificates_lookup(struct open_token *open, const struct object_selector *selector,
                         const char *serial, enum label_match match,
                         struct object_list *ret_objects, struct failure *failure) MUST_USE;
