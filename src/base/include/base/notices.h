/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/must_use.h"

/*
 * Things the person should know although the work goes on (a PIN file others can read, a module
 * that did not load). Collected here, printed by the program. `struct notices notices = {0}` to
 * start.
 */
struct notices {
    char **texts;
    size_t count;
};

void notices_add(struct notices *notices, const char *text, ...) PRINTF_LIKE(2, 3);
void notices_clear(struct notices *notices);
