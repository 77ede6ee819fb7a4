/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of the PKCS#11 2.40 list in its order, without C_GetFunctionList, each with the
 * shape of its parameters. A shape has three macros: X_PARAMETERS, X_ARGUMENTS to pass them on,
 * and X_DETAILS, the fields of struct call that the counters and the trace look at.
 */
#pragma once

#include <p11-kit/pkcs11.h>

#define PKCS11_FUNCTIONS(FUNCTION)                                                                 \
    FUNCTION(C_Initialize, POINTER)                                                                \
    FUNCTION(C_Finalize, POINTER)                                                                  \
    FUNCTION(C_GetInfo, INFO)                                                                      \
    FUNCTION(C_GetSlotList, SLOT_LIST)                                                             \
    FUNCTION(C_GetSlotInfo, SLOT_INFO)                                                             \
    FUNCTION(C_GetTokenInfo, TOKEN_INFO)                                                           \
    FUNCTION(C_GetMechanismList, MECHANISM_LIST)                                                   \
    FUNCTION(C_GetMechanismInfo, MECHANISM_INFO)                                                   \
    FUNCTION(C_InitToken, INIT_TOKEN)                                                              \
    FUNCTION(C_InitPIN, DATA)                                                                      \
    FUNCTION(C_SetPIN, TWO_DATA)                                                                   \
    FUNCTION(C_OpenSession, OPEN_SESSION)                                                          \
    FUNCTION(C_CloseSession, SESSION)                                                              \
    FUNCTION(C_CloseAllSessions, SLOT)                                                             \
    FUNCTION(C_GetSessionInfo, SESSION_INFO)                                                       \
    FUNCTION(C_GetOperationState, OUTPUT)                                                          \
    FUNCTION(C_SetOperationState, SET_STATE)                                                       \
    FUNCTION(C_Login, LOGIN)                                                                       \
    FUNCTION(C_Logout, SESSION)                                                                    \
    FUNCTION(C_CreateObject, CREATE)                                                               \
    FUNCTION(C_CopyObject, COPY)                                                                   \
    FUNCTION(C_DestroyObject, OBJECT)                                                              \
    FUNCTION(C_GetObjectSize, OBJECT_SIZE)                                                         \
    FUNCTION(C_GetAttributeValue, ATTRIBUTES)                                                      \
    FUNCTION(C_SetAttributeValue, ATTRIBUTES)                                                      \
    FUNCTION(C_FindObjectsInit, SEARCH)                                                            \
    FUNCTION(C_FindObjects, FIND)                                                                  \
    FUNCTION(C_FindObjectsFinal, SESSION)                                                          \
    FUNCTION(C_EncryptInit, MECHANISM_KEY)                                                         \
    FUNCTION(C_Encrypt, DATA_OUTPUT)                                                               \
    FUNCTION(C_EncryptUpdate, DATA_OUTPUT)                                                         \
    FUNCTION(C_EncryptFinal, OUTPUT)                                                               \
    FUNCTION(C_DecryptInit, MECHANISM_KEY)                                                         \
    FUNCTION(C_Decrypt, DATA_OUTPUT)                                                               \
    FUNCTION(C_DecryptUpdate, DATA_OUTPUT)                                                         \
    FUNCTION(C_DecryptFinal, OUTPUT)                                                               \
    FUNCTION(C_DigestInit, MECHANISM)                                                              \
    FUNCTION(C_Digest, DATA_OUTPUT)                                                                \
    FUNCTION(C_DigestUpdate, DATA)                                                                 \
    FUNCTION(C_DigestKey, OBJECT)                                                                  \
    FUNCTION(C_DigestFinal, OUTPUT)                                                                \
    FUNCTION(C_SignInit, MECHANISM_KEY)                                                            \
    FUNCTION(C_Sign, DATA_OUTPUT)                                                                  \
    FUNCTION(C_SignUpdate, DATA)                                                                   \
    FUNCTION(C_SignFinal, OUTPUT)                                                                  \
    FUNCTION(C_SignRecoverInit, MECHANISM_KEY)                                                     \
    FUNCTION(C_SignRecover, DATA_OUTPUT)                                                           \
    FUNCTION(C_VerifyInit, MECHANISM_KEY)                                                          \
    FUNCTION(C_Verify, TWO_DATA)                                                                   \
    FUNCTION(C_VerifyUpdate, DATA)                                                                 \
    FUNCTION(C_VerifyFinal, DATA)                                                                  \
    FUNCTION(C_VerifyRecoverInit, MECHANISM_KEY)                                                   \
    FUNCTION(C_VerifyRecover, DATA_OUTPUT)                                                         \
    FUNCTION(C_DigestEncryptUpdate, DATA_OUTPUT)                                                   \
    FUNCTION(C_DecryptDigestUpdate, DATA_OUTPUT)                                                   \
    FUNCTION(C_SignEncryptUpdate, DATA_OUTPUT)                                                     \
    FUNCTION(C_DecryptVerifyUpdate, DATA_OUTPUT)                                                   \
    FUNCTION(C_GenerateKey, GENERATE)                                                              \
    FUNCTION(C_GenerateKeyPair, GENERATE_PAIR)                                                     \
    FUNCTION(C_WrapKey, WRAP)                                                                      \
    FUNCTION(C_UnwrapKey, UNWRAP)                                                                  \
    FUNCTION(C_DeriveKey, DERIVE)                                                                  \
    FUNCTION(C_SeedRandom, DATA)                                                                   \
    FUNCTION(C_GenerateRandom, DATA)                                                               \
    FUNCTION(C_GetFunctionStatus, SESSION)                                                         \
    FUNCTION(C_CancelFunction, SESSION)                                                            \
    FUNCTION(C_WaitForSlotEvent, WAIT)

