/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/pin_admin.h"

#include "base/i18n.h"
#include "enroll/pin_memory.h"

/* The token as it is now, out of the open one. */
static void hand_over(struct open_token *open, struct token *ret_token)
{
    bool refreshed = token_refresh(&open->token);

    (void)refreshed; /* else the flags read before the work stay: the work itself is done */
    session_close(open->session);
    open->session = NULL;
    *ret_token = open->token;
    open->token = (struct token){0};
}

static bool refuse(const struct token *token, const char *action, const char *cause,
                   const char *hint, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_PIN, action, token->label);
    (void)failure_cause(failure, "%s", cause);
    (void)failure_hint(failure, "%s", hint);
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

bool pin_verify(struct workplace *workplace, const struct token_selector *selector,
                struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};

    if (!workplace_open(workplace, selector, SESSION_READ_ONLY, LOGIN_NEVER, &open, failure) ||
        !workplace_log_in(workplace, &open, failure)) {
        return false;
    }
    if (!session_pin_was_checked(open.session)) {
        return refuse(&open.token, _("the PIN of token '%s' was not checked"),
                      _("the module says that somebody is logged in already"),
                      _("close other programs that use the token"), failure);
    }
    hand_over(&open, ret_token);
    return true;
}

/* Both PINs typed, given or left to the pad, and found fit to be sent. */
static bool get_new_pin(struct workplace *workplace, const struct token *token, enum pin_kind kind,
                        const struct secret *old_pin, struct secret **ret_pin,
                        struct failure *failure)
{
    return workplace_other_pin(workplace, token, kind, ret_pin, failure) &&
           (*ret_pin == NULL || pin_check_new(token, *ret_pin, old_pin, failure));
}

/* The old PIN: of the SO, or of the user, which the workplace gives by another callback. */
static bool get_old_pin(struct workplace *workplace, struct open_token *open, enum pin_owner owner,
                        struct failure *failure)
{
    if (owner == PIN_OWNER_SO) {
        return workplace_other_pin(workplace, &open->token, PIN_SO, &open->pin, failure);
    }
    return workplace_get_pin(workplace, open, failure);
}

/* As SO: one login. */
static bool log_in_so(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    if (!pin_memory_check(workplace, &open->token, PIN_SO, open->pin, failure)) {
        return false;
    }
    if (open->pin == NULL) {
        workplace_attention(workplace, _("enter the SO PIN of token '%s' at the reader"),
                            &open->token);
    }
    if (!session_login_so(open->session, open->pin, workplace->last_try, failure)) {
        pin_memory_learn(workplace, &open->token, PIN_SO, open->pin, failure);
        return false;
    }
    pin_memory_forget(workplace, &open->token, PIN_SO);
    return true;
}

/* Presents the old PIN once: in C_SetPIN, or for the SO in C_Login, which C_SetPIN then needs. */
static bool change(struct workplace *workplace, struct open_token *open, enum pin_owner owner,
                   const struct secret *new_pin, struct failure *failure)
{
    enum pin_kind kind = owner == PIN_OWNER_SO ? PIN_SO : PIN_USER;

    if (owner == PIN_OWNER_SO
            ? !log_in_so(workplace, open, failure)
            : !pin_memory_check(workplace, &open->token, kind, open->pin, failure)) {
        return false;
    }
    if (open->pin == NULL) {
        workplace_attention(workplace,
                            _("enter the old and the new PIN of token '%s' at the reader"),
                            &open->token);
    }
    if (!session_change_pin(open->session, owner, open->pin, new_pin, failure)) {
        pin_memory_learn(workplace, &open->token, kind, open->pin, failure);
        return false;
    }
    pin_memory_forget(workplace, &open->token, kind);
    return true;
}

bool pin_change(struct workplace *workplace, const struct token_selector *selector,
                enum pin_owner owner, struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP(secret_free) struct secret *new_pin = NULL;
    const struct token *token = &open.token;

    if (!workplace_open(workplace, selector, SESSION_READ_WRITE, LOGIN_NEVER, &open, failure) ||
        !pin_check_change(token, owner, workplace->last_try, failure) ||
        !get_old_pin(workplace, &open, owner, failure) ||
        !get_new_pin(workplace, token, owner == PIN_OWNER_SO ? PIN_NEW_SO : PIN_NEW_USER, open.pin,
                     &new_pin, failure)) {
        return false;
    }
    if ((open.pin == NULL) != (new_pin == NULL)) {
        return refuse(token, _("cannot change a PIN of token '%s'"),
                      _("one of the two PINs is given, and the other is to be typed at the reader"),
                      _("give both, or type both at the reader"), failure);
    }
    if (!change(workplace, &open, owner, new_pin, failure)) {
        return false;
    }
    hand_over(&open, ret_token);
    return true;
}

static bool set_user_pin(struct workplace *workplace, struct open_token *open,
                         const struct secret *new_pin, struct failure *failure)
{
    if (!log_in_so(workplace, open, failure)) {
        return false;
    }
    if (new_pin == NULL) {
        workplace_attention(workplace, _("enter the new user PIN of token '%s' at the reader"),
                            &open->token);
    }
    if (!session_init_pin(open->session, new_pin, failure)) {
        return false;
    }
    pin_memory_forget(workplace, &open->token, PIN_USER);
    return true;
}

/* The new PIN is asked for before the SO PIN is presented, which may count. */
static bool init_user_pin(struct workplace *workplace, struct open_token *open,
                          struct token *ret_token, struct failure *failure)
{
    CLEANUP(secret_free) struct secret *new_pin = NULL;
    const struct token *token = &open->token;

    if (!session_check_so_pin(token, workplace->last_try, failure) ||
        !workplace_other_pin(workplace, token, PIN_SO, &open->pin, failure) ||
        !get_new_pin(workplace, token, PIN_NEW_USER, NULL, &new_pin, failure) ||
        !set_user_pin(workplace, open, new_pin, failure)) {
        return false;
    }
    hand_over(open, ret_token);
    return true;
}

bool pin_unblock(struct workplace *workplace, const struct token_selector *selector,
                 struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};

    if (!workplace_open(workplace, selector, SESSION_READ_WRITE, LOGIN_NEVER, &open, failure)) {
        return false;
    }
    if (!open.token.user_pin_set) {
        return refuse(&open.token, _("there is no user PIN to unblock on token '%s'"),
                      _("the user PIN of this token was never set"),
                      _("set it with 'hardtoken pin init'"), failure);
    }
    return init_user_pin(workplace, &open, ret_token, failure);
}

bool pin_init(struct workplace *workplace, const struct token_selector *selector,
              struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};

    if (!workplace_open(workplace, selector, SESSION_READ_WRITE, LOGIN_NEVER, &open, failure)) {
        return false;
    }
    if (open.token.user_pin_set) {
        return refuse(&open.token, _("cannot set the first user PIN of token '%s'"),
                      _("the token has a user PIN already"),
                      _("to replace one that is locked or forgotten: 'hardtoken pin unblock'"),
                      failure);
    }
    return init_user_pin(workplace, &open, ret_token, failure);
}
