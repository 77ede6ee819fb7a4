/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/must_use.h"

/* SHA-256 in hexadecimal, and what the first record has for the one before it. */
#define JOURNAL_HASH_SIZE 64
#define JOURNAL_NOTHING_BEFORE "0000000000000000000000000000000000000000000000000000000000000000"

/* No record is longer; a line that is is no record. */
#define JOURNAL_RECORD_LIMIT 65536u

/*
 * What happened, or is about to. An intent is written before the token is touched, its outcome
 * after. A job is one request for a certificate, from the intent to its end.
 */
enum journal_event {
    EVENT_KEYGEN_INTENT,    /* a key pair will be made, with this id and label */
    EVENT_KEYGEN_DONE,      /* it is there; its public key */
    EVENT_KEYGEN_UNDONE,    /* it was removed again, or was never made */
    EVENT_KEYGEN_ADOPTED,   /* found after an interruption, and taken over */
    EVENT_REQUEST_WRITTEN,  /* the request is in its file */
    EVENT_INSTALL_INTENT,   /* certificates will be written */
    EVENT_INSTALL_DONE,     /* they are there */
    EVENT_INSTALL_UNDONE,   /* none of them is there */
    EVENT_DELETE_INTENT,    /* objects will be deleted, asked for by name */
    EVENT_DELETE_DONE,      /* they are gone */
    EVENT_JOB_ABANDONED,    /* ended by a person */
    EVENT_JOB_REJECTED,     /* ended by the CA */
    EVENT_JOB_SUPERSEDED,   /* another job took its place */
    EVENT_JOURNAL_REPAIRED, /* a torn last line was cut off */
    EVENT_COUNT
};

/* "keygen.intent"; for machines, stable. */
const char *journal_event_name(enum journal_event event);
bool journal_event_read(const char *name, enum journal_event *ret_event);

/* A fact of a record, by name. No PIN and no PUK is ever one. */
struct journal_fact {
    char *name;
    char *value;
};

/* One record. All texts are owned. */
struct journal_record {
    uint64_t number; /* from 1 */
    timestamp time;
    enum journal_event event;
    char *job; /* NULL: about no job */
    /* The token, as it was when the record was written; NULL: about none. */
    char *serial;
    char *label;
    char *model;
    char *manufacturer;
    struct journal_fact *facts;
    size_t fact_count;
    char before[JOURNAL_HASH_SIZE + 1]; /* hash of the record before */
    char hash[JOURNAL_HASH_SIZE + 1];
};

void journal_record_add(struct journal_record *record, const char *name, const char *value);
/* NULL when the record has no such fact. */
const char *journal_record_fact(const struct journal_record *record, const char *name);
void journal_record_clear(struct journal_record *record);

/*
 * A record as one line of JSON that ends with its hash and a newline: number, time and before are
 * those of RECORD. The hash is the SHA-256 of the line as it is without the member "h", so that it
 * is checked on the bytes of the file. Sets RECORD->hash; the caller clears the line.
 */
struct bytes journal_record_write(struct journal_record *record);

/*
 * Reads a line without its newline. False when it is no record; *RET_HASH_FITS tells whether its
 * hash is that of its bytes.
 */
bool journal_record_read(struct slice line, struct journal_record *ret_record,
                         bool *ret_hash_fits) MUST_USE;
