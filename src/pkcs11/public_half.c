/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/public_half.h"

#include "attributes.h"
#include "cryptoki.h"

#define USUAL_SIZE 1024

bool object_public_key_info(struct session *session, const struct object *private_key,
                            struct bytes *ret_spki)
{
    struct attribute info = {.type = CKA_PUBLIC_KEY_INFO, .size = USUAL_SIZE};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    bool told = attributes_read(session, private_key->handle, &info, 1, &ignored) && info.known &&
                info.value.size > 0;

    if (told) {
        *ret_spki = info.value;
        info.value = (struct bytes){0};
    }
    attributes_clear(&info, 1);
    return told;
}
