/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/key_lookup.h"
#include "enroll/workplace.h"
#include "pkcs11/object.h"
#include "x509/public_key.h"

/*
 * The public half of PRIVATE_KEY: what it shows itself, the public object or the certificate with
 * its id, CKA_PUBLIC_KEY_INFO; then, with a proof, any public key or certificate on the token. One
 * that is not the only one the id could mean is taken only with a proof. Class not-found, with the
 * hint to give the public key in a file, when the token does not tell.
 */
bool public_half_find(struct open_token *open, const struct object *private_key, enum proof proof,
                      struct public_key **ret_key, struct failure *failure) MUST_USE;
