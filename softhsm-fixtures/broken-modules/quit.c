/* SPDX-License-Identifier: Apache-2.0 */

/* Ends the program that calls C_GetSlotList, after too many words. */

#include <stdio.h>
#include <stdlib.h>

#include "list.h"

static CK_RV quit(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
    (void)present;
    (void)slots;
    (void)count;
    for (int i = 1; i <= 1000; i++) {
        (void)fprintf(stderr, "quit-module: line %d of 1000\033[31m\n", i);
    }
    _Exit(3);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list)
{
    list.C_GetSlotList = quit;
    *ret_list = &list;
    return CKR_OK;
}
