/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"
#include "journal/jobs.h"

/*
 * The journal of --journal, else the one in the folder of what is known from earlier runs; the
 * caller frees it. NULL with class host when there is no such folder.
 */
char *journal_place(const struct cli *cli, struct failure *failure) MUST_USE;

/*
 * After cli_open, in every command that writes to a token: from now on the workplace records it.
 * Class host: then nothing may be written.
 */
bool cli_keep_journal(struct cli *cli, struct failure *failure) MUST_USE;

/* The same for a command that writes no more than a file: without a journal it warns. */
void cli_offer_journal(struct cli *cli);

/*
 * Reads the journal. One that is damaged is a notice, and read as far as it can be; class input
 * when --journal names one that is not there.
 */
bool cli_read_journal(struct cli *cli, struct journal_content *ret_content,
                      struct failure *failure) MUST_USE;

/* Class input when there is no journal at PATH. */
bool journal_must_exist(const char *path, struct failure *failure) MUST_USE;

/* An id as people read and write it: its first digits; the caller frees it. */
char *short_job(const char *id);
