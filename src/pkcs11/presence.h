/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/must_use.h"
#include "cryptoki.h"
#include "pkcs11/token.h"

/* Is a token where it was when it was read? */
enum presence { PRESENCE_THERE, PRESENCE_GONE, PRESENCE_ANOTHER };

/* Return values that modules give when the token is gone, and for other reasons too. */
bool may_mean_gone(CK_RV rv) MUST_USE;

/*
 * Looks for the token in its slot, in a reader several times during some 0.75 s: the service of the
 * readers needs that long to see that a card went. Only for after a failure. THERE when the module
 * does not tell.
 */
enum presence token_presence(const struct token *token) MUST_USE;

/* Does INFO have the serial number, manufacturer and model of TOKEN? Labels change. */
bool token_is_same(const struct token *token, const CK_TOKEN_INFO *info) MUST_USE;
