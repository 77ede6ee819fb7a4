/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "attestation/attestation.h"
#include "cards/process.h"
#include "cards/reader_verdict.h"
#include "custody/identity.h"
#include "custody/verdict.h"
#include "pkcs11/claims.h"
#include "pkcs11/key_probe.h"

/* A statement of a CA that the key is in a secure device. */
enum ca_finding {
    CA_SAYS_NOTHING,
    CA_SAYS_SOFT, /* its product is for keys in software */
    CA_STATEMENT, /* it says so; a path to an anchor was not shown */
    CA_VERIFIED,  /* it says so, and the path leads to an anchor that was given */
};

/* A fresh signature of the key over a nonce of ours. */
enum possession_finding { POSSESSION_NOT_ASKED, POSSESSION_SHOWN, POSSESSION_FAILED };

/*
 * Everything the grade is made of, and nothing else: grading looks neither at the token nor at the
 * computer, so that it can be tested with every combination. All pointers are borrowed.
 */
struct custody_facts {
    /* The module's word. */
    const struct token_claims *token; /* NULL: no token, such as a certificate in a file */
    const struct key_claims *key;     /* NULL: the token as a whole */
    const struct probe_list *probes;  /* NULL: none were made */
    struct module_identity identity;  /* by the table of modules */

    /* From outside the module; NULL where nobody looked. */
    const struct module_file *file;
    const struct observations *process; /* libraries, files, sockets, environment */
    const struct reader_verdict *reader;
    const struct attestation *attestation;
    enum ca_finding ca;
    const char *ca_name;
    const char *ca_statement; /* "QcSSCD", "QCP-l-qscd"… */
    enum possession_finding possession;
    const char *copy; /* where the same key was seen again */
};

/*
 * Grades: a pure function. Adds to VERDICT, which may hold evidence already, the evidence that the
 * facts are, contradictions, what kept the grade down, what was not checked and what would raise
 * it.
 */
void custody_grade(const struct custody_facts *facts, struct verdict *verdict);
