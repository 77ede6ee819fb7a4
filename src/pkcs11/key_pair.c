/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/key_pair.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "object_internal.h"
#include "raise.h"
#include "template.h"

struct key_templates {
    struct attribute_template public_key;
    struct attribute_template private_key;
    CK_MECHANISM mechanism;
    CK_ULONG modulus_bits;
};

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
    static const CK_BYTE f4[] = {0x01, 0x00, 0x01};
    const struct key_algorithm *algorithm = spec->algorithm;
    struct attribute_template *public_key = &templates->public_key;
    struct attribute_template *private_key = &templates->private_key;

    templates->mechanism.mechanism = generation_mechanism(algorithm->type);
    templates->modulus_bits = algorithm->bits;
    template_add_bool(public_key, CKA_TOKEN, true);
    template_add_bool(public_key, CKA_PRIVATE, false);
    template_add_bool(public_key, CKA_VERIFY, true);
    if (algorithm->type == KEY_RSA) {
        template_add(public_key, CKA_MODULUS_BITS, &templates->modulus_bits,
                     sizeof templates->modulus_bits);
        template_add(public_key, CKA_PUBLIC_EXPONENT, f4, sizeof f4);
    } else {
        template_add(public_key, CKA_EC_PARAMS, algorithm->curve, algorithm->curve_size);
    }
    template_add(public_key, CKA_LABEL, spec->label, strlen(spec->label));
    template_add(public_key, CKA_ID, spec->id.data, spec->id.size);

    template_add_bool(private_key, CKA_TOKEN, true);
    template_add_bool(private_key, CKA_PRIVATE, true);
    template_add_bool(private_key, CKA_SENSITIVE, true);
    template_add_bool(private_key, CKA_EXTRACTABLE, false);
    template_add_bool(private_key, CKA_SIGN, true);
    if (spec->always_authenticate) {
        template_add_bool(private_key, CKA_ALWAYS_AUTHENTICATE, true);
    }
    template_add(private_key, CKA_LABEL, spec->label, strlen(spec->label));
    template_add(private_key, CKA_ID, spec->id.data, spec->id.size);
}

static CK_RV generate(struct session *session, struct key_templates *templates,
                      struct key_pair *ret_pair, struct failure *failure)
{
    return SESSION_CALL(session, failure, C_GenerateKeyPair, &templates->mechanism,
                        templates->public_key.items, templates->public_key.count,
                        templates->private_key.items, templates->private_key.count,
                        &ret_pair->public_key, &ret_pair->private_key);
}

/* Answers that blame the template, not the key or the token. */
static bool blames_template(CK_RV rv)
{
    return rv == CKR_TEMPLATE_INCONSISTENT || rv == CKR_ATTRIBUTE_TYPE_INVALID ||
           rv == CKR_ATTRIBUTE_VALUE_INVALID || rv == CKR_ATTRIBUTE_READ_ONLY;
}

/*
 * What may be left out when a token refuses the template, one at a time: never what protects the
 * key. Without label or id the token chooses its own, which is then read back.
 */
static const struct rung {
    CK_ATTRIBUTE_TYPE type;
    bool public_only;
    enum key_pair_dropped dropped;
} ladder[] = {
    {CKA_PRIVATE, true, DROPPED_NOTHING}, /* of the public key; tokens know its default */
    {CKA_LABEL, false, DROPPED_LABEL},
    {CKA_ID, false, DROPPED_ID},
};

static CK_RV generate_down_the_ladder(struct session *session, struct key_templates *templates,
                                      struct key_pair *ret_pair, struct failure *failure)
{
    CK_RV rv = generate(session, templates, ret_pair, failure);
    CK_RV first = rv;

    for (size_t i = 0; blames_template(rv) && i < sizeof ladder / sizeof *ladder; i++) {
        (void)template_drop(&templates->public_key, ladder[i].type); /* every rung is there */
        if (!ladder[i].public_only) {
            (void)template_drop(&templates->private_key, ladder[i].type);
        }
        ret_pair->dropped |= ladder[i].dropped;
        rv = generate(session, templates, ret_pair, failure);
    }
    return rv == CKR_OK ? rv : first; /* the first answer is about what was asked for */
}

bool key_pair_generate(struct session *session, const struct key_pair_spec *spec,
                       struct key_pair *ret_pair, struct failure *failure)
{
    struct key_templates templates = {0};
    struct key_pair pair = {0};
    CK_RV rv;

    build_templates(spec, &templates);
    rv = generate_down_the_ladder(session, &templates, &pair, failure);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_GenerateKeyPair", rv,
                              _("cannot generate a key of type %s on token '%s'"),
                              spec->algorithm->name, session->token->label);
    }
    *ret_pair = pair;
    return true;
}

char *key_pair_describe(const struct key_pair_spec *spec)
{
    struct key_templates templates = {0};
    struct text text = {0};

    build_templates(spec, &templates);
    template_describe(&templates.public_key, "public", &text);
    template_describe(&templates.private_key, "private", &text);
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
                   const struct key_pair *pair, enum pair_reading reading,
                   struct key_parts *ret_parts, struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};

    if (spec->algorithm->type == KEY_RSA || reading == WITH_PROTECTION) {
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

bool key_pair_names(struct session *session, const struct key_pair *pair, struct bytes *ret_id,
                    char **ret_label, struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};

    if (!object_read(session, pair->private_key, OBJECT_PRIVATE_KEY, &object, failure)) {
        return false;
    }
    *ret_id = object.id;
    *ret_label = TAKE(object.label);
    object.id = (struct bytes){0};
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
