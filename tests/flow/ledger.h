/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "bed.h"
#include "journal/jobs.h"

/* What the journal of a bed says, read from its file. */
struct ledger {
    struct journal_content content;
    struct journal_jobs jobs;
};

/* Fails the test when the journal does not verify. */
struct ledger ledger_read(const struct bed *bed);
void ledger_clear(struct ledger *ledger);

/* The job that was begun last; fails the test when there is none. */
const struct journal_job *ledger_last_job(const struct ledger *ledger);

/* The names of all events from the one at index FROM, with blanks between, are EVENTS. */
#define assert_events(bed, from, events) check_events(bed, from, events, __FILE__, __LINE__)
void check_events(const struct bed *bed, size_t from, const char *events, const char *file,
                  int line);

/* The value of a fact of the last record with that event; the caller frees it. */
char *ledger_fact(const struct bed *bed, enum journal_event event, const char *name);

/*
 * After the next call of FUNCTION there is no room for records any more, as on a full disk; with
 * FUNCTION NULL at once. Other files stay as they can be. ledger_make_room ends it.
 */
void ledger_fill_disk(struct bed *bed, const char *function);
void ledger_make_room(struct bed *bed);
