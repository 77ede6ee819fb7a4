/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/object.h"
#include "pkcs11/session.h"

/*
 * Tries what a token must refuse. A token that passes has shown nothing, since a software token
 * passes as well; one that fails does not keep its keys.
 */
enum probe_outcome {
    PROBE_REFUSED,    /* as it should be */
    PROBE_ALLOWED,    /* as it should not be */
    PROBE_IMPOSSIBLE, /* the token cannot do what the probe needs */
    PROBE_UNEXPECTED, /* another answer: shown, not judged */
};

struct probe_result {
    const char *probe;    /* "readout", "wrap", "copy", … static */
    const char *function; /* Cryptoki function, static */
    const char *subject;  /* attribute or mechanism, "CKA_PRIME_1", static */
    unsigned long rv;     /* CK_RV */
    const char *rv_name;  /* static */
    enum probe_outcome outcome;
};

struct probe_list {
    struct probe_result *items;
    size_t count;
};

/*
 * Asks for the length, never the value, of each secret part of a private key, one attribute a call
 * (PKCS#11 v2.40, 5.7): CKA_VALUE, CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
 * CKA_EXPONENT_2, CKA_COEFFICIENT, as far as its type has them. Adds a result for each.
 */
void key_probe_readout(struct session *session, const struct object *private_key,
                       struct probe_list *results);

void probe_list_clear(struct probe_list *results);
