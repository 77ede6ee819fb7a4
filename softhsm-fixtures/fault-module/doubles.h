/* SPDX-License-Identifier: Apache-2.0 */
/* The inner layer: functions that answer otherwise than the real module when the scenario says so.
 */
#pragma once

#include "functions.h"

#include <stdbool.h>

/* The real module; calls to it are not counted. */
const CK_FUNCTION_LIST *real_module(void);

/* The functions that have a double of their own; all others are the real module's. */
#define DOUBLED_FUNCTIONS(FUNCTION)                                                                \
    FUNCTION(C_Initialize, POINTER)                                                                \
    FUNCTION(C_GetInfo, INFO)                                                                      \
    FUNCTION(C_GetSlotList, SLOT_LIST)                                                             \
    FUNCTION(C_GetSlotInfo, SLOT_INFO)                                                             \
    FUNCTION(C_GetTokenInfo, TOKEN_INFO)                                                           \
    FUNCTION(C_GetMechanismList, MECHANISM_LIST)                                                   \
    FUNCTION(C_GetMechanismInfo, MECHANISM_INFO)                                                   \
    FUNCTION(C_Login, LOGIN)                                                                       \
    FUNCTION(C_CreateObject, CREATE)                                                               \
    FUNCTION(C_CopyObject, COPY)                                                                   \
    FUNCTION(C_GetAttributeValue, ATTRIBUTES)                                                      \
    FUNCTION(C_SetAttributeValue, ATTRIBUTES)                                                      \
    FUNCTION(C_FindObjectsInit, SEARCH)                                                            \
    FUNCTION(C_SignInit, MECHANISM_KEY)                                                            \
    FUNCTION(C_Sign, DATA_OUTPUT)                                                                  \
    FUNCTION(C_GenerateKeyPair, GENERATE_PAIR)

#define DECLARE_DOUBLE(name, shape) CK_RV double_##name shape##_PARAMETERS;
DOUBLED_FUNCTIONS(DECLARE_DOUBLE)
#undef DECLARE_DOUBLE

/* Start anew, for a C_Initialize. */
void login_reset(void);
void swap_reset(void);
void copy_reset(void);

/* Sets and takes away the flags that tell how many PIN tries are left. */
CK_FLAGS login_flags(CK_FLAGS flags);

/* May C_Sign go on with a key that wants the PIN each time? */
bool login_allows_signature(void);
/* C_SignInit began, or did not begin, an operation. */
void login_sign_began(bool began);

/* The object whose attribute of TYPE shall be read when OBJECT is asked for it. */
CK_OBJECT_HANDLE swap_object(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
/* Makes the pair whose public half is shown instead of that of the pair just generated. */
CK_RV swap_generate(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_ATTRIBUTE *template,
                    CK_ULONG count, CK_OBJECT_HANDLE public_key, CK_OBJECT_HANDLE private_key);

/* Is it a copy that was not to be allowed? Then *RET_VALUE is what it says of TYPE. */
bool copy_is_weak(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, CK_BBOOL *ret_value);

bool mechanism_is_hidden(CK_MECHANISM_TYPE type);

/* Does a template hold an attribute the scenario refuses? */
bool template_is_refused(const CK_ATTRIBUTE *template, CK_ULONG count);
