/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting up the lines of a scenario. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The next word of *REST, cut off in place; NULL at the end of the line. */
char *next_word(char **rest);

/*
 * Turns \xNN and \\ in TEXT into bytes, at most CAPACITY of them. False when an escape is malformed
 * or the result does not fit.
 */
bool unescape(const char *text, unsigned char *ret_bytes, size_t capacity, size_t *ret_size);
