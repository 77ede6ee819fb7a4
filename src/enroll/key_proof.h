/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/object.h"
#include "x509/public_key.h"

/* A token full of keys is not asked to sign with each of them. */
#define PROOFS_LIMIT 16

/*
 * Does PRIVATE_KEY belong to PUBLIC_KEY? By one signature, verified in software: the last resort,
 * for private keys that do not show their public half. A key that wants its PIN for each signature
 * gets the one of the session, one it was not known to want it gets none.
 */
bool key_proves_itself(const struct open_token *open, const struct object *private_key,
                       const struct public_key *public_key) MUST_USE;

/*
 * The same, but where the private key shows its public half that decides, without a signature.
 */
bool key_belongs_to(const struct open_token *open, const struct object *private_key,
                    const struct public_key *public_key) MUST_USE;
