/* SPDX-License-Identifier: Apache-2.0 */
/* The only use of libcrypto in the floor program: DER, and the CA that fills a token. */
#pragma once

#include "floor_token.h"

#include <openssl/x509.h>

#define SIGNATURE_INPUT_MAX 64

/* A CSR with subject O=Perf, CN=name, not signed yet. */
X509_REQ *der_request_new(const struct public_key *key, const char *name);

/*
 * What the token has to sign: a SHA-256 digest for CKM_ECDSA, the DigestInfo around it for
 * CKM_RSA_PKCS. Returns its length.
 */
CK_ULONG der_signature_input(X509_REQ *request, enum key_type type,
                             CK_BYTE ret_input[SIGNATURE_INPUT_MAX]);

/* Puts the token's signature (raw r and s for EC) into the CSR. */
void der_request_sign(X509_REQ *request, enum key_type type, struct bytes signature);

/* The public key of a certificate in the form the token has it. */
void der_certificate_key(X509 *certificate, struct public_key *ret_key);

struct certificate_parts {
    struct bytes certificate, subject, issuer, serial; /* to be freed with OPENSSL_free */
};

void der_certificate_parts(X509 *certificate, struct certificate_parts *ret_parts);
void der_certificate_parts_clear(struct certificate_parts *parts);

/* A CA that lives as long as the process. */
EVP_PKEY *der_ca_new(void);

/* A certificate for the key with subject O=Perf, CN=name. */
X509 *der_certificate_new(EVP_PKEY *ca, const struct public_key *key, const char *name,
                          long serial);
