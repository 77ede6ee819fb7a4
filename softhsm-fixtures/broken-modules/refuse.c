/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Refuses the arguments of C_Initialize, whatever they are, or all but one kind:
 * $HARDTOKEN_REFUSE_BUT is "os-locking", "no-arguments", "no-threads" or "no-flags", or
 * "reserved=TEXT" for what stands in pReserved.
 */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"

static const char *kind_of(const CK_C_INITIALIZE_ARGS *arguments)
{
    if (arguments == NULL) {
        return "no-arguments";
    }
    if ((arguments->flags & CKF_LIBRARY_CANT_CREATE_OS_THREADS) != 0) {
        return "no-threads";
    }
    return (arguments->flags & CKF_OS_LOCKING_OK) != 0 ? "os-locking" : "no-flags";
}

static bool is_reserved(const char *accepted, const CK_C_INITIALIZE_ARGS *arguments)
{
    return strncmp(accepted, "reserved=", 9) == 0 && arguments != NULL &&
           arguments->pReserved != NULL && strcmp(arguments->pReserved, accepted + 9) == 0;
}

static CK_RV initialize(void *arguments)
{
    const char *accepted = getenv("HARDTOKEN_REFUSE_BUT");
    const char *kind = kind_of(arguments);

    if (accepted != NULL && (strcmp(accepted, kind) == 0 || is_reserved(accepted, arguments))) {
        return CKR_OK;
    }
    if (strcmp(kind, "no-threads") == 0) {
        return CKR_NEED_TO_CREATE_THREADS;
    }
    return strcmp(kind, "os-locking") == 0 ? CKR_CANT_LOCK : CKR_ARGUMENTS_BAD;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list)
{
    list.C_Initialize = initialize;
    *ret_list = &list;
    return CKR_OK;
}
