/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "journal/journal.h"

/* A lock this process holds. */
struct held_lock {
    char *path;
    int descriptor;
    unsigned count; /* how often it was taken */
};

struct journal {
    char *path;
    int descriptor;
    struct held_lock *locks;
    size_t lock_count;
};

/* Lets go of every lock. */
void journal_unlock_all(struct journal *journal);
