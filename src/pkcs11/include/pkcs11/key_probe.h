/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/object.h"
#include "pkcs11/session.h"

/*
 * Tries what a token must refuse. A token that passes has shown nothing, since a software token
 * passes as well; one that fails does not keep its keys.
 */
enum probe_outcome {
    PROBE_REFUSED,    /* as it should be */
    PROBE_ALLOWED,    /* as it should not be */
    PROBE_IMPOSSIBLE, /* the token cannot do what the probe needs */
    PROBE_UNEXPECTED, /* another answer: shown, not judged */
};

struct probe_result {
    const char *probe;    /* "readout", "wrap", "copy", "change" or "template", static */
    const char *function; /* Cryptoki function, static */
    const char *subject;  /* attribute, mechanism or object, "CKA_PRIME_1", static */
    unsigned long rv;     /* CK_RV; CKR_FUNCTION_NOT_SUPPORTED if the module lacks the function */
    const char *rv_name;  /* static */
    enum probe_outcome outcome;
};

struct probe_list {
    struct probe_result *items;
    size_t count;
};

/*
 * Asks for the length, never the value, of each secret part of a private key, one attribute a call
 * (PKCS#11 v2.40, 5.7): CKA_VALUE, CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
 * CKA_EXPONENT_2, CKA_COEFFICIENT, as far as its type has them. Adds a result for each.
 */
void key_probe_readout(struct session *session, const struct object *private_key,
                       struct probe_list *results);

/*
 * Tries what needs objects of the session (CKA_TOKEN false; PKCS#11 v2.40, 5.7 and 5.13). Nothing
 * of the user's is changed and no key material leaves:
 *   wrap      the length of the wrapped private key (C_WrapKey without a buffer), under an AES key
 *             made for this, for each wrapping mechanism the token has. Modules that look at the
 *             key only when they wrap seem to allow it.
 *   copy      a copy of the private key for this session, not sensitive and extractable
 *   change    the same two attributes of an AES key made for this
 *   template  AES keys made for this with uses or protection that do not go together: a weak
 *             policy when allowed, no evidence about hardware
 * Adds a result for each. "Allowed" is what took effect when read back; an answer CKR_OK without
 * effect is unexpected. What was made is destroyed at once, and nothing else: when the object is
 * not surely this function's, or cannot be destroyed, a result of its own with the outcome
 * unexpected says so; objects of the session end with it. A read-only session will do, unless the
 * token wants another for objects of the session: then everything is impossible.
 */
void key_probe_more(struct session *session, const struct object *private_key,
                    struct probe_list *results);

void probe_list_clear(struct probe_list *results);
