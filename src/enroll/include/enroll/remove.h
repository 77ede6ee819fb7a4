/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/workplace.h"
#include "pkcs11/uri.h"

/* What would be, or was, deleted. */
struct removal {
    char *token_label;
    char *label;    /* of the key or certificate, to be typed as confirmation */
    char **objects; /* URIs, in the order of deletion */
    size_t object_count;
    size_t certificate_count; /* certificates of a key, which stay */
};

/*
 * Deletes a key (both halves that share its id) or a certificate. The person is asked first:
 * CONFIRM gets what would go, and the deletion happens only when it returns true. Several keys or
 * certificates that fit: class not-found. Class usage for a key selector that names a certificate
 * and the reverse.
 */
struct confirmation {
    bool (*ask)(void *context, const struct removal *removal, struct failure *failure);
    void *context;
};

bool key_remove(struct workplace *workplace, const struct object_selector *selector,
                struct confirmation confirmation, struct removal *ret_removal,
                struct failure *failure) MUST_USE;
/* SERIAL in hexadecimal tells apart certificates with one id; NULL: there is only one. */
bool certificate_remove(struct workplace *workplace, const struct object_selector *selector,
                        const char *serial, struct confirmation confirmation,
                        struct removal *ret_removal, struct failure *failure) MUST_USE;
void removal_clear(struct removal *removal);
