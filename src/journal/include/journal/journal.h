/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "journal/record.h"

/*
 * An append-only file of records, each holding the hash of the one before. A record that was
 * acknowledged is on disk: one write, then fsync. Several processes may append to one journal;
 * readers are never held up.
 */
struct journal;

/*
 * Opens the journal at PATH for appending, making it and its folder (modes 0600 and 0700) where
 * they are missing. Class host: without a journal there must be no write to a token.
 */
bool journal_open(const char *path, struct journal **ret_journal, struct failure *failure) MUST_USE;
void journal_close(struct journal *journal);
DEFINE_CLEANUP(struct journal *, journal_close);

const char *journal_path(const struct journal *journal);

/*
 * Appends RECORD, filling in its number, time and hashes. A last line torn by a power cut, which
 * nobody acknowledged, is cut off first, and a record says so. Class host, and nothing was
 * appended, when it cannot be written and synced, or the end of the journal is damaged.
 */
bool journal_append(struct journal *journal, struct journal_record *record,
                    struct failure *failure) MUST_USE;

/* The records of a file, as far as they can be read. */
struct journal_content {
    struct journal_record *records;
    size_t count;
    size_t torn; /* bytes behind the last newline */
};

/* Reads the journal at PATH; one that is not there is empty. Class host. */
bool journal_read(const char *path, struct journal_content *ret_content,
                  struct failure *failure) MUST_USE;
void journal_content_clear(struct journal_content *content);

/* What became of a journal. */
enum journal_verdict {
    JOURNAL_SOUND,
    JOURNAL_TORN,      /* sound, but for a last line that was never acknowledged */
    JOURNAL_EDITED,    /* a record is not what was written */
    JOURNAL_REMOVED,   /* records are missing between two */
    JOURNAL_INSERTED,  /* a record is there that does not belong */
    JOURNAL_TRUNCATED, /* records at the end are missing: it is shorter than the checkpoint */
    JOURNAL_REWRITTEN, /* the chain is sound, but not the one of the checkpoint */
};

/* The head of a journal, kept elsewhere: how many records, and the hash of the last one. */
struct journal_checkpoint {
    uint64_t number;
    char hash[JOURNAL_HASH_SIZE + 1];
};

struct journal_report {
    enum journal_verdict verdict;
    uint64_t records; /* that were read */
    uint64_t line;    /* where it goes wrong; 0 when sound */
    struct journal_checkpoint head;
};

/*
 * Recomputes the chain from the bytes of the file and compares it with CHECKPOINT, which may be
 * NULL: without one neither a missing end nor a chain that was written anew can be seen. Class host
 * when the file cannot be read.
 */
bool journal_verify(const char *path, const struct journal_checkpoint *checkpoint,
                    struct journal_report *ret_report, struct failure *failure) MUST_USE;

/* "sound", "torn", "edited", …: for machines, stable. */
const char *journal_verdict_name(enum journal_verdict verdict);
