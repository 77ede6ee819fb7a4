/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

/* What the journal says is not over yet, without a look at any token. */
bool list_pending(struct cli *cli, struct failure *failure) MUST_USE;
