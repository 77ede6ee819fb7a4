/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cryptoki.h"
#include "pkcs11/session.h"

struct session {
    struct token *token;
    CK_SESSION_HANDLE handle;
    bool logged_in;
    bool pin_checked;
    session_log_in log_in; /* NULL: nothing is done when the token wants a login midway */
    void *log_in_context;
};

/*
 * A call on a session that is repeated once when the token wants a login and got one: the token
 * said it needs none, or another program's use of it ended the login. FAILURE has what went wrong
 * when that login failed.
 */
#define SESSION_CALL(session_, failure_, function_, ...)                                           \
    __extension__({                                                                                \
        struct session *on_ = (session_);                                                          \
        CK_RV first_ = CRYPTOKI(on_->token->module, function_, on_->handle, __VA_ARGS__);          \
        session_login_helps(on_, first_, failure_)                                                 \
            ? CRYPTOKI(on_->token->module, function_, on_->handle, __VA_ARGS__)                    \
            : first_;                                                                              \
    })

/* Did RV want a login, and was one made now? */
bool session_login_helps(struct session *session, CK_RV rv, struct failure *failure) MUST_USE;

/* Cryptoki takes PINs as plain pointers it does not write to; NULL and 0 for the pad. */
CK_UTF8CHAR *secret_for_cryptoki(const struct secret *pin);
CK_ULONG secret_length(const struct secret *pin);

/* Opens a session without looking at any flag, for setting up a token. */
CK_RV session_open_raw(struct token *token, CK_FLAGS flags, CK_SESSION_HANDLE *ret_handle);

/*
 * What login and change of PIN have in common. ACTION is what could not be done, for people and
 * translated. All return false after recording a failure of class PIN.
 */
bool pin_refuse(const struct token *token, const char *action, const char *cause, const char *hint,
                struct failure *failure);

/* Looks at the length; says in the failure that no try was used. */
bool pin_length_fits(const struct token *token, const struct secret *pin);
bool pin_check_length(const struct token *token, const struct secret *pin, const char *action,
                      struct failure *failure);

/* Looks at the flags of the user PIN (never set, locked, last try) and at the length. */
bool pin_check_tries(const struct token *token, const struct secret *pin, enum last_try last_try,
                     const char *action, struct failure *failure);

/* What the token says of the tries left, after a wrong user PIN. */
void explain_wrong_pin(struct token *token, CK_RV rv, struct failure *failure);
