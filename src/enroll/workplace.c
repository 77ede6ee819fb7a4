/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/workplace.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "enroll/pin_memory.h"
#include "token_lock.h"

void workplace_attention(struct workplace *workplace, const char *text, const struct token *token)
{
    CLEANUP(text_free) char *filled = text_format(text, token->label);

    if (workplace->attention != NULL) {
        workplace->attention(workplace->context, filled);
    } else {
        workplace_progress(workplace, "%s", filled);
    }
}

bool workplace_get_pin(struct workplace *workplace, struct open_token *open,
                       struct failure *failure)
{
    if (open->token.pin_pad && !workplace->pin_given) {
        return true;
    }
    if (workplace->pin == NULL ||
        !workplace->pin(workplace->context, &open->token, &open->pin, failure)) {
        return failure_set(failure, FAILURE_PIN, _("no PIN was given for token '%s'"),
                           open->token.label);
    }
    return true;
}

/* A PIN that took so long was typed by a person, who had time to change cards. */
#define TYPED_MICROSECONDS 500000

/* What was read of the token may be old by now: is it the same one, and may the PIN be tried? */
static bool get_pin_for_same_token(struct workplace *workplace, struct open_token *open,
                                   struct failure *failure)
{
    uint64_t began = clock_monotonic();

    if (!workplace_get_pin(workplace, open, failure)) {
        return false;
    }
    if (clock_monotonic() - began < TYPED_MICROSECONDS || token_refresh(&open->token)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_TOKEN_LOST, _("the PIN is not sent to token '%s'"),
                      open->token.label);
    (void)failure_cause(failure, _("while the PIN was entered the token was taken out, or another "
                                   "one put in its place"));
    (void)failure_hint(failure, _("no try was used; put the token back and run the command again"));
    failure_set_token(failure, open->token.label, open->token.serial, open->token.module_path,
                      open->token.slot);
    return false;
}

bool workplace_log_in(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    const struct token *token = &open->token;

    if (!session_check_pin(token, NULL, workplace->last_try, failure) ||
        !get_pin_for_same_token(workplace, open, failure) ||
        !pin_memory_check(workplace, token, PIN_USER, open->pin, failure)) {
        return false;
    }
    if (open->pin == NULL) {
        workplace_attention(workplace, _("enter the PIN of token '%s' at the reader"), token);
    }
    if (!session_login(open->session, open->pin, workplace->last_try, failure)) {
        pin_memory_learn(workplace, token, PIN_USER, open->pin, failure);
        return false;
    }
    if (session_pin_was_checked(open->session)) {
        pin_memory_forget(workplace, token, PIN_USER);
    }
    return true;
}

bool workplace_log_in_late(struct open_token *open, struct failure *failure)
{
    return open->login_wished && !session_is_logged_in(open->session) &&
           workplace_log_in(open->workplace, open, failure);
}

/*
 * The PIN was right a moment ago, so that sending it once more cannot be a wrong try; unless
 * somebody changed it or tried others meanwhile, which the flags tell.
 */
static bool may_log_in_again(struct open_token *open)
{
    const struct token *token = &open->token;

    return open->pin != NULL && session_pin_was_checked(open->session) &&
           token_refresh(&open->token) && !token->user_pin_count_low &&
           !token->user_pin_final_try && !token->user_pin_locked && !token->user_pin_to_be_changed;
}

static bool log_in_midway(void *context, struct failure *failure)
{
    struct open_token *open = context;

    if (open->officer) {
        return false; /* the user cannot log in beside the security officer */
    }
    if (!session_is_logged_in(open->session)) {
        return workplace_log_in_late(open, failure);
    }
    if (!may_log_in_again(open)) {
        return false;
    }
    notices_add(open->workplace->notices,
                _("token '%s' forgot the login, as when another program uses it; it was logged in "
                  "once more"),
                open->token.label);
    if (!session_login(open->session, open->pin, LAST_TRY_REFUSED, failure)) {
        pin_memory_learn(open->workplace, &open->token, PIN_USER, open->pin, failure);
        return false;
    }
    return true;
}

bool workplace_other_pin(struct workplace *workplace, const struct token *token, enum pin_kind kind,
                         struct secret **ret_pin, struct failure *failure)
{
    if (workplace->other_pin != NULL) {
        return workplace->other_pin(workplace->context, token, kind, ret_pin, failure);
    }
    if (kind == PIN_SIGN) {
        return true;
    }
    return failure_set(failure, FAILURE_PIN, _("no PIN was given for token '%s'"), token->label);
}

bool workplace_get_sign_pin(struct workplace *workplace, struct open_token *open,
                            struct failure *failure)
{
    return workplace_other_pin(workplace, &open->token, PIN_SIGN, &open->sign_pin, failure) &&
           pin_memory_check(workplace, &open->token, PIN_SIGN, open->sign_pin, failure);
}

bool workplace_open_token(struct workplace *workplace, struct token *token, enum session_mode mode,
                          enum login_wish login, struct open_token *ret_open,
                          struct failure *failure)
{
    struct open_token *open = ret_open;
    bool wanted = login == LOGIN || (login == LOGIN_IF_PIN_GIVEN && workplace->pin_given);
    bool needed = token->login_required || quirks_flag(&token->quirks, QUIRK_LOGIN_TO_READ) != NULL;

    *open = (struct open_token){.token = *token};
    *token = (struct token){0};
    open->workplace = workplace;
    open->login_wished = wanted;
    if ((mode == SESSION_READ_ONLY || token_lock(workplace, open, failure)) &&
        session_open(&open->token, mode, &open->session, failure) &&
        (!wanted || !needed || workplace_log_in(workplace, open, failure))) {
        session_on_login_wanted(open->session, log_in_midway, open);
        return true;
    }
    open_token_close(open);
    return false;
}

bool workplace_open(struct workplace *workplace, const struct token_selector *selector,
                    enum session_mode mode, enum login_wish login, struct open_token *ret_open,
                    struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};

    if (!token_choose(workplace->modules, selector, TOKEN_INFO, workplace->notices, &token,
                      failure)) {
        return false;
    }
    return workplace_open_token(workplace, &token, mode, login, ret_open, failure);
}

void open_token_close(struct open_token *open)
{
    session_close(open->session);
    token_unlock(open);
    secret_free(open->pin);
    secret_free(open->sign_pin);
    secret_free(open->so_pin);
    token_clear(&open->token);
    *open = (struct open_token){0};
}

void workplace_progress(struct workplace *workplace, const char *text, ...)
{
    CLEANUP(text_free) char *formatted = NULL;
    va_list values;

    if (workplace->progress == NULL) {
        return;
    }
    va_start(values, text);
    formatted = text_format_values(text, values);
    va_end(values);
    workplace->progress(workplace->context, formatted);
}

bool workplace_may_go_on(struct workplace *workplace, struct failure *failure)
{
    if (workplace->interrupted == NULL || !workplace->interrupted(workplace->context)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_HOST, _("interrupted"));
    return failure_cause(failure, _("a signal asked the program to stop"));
}
