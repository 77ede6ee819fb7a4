/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"
#include "enroll/remove.h"

/* Asks the person to type the label of what is to be deleted, unless --yes was given. */
struct confirmation confirm_removal(struct cli *cli);

/* Shows what was deleted. */
void print_removal(struct cli *cli, const struct removal *removal);
