/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#define TEXT_WIDTH 78

/*
 * Prints the words of TEXT in lines of at most TEXT_WIDTH columns. The cursor stands at INDENT,
 * which is where further lines begin. TEXT must be safe to print.
 */
void print_filled(const char *text, size_t indent);
