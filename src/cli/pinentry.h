/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"

/*
 * Asks for a PIN through PROGRAM, which speaks the Assuan protocol of GnuPG's pinentry on its
 * standard input and output; it is looked for in PATH when it has no slash. QUESTION and WARNING
 * (which may be NULL) are shown to the person. Class PIN when the program cannot be started, breaks
 * the protocol, or the person cancels.
 */
bool pinentry_ask(const char *program, const char *question, const char *warning,
                  struct secret **ret_pin, struct failure *failure) MUST_USE;
