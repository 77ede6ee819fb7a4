/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "journal/journal.h"

/* How far a job has come, as the journal knows; the token is the truth. */
enum job_state {
    JOB_GENERATING, /* a key pair was to be made; whether it was is not known */
    JOB_GENERATED,  /* the key is there, its request is not */
    JOB_WAITING,    /* the request is written: a certificate is awaited */
    JOB_INSTALLING, /* certificates were to be written; whether they were is not known */
    JOB_INSTALLED,
    JOB_UNDONE, /* nothing of it is left */
    JOB_ABANDONED,
    JOB_REJECTED,
    JOB_SUPERSEDED,
};

/* "waiting", …: for machines, stable. */
const char *job_state_name(enum job_state state);
/* Is there nothing more to come? */
bool job_state_is_final(enum job_state state);

/* A job: the sum of its records. Texts belong to the content it was made from; NULL: not known. */
struct journal_job {
    const char *id;
    enum job_state state;
    timestamp begun;
    timestamp changed;
    const char *serial; /* of the token */
    const char *label;  /* of the token */
    const char *model;
    const char *manufacturer;
    const char *key_id;    /* CKA_ID, hexadecimal */
    const char *key_label; /* CKA_LABEL */
    const char *key;       /* "EC P-256" */
    const char *spki;      /* SHA-256 of the public key, hexadecimal */
    const char *subject;
    const char *request; /* the file */
    const char *profile;
};

struct journal_jobs {
    struct journal_job *items; /* in the order they were begun */
    size_t count;
};

/* CONTENT must outlive the jobs. */
void journal_jobs_read(const struct journal_content *content, struct journal_jobs *ret_jobs);
void journal_jobs_clear(struct journal_jobs *jobs);

/* The last job about that public key (SHA-256, hexadecimal); NULL: none. */
const struct journal_job *journal_job_by_key(const struct journal_jobs *jobs, const char *spki);

/*
 * The job whose id begins with PREFIX, as people write it; NULL when there is none or several, or
 * the prefix is shorter than JOB_PREFIX_LEAST.
 */
#define JOB_PREFIX_LEAST 4
const struct journal_job *journal_job_by_prefix(const struct journal_jobs *jobs,
                                                const char *prefix);

/* The last open job with that CKA_ID (hexadecimal) on the token with that serial; NULL: none. */
const struct journal_job *journal_job_by_place(const struct journal_jobs *jobs, const char *serial,
                                               const char *key_id);
