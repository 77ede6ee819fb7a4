/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "pkcs11/pin.h"
#include "pkcs11/token.h"
#include "pkcs11/uri.h"

/*
 * The PINs of a token. Each of these chooses the one token SELECTOR names, presents a PIN at most
 * once, and returns the token with the flags it has afterwards. What can be refused without
 * presenting a PIN is: never set, set already, locked, last try not allowed, a new PIN of the wrong
 * length or the same as the old one. All class PIN.
 */

/* Logs in as user. Class PIN also when the module did not look at the PIN. */
bool pin_verify(struct workplace *workplace, const struct token_selector *selector,
                struct token *ret_token, struct failure *failure) MUST_USE;

/* From the old PIN of OWNER to a new one. */
bool pin_change(struct workplace *workplace, const struct token_selector *selector,
                enum pin_owner owner, struct token *ret_token, struct failure *failure) MUST_USE;

/* A new user PIN in place of a locked or forgotten one, with the SO PIN. */
bool pin_unblock(struct workplace *workplace, const struct token_selector *selector,
                 struct token *ret_token, struct failure *failure) MUST_USE;

/* The first user PIN, with the SO PIN; refused when there is one. */
bool pin_init(struct workplace *workplace, const struct token_selector *selector,
              struct token *ret_token, struct failure *failure) MUST_USE;
