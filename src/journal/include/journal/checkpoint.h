/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "journal/journal.h"

/* A checkpoint as a JSON document that ends with a newline; the caller clears it. */
struct bytes journal_checkpoint_write(const struct journal_checkpoint *checkpoint);

/* SOURCE is named in messages. Class input. */
bool journal_checkpoint_read(struct slice text, const char *source,
                             struct journal_checkpoint *ret_checkpoint,
                             struct failure *failure) MUST_USE;
