/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/pin.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "quirks_internal.h"
#include "raise.h"
#include "session_internal.h"

static char *login_so_action(const struct token *token)
{
    return text_format(_("cannot log in to token '%s' as security officer"), token->label);
}

static char *change_action(const struct token *token, enum pin_owner owner)
{
    return text_format(owner == PIN_OWNER_SO ? _("cannot change the SO PIN of token '%s'")
                                             : _("cannot change the user PIN of token '%s'"),
                       token->label);
}

static char *set_action(const struct token *token)
{
    return text_format(_("cannot set the user PIN of token '%s'"), token->label);
}

/*
 * The SO PIN of a card is the last resort: no tool brings it back. Its length is not looked at: the
 * limits a token reports are those of the user PIN, and a PUK or management key is often longer.
 */
static bool check_so_tries(const struct token *token, enum last_try last_try, const char *action,
                           struct failure *failure)
{
    if (token->so_pin_locked) {
        return pin_refuse(token, action, _("the SO PIN is locked after too many wrong tries"),
                          _("it cannot be unblocked; ask whoever issued the token"), failure);
    }
    if (token->so_pin_final_try && last_try == LAST_TRY_REFUSED) {
        return pin_refuse(token, action, _("one more wrong SO PIN locks it for good"),
                          _("make sure of the SO PIN, then run again with --last-try"), failure);
    }
    return true;
}

bool session_check_so_pin(const struct token *token, enum last_try last_try,
                          struct failure *failure)
{
    CLEANUP(text_free) char *action = login_so_action(token);

    if (!check_so_tries(token, last_try, action, failure)) {
        return false;
    }
    if (token->so_pin_to_be_changed) {
        return pin_refuse(token, action, _("the SO PIN must be changed before it can be used"),
                          _("change it with 'hardtoken pin change --so'"), failure);
    }
    return true;
}

bool pin_check_change(const struct token *token, enum pin_owner owner, enum last_try last_try,
                      struct failure *failure)
{
    CLEANUP(text_free) char *action = change_action(token, owner);

    if (owner == PIN_OWNER_SO) {
        return check_so_tries(token, last_try, action, failure);
    }
    return pin_check_tries(token, NULL, last_try, action, failure);
}

bool pin_check_new(const struct token *token, const struct secret *new_pin,
                   const struct secret *old_pin, struct failure *failure)
{
    CLEANUP(text_free)
    char *action = text_format(_("the new PIN is not set on token '%s'"), token->label);

    if (old_pin != NULL && secret_equal(new_pin, old_pin)) {
        return pin_refuse(token, action, _("the new PIN is the old one"),
                          _("nothing was sent to the token; choose another PIN"), failure);
    }
    if (pin_length_fits(token, new_pin)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_PIN, "%s", action);
    (void)failure_cause(failure, _("it has %zu bytes, and the token takes %lu to %lu"),
                        secret_size(new_pin), token->pin_min, token->pin_max);
    (void)failure_hint(failure, _("nothing was sent to the token; choose another PIN"));
    return raise_on_token(failure, token);
}

/* A wrong SO PIN, told apart from a wrong user PIN. */
static void explain_wrong_so_pin(struct token *token, CK_RV rv, struct failure *failure)
{
    if (rv != CKR_PIN_INCORRECT && rv != CKR_PIN_LOCKED) {
        return;
    }
    if (rv == CKR_PIN_LOCKED || (token_refresh(token) && token->so_pin_locked)) {
        (void)failure_cause(failure, rv == CKR_PIN_LOCKED
                                         ? _("the SO PIN is locked")
                                         : _("the SO PIN is wrong, and is now locked"));
        (void)failure_hint(failure, _("it cannot be unblocked; ask whoever issued the token"));
    } else if (token->so_pin_final_try) {
        (void)failure_cause(failure, _("the SO PIN is wrong; one try is left before it is locked "
                                       "for good"));
        (void)failure_hint(failure, _("stop and make sure; then run again with --last-try"));
    } else if (token->so_pin_count_low) {
        (void)failure_cause(failure, _("the SO PIN is wrong; the token counts wrong tries"));
    } else {
        (void)failure_cause(failure, _("the SO PIN is wrong"));
    }
}

bool session_login_so(struct session *session, const struct secret *so_pin, enum last_try last_try,
                      struct failure *failure)
{
    struct token *token = session->token;
    CLEANUP(text_free) char *action = login_so_action(token);
    CK_RV rv;

