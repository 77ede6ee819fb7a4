/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "attestation/attestation.h"
#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "custody/verdict.h"
#include "judge_inputs.h"

/* A file that was judged instead of a token. */
struct judged_file {
    char *path;
    char *kind;         /* "private key", "certificate": for people */
    const char *format; /* "PKCS#8"; static */
    bool encrypted;
    char *protection; /* how a private key is protected; NULL: not at all, or no private key */
    char *integrity;  /* what guards a PKCS#12 file; NULL: nothing */
    bool others_can_read;
    unsigned mode;     /* permissions of the file */
    char *key_name;    /* "EC P-256"; NULL when the public key cannot be told */
    struct bytes spki; /* empty then */
    char *subject;     /* of a certificate */
    char *issuer;
    struct attestation attestation;
    struct verdict verdict;
};

/*
 * Judges the key or certificate in a file: what a private key in a file is worth, or what the
 * issuer of a certificate claims. Class input when the file has neither. When it only names a key
 * on a token, *RET_URI is its URI, nothing else is set, and the caller frees it.
 */
bool judge_file(const char *path, const struct judge_inputs *inputs, struct judged_file *ret_file,
                char **ret_uri, struct failure *failure) MUST_USE;
void judged_file_clear(struct judged_file *file);
