/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/must_use.h"
#include "x509/public_key.h"

/*
 * A card-verifiable certificate, or a request for one (BSI TR-03110-3, appendix C.1 and C.2):
 * slices of the bytes it was read from.
 */
struct cv {
    struct slice whole;       /* as found: 7F21, or 67 around it */
    struct slice certificate; /* 7F21 */
    struct slice body;        /* 7F4E with tag and length: what SIGNATURE is over */
    struct slice authority;   /* 42: reference of the key that signed; empty when absent */
    struct slice key;         /* value of 7F49 */
    struct slice holder;      /* 5F20 */
    struct slice role;        /* value of 53 in 7F4C; empty when absent */
    struct slice from;        /* value of 5F25 */
    struct slice until;       /* value of 5F24 */
    struct slice signature;
    bool authenticated; /* signed once more, by a key of the device that made the key: tag 67 */
    struct slice outer_authority;
    struct slice outer_signed; /* 7F21 and the outer 42, one behind the other */
    struct slice outer_signature;
};

/* What the two upper bits of the role say (TR-03110-3, C.4). */
enum cv_role { CV_ROLE_NONE, CV_ROLE_TERMINAL, CV_ROLE_DOCUMENT_VERIFIER, CV_ROLE_CVCA };
enum cv_role cv_role(const struct cv *cv);

/* Takes the first certificate or request off REST; false when there is none. */
bool cv_take(struct slice *rest, struct cv *ret_cv) MUST_USE;

/*
 * The public key in it. Domain parameters must be those of a curve with a name: a base point of
 * somebody's choice would let him sign for any key. Without parameters the key is on the curve of
 * ISSUER (may be NULL: then they are needed). NULL when there is no such key; caller frees.
 */
struct public_key *cv_public_key(const struct cv *cv, const struct public_key *issuer);

/* How a key signs: its certificate says it beside the key. */
struct cv_algorithm {
    enum signature_scheme scheme;
    enum digest digest; /* DIGEST_DEFAULT: one nobody should sign with any more */
};
/* False when it is none of TR-03110-3, A.6.4. */
bool cv_algorithm(const struct cv *cv, struct cv_algorithm *ret_algorithm) MUST_USE;

enum cv_check { CV_GOOD, CV_WRONG, CV_WEAK };
enum cv_check cv_signed_by(struct slice message, struct slice signature,
                           const struct cv_algorithm *algorithm, const struct public_key *key);

/* YYMMDD, a digit a byte, the begin or the end of that day; false when it is no date. */
bool cv_date(struct slice date, bool end_of_day, timestamp *ret_time) MUST_USE;

/* A reference as text, not escaped; caller frees. */
char *cv_text(struct slice reference);
