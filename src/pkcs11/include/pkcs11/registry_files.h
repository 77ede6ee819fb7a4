/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

/*
 * The configuration of p11-kit (pkcs11.conf(5)) read from its files, so that the modules in it are
 * known before any of them is loaded: p11-kit itself loads them all into one process.
 */

/* One module file; settings of files with the same name are taken together, the user's first. */
struct registry_entry {
    char *name; /* "opensc-pkcs11.module" */
    char *file; /* the first of its files that was read */
    char *module;
    char *remote; /* a command or socket instead of a module */
    char *trust_policy;
    char *enable_in;
    char *disable_in;
};

enum registry_use { REGISTRY_USED, REGISTRY_TRUST_STORE, REGISTRY_REMOTE, REGISTRY_NOT_FOR_US };

struct registry_files {
    char **read; /* paths, in the order they were read */
    size_t read_count;
    struct registry_entry *entries;
    size_t entry_count;
};

/* Files that cannot be read are as if they were not there, as they are to p11-kit. */
struct registry_files *registry_files_read(void);
void registry_files_free(struct registry_files *files);
DEFINE_CLEANUP(struct registry_files *, registry_files_free);

/* What the entry is to this program. */
enum registry_use registry_entry_use(const struct registry_entry *entry);

/* The file of its module, with p11-kit's folder in front of a bare name; the caller frees it. */
char *registry_entry_path(const struct registry_entry *entry);
