/* SPDX-License-Identifier: Apache-2.0 */

/* Is older than Cryptoki 2.0. */

#include "list.h"

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list)
{
    list.version = (CK_VERSION){1, 0};
    *ret_list = &list;
    return CKR_OK;
}
