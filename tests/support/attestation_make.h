/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "x509_parts.h"

/*
 * Attestations of every shape under roots of the test's own, made with libcrypto alone. What a
 * maker's device would write is written by the caller, extension by extension.
 */

struct made {
    EVP_PKEY *key;
    X509 *certificate;
};

/* An extension that only its maker knows: dotted OID and extnValue in hexadecimal. */
struct made_extension {
    const char *oid;
    const char *hex;
};

/* One certificate; what is NULL or 0 is left out, or takes an ordinary value. */
struct made_shape {
    const char *subject;       /* one commonName */
    const struct made *issuer; /* NULL: signs itself */
    const char *issuer_name;   /* another name than that of the issuer */
    EVP_PKEY *key;             /* NULL: a new P-256 key */
    const char *constraints;   /* basicConstraints as openssl.cnf writes it; NULL: none */
    const char *purpose;       /* extendedKeyUsage */
    struct made_extension vendor[8];
    const char *not_before; /* YYYYMMDDHHMMSSZ */
    const char *not_after;
    const char *digest; /* "SHA256" */
};
struct made made_new(const struct made_shape *shape);
void made_clear(struct made *made);

struct bytes made_der(const struct made *made);  /* caller clears */
struct bytes made_spki(const struct made *made); /* caller clears */

/*
 * The certificate with the ECDSA signature as Luna HSMs write it: INTEGERs without the zero in
 * front of a high bit. Signed by ISSUER until one of them has such a bit. Caller clears.
 */
struct bytes made_der_with_bare_integers(const struct made *made, const struct made *issuer);

/* A section of a file of anchors, evidence/anchors.conf: ROOT with RULES, one a line. */
char *made_anchor(const char *name, const struct made *root, const char *rules);
