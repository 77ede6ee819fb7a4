/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

/* What can be said of a file before anything in it is decoded. */

/* CONTENT without a byte order mark, which some editors put in front of the first block. */
struct slice content_begin(struct slice content);

/* How many lines begin with MARK. */
size_t content_count_lines(struct slice content, const char *mark);

/* Does it begin with a SEQUENCE longer than the file? */
bool content_is_cut_short(struct slice content);
