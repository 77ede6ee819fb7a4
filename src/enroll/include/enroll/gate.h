/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "custody/verdict.h"
#include "pkcs11/object.h"
#include "pkcs11/token.h"

/*
 * Gates: what --require of `enroll` and `install` lets through. They look at the token, and at the
 * flags of a key that is there; a level that only the manufacturer's or a CA's statement about one
 * key reaches is class usage here, with a hint at `judge`.
 */

/* Can REQUIREMENT be asked for by a gate? */
bool gate_check(enum requirement requirement, struct failure *failure) MUST_USE;

/*
 * Does TOKEN, and KEY on it (NULL: a key that is to be made), reach the requirement? Class no when
 * not, saying why. A key that can be read or taken out is less than its token. REQUIRE_NOTHING
 * costs nothing.
 */
bool gate_pass(enum requirement requirement, const struct token *token, const struct object *key,
               struct failure *failure) MUST_USE;
