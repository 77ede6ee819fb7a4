/* SPDX-License-Identifier: Apache-2.0 */
/* A token that lets keys be copied with less protection than they have. */
#include "doubles.h"
#include "scenario.h"

#include <stdlib.h>

static CK_OBJECT_HANDLE weak_copy;

void copy_reset(void)
{
    weak_copy = CK_INVALID_HANDLE;
}

bool copy_is_weak(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, CK_BBOOL *ret_value)
{
    if (object != weak_copy || weak_copy == CK_INVALID_HANDLE ||
        (type != CKA_SENSITIVE && type != CKA_EXTRACTABLE)) {
        return false;
    }
    *ret_value = type == CKA_EXTRACTABLE;
    return true;
}

/* A real copy, whatever protection is asked for. */
static CK_RV copy_in_any_case(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                              const CK_ATTRIBUTE *attributes, CK_ULONG count,
                              CK_OBJECT_HANDLE *copy)
{
    CK_ATTRIBUTE *kept = calloc(count + 1, sizeof *kept);
    CK_ULONG kept_count = 0;
    CK_RV rv;

    if (kept == NULL) {
        return CKR_HOST_MEMORY;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        if (attributes[i].type != CKA_SENSITIVE && attributes[i].type != CKA_EXTRACTABLE) {
            kept[kept_count++] = attributes[i];
        }
    }
    rv = real_module()->C_CopyObject(session, object, kept, kept_count, copy);
    free(kept);
    if (rv == CKR_OK && scenario_get()->copy == COPY_WEAK) {
        weak_copy = *copy;
    }
    return rv;
}

CK_RV double_C_CopyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE *attributes, CK_ULONG count, CK_OBJECT_HANDLE *copy)
{
    enum copy_kind kind = copy == NULL || attributes == NULL ? COPY_AS_REAL : scenario_get()->copy;

    if (kind == COPY_ORIGINAL) {
        *copy = object;
        return CKR_OK;
    }
    return kind == COPY_AS_REAL
               ? real_module()->C_CopyObject(session, object, attributes, count, copy)
               : copy_in_any_case(session, object, attributes, count, copy);
}
