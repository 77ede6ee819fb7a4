/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "attestation/attestation.h"
#include "cvc.h"
#include "x509/certificate_file.h"

struct attestation_material {
    struct certificate_list certificates;
    struct bytes *cv_bytes; /* one certificate or request each */
    struct cv *cvs;         /* slices of them */
    size_t cv_count;
};

/* Does it begin like a card-verifiable certificate or request? */
bool is_card_verifiable(struct slice content);
