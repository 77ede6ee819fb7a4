/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "pkcs11/object.h"
#include "session_internal.h"

/* Reads one object whose type is known, or OBJECT_ANY. */
bool object_read(struct session *session, CK_OBJECT_HANDLE handle, enum object_type type,
                 struct object *ret_object, struct failure *failure) MUST_USE;