    if (!check_so_tries(token, last_try, action, failure)) {
        return false;
    }
    rv = CRYPTOKI(token->module, C_Login, session->handle, CKU_SO, secret_for_cryptoki(so_pin),
                  secret_length(so_pin));
    if (rv == CKR_OK) {
        return true;
    }
    (void)raise_cryptoki(failure, token, "C_Login", rv, "%s", action);
    explain_wrong_so_pin(token, rv, failure);
    return false;
}

bool session_renew(struct session *session, struct failure *failure)
{
    struct token *token = session->token;
    CK_RV rv = CRYPTOKI(token->module, C_CloseSession, session->handle);

    session->logged_in = false;
    if (rv == CKR_OK) {
        rv = session_open_raw(token, CKF_RW_SESSION, &session->handle);
    }
    return rv == CKR_OK || raise_cryptoki(failure, token, "C_OpenSession", rv,
                                          _("cannot open a session with token '%s'"), token->label);
}

bool session_log_out(struct session *session, struct failure *failure)
{
    struct token *token = session->token;
    CK_RV rv = CRYPTOKI(token->module, C_Logout, session->handle);

    if (rv != CKR_OK && rv != CKR_USER_NOT_LOGGED_IN) {
        return raise_cryptoki(failure, token, "C_Logout", rv, _("cannot log out of token '%s'"),
                              token->label);
    }
    session->logged_in = false;
    return true;
}

/* What the token has against a new PIN. */
static void explain_new_pin(CK_RV rv, struct failure *failure)
{
    switch (ckr_meaning(rv)) {
    case CKR_PIN_INVALID:
        (void)failure_cause(failure, _("the new PIN holds characters the token does not accept"));
        (void)failure_hint(failure, _("many cards take digits only; choose another new PIN"));
        break;
    case CKR_PIN_TOO_WEAK:
        (void)failure_cause(failure, _("the new PIN is too simple for this token"));
        (void)failure_hint(failure, _("choose another new PIN"));
        break;
    case CKR_PIN_LEN_RANGE:
        (void)failure_cause(failure, _("the new PIN is too short or too long for this token"));
        (void)failure_hint(failure, _("choose another new PIN"));
        break;
    case CKR_FUNCTION_NOT_SUPPORTED:
        (void)failure_hint(failure, _("use the program of the token's vendor for this"));
        break;
    default:
        break;
    }
}

bool session_change_pin(struct session *session, enum pin_owner owner, const struct secret *old_pin,
                        const struct secret *new_pin, struct failure *failure)
{
    struct token *token = session->token;
    CLEANUP(text_free) char *action = change_action(token, owner);
    CK_RV rv =
        CRYPTOKI(token->module, C_SetPIN, session->handle, secret_for_cryptoki(old_pin),
                 secret_length(old_pin), secret_for_cryptoki(new_pin), secret_length(new_pin));

    if (rv == CKR_OK) {
        return true;
    }
    (void)raise_cryptoki(failure, token, "C_SetPIN", rv, "%s", action);
    explain_new_pin(rv, failure);
    if (owner == PIN_OWNER_SO) {
        explain_wrong_so_pin(token, rv, failure);
    } else {
        explain_wrong_pin(token, rv, failure);
    }
    return false;
}

bool session_init_pin(struct session *session, const struct secret *new_pin,
                      struct failure *failure)
{
    struct token *token = session->token;
    CLEANUP(text_free) char *action = set_action(token);
    CK_RV rv = CRYPTOKI(token->module, C_InitPIN, session->handle, secret_for_cryptoki(new_pin),
                        secret_length(new_pin));

    if (rv == CKR_OK) {
        return true;
    }
    (void)raise_cryptoki(failure, token, "C_InitPIN", rv, "%s", action);
    explain_new_pin(rv, failure);
    return false;
}

bool pin_was_refused(const struct token *token, const struct failure *failure)
{
    if (failure->function == NULL || failure->class == FAILURE_TOKEN_LOST) {
        return false;
    }
    if (failure->rv == CKR_PIN_INCORRECT) {
        return true;
    }
    return strcmp(failure->function, "C_Login") == 0 &&
           (failure->rv == CKR_GENERAL_ERROR || failure->rv == CKR_FUNCTION_FAILED ||
            failure->rv == CKR_DATA_INVALID || quirks_pin_refused(&token->quirks, failure->rv));
}
