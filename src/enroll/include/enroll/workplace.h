/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "base/secret.h"
#include "journal/journal.h"
#include "pkcs11/modules.h"
#include "pkcs11/session.h"
#include "pkcs11/token.h"

/* The PINs there are besides the one of every day. */
enum pin_kind {
    PIN_USER,
    PIN_SO,
    PIN_SIGN, /* for each signature, where it is another than the user PIN */
    PIN_NEW_USER,
    PIN_NEW_SO,
};

/*
 * What every use case works with: the loaded modules, and the person or script behind the program,
 * who is asked for the PIN of a token, told what takes long, and may interrupt. Callbacks may be
 * NULL.
 */
struct workplace {
    struct modules *modules;
    struct notices *notices;
    enum last_try last_try;
    /* Where PINs that tokens refused are remembered (see pin_memory.h); NULL: nowhere. */
    const char *state_folder;
    /*
     * Where each write to a token is recorded, before and after. NULL: nowhere; only for what
     * writes nothing.
     */
    struct journal *journal;
    /* How long to wait for another process that writes to the same token. */
    unsigned lock_milliseconds;
    /* Send a PIN again that this token refused before. */
    bool same_pin;
    /* The PIN of TOKEN; asked at most once a token, and only when a login can work. */
    bool (*pin)(void *context, const struct token *token, struct secret **ret_pin,
                struct failure *failure);
    /*
     * Another PIN of TOKEN than the user PIN. *RET_PIN stays NULL when the pad of the reader takes
     * it, and for PIN_SIGN when none is given, so that the user PIN serves.
     */
    bool (*other_pin)(void *context, const struct token *token, enum pin_kind kind,
                      struct secret **ret_pin, struct failure *failure);
    /* Is there a PIN to be had without bothering anybody? Then lists show private keys too. */
    bool pin_given;
    /* TEXT is what begins now and may take seconds. */
    void (*progress)(void *context, const char *text);
    /* TEXT is what the person must do now; without it PROGRESS is told. */
    void (*attention)(void *context, const char *text);
    /* Has the person asked to stop? */
    bool (*interrupted)(void *context);
    void *context;
};

/* One token with a session open on it, and the PIN that opened it. */
struct open_token {
    struct token token;
    struct session *session;
    struct secret *pin;      /* NULL: typed at the reader, or no login was needed */
    struct secret *sign_pin; /* NULL: the user PIN serves for signatures too */
    struct workplace *workplace;
    bool login_wished;     /* the use case wants a login where the token needs one */
    struct secret *so_pin; /* where only the security officer may write */
    bool so_pin_asked;     /* so_pin NULL is then the pad of the reader */
    bool officer;          /* the security officer is logged in, not the user */
    bool logs_in;          /* the user was logged in before that */
    char *lock;            /* see token_lock.h; NULL: not held */
};

enum login_wish { LOGIN_NEVER, LOGIN_IF_PIN_GIVEN, LOGIN };

/*
 * Chooses the one token SELECTOR names, opens a session and logs in: one C_Login, and none where
 * the token needs none. When the token refuses a call later because nobody is logged in, one more
 * is made: for a token that said it needs none, or that forgot the login because another program
 * used it. For the second the PIN must have been accepted in this run, the flags of the token must
 * show no wrong try, and there must be no pad; it is a notice. Where a journal is kept, a session
 * for writing waits until no other process writes to the token; class host when that takes too
 * long.
 */
bool workplace_open(struct workplace *workplace, const struct token_selector *selector,
                    enum session_mode mode, enum login_wish login, struct open_token *ret_open,
                    struct failure *failure) MUST_USE;

/* The same for a token read already, which is taken over (and left empty). */
bool workplace_open_token(struct workplace *workplace, struct token *token, enum session_mode mode,
                          enum login_wish login, struct open_token *ret_open,
                          struct failure *failure) MUST_USE;

void open_token_close(struct open_token *open);

/* Logs in whether or not the token says it needs it: one C_Login. */
bool workplace_log_in(struct workplace *workplace, struct open_token *open,
                      struct failure *failure) MUST_USE;

/*
 * Logs in now if that was left out because the token said it needs no login, as when a search finds
 * nothing. False without a failure when there is nothing to be done.
 */
bool workplace_log_in_late(struct open_token *open, struct failure *failure) MUST_USE;

/* Asks for the user PIN, unless it is to be typed at the reader (then it stays NULL). */
bool workplace_get_pin(struct workplace *workplace, struct open_token *open,
                       struct failure *failure) MUST_USE;

/* Another PIN than the user PIN; see the callback. Class PIN when nobody gives one. */
bool workplace_other_pin(struct workplace *workplace, const struct token *token, enum pin_kind kind,
                         struct secret **ret_pin, struct failure *failure) MUST_USE;

/* Gets the PIN of signatures, if there is one, before anything is made that needs it. */
bool workplace_get_sign_pin(struct workplace *workplace, struct open_token *open,
                            struct failure *failure) MUST_USE;

void workplace_progress(struct workplace *workplace, const char *text, ...) PRINTF_LIKE(2, 3);

/* What the person must do now at the reader; TEXT is translated and takes the token's label. */
void workplace_attention(struct workplace *workplace, const char *text, const struct token *token);

/* Records class host when the person asked to stop. */
bool workplace_may_go_on(struct workplace *workplace, struct failure *failure) MUST_USE;
