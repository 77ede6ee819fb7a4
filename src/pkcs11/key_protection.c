/* SPDX-License-Identifier: Apache-2.0 */

/* How a token protects a private key: what was asked for, and what it says. */

#include "key_protection.h"

#include "attribute_names.h"
#include "attributes.h"
#include "base/i18n.h"
#include "object_internal.h"
#include "raise.h"

static const struct protection {
    CK_ATTRIBUTE_TYPE type;
    enum key_protection bit;
    bool value;
} protections[] = {{CKA_SENSITIVE, IS_SENSITIVE, true},
                   {CKA_EXTRACTABLE, IS_UNEXTRACTABLE, false},
                   {CKA_PRIVATE, IS_PRIVATE, true}};

#define PROTECTION_COUNT (sizeof protections / sizeof *protections)

unsigned key_protection_of(CK_ATTRIBUTE_TYPE type)
{
    for (size_t i = 0; i < PROTECTION_COUNT; i++) {
        if (protections[i].type == type) {
            return protections[i].bit;
        }
    }
    return PROTECTS_NOTHING;
}

bool key_protection_value(CK_ATTRIBUTE_TYPE type)
{
    return type != CKA_EXTRACTABLE;
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

/* Silence about what was not asked for is no protection. */
static bool refuse_weakness(const struct session *session, const struct key_weakness *weakness,
                            struct failure *failure)
{
    (void)failure_set(failure, FAILURE_POLICY,
                      _("the new key on token '%s' may not be protected as it should be"),
                      session->token->label);
    (void)failure_cause(failure,
                        weakness->reported == UNKNOWN
                            ? _("a quirk left out %s, and the token does not report it")
                            : _("a quirk left out %s, and the token reports it the wrong way"),
                        weakness->attribute);
    (void)failure_hint(failure, _("--allow-weaker takes such a key, and says so in the result"));
    return raise_on_token(failure, session->token);
}

static bool judge(struct session *session, const struct key_pair_spec *spec,
                  const struct key_pair *pair, const struct attribute *attributes,
                  struct key_weaknesses *weaknesses, struct failure *failure)
{
    for (size_t i = 0; i < PROTECTION_COUNT; i++) {
        bool asked = (pair->unasked & protections[i].bit) == 0;
        struct key_weakness weakness = {.attribute = attribute_name(protections[i].type),
                                        .asked = asked,
                                        .reported = (enum tristate)attribute_bool(&attributes[i])};
        bool protects = weakness.reported == (protections[i].value ? YES : NO) ||
                        (asked && weakness.reported == UNKNOWN);

        if (!protects && !spec->allow_weaker) {
            return refuse_weakness(session, &weakness, failure);
        }
        if (!protects || (!asked && spec->allow_weaker)) {
            weaknesses->items[weaknesses->count++] = weakness;
        }
    }
    return true;
}

bool key_pair_look(struct session *session, const struct key_pair_spec *spec,
                   const struct key_pair *pair, struct key_weaknesses *ret_weaknesses,
                   struct failure *failure)
{
    struct attribute attributes[PROTECTION_COUNT] = {0};
    struct key_weaknesses weaknesses = {0};
    bool done;

    if (pair->unasked == 0 && !spec->allow_weaker) {
        *ret_weaknesses = weaknesses;
        return true;
    }
    for (size_t i = 0; i < PROTECTION_COUNT; i++) {
        attributes[i] = (struct attribute){.type = protections[i].type, .size = sizeof(CK_BBOOL)};
    }
    done = attributes_read(session, pair->private_key, attributes, PROTECTION_COUNT, failure) &&
           judge(session, spec, pair, attributes, &weaknesses, failure);
    attributes_clear(attributes, PROTECTION_COUNT);
    if (done) {
        *ret_weaknesses = weaknesses;
    }
    return done;
}

bool key_pair_find(struct session *session, struct slice id, struct key_pair *pair,
                   struct failure *failure)
{
    const struct object_filter filter = {.id = id};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    bool found_private = false;
    bool found_public = false;

    if (!objects_find(session, &filter, &objects, failure)) {
        return false;
    }
    for (size_t i = 0; i < objects.count; i++) {
        if (objects.items[i].type == OBJECT_PRIVATE_KEY) {
            pair->private_key = objects.items[i].handle;
            found_private = true;
        } else if (objects.items[i].type == OBJECT_PUBLIC_KEY) {
            pair->public_key = objects.items[i].handle;
            found_public = true;
        }
    }
    if (!found_private || !found_public) {
        (void)failure_set(failure, FAILURE_MODULE,
                          _("token '%s' does not show the key pair it just made"),
                          session->token->label);
        return raise_on_token(failure, session->token);
    }
    return true;
}
