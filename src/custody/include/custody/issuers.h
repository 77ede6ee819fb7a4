/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "x509/device_claims.h"

/*
 * Issuers whose product says where the key is, though no standard field of the certificate does: by
 * the name of the issuing CA, or by a policy of its own. A statement of a CA, no proof.
 */
enum issuer_statement {
    ISSUER_EITHER, /* the product is for keys in software and in hardware */
    ISSUER_SOFT,
    ISSUER_HARD,
};

enum issuer_environment { ISSUER_PRODUCTION, ISSUER_TEST };

/* A row of the table of issuers. Texts belong to the table. */
struct issuer {
    const char *id;    /* "buypass-business-hard" */
    const char *title; /* "Buypass Class 3 HT Business" */
    enum issuer_statement statement;
    enum issuer_environment environment;
    const char *note; /* NULL: none */
    const char *source;
    /* Shell patterns, NULL: any. All of them fit, or the row does not. */
    const char *common_name;
    const char *organization;
    const char *policy;
};

struct issuer_table;

/* The shipped table, with those of the person and the site before it (settings/folder.h). */
bool issuer_table_read(struct issuer_table **ret_table, struct failure *failure) MUST_USE;
void issuer_table_free(struct issuer_table *table);
DEFINE_CLEANUP(struct issuer_table *, issuer_table_free);

/*
 * The first row behind AFTER (NULL: from the beginning) that fits what a certificate says; NULL
 * when there is none. Several may fit, and they may contradict each other.
 */
const struct issuer *issuer_find(const struct issuer_table *table,
                                 const struct device_claims *claims, const struct issuer *after);

const char *issuer_statement_name(enum issuer_statement statement);       /* "hard" */
const char *issuer_environment_name(enum issuer_environment environment); /* "test" */
