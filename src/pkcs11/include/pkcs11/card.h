/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "pkcs11/token.h"

/*
 * Some modules show a card with several PINs as several slots, one a PIN, each with a token of its
 * own. OpenSC's are labeled "Card (PIN1)" and "Card (PIN2)"; see create_slots_for_pins in
 * opensc.conf(5).
 */

/*
 * Do both slots show one card? They are of one module, removable, have the same description (the
 * reader), and the tokens have the same manufacturer, model and serial number, or one has none.
 * Both must have been read with their slot.
 */
bool tokens_share_card(const struct token *a, const struct token *b);

/* The slots of one card, in the order of their labels; mostly one. */
struct card {
    struct token_list slots;
    size_t chosen;  /* the first that is meant */
    size_t matches; /* how many are meant; with several no PIN belongs to one of them */
};

/*
 * The card with the token SELECTOR names; NULL as in token_choose. Several tokens may be meant as
 * long as they are of one card. Class not-found as in token_choose. One C_GetTokenInfo and one
 * C_GetSlotInfo a slot.
 */
bool card_choose(struct modules *modules, const struct token_selector *selector,
                 struct notices *notices, struct card *ret_card, struct failure *failure) MUST_USE;
void card_clear(struct card *card);
