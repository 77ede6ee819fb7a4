/* SPDX-License-Identifier: Apache-2.0 */

/* The one token that is meant, or what there is to choose from. */

#include "base/i18n.h"
#include "base/text.h"
#include "pkcs11/card_service.h"
#include "pkcs11/token.h"
#include "token_info.h"

static bool any_initialized(const struct token_list *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].initialized) {
            return true;
        }
    }
    return false;
}

/* Lists tokens in a hint, one URI a line. */
static void hint_tokens(struct failure *failure, const char *lead, const struct token_list *tokens)
{
    struct text text = {0};

    text_add(&text, lead);
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].initialized) {
            CLEANUP(text_free) char *uri = token_uri(&tokens->items[i]);

            text_addf(&text, "\n%s", uri);
        }
    }
    (void)failure_hint(failure, "%s", text.data);
    text_clear(&text);
}

bool token_refuse_none(struct modules *modules, const struct token_selector *selector,
                       struct notices *notices, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list all = {0};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    if (selector == NULL) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no initialized token"));
    } else {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no token '%s'"),
                          token_selector_text(selector));
    }
    if (selector != NULL && tokens_read(modules, NULL, TOKEN_INFO, notices, &all, &ignored) &&
        any_initialized(&all)) {
        hint_tokens(failure, _("these are there:"), &all);
    } else if (card_service_is_used() && !card_service_answers()) {
        (void)failure_cause(failure, _("the card service (pcscd) is not running"));
        (void)failure_hint(failure, _("start pcscd, put the token in and run the command again"));
    } else {
        (void)failure_hint(failure, _("put the token in; 'hardtoken token list' shows what the "
                                      "modules see"));
    }
    return false;
}

bool token_refuse_several(const struct token_list *tokens, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_NOT_FOUND,
                      P_("%zu token could be meant", "%zu tokens could be meant", tokens->count),
                      tokens->count);
    hint_tokens(failure, _("choose one by its URI:"), tokens);
    return false;
}

size_t token_list_keep_initialized(struct token_list *tokens)
{
    size_t kept = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].initialized) {
            tokens->items[kept++] = tokens->items[i];
        } else {
            token_clear(&tokens->items[i]);
        }
    }
    tokens->count = kept;
    return kept;
}

void token_note_slot_number(const struct token_selector *selector, const struct token *token,
                            struct notices *notices)
{
    CLEANUP(text_free) char *uri = NULL;

    if (selector == NULL || !token_selector_has_slot(selector)) {
        return;
    }
    uri = token_uri(token);
    notices_add(notices,
                _("modules change the numbers of slots; slot %lu has this token now, name it by: "
                  "%s"),
                token->slot, uri);
}

bool token_choose(struct modules *modules, const struct token_selector *selector,
                  enum token_detail detail, struct notices *notices, struct token *ret_token,
                  struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};

    if (!tokens_read(modules, selector, detail, notices, &tokens, failure)) {
        return false;
    }
    if (selector == NULL || token_selector_is_open(selector)) {
        (void)token_list_keep_initialized(&tokens); /* SoftHSM always shows a fresh one */
    }
    if (tokens.count == 0) {
        return token_refuse_none(modules, selector, notices, failure);
    }
    if (tokens.count > 1) {
        return token_refuse_several(&tokens, failure);
    }
    token_note_slot_number(selector, &tokens.items[0], notices);
    *ret_token = tokens.items[0];
    tokens.count = 0;
    return true;
}
