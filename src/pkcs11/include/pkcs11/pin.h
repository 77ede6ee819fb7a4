/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "pkcs11/session.h"
#include "pkcs11/token.h"

/*
 * Setting and changing PINs (PKCS#11 v2.40, 5.5 and 5.6). A NULL PIN means that the pad of the
 * reader asks for it. All failures about a PIN are class PIN, and say how many tries the token
 * reports to be left.
 */

/* Whose PIN. On cards the SO PIN is often called PUK. */
enum pin_owner { PIN_OWNER_USER, PIN_OWNER_SO };

/*
 * Can a login as SO work at all? Looks only at the flags read with the token: locked, must be
 * changed, last try not allowed.
 */
bool session_check_so_pin(const struct token *token, enum last_try last_try,
                          struct failure *failure) MUST_USE;

/* Logs the SO in, in a read-write session: one C_Login, one try. */
bool session_login_so(struct session *session, const struct secret *so_pin, enum last_try last_try,
                      struct failure *failure) MUST_USE;

/* Closes the session and opens another read-write one in its place, which ends the login too. */
bool session_renew(struct session *session, struct failure *failure) MUST_USE;

/* Ends the login of whoever is logged in, so that another one can: C_Logout. */
bool session_log_out(struct session *session, struct failure *failure) MUST_USE;

/*
 * Can the PIN of OWNER be changed at all? As above and as session_check_pin, but a PIN that must be
 * changed may be, and the length of the old one is not looked at: transport PINs are often shorter.
 */
bool pin_check_change(const struct token *token, enum pin_owner owner, enum last_try last_try,
                      struct failure *failure) MUST_USE;

/*
 * Has the new PIN a length the token accepts, and is it another than OLD_PIN (which may be NULL)?
 * Nothing is sent.
 */
bool pin_check_new(const struct token *token, const struct secret *new_pin,
                   const struct secret *old_pin, struct failure *failure) MUST_USE;

/*
 * C_SetPIN: the user PIN in a session nobody is logged in to, so that the old PIN is presented
 * once; the SO PIN after session_login_so.
 */
bool session_change_pin(struct session *session, enum pin_owner owner, const struct secret *old_pin,
                        const struct secret *new_pin, struct failure *failure) MUST_USE;

/* C_InitPIN: the user PIN anew, after session_login_so. */
bool session_init_pin(struct session *session, const struct secret *new_pin,
                      struct failure *failure) MUST_USE;

/*
 * Does FAILURE say that the PIN sent to TOKEN was the wrong one? Besides CKR_PIN_INCORRECT this
 * counts what some modules return instead from C_Login: a general error, a failed function, invalid
 * data, and what a quirk of the token says.
 */
bool pin_was_refused(const struct token *token, const struct failure *failure);
