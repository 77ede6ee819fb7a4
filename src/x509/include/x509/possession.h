/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/signature.h"
#include "x509/public_key.h"

/*
 * A proof that somebody can use the private half of a public key now. What is signed is, one behind
 * the other:
 *
 *     "hardtoken possession proof v1" and a NUL       30 bytes
 *     nonce, fresh random                             32 bytes
 *     SubjectPublicKeyInfo of the key, DER            as long as it says
 *     time, UTC, "2031-04-30T12:00:00Z"               20 bytes
 *
 * It begins like no request, certificate, TLS transcript or document, so the signature is worth
 * nothing anywhere else. Where the key signs with legal effect the person must agree first.
 */
#define POSSESSION_NONCE_SIZE 32

struct possession {
    uint8_t nonce[POSSESSION_NONCE_SIZE];
    timestamp time;
    struct bytes message; /* what is signed */
};

/* A new message for KEY, with a new nonce; the caller clears it. */
void possession_begin(const struct public_key *key, timestamp now,
                      struct possession *ret_possession);
void possession_clear(struct possession *possession);

/* The message again from its parts, for who checks a proof later; the caller clears it. */
struct bytes possession_message(const struct public_key *key,
                                const uint8_t nonce[POSSESSION_NONCE_SIZE], timestamp time);

/*
 * Has SIGNER sign the message, and verifies the signature with KEY in software before it is handed
 * out, in the form of X.509. SCHEME and DIGEST are chosen, not default (see signature_choose).
 * Class no when it does not verify: the private key is not the one of KEY. Otherwise what the
 * signer says.
 */
bool possession_sign(const struct possession *possession, const struct public_key *key,
                     enum signature_scheme scheme, enum digest digest, const struct signer *signer,
                     struct bytes *ret_signature, struct failure *failure) MUST_USE;
