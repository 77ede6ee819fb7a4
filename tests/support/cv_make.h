/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>

#include "base/bytes.h"
#include "x509_parts.h"

/* Card-verifiable certificates as a SmartCard-HSM has them, made with libcrypto alone. */

enum cv_parameters {
    CV_PARAMETERS_NONE,            /* the curve is that of the issuer */
    CV_PARAMETERS_WHOLE,           /* written out */
    CV_PARAMETERS_OTHER_GENERATOR, /* written out, with the public point as base point */
};

struct cv_shape {
    const char *authority;
    const char *holder;
    EVP_PKEY *key;
    EVP_PKEY *signer;
    enum cv_parameters parameters;
    int algorithm;    /* below id-TA-ECDSA, or id-TA-RSA; 0: SHA-256 */
    int role;         /* first byte of the authorization; below 0: none */
    const char *from; /* "YYMMDD"; NULL: none */
    const char *until;
    bool repeat_holder; /* say it twice */
};

EVP_PKEY *cv_key(const char *curve); /* caller frees */

/* Caller clears both. The request is INNER, signed once more by SIGNER, who says he is AUTHORITY.
 */
struct bytes cv_certificate(const struct cv_shape *shape);
struct bytes cv_request(const struct cv_shape *inner, const char *authority, EVP_PKEY *signer);

/* One element; appended to BYTES. */
void cv_append(struct bytes *bytes, unsigned tag, const void *value, size_t size);
