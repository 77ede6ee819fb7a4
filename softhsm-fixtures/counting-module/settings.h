/* SPDX-License-Identifier: Apache-2.0 */
/* What the environment asks for, read once when the module is first used. */
#pragma once

#include <stdbool.h>

struct settings {
    char *module;           /* HARDTOKEN_COUNT_MODULE: the real module */
    char *output;           /* HARDTOKEN_COUNT_OUTPUT: file for the records, or NULL */
    char *trace;            /* HARDTOKEN_COUNT_TRACE: file for the trace, or NULL */
    unsigned long delay_us; /* HARDTOKEN_COUNT_DELAY_US: slept in every call */
    bool serialize;         /* HARDTOKEN_COUNT_SERIALIZE=1: one call at a time */
};

/* Returns false, after a message on stderr, when something is missing or malformed. */
bool settings_read(void);

const struct settings *settings_get(void);

/* Appends length bytes to the file in one write, so that lines of several processes do not mix. */
void append_to_file(const char *path, const char *text, unsigned long length);
