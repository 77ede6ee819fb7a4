/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/key_parts.h"
#include "base/must_use.h"
#include "pkcs11/session.h"
#include "pkcs11/uri.h"

enum tristate { UNKNOWN = -1, NO = 0, YES = 1 };

/*
 * A key or certificate on a token, as read once. HANDLE is the module's and means something only to
 * this folder, within the session. An attribute the token does not tell is unknown or empty.
 */
struct object {
    unsigned long handle;
    enum object_type type; /* OBJECT_ANY: something else, such as a data object */
    struct bytes id;
    char *label;
    struct key_parts parts; /* keys; a private key may show only some */
    struct bytes value;     /* certificates: CKA_VALUE, DER */
    bool is_x509;           /* certificates: CKC_X_509 */
    enum tristate sign;     /* CKA_SIGN or CKA_VERIFY */
    enum tristate decrypt;  /* CKA_DECRYPT */
    enum tristate sensitive;
    enum tristate extractable;
    enum tristate always_authenticate;
    enum tristate local;
};

struct object_list {
    struct object *items;
    size_t count;
};

/* Which objects are wanted; what is zero or NULL is not looked at. */
struct object_filter {
    enum object_type type;
    struct slice id;
    const char *label;
    struct slice value;                 /* certificates: CKA_VALUE */
    const struct key_parts *public_key; /* CKA_MODULUS, or CKA_EC_POINT in both encodings */
    const struct object_list *except;   /* read already in this session: left out */
};

/*
 * Finds objects by template on the token and reads each with one call; a certificate found without
 * a type in the filter costs two, because the value of an object is asked for only when it is known
 * not to be a key. A private key's value is never read.
 */
bool objects_find(struct session *session, const struct object_filter *filter,
                  struct object_list *ret_objects, struct failure *failure) MUST_USE;

/* Only whether any object matches, in one search. */
bool objects_exist(struct session *session, const struct object_filter *filter, bool *ret_exist,
                   struct failure *failure) MUST_USE;

/* Deletes one object (5.7, C_DestroyObject). */
bool object_delete(struct session *session, const struct object *object,
                   struct failure *failure) MUST_USE;

void object_clear(struct object *object);
void object_list_clear(struct object_list *objects);

/* "private key", "public key", "certificate" */
const char *object_type_name(enum object_type type);
