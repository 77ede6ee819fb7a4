/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "attestation/anchors.h"
#include "attestation/attestation.h"
#include "cvc.h"
#include "x509/public_key.h"

/*
 * What must stand between an anchor and a statement, from the anchor down; ended by NULL. The
 * anchor's key signs the first, the last signs the statement, so its length is the exact length of
 * the chain. Each is a pattern for the common name (for card-verifiable certificates: the holder
 * reference), in which a '*' at the end stands for anything, or "purpose:OID", an extended key
 * usage.
 */
struct anchor_layout {
    char **between;
};

struct anchor_layouts {
    struct anchor_layout *items; /* any of them may be */
    size_t count;
};

#define ANCHOR_NO_PATH_LENGTH (-1)

struct anchor {
    char *name;   /* subject in the form of x509/name.h, or holder reference */
    char *sha256; /* of the certificate, hexadecimal */
    char *source;
    char *products; /* for people */
    struct public_key *key;
    struct anchor_layouts layouts[ATTESTATION_PRODUCTS];
    int path_length;     /* certificates of CAs that may stand below it */
    bool no_constraints; /* the makers left basicConstraints out below this one */
    bool preview;
    bool given;
    struct cv_algorithm algorithm; /* how it signs card-verifiable certificates */
};

struct attestation_anchors {
    struct anchor **items; /* those shipped first */
    size_t count;
};

void anchor_free(struct anchor *anchor);
DEFINE_CLEANUP(struct anchor *, anchor_free);

/* Takes ANCHOR over, unless one with its name and key is there. */
void anchors_take(struct attestation_anchors *anchors, struct anchor *anchor);

/* From a file in the form of evidence/anchors.conf, of which GIVEN says whether the caller gave it.
 */
bool anchors_parse(struct attestation_anchors *anchors, struct slice text, const char *source,
                   bool given, struct failure *failure) MUST_USE;

/* What the section "given" of the shipped file lets a certificate end that a caller gives. */
bool anchor_set_given_layouts(struct anchor *anchor, struct failure *failure) MUST_USE;
