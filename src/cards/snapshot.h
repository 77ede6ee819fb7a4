/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cards/process.h"

/* A file that is mapped so that it can be executed; " (deleted)" stands at the end of a lost one.
 */
struct process_snapshot {
    char **libraries; /* sorted, each once */
    size_t library_count;
    struct descriptor *descriptors;
    size_t descriptor_count;
};

/* TARGET is what /proc/self/fd says: with an inode for sockets, so that a reused number is seen. */
struct descriptor {
    int number;
    char *target;
    struct process_opening opening;
};

/* What a descriptor of this process is; the caller frees the name. */
struct process_opening descriptor_opening(int number, const char *target);
