/* SPDX-License-Identifier: Apache-2.0 */
/* The outer layer: counts the calls, and lets the rules of the scenario happen. */
#pragma once

#include "functions.h"

#include <stdbool.h>

/* Forgets all counts, for a C_Initialize. */
void calls_reset(void);

/*
 * To be called before each call goes to the inner layer. False: do not make it, *RET_RV is the
 * answer.
 */
bool call_begin(enum function function, CK_RV *ret_rv);

/* The answer after the inner layer gave RV. */
CK_RV call_end(enum function function, CK_RV rv);

/* Has the token been taken out? */
bool token_vanished(void);

/* Is another token in the slot? */
bool token_swapped(void);

/* The function of the call before the one that is running; FUNCTION_COUNT when there was none. */
enum function previous_call(void);
