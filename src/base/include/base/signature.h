/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/failure.h"

/*
 * What is to be signed, in each form a mechanism may want it, so that the signer needs no
 * cryptography of its own. All slices belong to the caller.
 */
struct signature_input {
    enum signature_scheme scheme;
    enum digest digest;       /* DIGEST_DEFAULT for EdDSA */
    struct slice message;     /* the to-be-signed bytes */
    struct slice hash;        /* digest of message; empty for EdDSA */
    struct slice digest_info; /* DigestInfo (RFC 8017 9.2) for RSASSA-PKCS1-v1_5, else empty */
};

/*
 * Signs INPUT with one key. The signature comes back in the form of Cryptoki: ECDSA as r || s,
 * EdDSA as R || S, RSA as a block as long as the modulus.
 */
struct signer {
    bool (*sign)(void *context, const struct signature_input *input, struct bytes *ret_signature,
                 struct failure *failure);
    void *context;
};
