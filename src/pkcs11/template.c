/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include <stdlib.h>
#include <string.h>

#include "attribute_names.h"
#include "base/memory.h"

void template_add(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, const void *value,
                  size_t size)
{
    CK_ATTRIBUTE *attribute = &attributes->items[attributes->count];

    if (attributes->count == TEMPLATE_ROOM) {
        abort(); /* a template of ours has grown beyond its room */
    }
    *attribute = (CK_ATTRIBUTE){.type = type, .ulValueLen = size};
    memcpy(&attribute->pValue, &value,
           sizeof value); /* Cryptoki lacks const; nobody writes to it */
    attributes->count++;
}

void template_add_bool(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, bool value)
{
    static const CK_BBOOL yes = CK_TRUE;
    static const CK_BBOOL no = CK_FALSE;

    template_add(attributes, type, value ? &yes : &no, sizeof(CK_BBOOL));
}

bool template_has(const struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type)
{
    for (size_t i = 0; i < attributes->count; i++) {
        if (attributes->items[i].type == type) {
            return true;
        }
    }
    return false;
}

bool template_drop(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type)
{
    for (size_t i = 0; i < attributes->count; i++) {
        if (attributes->items[i].type == type) {
            attributes->count--;
            memmove(&attributes->items[i], &attributes->items[i + 1],
                    (attributes->count - i) * sizeof attributes->items[i]);
            return true;
        }
    }
    return false;
}

static void describe_value(const CK_ATTRIBUTE *attribute, enum attribute_form form,
                           struct text *text)
{
    CLEANUP(text_free) char *hex = hex_encode(slice_of(attribute->pValue, attribute->ulValueLen));
    CK_ULONG number = 0;

    switch (form) {
    case FORM_BOOL:
        text_add(text, *(const CK_BBOOL *)attribute->pValue == CK_TRUE ? "TRUE" : "FALSE");
        break;
    case FORM_NUMBER:
        memcpy(&number, attribute->pValue, sizeof number);
        text_addf(text, "%lu", number);
        break;
    case FORM_TEXT:
        text_addf(text, "'%.*s'", (int)attribute->ulValueLen, (const char *)attribute->pValue);
        break;
    case FORM_HEX:
        text_add(text, hex);
        break;
    }
}

/* Where a forced attribute is in the template already it stays in its place. */
static void force(struct attribute_template *attributes, CK_ATTRIBUTE_TYPE type, bool value)
{
    struct attribute_template one = {0};

    template_add_bool(&one, type, value);
    for (size_t i = 0; i < attributes->count; i++) {
        if (attributes->items[i].type == type) {
            attributes->items[i] = one.items[0];
            return;
        }
    }
    template_add_bool(attributes, type, value);
}

void template_apply(struct attribute_template *attributes, enum quirk_template where,
                    const struct quirk_set *quirks,
                    bool (*allowed)(void *context, const struct attribute_change *change),
                    void *context)
{
    const struct attribute_change *change;
    size_t position = 0;

    for (size_t i = attributes->count; i-- > 0;) {
        CK_ATTRIBUTE_TYPE type = attributes->items[i].type;

        change = quirks_attribute(quirks, where, type);
        if (change != NULL && !change->forced && (allowed == NULL || allowed(context, change))) {
            (void)template_drop(attributes, type); /* it is there */
        }
    }
    while ((change = quirks_next_forced(quirks, where, &position)) != NULL) {
        if (allowed == NULL || allowed(context, change)) {
            force(attributes, change->type, change->value);
        }
    }
}

void template_describe(const struct attribute_template *attributes, const char *object,
                       struct text *text)
{
    for (size_t i = 0; i < attributes->count; i++) {
        CK_ATTRIBUTE_TYPE type = attributes->items[i].type;

        text_addf(text, "%s %s ", object, attribute_name(type));
        describe_value(&attributes->items[i], attribute_form(type), text);
        text_add(text, "\n");
    }
}
