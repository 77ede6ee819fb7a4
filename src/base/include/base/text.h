/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/must_use.h"

/* A text under construction; {0} is empty. */
struct text {
    char *data; /* NUL-terminated once anything was added, else NULL */
    size_t size;
    size_t capacity;
};

void text_add(struct text *text, const char *addition);
void text_add_n(struct text *text, const char *addition, size_t size);
void text_addf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
/* Hands the string over ("" when nothing was added) and empties the builder. */
char *text_take(struct text *text);
void text_clear(struct text *text);

/* printf into a new string; the caller frees it. */
char *text_format(const char *format, ...) PRINTF_LIKE(1, 2);
char *text_format_values(const char *format, va_list values) PRINTF_LIKE(1, 0);

/* Is it well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool text_is_utf8(struct slice text);

/*
 * A copy that is valid UTF-8 and safe on a terminal: control characters (C0, DEL, C1),
 * bidirectional overrides, line separators and bytes that are not UTF-8 become \xNN or \u{NNNN}; a
 * backslash stays as it is unless ESCAPE_BACKSLASH. The caller frees it.
 */
enum escape_mode { ESCAPE_PLAIN, ESCAPE_BACKSLASH };
char *text_escape(struct slice text, enum escape_mode mode);

/* How many columns the text takes on a terminal: one per character, none for combining ones. */
size_t text_columns(const char *text);

/* Case-insensitive search (ASCII letters), as people expect of a filter. */
bool text_contains(const char *haystack, const char *needle);
