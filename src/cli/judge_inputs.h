/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "attestation/attestation.h"
#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "options.h"
#include "x509/certificate_file.h"

/* What the files of --attestation, --anchor and --compare hold. */
struct judge_inputs {
    struct attestation_material *material;
    struct attestation_anchors *anchors; /* shipped ones, and those that were given */
    struct certificate_list ca_anchors;  /* those given that are X.509 certificates */
    struct slice *ca_anchor_slices;      /* the same, as DER */
    struct bytes *copies;                /* SubjectPublicKeyInfo of private keys in files */
    struct slice *copy_slices;           /* the same */
    const char **copy_names;             /* their files; borrowed from the options */
    size_t copy_count;
};

/* Class input when a file is not what its option takes. */
bool judge_inputs_read(const struct options *options, struct notices *notices,
                       struct judge_inputs *ret_inputs, struct failure *failure) MUST_USE;
void judge_inputs_clear(struct judge_inputs *inputs);
