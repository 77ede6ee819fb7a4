/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include <stdlib.h>
#include <string.h>

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

enum value_form { FORM_BOOL, FORM_NUMBER, FORM_TEXT, FORM_HEX };

static const struct attribute_form {
    CK_ATTRIBUTE_TYPE type;
    const char *name;
    enum value_form form;
} forms[] = {
    {CKA_TOKEN, "CKA_TOKEN", FORM_BOOL},
    {CKA_PRIVATE, "CKA_PRIVATE", FORM_BOOL},
    {CKA_SENSITIVE, "CKA_SENSITIVE", FORM_BOOL},
    {CKA_EXTRACTABLE, "CKA_EXTRACTABLE", FORM_BOOL},
    {CKA_SIGN, "CKA_SIGN", FORM_BOOL},
    {CKA_VERIFY, "CKA_VERIFY", FORM_BOOL},
    {CKA_ALWAYS_AUTHENTICATE, "CKA_ALWAYS_AUTHENTICATE", FORM_BOOL},
    {CKA_MODULUS_BITS, "CKA_MODULUS_BITS", FORM_NUMBER},
    {CKA_PUBLIC_EXPONENT, "CKA_PUBLIC_EXPONENT", FORM_HEX},
    {CKA_EC_PARAMS, "CKA_EC_PARAMS", FORM_HEX},
    {CKA_LABEL, "CKA_LABEL", FORM_TEXT},
    {CKA_ID, "CKA_ID", FORM_HEX},
};

static const struct attribute_form *form_of(CK_ATTRIBUTE_TYPE type)
{
    static const struct attribute_form other = {0, "?", FORM_HEX};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].type == type) {
            return &forms[i];
        }
    }
    return &other;
}

static void describe_value(const CK_ATTRIBUTE *attribute, enum value_form form, struct text *text)
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

void template_describe(const struct attribute_template *attributes, const char *object,
                       struct text *text)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const struct attribute_form *form = form_of(attributes->items[i].type);

        text_addf(text, "%s %s ", object, form->name);
        describe_value(&attributes->items[i], form->form, text);
        text_add(text, "\n");
    }
}
