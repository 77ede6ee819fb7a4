/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "anchor.h"
#include "attestation/attestation.h"
#include "chain.h"
#include "cvc.h"
#include "material.h"

/* What a product's own rules work on. One of CERTIFICATE and REQUEST is the statement. */
struct judgment {
    const struct attestation_material *material;
    const struct attestation_anchors *anchors;
    const struct attestation_question *question;
    const struct certificate *certificate;
    const struct cv *request;
    struct attestation *answer;
};

/* Records why it is rejected: DETAIL (may be NULL) is taken over. Returns REASON. */
enum attestation_reason judgment_reject(struct judgment *judgment, enum attestation_reason reason,
                                        char *detail);

/* The same with a detail: FORMAT, translated, with the subject of CERTIFICATE. */
enum attestation_reason judgment_reject_subject(struct judgment *judgment,
                                                enum attestation_reason reason, const char *format,
                                                const struct certificate *certificate);

/*
 * Follows the chain of an X.509 statement and puts it, its anchor and its dates into the answer.
 * ATTESTED (may be NULL) knows keys that were themselves attested, which no issuer may be: that is
 * asked before anything else is said of the chain.
 */
enum attestation_reason judgment_chain(struct judgment *judgment, enum attestation_product product,
                                       bool (*attested)(const struct certificate *certificate),
                                       struct chain *ret_chain);

/* Puts one link, and the anchor, into the answer. */
void judgment_add_link(struct judgment *judgment, struct slice link, timestamp not_before,
                       timestamp not_after);
void judgment_set_anchor(struct judgment *judgment, const struct anchor *anchor);

/* The serial number of the question against that of the answer. */
enum attestation_reason judgment_check_serial(struct judgment *judgment);

/* The rules, one file a product. Is it a statement? Judge it. */
bool yubikey_piv_is_statement(const struct certificate *certificate);
enum attestation_reason yubikey_piv_judge(struct judgment *judgment);
bool yubihsm_is_statement(const struct certificate *certificate);
enum attestation_reason yubihsm_judge(struct judgment *judgment);
/* A certificate of the HSM's own that is not a statement counts when it was ASKED about. */
bool luna_is_statement(const struct certificate *certificate, bool asked);
enum attestation_reason luna_judge(struct judgment *judgment);
enum attestation_reason smartcard_hsm_judge(struct judgment *judgment);

/* Sets the advisories that the key and the firmware of a valid or invalid answer give. */
void advise(struct attestation *answer);
