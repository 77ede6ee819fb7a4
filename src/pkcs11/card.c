/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/card.h"

#include <string.h>

#include "base/memory.h"
#include "token_info.h"

static bool same_serial(const struct token *a, const struct token *b)
{
    return a->serial[0] == '\0' || b->serial[0] == '\0' || strcmp(a->serial, b->serial) == 0;
}

/* Slots of an HSM have one description too, but nobody takes their tokens out. */
static bool same_reader(const struct token *a, const struct token *b)
{
    return a->module == b->module && a->slot_removable && b->slot_removable &&
           a->slot_description[0] != '\0' && strcmp(a->slot_description, b->slot_description) == 0;
}

bool tokens_share_card(const struct token *a, const struct token *b)
{
    return a->initialized && b->initialized && a->slot_description != NULL &&
           b->slot_description != NULL && same_reader(a, b) &&
           strcmp(a->manufacturer, b->manufacturer) == 0 && strcmp(a->model, b->model) == 0 &&
           same_serial(a, b);
}

static bool is_meant(const struct token_selector *selector, const struct token *token)
{
    if (selector == NULL || token_selector_is_open(selector)) {
        return token->initialized; /* SoftHSM always shows a fresh one */
    }
    return token_selector_matches(selector, token);
}

/* Copies of the tokens that are meant, for the choice and for the message. */
static struct token_list meant_tokens(const struct token_selector *selector,
                                      const struct token_list *all)
{
    struct token_list meant = {.items = memory_new(all->count, sizeof *meant.items)};

    for (size_t i = 0; i < all->count; i++) {
        if (is_meant(selector, &all->items[i])) {
            meant.items[meant.count++] = token_copy(&all->items[i]);
        }
    }
    return meant;
}

static bool are_one_card(const struct token_list *tokens)
{
    for (size_t i = 1; i < tokens->count; i++) {
        if (!tokens_share_card(&tokens->items[0], &tokens->items[i])) {
            return false;
        }
    }
    return true;
}

static bool same_slot(const struct token *a, const struct token *b)
{
    return a->module == b->module && a->slot == b->slot;
}

/* The slots of the card CHOSEN is on. */
static struct card card_of(const struct token *chosen, const struct token_list *all)
{
    struct card card = {.slots.items = memory_new(all->count, sizeof *card.slots.items)};

    for (size_t i = 0; i < all->count; i++) {
        const struct token *token = &all->items[i];

        if (same_slot(token, chosen)) {
            card.chosen = card.slots.count;
        } else if (!tokens_share_card(token, chosen)) {
            continue;
        }
        card.slots.items[card.slots.count++] = token_copy(token);
    }
    return card;
}

bool card_choose(struct modules *modules, const struct token_selector *selector,
                 struct notices *notices, struct card *ret_card, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list all = {0};
    CLEANUP_VALUE(token_list_clear) struct token_list meant = {0};

    if (!tokens_read(modules, NULL, TOKEN_AND_SLOT_INFO, notices, &all, failure)) {
        return false;
    }
    meant = meant_tokens(selector, &all);
    if (meant.count == 0) {
        return token_refuse_none(modules, selector, notices, failure);
    }
    if (!are_one_card(&meant)) {
        return token_refuse_several(&meant, failure);
    }
    *ret_card = card_of(&meant.items[0], &all);
    ret_card->matches = meant.count;
    return true;
}

void card_clear(struct card *card)
{
    token_list_clear(&card->slots);
    *card = (struct card){0};
}
