/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

/* The list of commands; the page of one command, examples first. */
void help_overview(void);
void help_command(const struct command *command);
