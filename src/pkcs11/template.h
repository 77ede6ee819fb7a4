/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "cryptoki.h"

#define TEMPLATE_ROOM 16

/* An attribute template; the values it points to live elsewhere and outlive it. */
struct attribute_template {
    CK_ATTRIBUTE items[TEMPLATE_ROOM];
    size_t count;
};

void template_add(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, const void *value,
                  size_t size);
void template_add_bool(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, bool value);

/* Takes an attribute out; false when it is not there. */
bool template_drop(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type);

/* One line an attribute, "OBJECT CKA_NAME VALUE", added to TEXT. */
void template_describe(const struct attribute_template *attributes, const char *object,
                       struct text *text);
