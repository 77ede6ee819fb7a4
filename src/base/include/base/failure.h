/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/must_use.h"

/* The class of a failure is the exit status of the program. */
enum failure_class {
    FAILURE_NONE = 0,
    FAILURE_NO = 1,         /* judged "no": does not match, requirement not met, expiring */
    FAILURE_USAGE = 2,      /* the command line */
    FAILURE_INPUT = 3,      /* a file, a value, a profile */
    FAILURE_MODULE = 4,     /* module does not load or initialize, or gave a broken answer */
    FAILURE_NOT_FOUND = 5,  /* token, slot or key not found or ambiguous */
    FAILURE_PIN = 6,        /* wrong, locked, last try refused, not given */
    FAILURE_POLICY = 7,     /* refused by policy */
    FAILURE_TOKEN_LOST = 8, /* token gone midway */
    FAILURE_HOST = 9,       /* host I/O */
    FAILURE_BUG = 70,       /* ours */
};

/* Which token a failure is about, copied so that it outlives the token. */
struct failure_token {
    char *label;
    char *serial;
    char *module;
    unsigned long slot;
};

/*
 * A failure is a value the caller owns: start with `struct failure failure = {0}`, end with
 * failure_clear. The first failure wins: later ones do not overwrite it, so clean-up code may pass
 * the same object on. Texts are plain; whoever prints them escapes them.
 */
struct failure {
    enum failure_class class;
    char *action; /* what could not be done to which object */
    struct failure_token token;
    char *function;   /* Cryptoki function, only when the module returned rv */
    char *rv_name;    /* e.g. CKR_PIN_INCORRECT */
    unsigned long rv; /* CK_RV */
    char *cause;      /* why, in plain words */
    char *hint;       /* what to do next */
    bool ignoring;    /* a later failure came: what is added now would be about that one */
};

/* Records a failure unless one is recorded already. Always returns false: `return
 * failure_set(...)`. */
bool failure_set(struct failure *failure, enum failure_class class, const char *action, ...)
    PRINTF_LIKE(3, 4);

/*
 * Add to the failure just recorded; a cause or hint that is already there stays, and nothing is
 * added about a later failure that was not recorded. Return false.
 */
bool failure_cause(struct failure *failure, const char *cause, ...) PRINTF_LIKE(2, 3);
bool failure_hint(struct failure *failure, const char *hint, ...) PRINTF_LIKE(2, 3);

/* Records what the module returned, and on which token. */
void failure_set_cryptoki(struct failure *failure, const char *function, const char *rv_name,
                          unsigned long rv);
void failure_set_token(struct failure *failure, const char *label, const char *serial,
                       const char *module, unsigned long slot);

/* Records errno as the cause of a host failure; returns false. */
bool failure_errno(struct failure *failure, int error_number, const char *action, ...)
    PRINTF_LIKE(3, 4);

/* No more failures will come: causes and hints may be added to the one that stands. */
void failure_settle(struct failure *failure);

bool failure_is_set(const struct failure *failure);
void failure_clear(struct failure *failure);
