/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/key_pair.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "object_internal.h"
#include "raise.h"

#define TEMPLATE_SIZE 12

/* A template whose values stand in the structure or in the specification. */
struct template
{
    CK_ATTRIBUTE items[TEMPLATE_SIZE];
    size_t count;
};

struct key_templates {
    struct template public_key;
    struct template private_key;
    CK_MECHANISM mechanism;
    CK_ULONG modulus_bits;
};

static const CK_BBOOL yes = CK_TRUE;
static const CK_BBOOL no = CK_FALSE;
static const CK_BYTE f4[] = {0x01, 0x00, 0x01};

static void add(struct template *template, CK_ATTRIBUTE_TYPE type, const void *value, size_t size)
{
    CK_ATTRIBUTE *attribute = &template->items[template->count++];

    *attribute = (CK_ATTRIBUTE){.type = type, .ulValueLen = size};
    memcpy(&attribute->pValue, &value, sizeof value); /* the module does not write to it */
}

static void add_bool(struct template *template, CK_ATTRIBUTE_TYPE type, bool value)
{
    add(template, type, value ? &yes : &no, sizeof(CK_BBOOL));
}

static CK_MECHANISM_TYPE generation_mechanism(enum key_type type)
{
    switch (type) {
    case KEY_RSA:
        return CKM_RSA_PKCS_KEY_PAIR_GEN;
    case KEY_EDWARDS:
        return CKM_EC_EDWARDS_KEY_PAIR_GEN;
    case KEY_EC:
    case KEY_OTHER:
        break;
    }
    return CKM_EC_KEY_PAIR_GEN;
}

static void build_templates(const struct key_pair_spec *spec, struct key_templates *templates)
{
    const struct key_algorithm *algorithm = spec->algorithm;
    struct template *public_key = &templates->public_key;
    struct template *private_key = &templates->private_key;

    templates->mechanism.mechanism = generation_mechanism(algorithm->type);
    templates->modulus_bits = algorithm->bits;
    add_bool(public_key, CKA_TOKEN, true);
    add_bool(public_key, CKA_PRIVATE, false);
    add_bool(public_key, CKA_VERIFY, true);
    if (algorithm->type == KEY_RSA) {
        add(public_key, CKA_MODULUS_BITS, &templates->modulus_bits, sizeof templates->modulus_bits);
        add(public_key, CKA_PUBLIC_EXPONENT, f4, sizeof f4);
    } else {
        add(public_key, CKA_EC_PARAMS, algorithm->curve, algorithm->curve_size);
    }
    add(public_key, CKA_LABEL, spec->label, strlen(spec->label));
    add(public_key, CKA_ID, spec->id.data, spec->id.size);

    add_bool(private_key, CKA_TOKEN, true);
    add_bool(private_key, CKA_PRIVATE, true);
    add_bool(private_key, CKA_SENSITIVE, true);
    add_bool(private_key, CKA_EXTRACTABLE, false);
    add_bool(private_key, CKA_SIGN, true);
    add(private_key, CKA_LABEL, spec->label, strlen(spec->label));
    add(private_key, CKA_ID, spec->id.data, spec->id.size);
}

bool key_pair_generate(struct session *session, const struct key_pair_spec *spec,
                       struct key_pair *ret_pair, struct failure *failure)
{
    struct key_templates templates = {0};
    CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;
    CK_RV rv;

    build_templates(spec, &templates);
    rv = CRYPTOKI(session->token->module, C_GenerateKeyPair, session->handle, &templates.mechanism,
                  templates.public_key.items, templates.public_key.count,
                  templates.private_key.items, templates.private_key.count, &public_key,
                  &private_key);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_GenerateKeyPair", rv,
                              _("cannot generate a key of type %s on token '%s'"),
                              spec->algorithm->name, session->token->label);
    }
    ret_pair->public_key = public_key;
    ret_pair->private_key = private_key;
    return true;
}

