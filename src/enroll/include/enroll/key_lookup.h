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

/*
 * The one private key a selector names. None or several: class not-found, listing what is there.
 * Its public half is looked for in the private object, then in the public object, then in the
 * certificate of the same id; class not-found when the token shows it nowhere.
 */
bool key_lookup(struct open_token *open, const struct object_selector *selector,
                struct found_key *ret_key, struct failure *failure) MUST_USE;
void found_key_clear(struct found_key *key);

/*
 * The objects a selector names: class not-found when there are none.
 */
bool objects_lookup(struct open_token *open, const struct object_selector *selector,
                    enum object_type type, struct object_list *ret_objects,
                    struct failure *failure) MUST_USE;

/*
 * The certificates a selector names, and of those only the one with SERIAL (hexadecimal, NULL:
 * all).
 */
bool certificates_lookup(struct open_token *open, const struct object_selector *selector,
                         const char *serial, struct object_list *ret_objects,
                         struct failure *failure) MUST_USE;