#define FUNCTION_NUMBER(name, shape) FUNCTION_##name,
enum function { PKCS11_FUNCTIONS(FUNCTION_NUMBER) FUNCTION_COUNT };
#undef FUNCTION_NUMBER

#define POINTER_PARAMETERS (void *pointer)
#define POINTER_ARGUMENTS (pointer)
#define POINTER_DETAILS .session = 0

#define INFO_PARAMETERS (CK_INFO * info)
#define INFO_ARGUMENTS (info)
#define INFO_DETAILS .session = 0

#define SLOT_LIST_PARAMETERS (CK_BBOOL present, CK_SLOT_ID * slots, CK_ULONG * count)
#define SLOT_LIST_ARGUMENTS (present, slots, count)
#define SLOT_LIST_DETAILS .session = 0

#define SLOT_PARAMETERS (CK_SLOT_ID slot)
#define SLOT_ARGUMENTS (slot)
#define SLOT_DETAILS .session = 0

#define SLOT_INFO_PARAMETERS (CK_SLOT_ID slot, CK_SLOT_INFO * info)
#define SLOT_INFO_ARGUMENTS (slot, info)
#define SLOT_INFO_DETAILS .session = 0

#define TOKEN_INFO_PARAMETERS (CK_SLOT_ID slot, CK_TOKEN_INFO * info)
#define TOKEN_INFO_ARGUMENTS (slot, info)
#define TOKEN_INFO_DETAILS .session = 0

#define MECHANISM_LIST_PARAMETERS (CK_SLOT_ID slot, CK_MECHANISM_TYPE * types, CK_ULONG * count)
#define MECHANISM_LIST_ARGUMENTS (slot, types, count)
#define MECHANISM_LIST_DETAILS .session = 0

#define MECHANISM_INFO_PARAMETERS                                                                  \
    (CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism, CK_MECHANISM_INFO * info)
#define MECHANISM_INFO_ARGUMENTS (slot, mechanism, info)
#define MECHANISM_INFO_DETAILS .mechanism_type = mechanism, .has_mechanism = true

