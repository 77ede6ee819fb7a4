/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"

/* SIGINT, SIGTERM and SIGHUP only leave a note, so that work on a token is finished or undone. */
void terminal_catch_signals(void);
bool terminal_interrupted(void);

/* Is there a person to ask? (/dev/tty can be opened.) */
bool terminal_is_there(void);

/*
 * Asks on /dev/tty without echo; PROMPT is escaped here. An interruption restores the echo and is
 * class PIN, as is an empty answer.
 */
bool terminal_ask_secret(const char *prompt, struct secret **ret_secret,
                         struct failure *failure) MUST_USE;

/* Asks on /dev/tty for a line; the caller frees it. Class host when nobody answers. */
bool terminal_ask_line(const char *prompt, char **ret_line, struct failure *failure) MUST_USE;

/* A line on standard error about what the person must do now, terminal or not. */
void terminal_tell(const char *text);

/* A line about what begins now, on standard error when that is a terminal. */
void terminal_progress(const char *text);
