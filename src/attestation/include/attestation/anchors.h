/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"

/* The keys that attestations may end at. */
struct attestation_anchors;

/* None to begin with. */
struct attestation_anchors *attestation_anchors_new(void);
/* Adds those of evidence/anchors.conf, which is part of the program; class bug when it is broken.
 */
bool attestation_anchors_add_shipped(struct attestation_anchors *anchors,
                                     struct failure *failure) MUST_USE;
void attestation_anchors_free(struct attestation_anchors *anchors);
DEFINE_CLEANUP(struct attestation_anchors *, attestation_anchors_free);

/*
 * Adds what the caller trusts: certificates (PEM or DER), a card-verifiable certificate, or a file
 * in the form of evidence/anchors.conf. A certificate may end chains of every product, with its own
 * path length. What has the name and the key of one that is there already is not added: add those
 * shipped first, and they decide about their keys. SOURCE is named in messages. Class input.
 */
bool attestation_anchors_add(struct attestation_anchors *anchors, struct slice content,
                             const char *source, struct failure *failure) MUST_USE;

/* For listing them. */
struct attestation_anchor_view {
    const char *name;
    const char *products; /* "YubiKey PIV, YubiHSM 2" */
    const char *sha256;   /* of the certificate, hexadecimal */
    const char *source;   /* where it was published, or the file it was read from */
    bool preview;         /* chains that end here are rejected */
    bool given;
};
size_t attestation_anchors_count(const struct attestation_anchors *anchors);
struct attestation_anchor_view attestation_anchors_view(const struct attestation_anchors *anchors,
                                                        size_t position);