#define INIT_TOKEN_PARAMETERS (CK_SLOT_ID slot, CK_BYTE * pin, CK_ULONG length, CK_BYTE * label)
#define INIT_TOKEN_ARGUMENTS (slot, pin, length, label)
#define INIT_TOKEN_DETAILS .session = 0

#define OPEN_SESSION_PARAMETERS                                                                    \
    (CK_SLOT_ID slot, CK_FLAGS flags, void *application, CK_NOTIFY notify,                         \
     CK_SESSION_HANDLE *session)
#define OPEN_SESSION_ARGUMENTS (slot, flags, application, notify, session)
#define OPEN_SESSION_DETAILS .session_flags = flags

#define SESSION_PARAMETERS (CK_SESSION_HANDLE session)
#define SESSION_ARGUMENTS (session)
#define SESSION_DETAILS .session = session

#define SESSION_INFO_PARAMETERS (CK_SESSION_HANDLE session, CK_SESSION_INFO * info)
#define SESSION_INFO_ARGUMENTS (session, info)
#define SESSION_INFO_DETAILS .session = session

#define LOGIN_PARAMETERS                                                                           \
    (CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_BYTE * pin, CK_ULONG length)
#define LOGIN_ARGUMENTS (session, user, pin, length)
#define LOGIN_DETAILS .session = session, .user_type = user

#define DATA_PARAMETERS (CK_SESSION_HANDLE session, CK_BYTE * data, CK_ULONG length)
#define DATA_ARGUMENTS (session, data, length)
#define DATA_DETAILS .session = session

#define TWO_DATA_PARAMETERS                                                                        \
    (CK_SESSION_HANDLE session, CK_BYTE * first, CK_ULONG first_length, CK_BYTE * second,          \
     CK_ULONG second_length)
#define TWO_DATA_ARGUMENTS (session, first, first_length, second, second_length)
#define TWO_DATA_DETAILS .session = session

#define OUTPUT_PARAMETERS (CK_SESSION_HANDLE session, CK_BYTE * output, CK_ULONG * length)
#define OUTPUT_ARGUMENTS (session, output, length)
#define OUTPUT_DETAILS .session = session

#define DATA_OUTPUT_PARAMETERS                                                                     \
    (CK_SESSION_HANDLE session, CK_BYTE * data, CK_ULONG data_length, CK_BYTE * output,            \
     CK_ULONG * output_length)
#define DATA_OUTPUT_ARGUMENTS (session, data, data_length, output, output_length)
#define DATA_OUTPUT_DETAILS .session = session

#define SET_STATE_PARAMETERS                                                                       \
    (CK_SESSION_HANDLE session, CK_BYTE * state, CK_ULONG length, CK_OBJECT_HANDLE encryption_key, \
     CK_OBJECT_HANDLE authentication_key)
#define SET_STATE_ARGUMENTS (session, state, length, encryption_key, authentication_key)
#define SET_STATE_DETAILS .session = session

#define OBJECT_PARAMETERS (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)
#define OBJECT_ARGUMENTS (session, object)
#define OBJECT_DETAILS .session = session, .object = object

#define OBJECT_SIZE_PARAMETERS (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ULONG * size)
#define OBJECT_SIZE_ARGUMENTS (session, object, size)
#define OBJECT_SIZE_DETAILS .session = session, .object = object

#define ATTRIBUTES_PARAMETERS                                                                      \
    (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE * attributes, CK_ULONG count)
#define ATTRIBUTES_ARGUMENTS (session, object, attributes, count)
#define ATTRIBUTES_DETAILS .session = session, .object = object, .attributes = {{attributes, count}}

#define CREATE_PARAMETERS                                                                          \
    (CK_SESSION_HANDLE session, CK_ATTRIBUTE * attributes, CK_ULONG count,                         \
     CK_OBJECT_HANDLE * object)
#define CREATE_ARGUMENTS (session, attributes, count, object)
#define CREATE_DETAILS .session = session, .attributes = {{attributes, count}}

#define COPY_PARAMETERS                                                                            \
    (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE * attributes,                \
     CK_ULONG count, CK_OBJECT_HANDLE * copy)
