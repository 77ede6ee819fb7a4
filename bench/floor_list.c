/* SPDX-License-Identifier: Apache-2.0 */
#include "floor_list.h"

#include <stdio.h>

#define PAGE 256
#define VALUE_MAX 4096
#define ATTRIBUTES_MAX 8

struct class
{
    CK_OBJECT_CLASS class;
    const char *name;
    CK_ATTRIBUTE_TYPE attributes[ATTRIBUTES_MAX]; /* label and id first */
    CK_ULONG count;
};

static const struct class classes[] = {
    {CKO_PRIVATE_KEY,
     "private-key",
     {CKA_LABEL, CKA_ID, CKA_KEY_TYPE, CKA_EC_PARAMS, CKA_SIGN, CKA_SENSITIVE, CKA_EXTRACTABLE,
      CKA_ALWAYS_AUTHENTICATE},
     8},
    {CKO_PUBLIC_KEY,
     "public-key",
     {CKA_LABEL, CKA_ID, CKA_KEY_TYPE, CKA_EC_PARAMS, CKA_EC_POINT},
     5},
    {CKO_CERTIFICATE, "certificate", {CKA_LABEL, CKA_ID, CKA_SUBJECT, CKA_VALUE}, 4}};

static void print_object(const struct class *class, const CK_ATTRIBUTE *label,
                         const CK_ATTRIBUTE *id)
{
    const CK_BYTE *text = label->pValue, *bytes = id->pValue;

    (void)printf("%s ", class->name);
    for (CK_ULONG i = 0; label->ulValueLen <= VALUE_MAX && i < label->ulValueLen; i++) {
        (void)putchar(text[i] > ' ' && text[i] < 127 ? text[i] : '?');
    }
    (void)putchar(' ');
    for (CK_ULONG i = 0; id->ulValueLen <= VALUE_MAX && i < id->ulValueLen; i++) {
        (void)printf("%02x", bytes[i]);
    }
    (void)putchar('\n');
}

/* An attribute that the object does not have leaves the others filled in. */
static void read_object(struct token *token, const struct class *class, CK_OBJECT_HANDLE object)
{
    static CK_BYTE values[ATTRIBUTES_MAX][VALUE_MAX];
    CK_ATTRIBUTE attributes[ATTRIBUTES_MAX];

    for (CK_ULONG i = 0; i < class->count; i++) {
        attributes[i] = (CK_ATTRIBUTE){class->attributes[i], values[i], VALUE_MAX};
    }
    CK_RV rv = token->p11->C_GetAttributeValue(token->session, object, attributes, class->count);
    if (rv != CKR_ATTRIBUTE_TYPE_INVALID && rv != CKR_ATTRIBUTE_SENSITIVE) {
        check(rv, "C_GetAttributeValue");
    }
    print_object(class, &attributes[0], &attributes[1]);
}

static CK_ULONG find(struct token *token, const struct class *class, CK_OBJECT_HANDLE *objects,
                     CK_ULONG maximum)
{
    CK_OBJECT_CLASS value = class->class;
    CK_ATTRIBUTE wanted = {CKA_CLASS, &value, sizeof value};
    CK_ULONG count = 0, found = 0;

    check(token->p11->C_FindObjectsInit(token->session, &wanted, 1), "C_FindObjectsInit");
    do {
        if (maximum - count < PAGE) {
            fail("too many objects on the token", class->name);
        }
        check(token->p11->C_FindObjects(token->session, objects + count, PAGE, &found),
              "C_FindObjects");
        count += found;
    } while (found == PAGE);
    check(token->p11->C_FindObjectsFinal(token->session), "C_FindObjectsFinal");
    return count;
}

CK_ULONG list_token(struct token *token)
{
    static CK_OBJECT_HANDLE objects[PAGE * 256];
    CK_ULONG total = 0;

    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        CK_ULONG count = find(token, &classes[i], objects, sizeof objects / sizeof objects[0]);
        for (CK_ULONG j = 0; j < count; j++) {
            read_object(token, &classes[i], objects[j]);
        }
        total += count;
    }
    return total;
}
