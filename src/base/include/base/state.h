/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"

/*
 * Where the program keeps what it has to know in its next run: $XDG_STATE_HOME/hardtoken; without
 * that /var/lib/hardtoken for root and ~/.local/state/hardtoken for everybody else. The caller
 * frees it. NULL when there is no home directory.
 */
char *state_folder(void);

/* Makes the folder and those above it, mode 0700, where they are missing. Class host. */
bool state_folder_make(const char *path, struct failure *failure) MUST_USE;
