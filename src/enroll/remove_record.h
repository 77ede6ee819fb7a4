/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "job.h"
#include "pkcs11/object.h"

/*
 * What the journal is told of a deletion, before and after. MATES are the objects that share the id
 * of KEY; *RET_JOB is the job the key belongs to. Class host: then nothing may be deleted.
 */
bool key_removal_intended(struct workplace *workplace, const struct open_token *open,
                          const struct object *key, const struct object_list *mates,
                          struct job *ret_job, struct failure *failure) MUST_USE;
/* A job that was still open is abandoned: no certificate can come for a key that is gone. */
void key_removal_done(struct workplace *workplace, const struct object *key, const struct job *job);

bool certificate_removal_intended(struct workplace *workplace, const struct open_token *open,
                                  const struct object *certificate,
                                  struct failure *failure) MUST_USE;
void certificate_removal_done(struct workplace *workplace, const struct open_token *open,
                              const struct object *certificate);
