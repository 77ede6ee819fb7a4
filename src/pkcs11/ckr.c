/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/ckr.h"

#include <string.h>

#include "base/i18n.h"
#include "ckr_tables.h"
#include "cryptoki.h"
#include "raise.h"

/*
 * Five codes have two numbers in the world: 0x1b5 to 0x1b9 in the headers of OASIS, 0x1c0 to 0x1c4
 * in p11-kit's. A module returns those of the header it was built with.
 */
#define OASIS_FIRST 0x1b5UL
#define P11KIT_FIRST 0x1c0UL
#define RENUMBERED 5

unsigned long ckr_meaning(unsigned long rv)
{
    if (rv >= OASIS_FIRST && rv < OASIS_FIRST + RENUMBERED) {
        return CKR_EXCEEDED_MAX_ITERATIONS + (rv - OASIS_FIRST);
    }
    if (rv >= P11KIT_FIRST && rv < P11KIT_FIRST + RENUMBERED) {
        return CKR_EXCEEDED_MAX_ITERATIONS + (rv - P11KIT_FIRST);
    }
    return rv;
}

static const struct ckr *ckr_find(unsigned long rv)
{
    unsigned long meaning = ckr_meaning(rv);

    for (size_t i = 0; i < ckr_codes_count; i++) {
        if (ckr_codes[i].rv == meaning) {
            return &ckr_codes[i];
        }
    }
    return NULL;
}

const char *ckr_name(unsigned long rv)
{
    const struct ckr *known = ckr_find(rv);

    if (known != NULL) {
        return known->name;
    }
    return rv >= CKR_VENDOR_DEFINED ? "CKR_VENDOR_DEFINED" : "unknown";
}

static void explain(struct failure *failure, const char *cause, const char *hint)
{
    (void)failure_cause(failure, "%s", _(cause));
    (void)failure_hint(failure, "%s", _(hint));
}

static void explain_in_function(struct failure *failure)
{
    unsigned long meaning = ckr_meaning(failure->rv);

    for (size_t i = 0; i < ckr_functions_count; i++) {
        if (ckr_functions[i].rv == meaning &&
            strcmp(ckr_functions[i].function, failure->function) == 0) {
            explain(failure, ckr_functions[i].cause, ckr_functions[i].hint);
        }
    }
}

/* The number, which the report prints beside it, is all there is. */
static void explain_unknown(struct failure *failure)
{
    if (failure->rv >= CKR_VENDOR_DEFINED) {
        explain(failure, N_("the module returned a code of its vendor's own"),
                N_("look the number up in the manual of the module"));
    } else {
        explain(failure, N_("the module returned a code that PKCS#11 v3.2 does not know"),
                N_("run again with --trace, and ask the vendor of the module"));
    }
}

void ckr_explain(struct failure *failure)
{
    const struct ckr *known;

    if (failure->function == NULL) {
        return;
    }
    explain_in_function(failure);
    known = ckr_find(failure->rv);
    if (known == NULL) {
        explain_unknown(failure);
    } else {
        explain(failure, known->cause, known->hint);
    }
}

enum failure_class ckr_class(unsigned long rv)
{
    switch (ckr_meaning(rv)) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_EXPIRED:
    case CKR_PIN_LOCKED:
    case CKR_PIN_TOO_WEAK:
    case CKR_USER_PIN_NOT_INITIALIZED:
    case CKR_USER_NOT_LOGGED_IN:
        return FAILURE_PIN;
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
        return FAILURE_TOKEN_LOST;
    default:
        return FAILURE_MODULE;
    }
}
