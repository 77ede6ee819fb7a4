/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "x509/certificate.h"
#include "x509/certificate_file.h"

/* Where the path from a certificate leads; texts are not escaped for a terminal. */
struct certificate_chain {
    bool anchored; /* it leads to one of the anchors, and every step of it holds */
    char **path;   /* subjects, from the certificate to where the path ends */
    size_t count;
    unsigned depth; /* not anchored: where it breaks, 0 being the certificate itself */
    char *reason;   /* not anchored: at which certificate and why, in words; else NULL */
};

/*
 * Path validation (RFC 5280, 6) at the time WHEN, with signatures, names, dates, basicConstraints
 * and name constraints, from CERTIFICATE over any of INTERMEDIATES to one of ANCHORS. Nothing else
 * is trusted: not the system's store, and not what the certificate says of itself. An anchor need
 * not be self-signed, but it is another certificate than CERTIFICATE: one that is its own anchor
 * has nobody who vouches for it. Any key usage is accepted; signatures with MD5 or SHA-1 and keys
 * of less than 80 bits of security are not (security level 1 of OpenSSL). Revocation is not
 * looked at. The caller clears the result.
 */
void certificate_chain_check(const struct certificate *certificate,
                             const struct certificate_list *intermediates,
                             const struct certificate_list *anchors, timestamp when,
                             struct certificate_chain *ret_chain);
void certificate_chain_clear(struct certificate_chain *chain);
