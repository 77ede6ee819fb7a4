/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/key_pair.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "key_protection.h"
#include "object_internal.h"
#include "quirks_internal.h"
#include "raise.h"
#include "template.h"

struct key_templates {
    struct attribute_template public_key;
    struct attribute_template private_key;
    CK_MECHANISM mechanism;
    CK_ULONG modulus_bits;
    bool allow_weaker;
    unsigned unasked; /* enum key_protection: what protects the key and is not asked for */
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

/* The name of an Edwards curve as a PrintableString (PKCS#11 v3.0, 2.3.5). */
static struct slice curve_name(const struct key_algorithm *algorithm)
{
    static const uint8_t ed25519[] = "\x13\x0c"
                                     "edwards25519";
    static const uint8_t ed448[] = "\x13\x0a"
                                   "edwards448";

    return algorithm->bits > 256 ? slice_of(ed448, sizeof ed448 - 1)
                                 : slice_of(ed25519, sizeof ed25519 - 1);
}

static void add_curve(const struct quirk_set *quirks, const struct key_algorithm *algorithm,
                      struct attribute_template *public_key)
{
    struct slice curve = slice_of(algorithm->curve, algorithm->curve_size);

    if (algorithm->type == KEY_EDWARDS && quirks_flag(quirks, QUIRK_EDWARDS_BY_NAME) != NULL) {
        curve = curve_name(algorithm);
    }
    template_add(public_key, CKA_EC_PARAMS, curve.data, curve.size);
}

/*
 * A quirk may leave out what protects the private key: then the token is asked afterwards. It may
 * ask for less protection only when the person allowed that.
 */
static bool allowed_change(void *context, const struct attribute_change *change)
{
    struct key_templates *templates = context;
    unsigned protection = key_protection_of(change->type);

    if (protection == 0 ||
        (change->forced && change->value == key_protection_value(change->type))) {
        return true;
    }
    if (change->forced && !templates->allow_weaker) {
        return false;
    }
    templates->unasked |= protection;
    return true;
}

static void build_templates(const struct token *token, const struct key_pair_spec *spec,
                            struct key_templates *templates)
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
        add_curve(&token->quirks, algorithm, public_key);
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
    templates->allow_weaker = spec->allow_weaker;
    template_apply(public_key, QUIRK_PUBLIC, &token->quirks, NULL, NULL);
    template_apply(private_key, QUIRK_PRIVATE, &token->quirks, allowed_change, templates);
}

static CK_RV generate(struct session *session, struct key_templates *templates,
                      struct key_pair *ret_pair, struct failure *failure)
{
    return SESSION_CALL(session, failure, C_GenerateKeyPair, &templates->mechanism,
                        templates->public_key.items, templates->public_key.count,
                        templates->private_key.items, templates->private_key.count,
                        &ret_pair->public_key, &ret_pair->private_key);
}

/*
 * What may be left out when a token refuses the template, one after the other: never what protects
 * the key unless the person allowed it, and then last. Without label or id the token chooses its
 * own, which is then read back.
 */
static const struct rung {
    CK_ATTRIBUTE_TYPE type;
    bool of_public;
    bool of_private;
    bool weaker; /* only when that is allowed */
} ladder[] = {
    {CKA_PRIVATE, true, false, false}, /* tokens know the default of a public key */
    {CKA_VERIFY, true, false, false},  /* and what it is for */
    {CKA_LABEL, true, true, false},     {CKA_ID, true, true, false},
    {CKA_PRIVATE, false, true, true},   {CKA_EXTRACTABLE, false, true, true},
    {CKA_SENSITIVE, false, true, true},
};

/* False when the rung is not to be trodden on, or takes nothing away. */
static bool step_down(const struct rung *rung, struct key_templates *templates)
{
    bool dropped;

    if (rung->weaker && !templates->allow_weaker) {
        return false;
    }
    dropped = rung->of_public && template_drop(&templates->public_key, rung->type);
    if (rung->of_private && template_drop(&templates->private_key, rung->type)) {
        templates->unasked |= key_protection_of(rung->type);
        dropped = true;
    }
    return dropped;
}

