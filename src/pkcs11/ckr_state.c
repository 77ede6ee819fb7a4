/* SPDX-License-Identifier: Apache-2.0 */

/* What a return value means on a token in a certain state: more precise than the function alone. */

#include <string.h>

#include "base/i18n.h"
#include "cryptoki.h"
#include "raise.h"

static bool pin_never_set(const struct token *token)
{
    return !token->user_pin_set;
}

static bool pin_to_be_changed(const struct token *token)
{
    return token->user_pin_to_be_changed;
}

static bool wants_no_login(const struct token *token)
{
    return !token->login_required;
}

static bool is_full(const struct token *token)
{
    return (token->public_memory.total > 0 && token->public_memory.available == 0) ||
           (token->private_memory.total > 0 && token->private_memory.available == 0);
}

static bool has_pad(const struct token *token)
{
    return token->pin_pad;
}

static bool not_set_up(const struct token *token)
{
    return !token->initialized;
}

static bool so_pin_at_final_try(const struct token *token)
{
    return token->so_pin_final_try;
}

static const struct state_row {
    const char *function; /* NULL: any */
    CK_RV rv;
    bool (*holds)(const struct token *token);
    const char *cause;
    const char *hint;
} rows[] = {
    {NULL, CKR_USER_NOT_LOGGED_IN, pin_never_set,
     N_("the token wants the user PIN, which was never set"),
     N_("set it with the SO PIN: 'hardtoken pin init'")},
    {NULL, CKR_USER_NOT_LOGGED_IN, pin_to_be_changed,
     N_("the token wants the user PIN, which must be changed before it can be used"),
     N_("change it with 'hardtoken pin change'")},
    {NULL, CKR_USER_NOT_LOGGED_IN, wants_no_login,
     N_("the token says that it needs no login, and now wants one"),
     N_("give the PIN with --pin-file, --pin-fd or --pin-env")},
    {"C_GenerateKeyPair", CKR_GENERAL_ERROR, is_full, N_("the token says that it is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {"C_GenerateKeyPair", CKR_FUNCTION_FAILED, is_full, N_("the token says that it is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {"C_CreateObject", CKR_GENERAL_ERROR, is_full, N_("the token says that it is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {"C_CreateObject", CKR_FUNCTION_FAILED, is_full, N_("the token says that it is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {"C_Login", CKR_ARGUMENTS_BAD, has_pad,
     N_("the reader has a PIN pad, and the module does not take the PIN the way it came"),
     N_("try the other way: at the pad, or with --pin-file or --so-pin-file and their kind")},
    {"C_Login", CKR_PIN_LEN_RANGE, has_pad,
     N_("the reader has a PIN pad, and the module does not take the PIN the way it came"),
     N_("try the other way: at the pad, or with --pin-file or --so-pin-file and their kind")},
    {"C_Login", CKR_FUNCTION_CANCELED, has_pad,
     N_("the PIN was not entered at the reader in time, or its entry was canceled there"),
     N_("run the command again and look at the reader")},
    {"C_Login", CKR_GENERAL_ERROR, has_pad,
     N_("the token or its reader refused the PIN without a reason, or its entry was canceled"),
     N_("count it as a wrong try, and make sure of the PIN")},
    {"C_Login", CKR_FUNCTION_FAILED, has_pad,
     N_("the token or its reader refused the PIN without a reason, or its entry was canceled"),
     N_("count it as a wrong try, and make sure of the PIN")},
    {"C_InitToken", CKR_PIN_INCORRECT, not_set_up, N_("the token has an SO PIN from its maker"),
     N_("give the SO PIN or management key that came with the token")},
    {"C_InitToken", CKR_PIN_INCORRECT, so_pin_at_final_try,
     N_("the SO PIN is wrong; one more wrong one locks it for good"),
     N_("stop and make sure; it cannot be unblocked")},
    {NULL, CKR_TOKEN_NOT_RECOGNIZED, not_set_up, N_("the token was never set up"),
     N_("set it up with 'hardtoken token init'")},
};

void explain_state(struct failure *failure, const struct token *token, const char *function,
                   CK_RV rv)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct state_row *row = &rows[i];

        if (row->rv == rv && (row->function == NULL || strcmp(row->function, function) == 0) &&
            row->holds(token)) {
            (void)failure_cause(failure, "%s", _(row->cause));
            (void)failure_hint(failure, "%s", _(row->hint));
            return;
        }
    }
}
