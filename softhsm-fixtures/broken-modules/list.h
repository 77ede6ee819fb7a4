/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A complete list of functions without a slot behind it, for a module to spoil. */

#include <p11-kit/pkcs11.h>
#include <stddef.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

static CK_RV not_supported(void)
{
    return CKR_FUNCTION_NOT_SUPPORTED;
}

static CK_RV accept_pointer(void *pointer)
{
    (void)pointer;
    return CKR_OK;
}

static CK_RV get_info(CK_INFO *info)
{
    memset(info, ' ', sizeof *info);
    info->cryptokiVersion = (CK_VERSION){2, 40};
    info->libraryVersion = (CK_VERSION){1, 0};
    info->flags = 0;
    memcpy(info->libraryDescription, "Broken module", 13);
    memcpy(info->manufacturerID, "hardtoken tests", 15);
    return CKR_OK;
}

static CK_RV no_slots(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
    (void)present;
    (void)slots;
    *count = 0;
    return CKR_OK;
}

/* By way of void(*)(void): the one cast between function types that no compiler warns about. */
#define STUB(name) .name = (CK_##name)(void (*)(void))not_supported

static CK_FUNCTION_LIST list = {
    .version = {2, 40},
    .C_Initialize = accept_pointer,
    .C_Finalize = accept_pointer,
    .C_GetInfo = get_info,
    .C_GetSlotList = no_slots,
    STUB(C_GetSlotInfo),
    STUB(C_GetTokenInfo),
    STUB(C_GetMechanismList),
    STUB(C_GetMechanismInfo),
    STUB(C_InitToken),
    STUB(C_InitPIN),
    STUB(C_OpenSession),
    STUB(C_CloseSession),
    STUB(C_Login),
    STUB(C_Logout),
    STUB(C_CreateObject),
    STUB(C_DestroyObject),
    STUB(C_GetAttributeValue),
    STUB(C_FindObjectsInit),
    STUB(C_FindObjects),
    STUB(C_FindObjectsFinal),
    STUB(C_SignInit),
    STUB(C_Sign),
    STUB(C_GenerateKeyPair),
};

EXPORT CK_RV C_GetFunctionList(CK_FUNCTION_LIST **ret_list);
