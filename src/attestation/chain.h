/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "anchor.h"
#include "attestation/attestation.h"
#include "material.h"
#include "x509/certificate.h"

/* Longer chains than any maker has are followed no further. */
#define CHAIN_LIMIT 8

struct chain {
    const struct certificate *links[CHAIN_LIMIT]; /* the statement first */
    size_t count;
    const struct anchor *anchor; /* NULL unless it was reached */
};

/*
 * From STATEMENT upwards, each link by name and signature, until an anchor for PRODUCT has signed
 * one. RET_CHAIN is written in any case, as far as it came; RET_DETAIL (caller frees) says why it
 * came no further.
 */
enum attestation_reason chain_follow(const struct certificate *statement,
                                     const struct attestation_material *material,
                                     const struct attestation_anchors *anchors,
                                     enum attestation_product product, struct chain *ret_chain,
                                     char **ret_detail);

/*
 * The chain that reached its anchor, against what the anchor allows: exact length, names or
 * purposes of what stands between, basicConstraints, path lengths, signature algorithms,
 * extensions.
 */
enum attestation_reason chain_check(const struct chain *chain, enum attestation_product product,
                                    char **ret_detail);
