/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

/* What is done to one token, which is handed back as it is then: pin_verify, pin_init... */
typedef bool (*pin_work)(struct workplace *workplace, const struct token_selector *selector,
                         struct token *ret_token, struct failure *failure);

/* Does WORK to the token that is the only argument, and says what was DONE. */
bool pin_command(struct cli *cli, pin_work work, const char *done,
                 struct failure *failure) MUST_USE;

/* What was done, and what the token reports of its PINs now. */
void print_pin_report(struct cli *cli, const struct token *token, const char *done);
