/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Rows of texts under headings, printed aligned or as CSV. */
struct table;

/* HEADINGS (COUNT of them) are copied. */
struct table *table_new(const char *const *headings, size_t count);
void table_free(struct table *table);

/* The next cell, left to right, row by row; TEXT may be any bytes. */
void table_add(struct table *table, const char *text);

/* A whole row: one cell a heading. */
void table_add_row(struct table *table, const char *const *cells);

/* Has it headings only? */
bool table_is_empty(const struct table *table);

/* Aligned, escaped for a terminal, each line behind INDENT. Nothing when there are no rows. */
void table_print(const struct table *table, const char *indent);

/*
 * RFC 4180, with a header line. Texts are escaped as on a terminal; a cell that a spreadsheet could
 * take for a formula (it begins with = + - @) gets an apostrophe in front.
 */
void table_print_csv(const struct table *table);
