/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "bed.h"

/* The fault module under a scenario, with no code of the program in between. */
struct double_under_test {
    void *library;
    CK_FUNCTION_LIST *functions;
    CK_SLOT_ID slot;
};

/* Loads the module without a call to it. */
struct double_under_test double_load(struct bed *bed, const char *scenario);
/* Finds the slot of the token; three calls: C_Initialize, C_GetSlotList, C_GetTokenInfo. */
struct double_under_test double_start(struct bed *bed, const char *scenario);
void double_stop(struct double_under_test *module);
CK_SESSION_HANDLE double_session(const struct double_under_test *module);
