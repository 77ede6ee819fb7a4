/* SPDX-License-Identifier: Apache-2.0 */
/* Hidden mechanisms, wrong signatures, keys that want the PIN for each signature. */
#include "doubles.h"
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#define SIGNATURE_MAX 2048

bool mechanism_is_hidden(CK_MECHANISM_TYPE type)
{
    return numbers_have(&scenario_get()->hidden_mechanisms, type);
}

static CK_ULONG drop_hidden(CK_MECHANISM_TYPE *types, CK_ULONG count)
{
    CK_ULONG kept = 0;

    for (CK_ULONG i = 0; i < count; i++) {
        if (!mechanism_is_hidden(types[i])) {
            types[kept++] = types[i];
        }
    }
    return kept;
}

/* Hands out LIST of SIZE as C_GetMechanismList does. */
static CK_RV give_list(const CK_MECHANISM_TYPE *list, CK_ULONG size, CK_MECHANISM_TYPE *types,
                       CK_ULONG *count)
{
    CK_ULONG room = *count;

    *count = size;
    if (types == NULL) {
        return CKR_OK;
    }
    if (room < size) {
        return CKR_BUFFER_TOO_SMALL;
    }
    memcpy(types, list, size * sizeof *list);
    return CKR_OK;
}

CK_RV double_C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE *types, CK_ULONG *count)
{
    CK_MECHANISM_TYPE *all;
    CK_ULONG size = 0;
    CK_RV rv;

    if (count == NULL || scenario_get()->hidden_mechanisms.count == 0) {
        return real_module()->C_GetMechanismList(slot, types, count);
    }
    rv = real_module()->C_GetMechanismList(slot, NULL, &size);
    if (rv != CKR_OK) {
        return rv;
    }
    all = calloc(size + 1, sizeof *all);
    if (all == NULL) {
        return CKR_HOST_MEMORY;
    }
    rv = real_module()->C_GetMechanismList(slot, all, &size);
    if (rv == CKR_OK) {
        rv = give_list(all, drop_hidden(all, size), types, count);
    }
    free(all);
    return rv;
}

CK_RV double_C_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE object)
{
    CK_RV rv = CKR_MECHANISM_INVALID;

    if (mechanism == NULL || !mechanism_is_hidden(mechanism->mechanism)) {
        rv = real_module()->C_SignInit(session, mechanism, object);
    }
    login_sign_began(rv == CKR_OK);
    return rv;
}

/* Ends the operation of the real module: a token that refuses C_Sign drops it. */
static CK_RV refuse_signature(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG length)
{
    CK_BYTE nowhere[SIGNATURE_MAX];
    CK_ULONG size = sizeof nowhere;

    (void)real_module()->C_Sign(session, data, length, nowhere, &size); /* the result is dropped */
    return CKR_USER_NOT_LOGGED_IN;
}

CK_RV double_C_Sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG data_length, CK_BYTE *output,
                    CK_ULONG *output_length)
{
    CK_RV rv;

    if (scenario_get()->always_authenticate && !login_allows_signature()) {
        return refuse_signature(session, data, data_length);
    }
    rv = real_module()->C_Sign(session, data, data_length, output, output_length);
    if (rv == CKR_OK && output != NULL && scenario_get()->wrong_signature && *output_length > 0) {
        output[*output_length - 1] ^= 1;
    }
    return rv;
}

CK_RV double_C_GenerateKeyPair(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism,
                               CK_ATTRIBUTE *public_attributes, CK_ULONG public_count,
                               CK_ATTRIBUTE *private_attributes, CK_ULONG private_count,
                               CK_OBJECT_HANDLE *public_key, CK_OBJECT_HANDLE *private_key)
{
    CK_RV rv;

    if (mechanism != NULL && mechanism_is_hidden(mechanism->mechanism)) {
        return CKR_MECHANISM_INVALID;
    }
    if (template_is_refused(public_attributes, public_count) ||
        template_is_refused(private_attributes, private_count)) {
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    rv = real_module()->C_GenerateKeyPair(session, mechanism, public_attributes, public_count,
                                          private_attributes, private_count, public_key,
                                          private_key);
    if (rv == CKR_OK && scenario_get()->swap_public_key) {
        rv = swap_generate(session, mechanism, public_attributes, public_count, *public_key,
                           *private_key);
    }
    return rv;
}
