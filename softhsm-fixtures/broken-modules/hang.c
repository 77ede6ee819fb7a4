/* SPDX-License-Identifier: Apache-2.0 */

/* Never comes back from C_Initialize, and does not mind signals that can be caught. */

#include <signal.h>
#include <unistd.h>

#include "list.h"

static CK_RV initialize(void *arguments)
{
    (void)arguments;
    (void)signal(SIGTERM, SIG_IGN);
    while (pause() == -1) { /* it never returns anything else */
    }
    return CKR_OK;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list)
{
    list.C_Initialize = initialize;
    *ret_list = &list;
    return CKR_OK;
}
