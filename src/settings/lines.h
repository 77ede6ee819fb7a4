/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"

enum line_kind { LINE_SECTION, LINE_VALUE, LINE_DIRECTIVE };

/* A line that says something: where it is, and the name before '=' or between brackets. */
struct line {
    enum line_kind kind;
    unsigned number; /* from 1; the first one of lines joined by a backslash */
    struct slice name;
};

/* A place in the text; begin with the whole text and number 0. */
struct line_reader {
    struct slice rest;
    unsigned number;
};

/* Takes the next line that is neither empty nor a comment; false at the end. */
bool line_next(struct line_reader *reader, struct line *ret_line);
