/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/token_init.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "pkcs11/pin.h"
#include "raise.h"
#include "session_internal.h"

#define LABEL_SIZE 32

bool token_label_check(const char *label, struct failure *failure)
{
    size_t size = strlen(label);
    bool utf8 = text_is_utf8(slice_of_text(label));

    if (size > 0 && size <= LABEL_SIZE && utf8 && label[size - 1] != ' ') {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' cannot be the label of a token"), label);
    if (size == 0 || size > LABEL_SIZE) {
        return failure_cause(failure, _("a label has 1 to %d bytes, this one has %zu"), LABEL_SIZE,
                             size);
    }
    return failure_cause(failure, "%s",
                         utf8 ? _("blanks at the end are lost: tokens pad their labels with them")
                              : _("it is not UTF-8"));
}

static bool slot_is_meant(const struct slot_choice *choice, const struct token *token)
{
    if (choice->by_id) {
        return token->slot == choice->id;
    }
    return choice->selector != NULL || !token->initialized;
}

/* The slot to set up, taken out of the list of tokens. */
static bool choose_slot(struct token_list *tokens, const struct slot_choice *choice,
                        struct token *ret_token, struct failure *failure)
{
    size_t chosen = tokens->count;
    size_t matches = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        if (slot_is_meant(choice, &tokens->items[i])) {
            chosen = matches++ == 0 ? i : chosen;
        }
    }
    if (matches == 0) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no token to set up"));
        return failure_hint(failure, _("'hardtoken token list' shows the slots; name one with "
                                       "--slot, and add --force if its token may be erased"));
    }
    if (matches > 1) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("%zu tokens could be meant"), matches);
        return failure_hint(failure, _("name one with --slot and its number or URI"));
    }
    *ret_token = tokens->items[chosen];
    tokens->items[chosen] = (struct token){0};
    return true;
}

static bool refuse_initialized(const struct token *token, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_POLICY, _("token '%s' is initialized already"),
                      token->label);
    (void)failure_cause(failure, _("setting it up again erases every key on it"));
    (void)failure_hint(failure, _("add --force if that is what you want"));
    return raise_on_token(failure, token);
}

static CK_RV init_token(struct token *token, const struct token_setup *setup)
{
    CK_UTF8CHAR label[LABEL_SIZE];

    memset(label, ' ', sizeof label); /* blank-padded, not terminated */
    memcpy(label, setup->label, strlen(setup->label));
    return CRYPTOKI(token->module, C_InitToken, token->slot, secret_for_cryptoki(setup->so_pin),
                    secret_length(setup->so_pin), label);
}

static bool set_user_pin(struct token *token, const struct token_setup *setup,
                         struct failure *failure)
{
    CK_SESSION_HANDLE handle = 0;
    CK_RV rv = session_open_raw(token, CKF_RW_SESSION, &handle);

    if (rv != CKR_OK) {
        return raise_cryptoki(failure, token, "C_OpenSession", rv,
                              _("cannot open a session with token '%s'"), setup->label);
    }
    rv = CRYPTOKI(token->module, C_Login, handle, CKU_SO, secret_for_cryptoki(setup->so_pin),
                  secret_length(setup->so_pin));
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, token, "C_Login", rv,
                              _("cannot log in to token '%s' as security officer"), setup->label);
    }
    rv = CRYPTOKI(token->module, C_InitPIN, handle, secret_for_cryptoki(setup->pin),
                  secret_length(setup->pin));
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, token, "C_InitPIN", rv,
                              _("cannot set the user PIN of token '%s'"), setup->label);
    }
    rv = CRYPTOKI(token->module, C_CloseSession, handle); /* ends the login as SO */
    return rv == CKR_OK || raise_cryptoki(failure, token, "C_CloseSession", rv,
                                          _("cannot log out of token '%s'"), setup->label);
}

/* The token as it is now; a module may have moved it to another slot. */
static bool read_again(struct modules *modules, const char *label, unsigned long slot,
                       struct notices *notices, struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};

    if (!tokens_read(modules, NULL, TOKEN_AND_SLOT_INFO, notices, &tokens, failure)) {
        return false;
    }
    for (size_t i = 0; i < tokens.count; i++) {
        if (tokens.items[i].slot == slot && strcmp(tokens.items[i].label, label) == 0) {
            *ret_token = tokens.items[i];
            tokens.items[i] = (struct token){0};
            return true;
        }
    }
    return failure_set(failure, FAILURE_MODULE,
                       _("token '%s' was set up, but the module does not show it"), label);
}

/* Two tokens with one label can only be told apart by URI from then on. */
static void note_same_label(struct modules *modules, const struct token *token, const char *label,
                            struct notices *notices)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    if (!tokens_read(modules, NULL, TOKEN_INFO, notices, &tokens, &ignored)) {
        return;
    }
    for (size_t i = 0; i < tokens.count; i++) {
        const struct token *other = &tokens.items[i];

        if (other->initialized && strcmp(other->label, label) == 0 &&
            (other->module != token->module || other->slot != token->slot)) {
            notices_add(notices,
                        _("another token has the label '%s' already: from now on only a "
                          "URI tells them apart"),
                        label);
            return;
        }
    }
}

bool token_initialize(struct modules *modules, const struct slot_choice *choice,
                      const struct token_setup *wanted, struct notices *notices,
                      struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(token_clear) struct token token = {0};
    struct token_setup prepared = *wanted;
    struct token_setup *setup = &prepared;
    CK_RV rv;

    if (!token_label_check(setup->label, failure) ||
        !tokens_read(modules, choice->selector, TOKEN_INFO, notices, &tokens, failure) ||
        !choose_slot(&tokens, choice, &token, failure) ||
        (setup->prepare != NULL && !setup->prepare(setup->context, &token, setup, failure))) {
        return false;
    }
    if (token.initialized && !setup->replace) {
        return refuse_initialized(&token, failure);
    }
    if (token.initialized && !session_check_so_pin(&token, setup->last_try, failure)) {
        return false;
    }
    note_same_label(modules, &token, setup->label, notices);
    rv = init_token(&token, setup);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, &token, "C_InitToken", rv,
                              _("cannot set up the token in slot %lu"), token.slot);
    }
    if (!set_user_pin(&token, setup, failure)) {
        return false;
    }
    return read_again(modules, setup->label, token.slot, notices, ret_token, failure);
}
