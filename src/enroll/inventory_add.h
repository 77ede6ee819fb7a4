/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/inventory.h"

/* Reads one token, which is taken over (and left empty), into the inventory. */
bool inventory_add_token(struct workplace *workplace, struct token *token, enum login_wish login,
                         struct inventory *inventory, struct failure *failure) MUST_USE;

/* Says in a notice that a token could not be read, and why. */
void inventory_note_left_out(struct workplace *workplace, const struct failure *reason);
