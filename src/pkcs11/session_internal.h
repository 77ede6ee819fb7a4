/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cryptoki.h"
#include "pkcs11/session.h"

struct session {
    struct token *token;
    CK_SESSION_HANDLE handle;
    bool logged_in;
};

/* Cryptoki takes PINs as plain pointers it does not write to. */
CK_UTF8CHAR *secret_for_cryptoki(const struct secret *pin);

/* Opens a session without looking at any flag, for setting up a token. */
CK_RV session_open_raw(struct token *token, CK_FLAGS flags, CK_SESSION_HANDLE *ret_handle);
