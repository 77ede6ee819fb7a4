/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/verdict.h"
#include "judge_key.h"

/*
 * Looks for the same key in the files of the order and in all other tokens, without logging in to
 * them. *RET_COPY is where it was seen, for the caller to free; NULL: nowhere. Tokens that have its
 * public half and whose private keys could not be seen are added to NOT_CHECKED.
 */
void copies_find(const struct judging *judging, const struct found_key *key, char **ret_copy,
                 struct finding_list *not_checked);
