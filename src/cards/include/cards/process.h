/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "cards/family.h"
#include "cards/observation.h"
#include "cards/usb.h"

/*
 * What a module did to this process: libraries it pulled in, files, devices and sockets it opened.
 * Take one snapshot before the module is loaded and one after C_Initialize (better: after the slots
 * were listed, when modules connect), with no thread of our own at work in between. It is context,
 * not proof: what a module closed again, or does in another process, is not seen.
 */
struct process_snapshot;

/* NULL when /proc is not there. */
struct process_snapshot *process_snapshot_take(void);
void process_snapshot_free(struct process_snapshot *snapshot);
DEFINE_CLEANUP(struct process_snapshot *, process_snapshot_free);

enum process_opening_kind {
    OPENING_FILE,
    OPENING_DEVICE, /* character or block device */
    OPENING_UNIX,   /* the path of the peer, '@' in front of an abstract one */
    OPENING_TCP,    /* the peer: "127.0.0.1:3001", "[::1]:3001" */
    OPENING_OTHER,  /* pipe, event descriptor, socket of another family, socket without peer */
};

struct process_opening {
    enum process_opening_kind kind;
    char *name;
};

struct process_change {
    char **libraries; /* paths of what can be executed now and could not before, sorted */
    size_t library_count;
    struct process_opening *openings;
    size_t opening_count;
};

/* What is in AFTER and not in BEFORE. Empty when one of them is NULL. */
void process_difference(const struct process_snapshot *before, const struct process_snapshot *after,
                        struct process_change *ret_change);
void process_change_clear(struct process_change *change);

/*
 * The file of a module. Hash real_path with x509/digest.h; nothing is started to find the package,
 * so this may be called while a module is initialized.
 */
struct module_file {
    char *real_path;       /* links resolved; NULL when there is no such file */
    char *package;         /* Debian package whose list names it; NULL when none does */
    bool packages_known;   /* there are such lists here: without, no package means nothing */
    bool others_can_write; /* the file or its folder can be changed by other users than root and us
                            */
};

/* PACKAGES is the folder of the lists, NULL for /var/lib/dpkg/info. */
void module_file_read(const char *path, const char *packages, struct module_file *ret_file);
void module_file_clear(struct module_file *file);

/*
 * Adds what the change, the file, the environment and the TPM of this machine mean. The environment
 * is that of evidence/process.conf, and each variable set is reported, whatever its value.
 */
void process_observe(const struct card_tables *tables, const struct process_change *change,
                     struct observations *observations);
void module_file_observe(const struct module_file *file, struct observations *observations);
void environment_observe(const struct card_tables *tables, struct observations *observations);
void tpm_observe(const struct card_tables *tables, const struct kernel_view *kernel,
                 struct observations *observations);
