/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/signature.h"
#include "x509/public_key.h"
#include "x509_parts.h"

/* Keys, signatures and certificates made with libcrypto alone. */

DEFINE_CLEANUP(X509_NAME *, X509_NAME_free);

/* DER of an object with an i2d function; fails the test when it cannot be encoded. */
#define ENCODE(function, object)                                                                   \
    __extension__({                                                                                \
        unsigned char *der_ = NULL;                                                                \
        int size_ = function(object, &der_);                                                       \
        assert_true(size_ > 0);                                                                    \
        struct bytes encoded_ = bytes_copy(der_, (size_t)size_);                                   \
        OPENSSL_free(der_);                                                                        \
        encoded_;                                                                                  \
    })

/* KIND: "rsa:2048", "P-256", "P-384", "P-521", "secp256k1", "ED25519", "ED448"; caller frees. */
EVP_PKEY *key_make(const char *kind);
struct public_key *key_public(EVP_PKEY *key); /* caller frees */

/* Signs as a token would: DigestInfo or hash in, r || s out. */
struct signer key_signer(EVP_PKEY *key);

/* A certificate to be made; what is NULL or 0 takes an ordinary value. */
struct certificate_shape {
    EVP_PKEY *key; /* signs itself, unless signed by issuer_key; NULL: a new P-256 key */
    EVP_PKEY *issuer_key;
    const char *subject; /* one commonName */
    const char *issuer;
    bool plain; /* version 1, no extensions */
    bool ca;
    const char *serial; /* hexadecimal */
    const char *not_before;
    const char *not_after; /* YYYYMMDDHHMMSSZ */
    const char *san;       /* as openssl.cnf writes it */
};
X509 *certificate_make(const struct certificate_shape *shape);            /* caller frees */
struct bytes certificate_make_der(const struct certificate_shape *shape); /* caller clears */

/* The request KEY signs for the subject /CN=NAME, DER, made without the program's own code. */
struct bytes request_make_der(EVP_PKEY *key, const char *name);

/* PEM of DER between BEGIN and END lines with NAME; the caller clears it. */
struct bytes pem_of(const char *name, struct slice der);

/* What request_build makes for SUBJECT and EXTENSIONS (NULL: none), parsed; NULL with FAILURE. */
struct name;
struct extensions;
X509_REQ *request_built(const struct name *subject, const struct extensions *extensions,
                        struct failure *failure);

/* The subject /TEXT parsed by name_parse, as it stands in a request; fails the test when refused.
 * Caller frees. */
X509_NAME *subject_built(const char *text);
