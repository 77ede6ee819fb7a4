/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "x509/certificate.h"

/* Texts the holder owns. */
struct claim_texts {
    char **items;
    size_t count;
};

/*
 * What the issuer of a certificate states about the device its private key is in: statements of a
 * CA, no proof. Nothing here says whether the issuer is who it says; see x509/chain.h. Texts are
 * those of the certificate, not escaped for a terminal.
 */
struct device_claims {
    /* QCStatements: RFC 3739, 3.2.6; ETSI EN 319 412-5 */
    bool has_statements;             /* the extension is there, readable or not */
    bool qc_compliance;              /* 0.4.0.1862.1.1: an EU qualified certificate */
    bool qc_sscd;                    /* 0.4.0.1862.1.4: the key is in a QSCD (formerly SSCD) */
    bool for_esign;                  /* QcType, 0.4.0.1862.1.6.1 */
    bool for_eseal;                  /* 0.4.0.1862.1.6.2 */
    bool for_web;                    /* 0.4.0.1862.1.6.3 */
    struct claim_texts legislations; /* QcCClegislation, 0.4.0.1862.1.7: countries, not of the EU */
    struct claim_texts others;       /* identifiers of all other statements, dotted */
    /* certificatePolicies: ETSI EN 319 411-1 and 411-2 */
    bool ncp;                    /* 0.4.0.2042.1.1 */
    bool ncp_plus;               /* 0.4.0.2042.1.2: NCP with a secure device */
    bool qcp_n;                  /* 0.4.0.194112.1.0: qualified, natural person */
    bool qcp_l;                  /* 0.4.0.194112.1.1: qualified, legal person */
    bool qcp_n_qscd;             /* 0.4.0.194112.1.2: the same, key in a QSCD */
    bool qcp_l_qscd;             /* 0.4.0.194112.1.3 */
    struct claim_texts policies; /* all other policies, dotted */
    /* who states it */
    char *issuer_common_name; /* NULL when the issuer's name has none */
    char *issuer_organization;
    /* what could not be read, in words; the rest still counts */
    struct claim_texts defects;
};

/* Never fails: what is malformed is said in defects. The caller clears the claims. */
void device_claims_read(const struct certificate *certificate, struct device_claims *ret_claims);
void device_claims_clear(struct device_claims *claims);

/* Does the issuer state that the key is in a device: QcSSCD, QCP-n-qscd, QCP-l-qscd or NCP+? */
bool device_claims_device(const struct device_claims *claims);
