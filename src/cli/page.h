/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/must_use.h"

/* Pages of filled text. Texts are escaped here; words longer than a line stay whole. */

/* Words from column COLUMN on; the lines that follow stand behind as many blanks. */
void page_fill(size_t column, const char *text);

/* A field as print_field has it, but filled; left out when the text is NULL or empty. */
void page_field(const char *name, const char *text);
void page_field_format(const char *name, const char *format, ...) PRINTF_LIKE(2, 3);
