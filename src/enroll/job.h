/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "journal/jobs.h"
#include "journal/record.h"

/* 16 random bytes in hexadecimal. */
#define JOB_ID_SIZE 32

/*
 * What this run does to one token, for one request or for none, as the journal has it. Without a
 * journal in the workplace nothing is recorded.
 */
struct job {
    struct journal *journal;
    const struct token *token; /* borrowed */
    char id[JOB_ID_SIZE + 1];  /* "": about no job */
    enum job_state state;      /* before this run; means nothing for a new job */
    timestamp changed;
};

/* A new job. */
struct job job_begin(const struct workplace *workplace, const struct token *token);
/* About the token alone. */
struct job job_none(const struct workplace *workplace, const struct token *token);

/*
 * The job a key belongs to: the last one with that public key (SHA-256, hexadecimal; may be NULL),
 * else the open one with that CKA_ID (hexadecimal) on that token; job_none when there is none.
 * Class host when the journal cannot be read.
 */
bool job_find(const struct workplace *workplace, const struct token *token, const char *spki,
              const char *key_id, struct job *ret_job, struct failure *failure) MUST_USE;

/* Does the journal know of the job, and does more of it have to come? */
bool job_is_open(const struct job *job);

/* A fact to be recorded; NULL as its value: it is left out. */
struct job_fact {
    const char *name;
    const char *value;
};
#define JOB_FACTS(...)                                                                             \
    (const struct job_fact[])                                                                      \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

/*
 * Records an event, with FACTS ended by one without a name, and returns when it is on disk. Class
 * host: then what it announces must not be done.
 */
bool job_record(const struct job *job, enum journal_event event, const struct job_fact *facts,
                struct failure *failure) MUST_USE;

/* The same for what is done already: a journal that cannot be written is a notice then. */
void job_note(const struct job *job, struct workplace *workplace, enum journal_event event,
              const struct job_fact *facts);
