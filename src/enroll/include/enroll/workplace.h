/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "base/secret.h"
#include "pkcs11/modules.h"
#include "pkcs11/session.h"
#include "pkcs11/token.h"

/*
 * What every use case works with: the loaded modules, and the person or script behind the program,
 * who is asked for the PIN of a token, told what takes long, and may interrupt. Callbacks may be
 * NULL.
 */
struct workplace {
    struct modules *modules;
    struct notices *notices;
    enum last_try last_try;
    /* The PIN of TOKEN; asked at most once a token, and only when a login can work. */
    bool (*pin)(void *context, const struct token *token, struct secret **ret_pin,
                struct failure *failure);
    /* Is there a PIN to be had without bothering anybody? Then lists show private keys too. */
    bool pin_given;
    /* TEXT is what begins now and may take seconds. */
    void (*progress)(void *context, const char *text);
    /* Has the person asked to stop? */
    bool (*interrupted)(void *context);
    void *context;
};

/* One token with a session open on it, and the PIN that opened it. */
struct open_token {
    struct token token;
    struct session *session;
    struct secret *pin; /* NULL: typed at the reader, or no login was needed */
};

enum login_wish { LOGIN_NEVER, LOGIN_IF_PIN_GIVEN, LOGIN };

/*
 * Chooses the one token SELECTOR names, opens a session and logs in: at most one C_Login, and none
 * where the token needs none.
 */
bool workplace_open(struct workplace *workplace, const struct token_selector *selector,
                    enum session_mode mode, enum login_wish login, struct open_token *ret_open,
                    struct failure *failure) MUST_USE;

/* The same for a token read already, which is taken over (and left empty). */
bool workplace_open_token(struct workplace *workplace, struct token *token, enum session_mode mode,
                          enum login_wish login, struct open_token *ret_open,
                          struct failure *failure) MUST_USE;

void open_token_close(struct open_token *open);

void workplace_progress(struct workplace *workplace, const char *text, ...) PRINTF_LIKE(2, 3);

/* Records class host when the person asked to stop. */
bool workplace_may_go_on(struct workplace *workplace, struct failure *failure) MUST_USE;
