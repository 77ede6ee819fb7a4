/* SPDX-License-Identifier: Apache-2.0 */
/* The counters of this process, and their record: one line of JSON. README.md names its fields. */
#pragma once

#include "call.h"

/* A call has come in; it may still have to wait. */
void record_enter(void);

/* The call has returned rv. */
void record_call(const struct call *call, CK_RV rv);

/*
 * Appends the record to HARDTOKEN_COUNT_OUTPUT and sets the counters to zero. Does nothing when no
 * call was counted. written_by is "C_Finalize" or "exit".
 */
void record_write(const char *written_by);

/* Zero counters and a fresh lock; for a forked child. */
void record_reset_in_child(void);
