/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "custody/verdict.h"
#include "enroll/workplace.h"
#include "x509/certificate_file.h"

/* Certificates that came back from a CA. */
struct install_order {
    const struct token_selector *token;          /* NULL: wherever the key is */
    const struct certificate_list *certificates; /* leaves, and chain if the CA sent it along */
    const struct certificate_list *chain;        /* more of the chain; may be empty */
    enum requirement requirement; /* what token and key must be judged to be; see gate.h */
    bool ignore_dates;            /* install a certificate that has expired or is not valid yet */
    bool dry_run;                 /* find the keys and say what would be written */
};

enum install_outcome {
    INSTALL_WRITTEN, /* written and read back, byte for byte */
    INSTALL_PRESENT, /* was there already; nothing changed */
    INSTALL_PLANNED, /* dry run */
};

/* One certificate and what became of it. */
struct installed {
    enum install_outcome outcome;
    bool chain; /* a CA certificate, without a key of its own here */
    char *token_label;
    char *uri;
    char *label;
    char *id; /* hexadecimal, "" for CA certificates */
    char *subject;
    char *issuer;
    char *serial;
    timestamp not_after;
    char *template;          /* what C_CreateObject is sent, one attribute a line */
    struct quirk_set quirks; /* of its token; the rules live as long as the modules */
};

struct install_result {
    struct installed *items;
    size_t count;
};

/*
 * Finds, for each certificate, the private key with the same public key, on any token of the
 * modules (or the one named); writes the certificate with that key's CKA_ID and label, and the
 * certificates that issued it without. Everything is found before anything is written: when one
 * certificate fits no key nothing is written at all, class no, saying which keys were looked at.
 */
bool install(struct workplace *workplace, const struct install_order *order,
             struct install_result *ret_result, struct failure *failure) MUST_USE;
void install_result_clear(struct install_result *result);
