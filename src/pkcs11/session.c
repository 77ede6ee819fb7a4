/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/session.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "raise.h"
#include "session_internal.h"

CK_UTF8CHAR *secret_for_cryptoki(const struct secret *pin)
{
    const uint8_t *data = pin == NULL ? NULL : secret_data(pin);
    CK_UTF8CHAR *plain;

    memcpy(&plain, &data, sizeof plain);
    return plain;
}

CK_ULONG secret_length(const struct secret *pin)
{
    return pin == NULL ? 0 : secret_size(pin);
}

CK_RV session_open_raw(struct token *token, CK_FLAGS flags, CK_SESSION_HANDLE *ret_handle)
{
    /* NULL application and notification always: some HSMs refuse anything else. */
    return CRYPTOKI(token->module, C_OpenSession, token->slot, CKF_SERIAL_SESSION | flags, NULL,
                    NULL, ret_handle);
}

bool session_open(struct token *token, enum session_mode mode, struct session **ret_session,
                  struct failure *failure)
{
    CLEANUP(session_close) struct session *session = NULL;
    CK_SESSION_HANDLE handle = 0;
    CK_RV rv;

    if (!token->initialized) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("token '%s' is not initialized"),
                          token->label);
        (void)failure_hint(failure, _("set it up with 'hardtoken token init'"));
        return raise_on_token(failure, token);
    }
    if (mode == SESSION_READ_WRITE && token->write_protected) {
        (void)failure_set(failure, FAILURE_MODULE, _("cannot write to token '%s'"), token->label);
        (void)failure_cause(failure, _("the token says it is write-protected"));
        (void)failure_hint(failure, _("remove the write protection, or use another token or slot: "
                                      "'hardtoken token list' shows them"));
        return raise_on_token(failure, token);
    }
    rv = session_open_raw(token, mode == SESSION_READ_WRITE ? CKF_RW_SESSION : 0, &handle);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, token, "C_OpenSession", rv,
                              _("cannot open a session with token '%s'"), token->label);
    }
    session = memory_new(1, sizeof *session);
    session->token = token;
    session->handle = handle;
    *ret_session = TAKE(session);
    return true;
}

void session_close(struct session *session)
{
    if (session == NULL) {
        return;
    }
    /* C_Finalize ends our sessions; only a module somebody else initialized keeps them. */
    if (!session->token->module->finalize) {
        (void)CRYPTOKI(session->token->module, C_CloseSession, session->handle);
    }
    memory_free(session);
}

bool pin_refuse(const struct token *token, const char *action, const char *cause, const char *hint,
                struct failure *failure)
{
    (void)failure_set(failure, FAILURE_PIN, "%s", action);
    (void)failure_cause(failure, "%s", cause);
    (void)failure_hint(failure, "%s", hint);
    return raise_on_token(failure, token);
}

bool pin_length_fits(const struct token *token, const struct secret *pin)
{
    size_t size = secret_size(pin);

    return (token->pin_min == 0 || size >= token->pin_min) &&
           (token->pin_max == 0 || size <= token->pin_max);
}

bool pin_check_length(const struct token *token, const struct secret *pin, const char *action,
                      struct failure *failure)
{
    if (pin_length_fits(token, pin)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_PIN, "%s", action);
    (void)failure_cause(failure,
                        _("the PIN has a length the token does not accept: it takes %lu to %lu "
                          "bytes"),
                        token->pin_min, token->pin_max);
    (void)failure_hint(failure, _("no try was used; give the right PIN"));
    return raise_on_token(failure, token);
}

bool pin_check_tries(const struct token *token, const struct secret *pin, enum last_try last_try,
                     const char *action, struct failure *failure)
{
    if (!token->user_pin_set) {
        return pin_refuse(token, action, _("the user PIN of this token was never set"),
                          _("set it with the SO PIN: 'hardtoken pin init'"), failure);
    }
    if (token->user_pin_locked) {
        return pin_refuse(token, action, _("the user PIN is locked after too many wrong tries"),
                          _("unblock it with the PUK or SO PIN: 'hardtoken pin unblock'"), failure);
    }
    if (token->user_pin_final_try && last_try == LAST_TRY_REFUSED) {
        return pin_refuse(token, action, _("one more wrong PIN locks the token"),
                          _("make sure of the PIN, then run again with --last-try"), failure);
    }
    return pin == NULL || pin_check_length(token, pin, action, failure);
}

bool session_check_pin(const struct token *token, const struct secret *pin, enum last_try last_try,
                       struct failure *failure)
{
    CLEANUP(text_free) char *action = text_format(_("cannot log in to token '%s'"), token->label);

    if (!pin_check_tries(token, pin, last_try, action, failure)) {
        return false;
    }
    if (token->user_pin_to_be_changed) {
        return pin_refuse(token, action, _("the user PIN must be changed before it can be used"),
                          _("change it with 'hardtoken pin change'"), failure);
    }
    return true;
}

void explain_wrong_pin(struct token *token, CK_RV rv, struct failure *failure)
{
    if (rv != CKR_PIN_INCORRECT || !token_refresh(token)) {
        return;
    }
    if (token->user_pin_locked) {
        (void)failure_cause(failure, _("the PIN is wrong, and is now locked"));
        (void)failure_hint(failure, _("unblock it with the PUK or SO PIN: 'hardtoken pin "
                                      "unblock'"));
    } else if (token->user_pin_final_try) {
        (void)failure_cause(failure, _("the PIN is wrong; one try is left before the token locks"));
        (void)failure_hint(failure, _("stop and make sure; then run again with --last-try"));
    } else if (token->user_pin_count_low) {
        (void)failure_cause(failure, _("the PIN is wrong; the token counts wrong tries"));
    }
}

bool session_login(struct session *session, const struct secret *pin, enum last_try last_try,
                   struct failure *failure)
{
    struct token *token = session->token;
    CK_RV rv;

    if (!session_check_pin(token, pin, last_try, failure)) {
        return false;
    }
    rv = CRYPTOKI(token->module, C_Login, session->handle, CKU_USER, secret_for_cryptoki(pin),
                  secret_length(pin));
    if (rv != CKR_OK && rv != CKR_USER_ALREADY_LOGGED_IN) {
        (void)raise_cryptoki(failure, token, "C_Login", rv, _("cannot log in to token '%s'"),
                             token->label);
        explain_wrong_pin(token, rv, failure);
        if (quirks_pin_hint(&token->quirks) != NULL) {
            (void)failure_hint(failure, "%s", quirks_pin_hint(&token->quirks));
        }
        return false;
    }
    session->logged_in = true;
    session->pin_checked = rv == CKR_OK;
    return true;
}

void session_on_login_wanted(struct session *session, session_log_in log_in, void *context)
{
    session->log_in = log_in;
    session->log_in_context = context;
}

bool session_login_helps(struct session *session, CK_RV rv, struct failure *failure)
{
    session_log_in log_in = session->log_in;

    if (rv != CKR_USER_NOT_LOGGED_IN || log_in == NULL) {
        return false;
    }
    session->log_in = NULL;
    return log_in(session->log_in_context, failure);
}

bool session_is_logged_in(const struct session *session)
{
    return session->logged_in;
}

bool session_pin_was_checked(const struct session *session)
{
    return session->pin_checked;
}

const struct token *session_token(const struct session *session)
{
    return session->token;
}
