/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "attestation/attestation.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "cards/process.h"
#include "cards/reader_verdict.h"
#include "custody/verdict.h"
#include "enroll/workplace.h"
#include "pkcs11/claims.h"
#include "pkcs11/key_probe.h"
#include "pkcs11/uri.h"

/* The judged key, for as long as it can sign. */
struct judge_seal;
struct judgement;

/* What is to be judged, and with what. All of it is borrowed. */
struct judge_order {
    /* The token, or a private key, public key or certificate on it: then its key is judged. */
    const struct object_selector *target;
    /* From files; what the token has is added to it. NULL: only what the token has. */
    struct attestation_material *attestation;
    const struct attestation_anchors *anchors; /* shipped and given; NULL: shipped ones */
    const struct slice *ca_anchors;            /* DER of certificates a CA's path may end at */
    size_t ca_anchor_count;
    const struct slice *copies; /* SubjectPublicKeyInfo of keys in files, to be compared */
    const char *const *copy_names;
    size_t copy_count;
    bool possession; /* have the key sign a fresh message */
    bool probe;      /* also the probes that make objects of the session */
    /*
     * Asked before a key that is for signatures of a person signs (--possession): a qualified
     * signature is a legal act. NULL: such a key is not asked.
     */
    bool (*consent)(void *context, const char *key_uri);
    /*
     * Loads the module at PATH in a process of its own and reports what it did there. NULL, or
     * false: not known.
     */
    bool (*watch)(void *context, const char *path, struct process_change *ret_change);
    /*
     * Called with the complete judgement while its token is open: what it makes of it may be signed
     * with SEAL, which is NULL unless a key was judged and possession shown. May be NULL.
     */
    bool (*finish)(void *context, const struct judgement *judgement, struct judge_seal *seal,
                   struct failure *failure);
    void *context;
};

/* A proof of possession, for those who verify it again. */
struct possession_proof {
    struct bytes message; /* what was signed: see x509/possession.h */
    struct bytes nonce;
    struct bytes signature; /* in the form of X.509 */
    char *algorithm;        /* "ECDSA with SHA-256" */
};

/* A key of a token that was judged as a whole. */
struct judged_key {
    char *uri;
    char *label;
    char *name; /* "EC P-256" */
    struct verdict verdict;
};

/* The verdict, and everything it was made of. */
struct judgement {
    struct token token;
    char *token_uri;
    char *key_uri;     /* NULL: the token was judged */
    char *key_name;    /* "EC P-256" */
    struct bytes spki; /* of the key; empty when the token does not show it */
    struct token_claims claims;
    struct key_claims key_claims;
    struct probe_list probes;
    struct module_file module_file;
    struct observations process;
    struct reader_verdict reader; /* the reader in it is not kept: NULL */
    struct attestation attestation;
    struct possession_proof possession;
    struct verdict verdict;
    struct judged_key *keys; /* of the token, when no key was named */
    size_t key_count;
};

/*
 * Judges a key, or a token and briefly each of its keys. Logs in when a key is named, or a PIN is
 * given. Nothing on the token is changed; no PIN is guessed. Fails only when the target cannot be
 * found or read; whatever else cannot be looked at is in the verdict, as not checked.
 */
bool judge(struct workplace *workplace, const struct judge_order *order,
           struct judgement *ret_judgement, struct failure *failure) MUST_USE;
void judgement_clear(struct judgement *judgement);

/* Signs CONTENT with the judged key, in the form of X.509, and verifies it. The caller clears it.
 */
bool judge_seal_sign(struct judge_seal *seal, struct slice content, struct bytes *ret_signature,
                     struct failure *failure) MUST_USE;

/*
 * The grades of COUNT tokens for lists and gates, from what costs little: their own words, the
 * files of their modules and the readers; three calls a token. Before a key exists, only its token
 * can be judged. RET_VERDICTS has COUNT places; the caller clears each.
 */
bool judge_tokens_briefly(const struct token *tokens, size_t count, struct verdict *ret_verdicts,
                          struct failure *failure) MUST_USE;
