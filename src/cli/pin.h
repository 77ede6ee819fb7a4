/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "cli.h"

/* Longest PIN of any module known: HSMs that take "user:password". */
#define PIN_CAPACITY 255

/*
 * Where the PIN comes from, in this order: --pin-file, --pin-fd or --pin-env (only one may be
 * given), pin-source of the URI, the terminal. Each source is read at most once.
 */

/* More than one source on the command line: class usage. */
bool pin_check_options(const struct cli *cli, struct failure *failure) MUST_USE;

/* Is a PIN given without asking anybody? */
bool pin_is_given(const struct cli *cli);

/* The callback of struct workplace; CONTEXT is the struct cli. */
bool pin_ask(void *context, const struct token *token, struct secret **ret_pin,
             struct failure *failure) MUST_USE;

/* A PIN out of a file, or (PATH NULL) typed twice on the terminal. WHAT is for people: "SO PIN". */
bool pin_new(struct cli *cli, const char *path, const char *what, struct secret **ret_pin,
             struct failure *failure) MUST_USE;
