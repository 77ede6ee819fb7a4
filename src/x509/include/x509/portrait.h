/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/bytes.h"
#include "base/must_use.h"

/*
 * What a person at a desk asks of a certificate: what is it for, and whose is it? Answered from the
 * bits of key usage, the extended key usages and the attributes of the subject, never from the text
 * of a name.
 */

/* Uses, as bits. */
enum purpose {
    PURPOSE_SIGN = 1 << 0,         /* documents and seals */
    PURPOSE_AUTHENTICATE = 1 << 1, /* a person or a client logs in */
    PURPOSE_SERVER = 1 << 2,       /* a TLS server */
    PURPOSE_ENCRYPT = 1 << 3,      /* data or keys for the holder */
    PURPOSE_EMAIL = 1 << 4,        /* named by S/MIME */
    PURPOSE_CODE = 1 << 5,
    PURPOSE_TIME = 1 << 6,   /* time stamps */
    PURPOSE_STATUS = 1 << 7, /* OCSP answers */
    PURPOSE_ISSUE = 1 << 8,  /* certificates and CRLs */
};

/* What an identifier of the holder is. */
enum identifier_kind {
    IDENTIFIER_OTHER,    /* a serialNumber in no form that is known here */
    IDENTIFIER_HSA,      /* HSA-id of Swedish health care */
    IDENTIFIER_PERSON,   /* PNO: national personal number; EN 319 412-1, 5.1.3, as are the next */
    IDENTIFIER_CARD,     /* IDC: national identity card */
    IDENTIFIER_PASSPORT, /* PAS */
    IDENTIFIER_TAX,      /* TIN, TAX */
    IDENTIFIER_REGISTER, /* NTR: trade register; 5.1.4, as are the next */
    IDENTIFIER_VAT,
    IDENTIFIER_PAYMENT, /* PSD: payment services */
    IDENTIFIER_LEGAL,   /* LEI */
    IDENTIFIER_NATIONAL /* two letters and a colon: a scheme of one country */
};

struct identifier {
    enum identifier_kind kind;
    char country[3]; /* "SE"; "" where it names none */
    char *value;     /* as it stands in the certificate */
};

#define IDENTIFIERS_MOST 2

struct portrait {
    unsigned purposes;  /* of enum purpose; 0: none that is known here */
    bool any_purpose;   /* neither key usage nor extended key usage limits it */
    char *holder;       /* CN, else given name and surname, else O; "" when there is none */
    char *organization; /* O, "" when absent or the holder itself */
    struct identifier identifiers[IDENTIFIERS_MOST]; /* serialNumber, organizationIdentifier */
    size_t identifier_count;
    char *issuer; /* CN, else O, of the issuer */
};

/* False when DER is not one X.509 certificate. Texts are not escaped for a terminal. */
bool portrait_read(struct slice der, struct portrait *ret_portrait) MUST_USE;
void portrait_clear(struct portrait *portrait);

/* "signing, authentication"; caller frees. */
char *portrait_purpose(const struct portrait *portrait);

/* The name of one purpose in data, never translated: "sign", "authenticate"…; NULL at the end. */
const char *purpose_name(size_t index, enum purpose *ret_purpose);

/* "HSA-id", "trade register number": for people; NULL for IDENTIFIER_OTHER. */
const char *identifier_words(enum identifier_kind kind);
/* The same in data, never translated: "hsa", "register", "other". */
const char *identifier_name(enum identifier_kind kind);
