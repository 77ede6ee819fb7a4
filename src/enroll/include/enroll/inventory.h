/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "pkcs11/object.h"

/* A token that was looked at. */
struct inventory_token {
    struct token token;
    char *uri;
    bool logged_in; /* false: its private keys could not be seen */
};

/* A key, both halves taken together as far as they are there. */
struct inventory_key {
    size_t token; /* index into the tokens */
    bool has_private;
    bool has_public;
    bool half_unknown; /* keys share its id, and the token does not tell whose its other half is */
    char *uri;         /* of the private key if there is one, else of the public key */
    char *label;
    struct bytes id;
    char *name;        /* "EC P-256" */
    struct bytes spki; /* SubjectPublicKeyInfo; empty when the token does not show it */
    enum tristate sign;
    enum tristate decrypt;
    enum tristate sensitive;
    enum tristate extractable;
    enum tristate always_authenticate;
    enum tristate local;
    size_t certificate_count;
};

#define NO_KEY ((size_t)-1)

struct inventory_certificate {
    size_t token;
    size_t key; /* index into the keys, by public key; NO_KEY */
    char *uri;
    char *label;
    struct bytes id;
    struct bytes der;
    bool readable; /* false: not X.509, or broken; the fields below are empty */
    bool issuer_of_others;
    char *subject;
    char *subject_short;
    char *issuer;
    char *serial;
    timestamp not_before;
    timestamp not_after;
};

struct inventory {
    struct inventory_token *tokens;
    size_t token_count;
    struct inventory_key *keys;
    size_t key_count;
    struct inventory_certificate *certificates;
    size_t certificate_count;
};

/*
 * Everything on the tokens SELECTOR names (all when NULL): three searches and one read an object.
 * Keys and certificates are paired by public key, never by label. With a PIN and more than one
 * token: class usage, a PIN is not tried on several. A token that cannot be read is a notice when
 * there are others.
 */
bool inventory_read(struct workplace *workplace, const struct token_selector *selector,
                    struct inventory *ret_inventory, struct failure *failure) MUST_USE;
void inventory_clear(struct inventory *inventory);
