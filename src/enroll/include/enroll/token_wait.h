/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "pkcs11/token.h"
#include "pkcs11/uri.h"

enum token_event { TOKEN_INSERTED, TOKEN_REMOVED };

struct token_wait_order {
    const struct token_selector *selector; /* NULL: any token */
    enum token_event event;
    int64_t timeout; /* seconds; 0 looks once */
};

/*
 * Waits until exactly one initialized token that SELECTOR names is there, or none is, by polling:
 * C_WaitForSlotEvent blocks some modules for good. *RET_TOKEN is the token that came, or the last
 * one that was seen before it went (empty when none was there from the start); the caller clears
 * it. Time over, or more than one token: class not-found. Interrupted: class host. The workplace
 * must have no session open, as modules are started again while it waits.
 */
bool token_wait(struct workplace *workplace, const struct token_wait_order *order,
                struct token *ret_token, struct failure *failure) MUST_USE;
