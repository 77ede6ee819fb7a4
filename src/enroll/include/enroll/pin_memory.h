/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "enroll/workplace.h"
#include "pkcs11/token.h"

/*
 * PINs that tokens refused are remembered from run to run, so that a script or an impatient person
 * does not lock a token by sending the same wrong PIN again. The file refused-pins in the state
 * folder (mode 0600) has one line a PIN: a hash of the token's identity, and a salted digest of the
 * PIN (PBKDF2-HMAC-SHA-256). It holds at most 64 PINs, the newest.
 *
 * Only PINs that were wrong are in it, and only for as long as the token did not accept another:
 * what somebody with the file could find out by trying is a PIN that does not open the token.
 *
 * A file that cannot be read or written is a notice and never a failure. None of these functions
 * calls a module. PIN may be NULL (typed at the reader): then nothing is done.
 */

/*
 * Class PIN, with the day, when this PIN was refused by this token before and the workplace does
 * not say same_pin.
 */
bool pin_memory_check(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin,
                      struct failure *failure) MUST_USE;

/* Was this PIN refused before? */
bool pin_memory_knows(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin);

/* Remembers PIN if FAILURE says that the module refused it; any other failure is no news. */
void pin_memory_learn(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin, const struct failure *failure);

/* Forgets all PINs of that kind the token refused: the right one is known now, or is another. */
void pin_memory_forget(const struct workplace *workplace, const struct token *token,
                       enum pin_kind kind);
