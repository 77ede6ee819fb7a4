/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"

/*
 * Tokens of which a quirk says that only the security officer (SO) makes, stores and deletes
 * objects: a YubiKey through ykcs11, a NetHSM. Each switch is a C_Logout and a C_Login. The SO PIN
 * is asked for and never guessed; it is sent only after the user PIN was proven right.
 */

/* Gets the SO PIN where it will be needed, before anything is done. Class PIN when there is none.
 */
bool officer_get_pin(struct workplace *workplace, struct open_token *open,
                     struct failure *failure) MUST_USE;

/* Logs the SO in where that is needed; nothing on other tokens, or when it is logged in already. */
bool officer_begin(struct workplace *workplace, struct open_token *open,
                   struct failure *failure) MUST_USE;

/* The user again. *RET_SWITCHED: handles of private objects are not valid any more. */
bool officer_end(struct workplace *workplace, struct open_token *open, bool *ret_switched,
                 struct failure *failure) MUST_USE;

/*
 * The user again, in a new session; nothing when the officer is not logged in. For the end of the
 * work: what was known of the old session is lost.
 */
bool officer_leave(struct workplace *workplace, struct open_token *open,
                   struct failure *failure) MUST_USE;
