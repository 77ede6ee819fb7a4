/* SPDX-License-Identifier: Apache-2.0 */
#include "officer.h"

#include "base/i18n.h"
#include "enroll/pin_memory.h"
#include "pkcs11/pin.h"

static bool is_needed(const struct open_token *open)
{
    return quirks_flag(&open->token.quirks, QUIRK_WRITE_AS_SO) != NULL;
}

bool officer_get_pin(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    const struct token *token = &open->token;

    if (!is_needed(open) || open->so_pin_asked) {
        return true;
    }
    if (!session_check_so_pin(token, workplace->last_try, failure)) {
        return false;
    }
    if (!workplace_other_pin(workplace, token, PIN_SO, &open->so_pin, failure)) {
        struct quirk_note note = quirk_note(quirks_flag(&token->quirks, QUIRK_WRITE_AS_SO));

        return failure_cause(failure, "%s", note.why);
    }
    open->so_pin_asked = true;
    return pin_memory_check(workplace, token, PIN_SO, open->so_pin, failure);
}

bool officer_begin(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    const struct token *token = &open->token;

    if (!is_needed(open) || open->officer) {
        return true;
    }
    if (!officer_get_pin(workplace, open, failure)) {
        return false;
    }
    open->logs_in = open->logs_in || session_is_logged_in(open->session);
    if (open->logs_in && !session_log_out(open->session, failure)) {
        return false;
    }
    if (open->so_pin == NULL) {
        workplace_attention(workplace, _("enter the SO PIN of token '%s' at the reader"), token);
    }
    if (!session_login_so(open->session, open->so_pin, workplace->last_try, failure)) {
        pin_memory_learn(workplace, token, PIN_SO, open->so_pin, failure);
        return false;
    }
    pin_memory_forget(workplace, token, PIN_SO);
    open->officer = true;
    return true;
}

static bool log_in_again(struct workplace *workplace, struct open_token *open,
                         struct failure *failure)
{
    open->officer = false;
    if (!open->logs_in) {
        return true;
    }
    if (open->pin == NULL) {
        workplace_attention(workplace, _("enter the PIN of token '%s' at the reader"),
                            &open->token);
    }
    return session_login(open->session, open->pin, workplace->last_try, failure);
}

bool officer_end(struct workplace *workplace, struct open_token *open, bool *ret_switched,
                 struct failure *failure)
{
    *ret_switched = open->officer;
    return !open->officer ||
           (session_log_out(open->session, failure) && log_in_again(workplace, open, failure));
}

bool officer_leave(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    return !open->officer ||
           (session_renew(open->session, failure) && log_in_again(workplace, open, failure));
}
