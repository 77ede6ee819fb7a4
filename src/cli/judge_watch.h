/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "cards/process.h"

#define JUDGE_WATCH_OPTION "--watch-module" /* hidden: only the program itself uses it */

/* The helper: loads the module at PATH, says what that changed here, returns the exit status. */
int judge_watch_module(const char *path);

/*
 * Has a helper load the module at PATH. False when it crashed, hung or failed: then nothing is
 * known. For struct judge_order.
 */
bool judge_watch(void *context, const char *path, struct process_change *ret_change);
