/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "cli.h"
#include "enroll/inventory.h"
#include "grades.h"

/* Which rows of an inventory are wanted. */
struct inventory_filter {
    const char *match;  /* NULL: all */
    bool only_expiring; /* only certificates that end before EXPIRES_BEFORE */
    timestamp expires_before;
};

bool key_is_wanted(const struct inventory_filter *filter, const struct inventory_key *key);
bool certificate_is_wanted(const struct inventory_filter *filter,
                           const struct inventory_certificate *certificate);

/* The table of one token: each key with its certificates, then certificates without key. */
void print_pairs(const struct inventory *inventory, size_t token,
                 const struct inventory_filter *filter, const struct grades *grades, bool uris);

/* The same as members of a document: "tokens", "keys", "certificates". */
void inventory_put_json(json_t *document, const struct inventory *inventory,
                        const struct inventory_filter *filter, const struct grades *grades);
