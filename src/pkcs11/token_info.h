/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cryptoki.h"
#include "pkcs11/token.h"

/* Text fields of Cryptoki: fixed width, blank- or NUL-padded, not terminated. Caller frees. */
char *fixed_text(const unsigned char *field, size_t width);

/* Fills the blank-padded identifying fields of INFO from what was read, for p11-kit's matching. */
void token_info_restore(const struct token *token, CK_TOKEN_INFO *info);
