/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"

/* A file of the pack, not written yet. */
struct pack_part {
    char *name;
    struct bytes content;
};

struct pack_parts {
    struct pack_part *items;
    size_t count;
};

void pack_add(struct pack_parts *parts, const char *name, struct slice content);
void pack_add_text(struct pack_parts *parts, const char *name, const char *text);
/* VALUE is taken over. */
void pack_add_json(struct pack_parts *parts, const char *name, json_t *value);
void pack_parts_clear(struct pack_parts *parts);

/* The path without slashes at its end; the caller frees it. */
char *pack_path(const char *directory);

/* "DIGEST  NAME" a line, sorted by name, as sha256sum checks it; the caller frees it. */
char *pack_sums(const struct pack_parts *parts);

/*
 * Makes DIRECTORY, which must not be there or be empty, with all parts in it: written beside it
 * under another name, synced, then renamed. Class host.
 */
bool pack_write(const struct pack_parts *parts, const char *directory,
                struct failure *failure) MUST_USE;
