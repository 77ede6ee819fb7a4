/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "journal/journal.h"

/*
 * One writer a token among the processes that keep the same journal. IDENTITY is any text that
 * tells the token from others; its lock is a file beside the journal, which stays there. The
 * kernel lets go of a lock when its process ends, however it ends.
 */

/*
 * Takes the lock if nobody else has it, without waiting. *RET_TAKEN is false when another process
 * holds it, then *RET_HOLDER is its process id, or 0 where that cannot be told. Taken twice by one
 * process it is let go of twice. Class host when the file cannot be made or locked.
 */
bool journal_lock(struct journal *journal, const char *identity, bool *ret_taken, long *ret_holder,
                  struct failure *failure) MUST_USE;

/* Lets go of what journal_lock took; closing the journal does it for all. */
void journal_unlock(struct journal *journal, const char *identity);
