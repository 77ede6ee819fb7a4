/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cryptoki.h"
#include "pkcs11/token.h"

/* Text fields of Cryptoki: fixed width, blank- or NUL-padded, not terminated. Caller frees. */
char *fixed_text(const unsigned char *field, size_t width);

/* Fills the blank-padded identifying fields of INFO from what was read, for p11-kit's matching. */
void token_info_restore(const struct token *token, CK_TOKEN_INFO *info);

/*
 * The slots of a module: one call, a second only when there are more than anybody has. The caller
 * frees them, whatever is returned.
 */
CK_RV slots_list(struct module *module, CK_BBOOL present, CK_SLOT_ID **ret_slots,
                 CK_ULONG *ret_count) MUST_USE;

/* No token is there that SELECTOR names, or several are: both record class not-found. */
bool token_refuse_none(struct modules *modules, const struct token_selector *selector,
                       struct notices *notices, struct failure *failure);
bool token_refuse_several(const struct token_list *tokens, struct failure *failure);

/*
 * The token in SLOT; false when there is none, or when it cannot be read, which is a notice.
 */
bool token_read(struct module *module, CK_SLOT_ID slot, enum token_detail detail,
                struct notices *notices, struct token *ret_token) MUST_USE;
