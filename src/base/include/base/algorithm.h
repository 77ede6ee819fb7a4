/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"

/* The words for keys and signatures that the Cryptoki side and the X.509 side share. */

enum key_type { KEY_RSA, KEY_EC, KEY_EDWARDS, KEY_OTHER };

enum digest { DIGEST_DEFAULT, DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512 };

enum signature_scheme {
    SIGNATURE_DEFAULT,
    SIGNATURE_RSA_PKCS1, /* RSASSA-PKCS1-v1_5, RFC 8017 8.2 */
    SIGNATURE_RSA_PSS,   /* RSASSA-PSS, salt as long as the digest, MGF1 with the same digest */
    SIGNATURE_ECDSA,
    SIGNATURE_EDDSA, /* pure, RFC 8032 */
};

/* A kind of key hardtoken can generate, as given with --key. */
struct key_algorithm {
    const char *name; /* "ec:P-256" */
    enum key_type type;
    unsigned bits;              /* RSA modulus length, or size of the field */
    const unsigned char *curve; /* DER of CKA_EC_PARAMS, NULL for RSA */
    size_t curve_size;
};

/* The kinds, terminated by an entry without a name. */
extern const struct key_algorithm key_algorithms[];

/* Class usage, listing the kinds, when NAME is none of them. Names are matched ignoring case. */
bool key_algorithm_parse(const char *name, const struct key_algorithm **ret_algorithm,
                         struct failure *failure) MUST_USE;

bool digest_parse(const char *name, enum digest *ret_digest, struct failure *failure) MUST_USE;
bool signature_scheme_parse(const char *name, enum signature_scheme *ret_scheme,
                            struct failure *failure) MUST_USE;
const char *digest_name(enum digest digest); /* "sha256" */
size_t digest_size(enum digest digest);      /* bytes */
const char *signature_scheme_name(enum signature_scheme scheme);

/*
 * Fills in what was left to default and refuses what cannot be: PKCS#1 or PSS with RSA only; EdDSA
 * takes no digest; ECDSA takes SHA-256 up to 256-bit fields, SHA-384 up to 384, else SHA-512.
 * Class usage.
 */
bool signature_choose(enum key_type type, unsigned bits, enum signature_scheme *scheme,
                      enum digest *digest, struct failure *failure) MUST_USE;
