/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "card.h"

/*
 * What a card keeps, in a file of lines: "pin HEX TRIES", "puk HEX TRIES", "management HEX",
 * "key REFERENCE HEX" (private key, DER) and "object TAG HEX".
 */

/* Replaces what CARD has; a file that does not exist changes nothing. False after a message. */
bool state_load(struct card *card, const char *path);

/* Writes beside PATH and renames. False after a message. */
bool state_save(struct card *card, const char *path);
