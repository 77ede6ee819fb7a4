/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "x509/outline.h"
#include "x509/public_key.h"

/* A whole, parsed X.509 certificate. */
struct certificate;

/* SOURCE is named in messages. Class input when DER is not exactly one certificate. */
bool certificate_parse(struct slice der, const char *source, struct certificate **ret_certificate,
                       struct failure *failure) MUST_USE;
void certificate_free(struct certificate *certificate);
DEFINE_CLEANUP(struct certificate *, certificate_free);

struct slice certificate_der(const struct certificate *certificate);
const struct certificate_outline *certificate_outline(const struct certificate *certificate);
const struct public_key *certificate_key(const struct certificate *certificate);
char *certificate_subject(const struct certificate *certificate);       /* caller frees */
char *certificate_issuer(const struct certificate *certificate);        /* caller frees */
char *certificate_subject_short(const struct certificate *certificate); /* caller frees */

/* basicConstraints CA true, or a self-issued certificate of version 1 */
bool certificate_is_ca(const struct certificate *certificate);

/* Did the key of ISSUER sign CERTIFICATE, and do the names fit? */
bool certificate_issued_by(const struct certificate *certificate, const struct certificate *issuer);

/* What people look at; texts are not escaped for a terminal. */
struct certificate_view {
    char *subject;
    char *issuer;
    char *serial; /* hexadecimal */
    timestamp not_before;
    timestamp not_after;
    char *key;         /* "RSA 3072" */
    char *fingerprint; /* SHA-256 of the public key */
    char *signature;   /* signature algorithm */
    bool ca;
    char **names; /* subject alternative names */
    size_t name_count;
    char *key_usage;     /* "" when absent */
    char *ext_key_usage; /* "" when absent */
    char **policies;     /* certificate policies, dotted */
    size_t policy_count;
    char *sha1; /* thumbprints of the DER, upper-case hexadecimal */
    char *sha256;
};
void certificate_view_read(const struct certificate *certificate,
                           struct certificate_view *ret_view);
void certificate_view_clear(struct certificate_view *view);
