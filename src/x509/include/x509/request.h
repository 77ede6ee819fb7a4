/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/signature.h"
#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/public_key.h"

/* What a certification request (PKCS#10, RFC 2986) asks for. All pointers are borrowed. */
struct request_spec {
    const struct name *subject;
    const struct extensions *extensions;
    enum signature_scheme scheme; /* chosen, not default */
    enum digest digest;           /* chosen, not default; default for EdDSA */
};

/*
 * Builds the request for KEY and has SIGNER sign it. Before it is handed out it is read again as a
 * stranger would: the self-signature verifies in software with the public key inside, and that key
 * and subject are the ones given. Class module when the token's signature does not verify: then the
 * private key does not belong to the public one.
 */
bool request_build(const struct request_spec *spec, const struct public_key *key,
                   const struct signer *signer, struct bytes *ret_der,
                   struct failure *failure) MUST_USE;

/* PEM of a request; the caller clears it. */
struct bytes request_to_pem(struct slice der);

/* What is in a request; texts are not escaped for a terminal. */
struct request_view {
    char *subject;
    char *key;         /* "EC P-256" */
    char *fingerprint; /* SHA-256 of the public key */
    char *signature;   /* signature algorithm */
    bool verified;     /* the self-signature verifies */
    char **names;      /* subject alternative names */
    size_t name_count;
    char *key_usage;     /* "" when absent */
    char *ext_key_usage; /* "" when absent */
    char **others;       /* other extensions: "OID=DER:HEX" */
    size_t other_count;
};

/* Reads a request, PEM or DER, found in FILE (for messages). Class input. */
bool request_read(struct slice content, const char *file, struct request_view *ret_view,
                  struct failure *failure) MUST_USE;
void request_view_clear(struct request_view *view);
