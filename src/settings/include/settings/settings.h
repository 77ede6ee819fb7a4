/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"

/*
 * A data file in the syntax of OpenSSL's configuration files, config(5): sections of names and
 * values. In contrast to what OpenSSL does, order is kept, the line of each name is known, and a
 * name given twice, or one outside of any section, is an error.
 */
struct settings;

struct settings_entry {
    char *name;
    char *value; /* after quotes, escapes and variables; never NULL */
    unsigned line;
};

struct settings_section {
    char *name;
    unsigned line;
    struct settings_entry *entries; /* in the order of the file */
    size_t count;
};

/*
 * Reads TEXT; ORIGIN is what messages call it: a path, or the name of a shipped file. Class input,
 * naming origin and line. The result is freed with settings_free.
 */
bool settings_parse(const char *origin, struct slice text, struct settings **ret_settings,
                    struct failure *failure) MUST_USE;
bool settings_read(const char *path, struct settings **ret_settings,
                   struct failure *failure) MUST_USE;
void settings_free(struct settings *settings);
DEFINE_CLEANUP(struct settings *, settings_free);

const char *settings_origin(const struct settings *settings);
size_t settings_count(const struct settings *settings);
/* By position, below settings_count. */
const struct settings_section *settings_section(const struct settings *settings, size_t position);

/* The value of NAME; NULL when the section does not have it. */
const char *settings_value(const struct settings_section *section, const char *name);
const struct settings_entry *settings_entry(const struct settings_section *section,
                                            const char *name);

/*
 * Refuses the first name of the section that is not among KNOWN, a list that ends with NULL. A
 * known name that ends with '.' allows every name that begins so.
 */
bool settings_only(const struct settings *settings, const struct settings_section *section,
                   const char *const *known, struct failure *failure) MUST_USE;

/* Records a failure of class input, "ORIGIN, line LINE: …"; returns false. */
bool settings_refuse(const struct settings *settings, unsigned line, struct failure *failure,
                     const char *reason, ...) PRINTF_LIKE(4, 5);

/* yes, no, true, false; anything else is refused with its line. */
bool settings_bool(const struct settings *settings, const struct settings_entry *entry,
                   bool *ret_value, struct failure *failure) MUST_USE;

/* The items of a list separated by commas, blanks around them left out; freed with
 * settings_list_free. */
char **settings_list(const char *value);
void settings_list_free(char **items);
DEFINE_CLEANUP(char **, settings_list_free);
