/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"
#include "custody/issuers.h"
#include "enroll/judge.h"
#include "pkcs11/object.h"
#include "x509/public_key.h"

/* What certificates say about the key they are for. */
struct statement {
    enum ca_finding ca;
    char *ca_name; /* issuer of the certificate that says it */
    char *text;    /* "QcSSCD", or the name of a product */
    bool personal; /* a person signs with the key, and means it */
};

/*
 * Looks at those of CERTIFICATES that are for KEY; the others may lie on the path to an anchor of
 * the order. A statement of hardware that is verified comes before one that is not, and both before
 * one of software.
 */
void statement_find(const struct issuer_table *issuers, const struct judge_order *order,
                    const struct public_key *key, const struct object_list *certificates,
                    struct statement *ret_statement);
void statement_clear(struct statement *statement);
