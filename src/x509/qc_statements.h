/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/asn1t.h>

/*
 * RFC 3739, 3.2.6:
 *
 *     QCStatements ::= SEQUENCE OF QCStatement
 *     QCStatement  ::= SEQUENCE { statementId   OBJECT IDENTIFIER,
 *                                 statementInfo ANY DEFINED BY statementId OPTIONAL }
 */
typedef struct {
    ASN1_OBJECT *id;
    ASN1_TYPE *info; /* NULL when absent */
} QC_STATEMENT;
DEFINE_STACK_OF(QC_STATEMENT)
typedef STACK_OF(QC_STATEMENT) QC_STATEMENTS;
DECLARE_ASN1_FUNCTIONS(QC_STATEMENTS)

/* ETSI EN 319 412-5: QcType ::= SEQUENCE OF OBJECT IDENTIFIER */
typedef STACK_OF(ASN1_OBJECT) QC_TYPES;
DECLARE_ASN1_FUNCTIONS(QC_TYPES)

/* QcCClegislation ::= SEQUENCE OF PrintableString (SIZE (2)) */
DEFINE_STACK_OF(ASN1_PRINTABLESTRING)
typedef STACK_OF(ASN1_PRINTABLESTRING) QC_COUNTRIES;
DECLARE_ASN1_FUNCTIONS(QC_COUNTRIES)
