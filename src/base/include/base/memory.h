/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"

/*
 * Allocation that cannot fail: when memory is exhausted the process says so and ends with the exit
 * status for host errors. Nothing here is for secrets; see base/secret.h.
 */

/* COUNT zeroed items of SIZE bytes. COUNT * SIZE is checked for overflow. */
void *memory_new(size_t count, size_t size);

/* Grows or shrinks BLOCK (may be NULL) to COUNT items of SIZE bytes; new bytes are undefined. */
void *memory_resize(void *block, size_t count, size_t size);

/* Copies of a string; NULL stays NULL. */
char *memory_copy_text(const char *text);
char *memory_copy_text_n(const char *text, size_t size);

void memory_free(void *block);

static inline void text_free(char *text)
{
    memory_free(text);
}
DEFINE_CLEANUP(char *, text_free);
