/* SPDX-License-Identifier: Apache-2.0 */
/* A token that shows the public key of another pair. */
#include "doubles.h"

#include <stdlib.h>

static struct {
    CK_OBJECT_HANDLE public_key;
    CK_OBJECT_HANDLE private_key;
    CK_OBJECT_HANDLE shown; /* CK_INVALID_HANDLE: nothing is swapped */
} swap;

void swap_reset(void)
{
    swap.shown = CK_INVALID_HANDLE;
}

static bool is_public_part(CK_ATTRIBUTE_TYPE type)
{
    return type == CKA_MODULUS || type == CKA_PUBLIC_EXPONENT || type == CKA_EC_PARAMS ||
           type == CKA_EC_POINT;
}

CK_OBJECT_HANDLE swap_object(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    bool swapped =
        swap.shown != CK_INVALID_HANDLE && is_public_part(type) &&
        (object == swap.public_key ||
         (object == swap.private_key && (type == CKA_MODULUS || type == CKA_PUBLIC_EXPONENT)));

    return swapped ? swap.shown : object;
}

/* The other pair is no token object and has no names, so that nobody finds it. */
CK_RV swap_generate(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_ATTRIBUTE *template,
                    CK_ULONG count, CK_OBJECT_HANDLE public_key, CK_OBJECT_HANDLE private_key)
{
    CK_BBOOL no = CK_FALSE;
    CK_ATTRIBUTE private_template[] = {{CKA_TOKEN, &no, sizeof no}};
    CK_ATTRIBUTE *copy = calloc(count + 1, sizeof *copy);
    CK_OBJECT_HANDLE unused = CK_INVALID_HANDLE;
    CK_ULONG kept = 0;
    CK_RV rv;

    if (copy == NULL) {
        return CKR_HOST_MEMORY;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        if (template[i].type != CKA_TOKEN && template[i].type != CKA_LABEL &&
            template[i].type != CKA_ID) {
            copy[kept++] = template[i];
        }
    }
    copy[kept++] = private_template[0];
    rv = real_module()->C_GenerateKeyPair(session, mechanism, copy, kept, private_template, 1,
                                          &swap.shown, &unused);
    swap.public_key = public_key;
    swap.private_key = private_key;
    free(copy);
    return rv;
}
