/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/token.h"

/* RV, or where headers disagree about its number, the one of <p11-kit/pkcs11.h>. */
unsigned long ckr_meaning(unsigned long rv);

/* Exit class of a return value: PIN, token lost, or module. */
enum failure_class ckr_class(unsigned long rv);

/* Adds cause and hint when RV from FUNCTION means something special in the state TOKEN is in. */
void explain_state(struct failure *failure, const struct token *token, const char *function,
                   unsigned long rv);

/* Does the answer blame the template, not the object or the token? */
bool ckr_blames_template(unsigned long rv);

/*
 * Records that FUNCTION returned RV while doing ACTION on TOKEN (may be NULL), with what a quirk of
 * the token says of that. Returns false. When RV may mean that the token is gone, asks the module:
 * then the class is token lost.
 */
bool raise_cryptoki(struct failure *failure, const struct token *token, const char *function,
                    unsigned long rv, const char *action, ...) PRINTF_LIKE(5, 6);

/* Adds which token a failure is about. Returns false. */
bool raise_on_token(struct failure *failure, const struct token *token);
