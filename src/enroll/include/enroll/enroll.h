/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/algorithm.h"
#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "custody/verdict.h"
#include "enroll/workplace.h"
#include "pkcs11/key_pair.h"
#include "x509/extensions.h"
#include "x509/name.h"

enum file_format { FORMAT_PEM, FORMAT_DER };

/* What a request shall say and where it shall go. */
struct request_order {
    const struct name *subject;
    const struct extensions *extensions;
    enum signature_scheme scheme; /* may be default */
    enum digest digest;           /* may be default */
    const char *out;              /* file to be written */
    enum file_format format;
    bool overwrite;
};

/* A key pair on a token and a request for it. */
struct enroll_order {
    const struct token_selector *token;
    const struct key_algorithm *algorithm;
    const char *label;
    struct slice id; /* CKA_ID; empty: 20 random bytes */
    struct request_order request;
    enum requirement requirement; /* what the token must be judged to be; see gate.h */
    bool always_authenticate;     /* the key wants the PIN for each signature */
    bool allow_weaker;            /* take a key that is less protected, and say so */
    bool dry_run;                 /* check everything, generate and write nothing */
};

/* What was done, or in a dry run would be. */
struct enroll_result {
    char *token_uri;
    char *token_label;
    char *token_serial;
    char *key_uri; /* of the private key */
    char *key;     /* "EC P-256" */
    char *label;
    char *id; /* hexadecimal */
    char *subject;
    char *fingerprint; /* SHA-256 of the public key; NULL in a dry run */
    char *request;     /* the file; NULL in a dry run */
    const char *scheme;
    const char *digest;
    char *templates;                  /* what C_GenerateKeyPair is sent, one attribute a line */
    struct key_weaknesses weaknesses; /* only with allow_weaker */
    struct quirk_set quirks;          /* of the token; the rules live as long as the modules */
};

/*
 * Key pair, request, file: the main job. Refuses before it generates what cannot work: the file
 * exists, the signature does not fit the key, the token is not what is required (before the PIN is
 * asked for), the label or id is taken, the PIN cannot be used.
 * After any failure before the file is safely written, the pair this call made is removed; what
 * cannot be removed is a notice with its URI. Where a quirk says that only the security officer
 * makes keys, the SO PIN is asked for, and the officer is logged in for the generation alone.
 */
bool enroll(struct workplace *workplace, const struct enroll_order *order,
            struct enroll_result *ret_result, struct failure *failure) MUST_USE;
void enroll_result_clear(struct enroll_result *result);
