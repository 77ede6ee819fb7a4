/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "base/signature.h"
#include "pkcs11/session.h"

/*
 * Signs with one private key (PKCS#11 v2.40, 5.11). The widest mechanism comes first, with the
 * digest made on the host (CKM_RSA_PKCS, CKM_RSA_PKCS_PSS, CKM_ECDSA, CKM_EDDSA); where a token has
 * only mechanisms that hash by themselves, those.
 *
 * CONTEXT_PIN is for keys that want the PIN for each signature (CKA_ALWAYS_AUTHENTICATE): it is
 * sent between C_SignInit and C_Sign with nothing in between. NULL with ALWAYS_AUTHENTICATE means
 * the pad of the reader. A key that was not known to want it, as one just made, and whose C_Sign
 * returns CKR_USER_NOT_LOGGED_IN, gets one more attempt with CONTEXT_PIN if there is one.
 */
struct key_signer {
    struct session *session;
    unsigned long private_key; /* handle, from struct key_pair or struct object */
    bool always_authenticate;
    const struct secret *context_pin;
    bool context_pin_proven; /* set when the token accepted it */
};

/* Matches the callback of struct signer; CONTEXT is a struct key_signer. */
bool key_sign(void *context, const struct signature_input *input, struct bytes *ret_signature,
              struct failure *failure) MUST_USE;
