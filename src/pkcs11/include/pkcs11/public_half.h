/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/bytes.h"
#include "pkcs11/object.h"

/*
 * CKA_PUBLIC_KEY_INFO of a private key (PKCS#11 v2.40, 4.9): its SubjectPublicKeyInfo, DER, which
 * the caller clears. Asked for alone and only where nothing else tells, because some modules fail
 * the whole read when they do not know it. False when the token does not tell it.
 */
bool object_public_key_info(struct session *session, const struct object *private_key,
                            struct bytes *ret_spki) MUST_USE;