static const char *attribute_name(CK_ATTRIBUTE_TYPE type)
{
    static const struct {
        CK_ATTRIBUTE_TYPE type;
        const char *name;
    } names[] = {{CKA_TOKEN, "CKA_TOKEN"},
                 {CKA_PRIVATE, "CKA_PRIVATE"},
                 {CKA_SENSITIVE, "CKA_SENSITIVE"},
                 {CKA_EXTRACTABLE, "CKA_EXTRACTABLE"},
                 {CKA_SIGN, "CKA_SIGN"},
                 {CKA_VERIFY, "CKA_VERIFY"},
                 {CKA_MODULUS_BITS, "CKA_MODULUS_BITS"},
                 {CKA_PUBLIC_EXPONENT, "CKA_PUBLIC_EXPONENT"},
                 {CKA_EC_PARAMS, "CKA_EC_PARAMS"},
                 {CKA_LABEL, "CKA_LABEL"},
                 {CKA_ID, "CKA_ID"}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return "?";
}

static void describe_attribute(const CK_ATTRIBUTE *attribute, const char *object, struct text *text)
{
    CLEANUP(text_free) char *hex = hex_encode(slice_of(attribute->pValue, attribute->ulValueLen));
    CK_ULONG number = 0;

    text_addf(text, "%s %s ", object, attribute_name(attribute->type));
    switch (attribute->type) {
    case CKA_LABEL:
        text_addf(text, "'%.*s'", (int)attribute->ulValueLen, (const char *)attribute->pValue);
        break;
    case CKA_MODULUS_BITS:
        memcpy(&number, attribute->pValue, sizeof number);
        text_addf(text, "%lu", number);
        break;
    case CKA_ID:
    case CKA_EC_PARAMS:
    case CKA_PUBLIC_EXPONENT:
        text_add(text, hex);
        break;
    default: /* all others are CK_BBOOL */
        text_add(text, *(const CK_BBOOL *)attribute->pValue == CK_TRUE ? "TRUE" : "FALSE");
        break;
    }
    text_add(text, "\n");
}

char *key_pair_describe(const struct key_pair_spec *spec)
{
    struct key_templates templates = {0};
    struct text text = {0};

    build_templates(spec, &templates);
    for (size_t i = 0; i < templates.public_key.count; i++) {
        describe_attribute(&templates.public_key.items[i], "public", &text);
    }
    for (size_t i = 0; i < templates.private_key.count; i++) {
        describe_attribute(&templates.private_key.items[i], "private", &text);
    }
    return text_take(&text);
}

bool key_check_protection(const struct session *session, const struct object *private_key,
                          struct failure *failure)
{
    if (private_key->sensitive != NO && private_key->extractable != YES) {
        return true;
    }
    (void)failure_set(failure, FAILURE_POLICY,
                      _("the key '%s' on token '%s' can be read out of the token"),
                      private_key->label, session->token->label);
    (void)failure_cause(failure, private_key->extractable == YES
                                     ? _("the token reports CKA_EXTRACTABLE true")
                                     : _("the token reports CKA_SENSITIVE false"));
    return raise_on_token(failure, session->token);
}

static bool has_public_half(const struct object *object)
{
    return object->parts.type == KEY_RSA
               ? object->parts.modulus.size > 0 && object->parts.public_exponent.size > 0
               : object->parts.ec_params.size > 0 && object->parts.ec_point.size > 0;
}

bool key_pair_read(struct session *session, const struct key_pair_spec *spec,
                   const struct key_pair *pair, struct key_parts *ret_parts,
                   struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};

    if (spec->algorithm->type == KEY_RSA) {
        if (!object_read(session, pair->private_key, OBJECT_PRIVATE_KEY, &object, failure) ||
            !key_check_protection(session, &object, failure)) {
            return false;
        }
    }
    if (!has_public_half(&object)) {
        object_clear(&object);
        if (!object_read(session, pair->public_key, OBJECT_PUBLIC_KEY, &object, failure)) {
            return false;
        }
    }
    if (!has_public_half(&object)) {
        (void)failure_set(failure, FAILURE_MODULE,
                          _("token '%s' does not show the public half of its new key"),
                          session->token->label);
        return raise_on_token(failure, session->token);
    }
    *ret_parts = object.parts;
    object.parts = (struct key_parts){0};
    return true;
}

bool key_pair_delete(struct session *session, const struct key_pair *pair, struct failure *failure)
{
    const struct object private_key = {.handle = pair->private_key, .type = OBJECT_PRIVATE_KEY};
    const struct object public_key = {.handle = pair->public_key, .type = OBJECT_PUBLIC_KEY};
    bool private_gone = object_delete(session, &private_key, failure);
    bool public_gone = object_delete(session, &public_key, failure);

    return private_gone && public_gone;
}
