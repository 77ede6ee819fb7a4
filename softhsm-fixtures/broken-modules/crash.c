/* SPDX-License-Identifier: Apache-2.0 */

/* Crashes in C_Initialize, or in C_Finalize when $HARDTOKEN_CRASH_IN says so. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "list.h"

static void crash_in(const char *function)
{
    const char *wanted = getenv("HARDTOKEN_CRASH_IN");

    if (strcmp(wanted == NULL ? "C_Initialize" : wanted, function) == 0) {
        (void)fprintf(stderr, "crash-module: about to crash in %s\n", function);
        (void)signal(SIGSEGV, SIG_DFL); /* a sanitizer in the program would make it an exit */
        (void)raise(SIGSEGV);
    }
}

static CK_RV initialize(void *arguments)
{
    (void)arguments;
    crash_in("C_Initialize");
    return CKR_OK;
}

static CK_RV finalize(void *reserved)
{
    (void)reserved;
    crash_in("C_Finalize");
    return CKR_OK;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list)
{
    list.C_Initialize = initialize;
    list.C_Finalize = finalize;
    *ret_list = &list;
    return CKR_OK;
}