#define COPY_ARGUMENTS (session, object, attributes, count, copy)
#define COPY_DETAILS .session = session, .object = object, .attributes = {{attributes, count}}

#define SEARCH_PARAMETERS (CK_SESSION_HANDLE session, CK_ATTRIBUTE * attributes, CK_ULONG count)
#define SEARCH_ARGUMENTS (session, attributes, count)
#define SEARCH_DETAILS .session = session, .attributes = {{attributes, count}}

#define FIND_PARAMETERS                                                                            \
    (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE * objects, CK_ULONG maximum, CK_ULONG * found)
#define FIND_ARGUMENTS (session, objects, maximum, found)
#define FIND_DETAILS .session = session, .found = found

#define MECHANISM_PARAMETERS (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism)
#define MECHANISM_ARGUMENTS (session, mechanism)
#define MECHANISM_DETAILS                                                                          \
    .session = session, .has_mechanism = mechanism != NULL,                                        \
    .mechanism_type = mechanism != NULL ? mechanism->mechanism : 0

#define MECHANISM_KEY_PARAMETERS                                                                   \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_OBJECT_HANDLE object)
#define MECHANISM_KEY_ARGUMENTS (session, mechanism, object)
#define MECHANISM_KEY_DETAILS .object = object, MECHANISM_DETAILS

#define GENERATE_PARAMETERS                                                                        \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_ATTRIBUTE * attributes,               \
     CK_ULONG count, CK_OBJECT_HANDLE * key)
#define GENERATE_ARGUMENTS (session, mechanism, attributes, count, key)
#define GENERATE_DETAILS MECHANISM_DETAILS, .attributes = {{attributes, count}}

#define GENERATE_PAIR_PARAMETERS                                                                   \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_ATTRIBUTE * public_attributes,        \
     CK_ULONG public_count, CK_ATTRIBUTE * private_attributes, CK_ULONG private_count,             \
     CK_OBJECT_HANDLE * public_key, CK_OBJECT_HANDLE * private_key)
#define GENERATE_PAIR_ARGUMENTS                                                                    \
    (session, mechanism, public_attributes, public_count, private_attributes, private_count,       \
     public_key, private_key)
#define GENERATE_PAIR_DETAILS                                                                      \
    MECHANISM_DETAILS,                                                                             \
        .attributes = {{public_attributes, public_count}, {private_attributes, private_count}}

#define WRAP_PARAMETERS                                                                            \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_OBJECT_HANDLE wrapping_key,           \
     CK_OBJECT_HANDLE object, CK_BYTE * output, CK_ULONG * length)
#define WRAP_ARGUMENTS (session, mechanism, wrapping_key, object, output, length)
#define WRAP_DETAILS .object = object, MECHANISM_DETAILS

#define UNWRAP_PARAMETERS                                                                          \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_OBJECT_HANDLE object, CK_BYTE * data, \
     CK_ULONG length, CK_ATTRIBUTE * attributes, CK_ULONG count, CK_OBJECT_HANDLE * key)
#define UNWRAP_ARGUMENTS (session, mechanism, object, data, length, attributes, count, key)
#define UNWRAP_DETAILS .object = object, MECHANISM_DETAILS, .attributes = {{attributes, count}}

#define DERIVE_PARAMETERS                                                                          \
    (CK_SESSION_HANDLE session, CK_MECHANISM * mechanism, CK_OBJECT_HANDLE object,                 \
     CK_ATTRIBUTE * attributes, CK_ULONG count, CK_OBJECT_HANDLE * key)
#define DERIVE_ARGUMENTS (session, mechanism, object, attributes, count, key)
#define DERIVE_DETAILS .object = object, MECHANISM_DETAILS, .attributes = {{attributes, count}}

#define WAIT_PARAMETERS (CK_FLAGS flags, CK_SLOT_ID * slot, void *reserved)
#define WAIT_ARGUMENTS (flags, slot, reserved)
#define WAIT_DETAILS .session = 0
