/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stddef.h>

#include "base/notices.h"
#include "custody/verdict.h"
#include "enroll/inventory.h"

/* The short grades of tokens, as lists show them. */
struct grades {
    struct verdict *verdicts; /* NULL when they could not be found out */
    size_t count;
};

/* Three calls to the module a token. That grades cannot be told is a notice, not a failure. */
void grades_of_tokens(const struct token *tokens, size_t count, struct notices *notices,
                      struct grades *ret_grades);
void grades_of_inventory(const struct inventory *inventory, struct notices *notices,
                         struct grades *ret_grades);
void grades_clear(struct grades *grades);

/* "software", "identified"…; "" when it is not known. */
const char *grade_of_token(const struct grades *grades, size_t token);

/*
 * The same for a key, with what its flags add: "readable" for a key that can be read, "wrappable"
 * for one that may be taken out, else the grade of its token.
 */
const char *grade_of_key(const struct grades *grades, const struct inventory_key *key);

/* Members "grade" and "hardness" of a token; null when not known. */
void grades_put_json(json_t *object, const struct grades *grades, size_t token);
