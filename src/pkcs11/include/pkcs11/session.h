/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "pkcs11/token.h"

/* A session with one token (PKCS#11 v2.40, 5.6). */
struct session;

enum session_mode { SESSION_READ_ONLY, SESSION_READ_WRITE };

/*
 * TOKEN is borrowed and must outlive the session. Read-write on a write-protected token is refused
 * without asking it, class module.
 */
bool session_open(struct token *token, enum session_mode mode, struct session **ret_session,
                  struct failure *failure) MUST_USE;
void session_close(struct session *session);
DEFINE_CLEANUP(struct session *, session_close);

/* What may be tried when few tries are left. */
enum last_try { LAST_TRY_REFUSED, LAST_TRY_ALLOWED };

/*
 * Can a login work at all? Looks only at the flags read with the token: PIN never set, locked, must
 * be changed, last try not allowed, PIN of a length the token cannot have. Class PIN. PIN may be
 * NULL when it is not known yet, or is typed at the reader.
 */
bool session_check_pin(const struct token *token, const struct secret *pin, enum last_try last_try,
                       struct failure *failure) MUST_USE;

/*
 * Logs the user in: one C_Login, one try. A NULL pin means the pad of the reader asks for it. A
 * failure says how many tries the token reports to be left.
 */
bool session_login(struct session *session, const struct secret *pin, enum last_try last_try,
                   struct failure *failure) MUST_USE;

/*
 * What to do when the token wants a login that was not thought to be needed, or lost the one it had
 * (CKR_USER_NOT_LOGGED_IN): asked at most once a session. True when the user is logged in now, so
 * that the call is worth repeating; false with or without a failure recorded.
 */
typedef bool (*session_log_in)(void *context, struct failure *failure);
void session_on_login_wanted(struct session *session, session_log_in log_in, void *context);

bool session_is_logged_in(const struct session *session);
/* Did the login prove the PIN? Not when somebody else's program was logged in already. */
bool session_pin_was_checked(const struct session *session);
const struct token *session_token(const struct session *session);
