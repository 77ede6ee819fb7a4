/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/key_parts.h"
#include "base/must_use.h"
#include "base/signature.h"

/* A public key that OpenSSL has accepted (the point is on its curve, the encoding is sound). */
struct public_key;

/* Class module: what a token showed is not a key. */
bool public_key_from_parts(const struct key_parts *parts, struct public_key **ret_key,
                           struct failure *failure) MUST_USE;

/* From SubjectPublicKeyInfo; class input. */
bool public_key_from_spki(struct slice spki, struct public_key **ret_key,
                          struct failure *failure) MUST_USE;

void public_key_free(struct public_key *key);
DEFINE_CLEANUP(struct public_key *, public_key_free);

/*
 * The parts to look for on a token: modulus without leading zeros, or the raw uncompressed point;
 * the caller clears them.
 */
void public_key_parts(const struct public_key *key, struct key_parts *ret_parts);

enum key_type public_key_type(const struct public_key *key);
unsigned public_key_bits(const struct public_key *key);
const char *public_key_name(const struct public_key *key); /* "EC P-256" */
struct slice public_key_spki(const struct public_key *key);
bool public_key_equal(const struct public_key *a, const struct public_key *b);

/* SHA-256 of the SubjectPublicKeyInfo, hexadecimal: the identity of a key. Caller frees. */
char *public_key_fingerprint(const struct public_key *key);

/*
 * Prepares MESSAGE for a signer: digest and DigestInfo as the scheme needs them. The pieces stay
 * valid until signature_pieces_clear.
 */
struct signature_pieces {
    struct bytes hash;
    struct bytes digest_info;
};
void signature_prepare(enum signature_scheme scheme, enum digest digest, struct slice message,
                       struct signature_pieces *ret_pieces, struct signature_input *ret_input);
void signature_pieces_clear(struct signature_pieces *pieces);

/*
 * A signature as Cryptoki returns it, in the form of X.509: ECDSA r || s becomes a SEQUENCE of
 * unsigned INTEGERs (RFC 3279, 2.2.3); one that is DER already stays. Class module when the length
 * cannot be.
 */
bool signature_to_der(const struct public_key *key, const struct bytes *signature,
                      struct bytes *ret_signature, struct failure *failure) MUST_USE;

/*
 * Has SIGNER sign MESSAGE; the signature comes back in the form of X.509, not verified. SCHEME and
 * DIGEST are chosen, not default. Class module when it has an impossible length, otherwise what the
 * signer says.
 */
bool signature_make(const struct public_key *key, enum signature_scheme scheme, enum digest digest,
                    struct slice message, const struct signer *signer, struct bytes *ret_signature,
                    struct failure *failure) MUST_USE;

/* Does SIGNATURE (in the form of X.509) over MESSAGE verify? */
bool public_key_verifies(const struct public_key *key, enum signature_scheme scheme,
                         enum digest digest, struct slice message, struct slice signature);
