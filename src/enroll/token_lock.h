/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"

/*
 * Before a session for a write: no other process that keeps the same journal may write to the
 * token. Waits for one that does, saying so, as long as the workplace has patience; what was read
 * of the token before is then read again. Class host when the other one is not done by then, class
 * token-lost when the token was taken out meanwhile. Nothing without a journal.
 */
bool token_lock(struct workplace *workplace, struct open_token *open,
                struct failure *failure) MUST_USE;
void token_unlock(struct open_token *open);
