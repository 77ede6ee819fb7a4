/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "attestation/attestation.h"
#include "attestation_make.h"

/* Material, anchors and a question together, as the tests of attestations put them. */
struct court {
    struct attestation_material *material;
    struct attestation_anchors *anchors;
    struct attestation_question question;
    struct attestation answer;
    struct bytes spki; /* what question.spki points to */
};

void court_open(struct court *court);
void court_close(struct court *court);

void court_add(struct court *court, const struct made *made);
void court_add_bytes(struct court *court, struct slice content);
/* Trusts ROOT as a section of a file of anchors with RULES. */
void court_trust(struct court *court, const struct made *root, const char *name, const char *rules);
/* Trusts a certificate that was given. */
void court_trust_certificate(struct court *court, struct slice content);
void court_ask_about(struct court *court, const struct made *made);

/* Judges anew. */
#define assert_valid(court) check_verdict(court, ATTESTATION_VALID, "", __FILE__, __LINE__)
#define assert_rejected(court, reason)                                                             \
    check_verdict(court, ATTESTATION_REJECTED, reason, __FILE__, __LINE__)
#define assert_no_statement(court) check_verdict(court, ATTESTATION_NONE, "", __FILE__, __LINE__)
void check_verdict(struct court *court, enum attestation_verdict verdict, const char *reason,
                   const char *file, int line);
