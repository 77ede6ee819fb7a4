/* SPDX-License-Identifier: Apache-2.0 */
#include "attribute_names.h"

#include <string.h>

#define NAMED(type_, form_)                                                                        \
    {                                                                                              \
        type_, #type_, form_                                                                       \
    }

/* What is sent in templates or read of objects, and what a token may be told about a key. */
static const struct attribute_word {
    CK_ATTRIBUTE_TYPE type;
    const char *name;
    enum attribute_form form;
} words[] = {
    NAMED(CKA_CLASS, FORM_NUMBER),
    NAMED(CKA_TOKEN, FORM_BOOL),
    NAMED(CKA_PRIVATE, FORM_BOOL),
    NAMED(CKA_LABEL, FORM_TEXT),
    NAMED(CKA_ID, FORM_HEX),
    NAMED(CKA_KEY_TYPE, FORM_NUMBER),
    NAMED(CKA_SENSITIVE, FORM_BOOL),
    NAMED(CKA_EXTRACTABLE, FORM_BOOL),
    NAMED(CKA_SIGN, FORM_BOOL),
    NAMED(CKA_SIGN_RECOVER, FORM_BOOL),
    NAMED(CKA_VERIFY, FORM_BOOL),
    NAMED(CKA_VERIFY_RECOVER, FORM_BOOL),
    NAMED(CKA_ENCRYPT, FORM_BOOL),
    NAMED(CKA_DECRYPT, FORM_BOOL),
    NAMED(CKA_WRAP, FORM_BOOL),
    NAMED(CKA_UNWRAP, FORM_BOOL),
    NAMED(CKA_DERIVE, FORM_BOOL),
    NAMED(CKA_MODIFIABLE, FORM_BOOL),
    NAMED(CKA_COPYABLE, FORM_BOOL),
    NAMED(CKA_DESTROYABLE, FORM_BOOL),
    NAMED(CKA_TRUSTED, FORM_BOOL),
    NAMED(CKA_WRAP_WITH_TRUSTED, FORM_BOOL),
    NAMED(CKA_ALWAYS_AUTHENTICATE, FORM_BOOL),
    NAMED(CKA_LOCAL, FORM_BOOL),
    NAMED(CKA_MODULUS_BITS, FORM_NUMBER),
    NAMED(CKA_MODULUS, FORM_HEX),
    NAMED(CKA_PUBLIC_EXPONENT, FORM_HEX),
    NAMED(CKA_EC_PARAMS, FORM_HEX),
    NAMED(CKA_EC_POINT, FORM_HEX),
    NAMED(CKA_CERTIFICATE_TYPE, FORM_NUMBER),
    NAMED(CKA_SUBJECT, FORM_HEX),
    NAMED(CKA_ISSUER, FORM_HEX),
    NAMED(CKA_SERIAL_NUMBER, FORM_HEX),
    NAMED(CKA_VALUE, FORM_HEX),
};

static const struct attribute_word *word_of(CK_ATTRIBUTE_TYPE type)
{
    static const struct attribute_word other = {0, "?", FORM_HEX};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].type == type) {
            return &words[i];
        }
    }
    return &other;
}

const char *attribute_name(CK_ATTRIBUTE_TYPE type)
{
    return word_of(type)->name;
}

enum attribute_form attribute_form(CK_ATTRIBUTE_TYPE type)
{
    return word_of(type)->form;
}

bool attribute_type(const char *name, CK_ATTRIBUTE_TYPE *ret_type)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].name, name) == 0) {
            *ret_type = words[i].type;
            return true;
        }
    }
    return false;
}
