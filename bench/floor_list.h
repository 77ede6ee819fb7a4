/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "floor_token.h"

/*
 * Private keys, public keys and certificates: one search each, in pages of 256, and one
 * C_GetAttributeValue per object. Prints a line per object. Returns the number of objects.
 */
CK_ULONG list_token(struct token *token);
