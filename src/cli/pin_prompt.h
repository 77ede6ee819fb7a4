/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "cli.h"

/* Is there a person to ask, and may they be asked? */
bool pin_prompt_possible(const struct cli *cli);

/*
 * Asks for a PIN on the terminal or through pinentry. QUESTION is "PIN of token 'main'", WARNING
 * ("final try") may be NULL. Class PIN when none is entered.
 */
bool pin_prompt(const struct cli *cli, const char *question, const char *warning,
                struct secret **ret_pin, struct failure *failure) MUST_USE;
