/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "cli.h"

/*
 * Where a PIN comes from: the first of these that is there.
 *
 *  1. --pin-file, --pin-fd or --pin-env (or --so-pin-..., --new-pin-..., --sign-pin-...), of which
 *     only one may be given
 *  2. pin-source of the URI (the user PIN only), not together with 1
 *  3. a credential systemd passed: hardtoken.pin or hardtoken.so-pin in $CREDENTIALS_DIRECTORY
 *  4. the pad of the reader
 *  5. a pinentry program: the one of --pinentry; without it "pinentry", where there is no terminal
 *     but a desktop
 *  6. the terminal
 *
 * What somebody wrote on the command line comes before what stands around, so that a PIN left in
 * the environment is never sent to a token it was not meant for. 5 and 6 are for people: --no-input
 * turns them off. Each source is read once.
 */

/* More than one source on the command line: class usage. */
bool pin_check_options(const struct cli *cli, struct failure *failure) MUST_USE;

/* Is the user PIN given without asking anybody? */
bool pin_is_given(const struct cli *cli);

/* The callbacks of struct workplace; CONTEXT is the struct cli. */
bool pin_ask(void *context, const struct token *token, struct secret **ret_pin,
             struct failure *failure) MUST_USE;
bool pin_ask_other(void *context, const struct token *token, enum pin_kind kind,
                   struct secret **ret_pin, struct failure *failure) MUST_USE;

/*
 * The PIN a token shall get that is being set up: from the sources of KIND, else asked for twice as
 * the new one; NULL when the pad of the reader takes it.
 */
bool pin_for_new_token(struct cli *cli, const struct token *token, enum pin_kind kind,
                       struct secret **ret_pin, struct failure *failure) MUST_USE;
