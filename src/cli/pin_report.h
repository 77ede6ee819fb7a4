/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

/* The only argument as a token, then as cli_open_token. */
bool pin_command_open(struct cli *cli, struct failure *failure) MUST_USE;

/* What was done, and what the token reports of its PINs now. */
void print_pin_report(struct cli *cli, const struct token *token, const char *done);
