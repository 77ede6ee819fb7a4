/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "cryptoki.h"
#include "quirks_internal.h"

#define TEMPLATE_ROOM 48 /* ours, and what quirks add */

/* An attribute template; the values it points to live elsewhere and outlive it. */
struct attribute_template {
    CK_ATTRIBUTE items[TEMPLATE_ROOM];
    size_t count;
};

void template_add(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, const void *value,
                  size_t size);
void template_add_bool(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, bool value);

bool template_has(const struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type);

/*
 * Leaves out, changes and adds what the quirks of a token say about templates of this kind. ALLOWED
 * (may be NULL) is asked about each change first.
 */
void template_apply(struct attribute_template *attributes, enum quirk_template where,
                    const struct quirk_set *quirks,
                    bool (*allowed)(void *context, const struct attribute_change *change),
                    void *context);

/* Takes an attribute out; false when it is not there. */
bool template_drop(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type);

/* One line an attribute, "OBJECT CKA_NAME VALUE", added to TEXT. */
void template_describe(const struct attribute_template *attributes, const char *object,
                       struct text *text);
