/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "session_internal.h"

/* No attribute of a key or certificate is larger; a module that says so is not believed. */
#define ATTRIBUTE_LIMIT 65536

/*
 * One attribute to be read. SIZE is the buffer offered at first: exactly sizeof(CK_ULONG) or
 * sizeof(CK_BBOOL) for those kinds (NSS refuses other sizes), a usual length for bytes.
 */
struct attribute {
    CK_ATTRIBUTE_TYPE type;
    size_t size;
    bool known; /* false: the token has no such attribute, or does not reveal it */
    struct bytes value;
};

#define ATTRIBUTES_AT_ONCE 24

/*
 * Reads COUNT (at most ATTRIBUTES_AT_ONCE) attributes of an object in one C_GetAttributeValue
 * (PKCS#11 v2.40, 5.7). Only what did not fit is read again, by itself; when the module fails the
 * whole call, or a quirk says so, each is read by itself; what a quirk says the token does not know
 * is not asked for. Sizes are never probed first. Values are owned by ATTRIBUTES.
 * Fails when the object or the token is gone.
 */
bool attributes_read(struct session *session, CK_OBJECT_HANDLE object, struct attribute *attributes,
                     size_t count, struct failure *failure) MUST_USE;
void attributes_clear(struct attribute *attributes, size_t count);

/* Values of the fixed kinds; the fallback when the attribute is not known or has another size. */
CK_ULONG attribute_ulong(const struct attribute *attribute, CK_ULONG fallback);
int attribute_bool(const struct attribute *attribute); /* 1, 0, or -1: unknown */
