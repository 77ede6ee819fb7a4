/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "bed.h"
#include "ca.h"
#include "enroll/token_page.h"
#include "witness.h"

/* A card with two PINs: two tokens of SoftHSM under these labels, shown with CARD_SCENARIO. */
#define PIN_ONE "Card (PIN1)"
#define PIN_TWO "Card (PIN2)"
/* The token the bed has at first is no part of the card. */
#define CARD_SCENARIO                                                                              \
    "slot-field description Reader 00\n"                                                           \
    "slot-flags +CKF_REMOVABLE_DEVICE\n"                                                           \
    "token-field serial 1234\n"                                                                    \
    "only-token " TOKEN_LABEL "\n"                                                                 \
    "token-field model other\n"

/* The page of the token TEXT names (NULL: the only one). */
bool page_read(struct bed *bed, const char *text, struct token_page *ret_page);

/* The same from opening the modules, with SCENARIO, to closing them; must succeed. */
struct token_page page_of(struct bed *bed, const char *scenario, const char *text);

/* How many oddities of KIND the page has. */
size_t page_odd(const struct token_page *page, enum oddity_kind kind);

/* Puts a certificate of KEY on the token, named and with the id LABEL and ID say. */
void page_put(const struct witness *witness, const struct ca *ca, EVP_PKEY *key, const char *label,
              const char *id, struct ca_wish wish);