static CK_RV generate_down_the_ladder(struct session *session, struct key_templates *templates,
                                      struct key_pair *ret_pair, struct failure *failure)
{
    CK_RV rv = generate(session, templates, ret_pair, failure);
    CK_RV first = rv;

    for (size_t i = 0; ckr_blames_template(rv) && i < sizeof ladder / sizeof *ladder; i++) {
        if (step_down(&ladder[i], templates)) {
            rv = generate(session, templates, ret_pair, failure);
        }
    }
    return rv == CKR_OK ? rv : first; /* the first answer is about what was asked for */
}

/* What the token was not told, it chose. */
static unsigned dropped_names(const struct key_templates *templates)
{
    return (template_has(&templates->private_key, CKA_LABEL) ? 0u : DROPPED_LABEL) |
           (template_has(&templates->private_key, CKA_ID) ? 0u : DROPPED_ID);
}

static bool refuse_order(const struct token *token, const char *why, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_POLICY, _("cannot make this key on token '%s'"),
                      token->label);
    (void)failure_cause(failure, "%s", why);
    return raise_on_token(failure, token);
}

bool key_pair_check(const struct token *token, const struct key_pair_spec *spec, bool id_given,
                    struct failure *failure)
{
    const struct attribute_change *change =
        quirks_attribute(&token->quirks, QUIRK_PRIVATE, CKA_ALWAYS_AUTHENTICATE);
    const struct quirk *places = quirks_flag(&token->quirks, QUIRK_ID_MUST_BE_GIVEN);

    if (spec->always_authenticate && change != NULL && (!change->forced || !change->value)) {
        (void)refuse_order(token, _("the token does not let CKA_ALWAYS_AUTHENTICATE be chosen"),
                           failure);
        return failure_hint(failure, _("leave out --always-authenticate"));
    }
    if (!id_given && places != NULL) {
        (void)refuse_order(token, places->why, failure);
        return failure_hint(failure, _("give the id with --id"));
    }
    return true;
}

bool key_pair_generate(struct session *session, const struct key_pair_spec *spec,
                       struct key_pair *ret_pair, struct failure *failure)
{
    struct key_templates templates = {0};
    struct key_pair pair = {0};
    CK_RV rv;

    build_templates(session->token, spec, &templates);
    rv = generate_down_the_ladder(session, &templates, &pair, failure);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_GenerateKeyPair", rv,
                              _("cannot generate a key of type %s on token '%s'"),
                              spec->algorithm->name, session->token->label);
    }
    pair.dropped = dropped_names(&templates);
    pair.unasked = templates.unasked;
    *ret_pair = pair;
    return true;
}

char *key_pair_describe(const struct token *token, const struct key_pair_spec *spec)
{
    struct key_templates templates = {0};
    struct text text = {0};

    build_templates(token, spec, &templates);
    template_describe(&templates.public_key, "public", &text);
    template_describe(&templates.private_key, "private", &text);
    return text_take(&text);
}

bool key_pair_read(struct session *session, const struct key_pair_spec *spec,
                   const struct key_pair *pair, enum pair_reading reading,
                   struct key_parts *ret_parts, struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};

    if (spec->algorithm->type == KEY_RSA || reading == WITH_PROTECTION) {
        if (!object_read(session, pair->private_key, OBJECT_PRIVATE_KEY, &object, failure) ||
            (!spec->allow_weaker && !key_check_protection(session, &object, failure))) {
            return false;
        }
    }
    if (!key_parts_are_whole(&object.parts)) {
        object_clear(&object);
        if (!object_read(session, pair->public_key, OBJECT_PUBLIC_KEY, &object, failure)) {
            return false;
        }
    }
    if (!key_parts_are_whole(&object.parts)) {
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
