/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"

/*
 * Helpers: this program started again with other arguments, for work that may crash or hang. They
 * are started with posix_spawn, not forked, so that nothing of this process is in them. Standard
 * input is empty; the result is written to HELPER_RESULT.
 */
#define HELPER_RESULT 3

enum helper_end {
    HELPER_NOT_STARTED, /* code: errno */
    HELPER_EXITED,      /* code: exit status */
    HELPER_CRASHED,     /* code: signal */
    HELPER_TIMED_OUT,   /* killed */
};

struct helper {
    const char *const *arguments; /* argv, terminated by NULL; borrowed */
    enum helper_end end;
    int code;
    struct bytes result;   /* what it wrote to HELPER_RESULT, at most 1 MiB */
    struct bytes messages; /* the beginning of standard output and standard error together */
};

/*
 * Runs all helpers at one time and waits until each has ended or was killed after LIMIT seconds.
 * Fails only when INTERRUPTED (may be NULL) says so: then all are killed, class host.
 */
bool helpers_run(struct helper *helpers, size_t count, unsigned limit,
                 bool (*interrupted)(void *context), void *context,
                 struct failure *failure) MUST_USE;

/* To be called first in a helper: it ends with the program that started it. */
void helper_begin(void);

void helper_clear(struct helper *helper);
