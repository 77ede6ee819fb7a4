/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "bed.h"
#include "ca.h"
#include "enroll/enroll.h"
#include "enroll/install.h"
#include "enroll/request_create.h"

/* The use cases with ordinary orders, so that a test says only what it is about. */

#define KEY_LABEL "signing"
#define SUBJECT "/C=SE/O=Example AB/CN=Flow Test"
#define REQUEST_FILE "request.pem"

/* What is NULL or zero takes an ordinary value: ec:P-256, KEY_LABEL, a random id, REQUEST_FILE. */
struct enroll_wish {
    const char *token; /* label or URI; NULL: the only one */
    const char *algorithm;
    const char *label;
    const char *id; /* hexadecimal */
    const char *out;
    enum signature_scheme scheme;
    enum digest digest;
    enum file_format format;
    bool always_authenticate;
    bool allow_weaker;
    bool dry_run;
    const struct public_key *public_key; /* of job_request */
};
bool job_enroll(struct bed *bed, struct enroll_wish wish, struct enroll_result *ret_result);
/* The same when only the outcome matters. */
bool job_enroll_only(struct bed *bed, struct enroll_wish wish);

/* Both readers, the program's and libcrypto, verify the request in REQUEST_FILE. */
void job_check_request(const struct bed *bed, const char *fingerprint);

/* KEY is a URI. */
bool job_request(struct bed *bed, const char *key, struct enroll_wish wish);

struct install_wish {
    const char *token;
    X509 *certificates[4]; /* leaves, and chain if the CA sent it along */
    X509 *chain[4];
    bool ignore_dates;
    bool dry_run;
};
bool job_install(struct bed *bed, struct install_wish wish, struct install_result *ret_result);
bool job_install_only(struct bed *bed, struct install_wish wish);

/*
 * Everything under SCENARIO: key and request, another request, the certificate installed twice, the
 * list. Leaves an empty token and a closed bed.
 */
void job_whole(struct bed *bed, const char *scenario, const char *algorithm);

/* How results name a key that was ordered as NAME: "EC P-256" for "ec:P-256". */
const char *job_key_name(const char *name);
