/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/remove.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "enroll/key_lookup.h"
#include "key_gone.h"
#include "officer.h"
#include "remove_record.h"

static void list_object(struct removal *removal, const struct token *token,
                        const struct object *object)
{
    removal->objects =
        memory_resize(removal->objects, removal->object_count + 1, sizeof *removal->objects);
    removal->objects[removal->object_count++] =
        object_uri(token, object->type, slice_of_bytes(&object->id), object->label);
}

static void list_objects(struct removal *removal, const struct token *token,
                         const struct object_list *objects, enum object_type type)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->items[i].type == type) {
            list_object(removal, token, &objects->items[i]);
        }
    }
}

static bool refuse_several(const struct open_token *open, const struct object_list *objects,
                           enum object_type type, struct failure *failure)
{
    CLEANUP_VALUE(text_clear) struct text text = {0};

    (void)failure_set(failure, FAILURE_NOT_FOUND, _("more than one %s could be meant"),
                      object_type_name(type));
    text_add(&text, _("these are there:"));
    for (size_t i = 0; i < objects->count; i++) {
        const struct object *object = &objects->items[i];

        if (object->type == type) {
            CLEANUP(text_free)
            char *uri =
                object_uri(&open->token, object->type, slice_of_bytes(&object->id), object->label);

            text_addf(&text, "\n%s", uri);
        }
    }
    return failure_hint(failure, "%s", text.data);
}

static size_t count_type(const struct object_list *objects, enum object_type type)
{
    size_t count = 0;

    for (size_t i = 0; i < objects->count; i++) {
        count += objects->items[i].type == type;
    }
    return count;
}

static bool delete_objects(struct open_token *open, const struct object_list *objects,
                           enum object_type type, struct failure *failure)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->items[i].type == type &&
            !object_delete(open->session, &objects->items[i], failure)) {
            return false;
        }
    }
    return true;
}

/* All objects that share the id of a key, or its label when it has no id. */
static bool find_mates(struct open_token *open, const struct object *key,
                       struct object_list *ret_objects, struct failure *failure)
{
    const struct object_filter filter = {.id = slice_of_bytes(&key->id),
                                         .label = key->id.size > 0 ? NULL : key->label};

    return objects_find(open->session, &filter, ret_objects, failure);
}

/* The officer sees the same objects under other handles. */
static bool as_officer(struct workplace *workplace, struct open_token *open,
                       const struct object *key, struct object_list *mates, struct failure *failure)
{
    if (!officer_begin(workplace, open, failure)) {
        return false;
    }
    if (!open->officer) {
        return true;
    }
    object_list_clear(mates);
    return find_mates(open, key, mates, failure);
}

static bool delete_key(struct workplace *workplace, struct open_token *open,
                       const struct object *key, struct confirmation confirmation,
                       struct removal *removal, struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list mates = {0};
    struct job job = {0};

    if (!find_mates(open, key, &mates, failure)) {
        return false;
    }
    if (count_type(&mates, OBJECT_PRIVATE_KEY) > 1) {
        return refuse_several(open, &mates, OBJECT_PRIVATE_KEY, failure);
    }
    removal->token_label = memory_copy_text(open->token.label);
    removal->label = memory_copy_text(key->label);
    removal->certificate_count = count_type(&mates, OBJECT_CERTIFICATE);
    list_objects(removal, &open->token, &mates, OBJECT_PUBLIC_KEY);
    list_objects(removal, &open->token, &mates, OBJECT_PRIVATE_KEY);
    /* The private half goes last: while it is there the pair can still be found and deleted. */
    if (!confirmation.ask(confirmation.context, removal, failure) ||
        !as_officer(workplace, open, key, &mates, failure) ||
        !key_removal_intended(workplace, open, key, &mates, &job, failure) ||
        !delete_objects(open, &mates, OBJECT_PUBLIC_KEY, failure) ||
        !delete_objects(open, &mates, OBJECT_PRIVATE_KEY, failure) ||
        !key_is_gone(workplace, open, slice_of_bytes(&key->id), key->label, failure)) {
        return false;
    }
    key_removal_done(workplace, key, &job);
    return true;
}

/* What goes for ever is named exactly: by label to the last blank, or by its id. */
static enum label_match label_match_of(const struct object_selector *selector)
{
    return selector->has_id ? LABEL_TRIMMED : LABEL_EXACT;
}

/* A key selector names the private key; a public key left alone can be named too. */
static bool find_key(struct open_token *open, const struct object_selector *selector,
                     struct object_list *ret_objects, struct failure *failure)
{
    enum label_match match = label_match_of(selector);
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    if (selector->type == OBJECT_PUBLIC_KEY) {
        return objects_lookup(open, selector, OBJECT_PUBLIC_KEY, match, ret_objects, failure);
    }
    if (objects_lookup(open, selector, OBJECT_PRIVATE_KEY, match, ret_objects, failure)) {
        return true;
    }
    if (selector->type == OBJECT_ANY &&
        objects_lookup(open, selector, OBJECT_PUBLIC_KEY, match, ret_objects, &ignored)) {
        failure_clear(failure); /* a public key left alone */
        return true;
    }
    return false;
}

bool key_remove(struct workplace *workplace, const struct object_selector *selector,
                struct confirmation confirmation, struct removal *ret_removal,
                struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    if (selector->type == OBJECT_CERTIFICATE) {
        return failure_set(failure, FAILURE_USAGE, _("the URI names a certificate, not a key"));
    }
    if (!workplace_open(workplace, selector->token, SESSION_READ_WRITE, LOGIN, &open, failure) ||
        !find_key(&open, selector, &objects, failure)) {
        return false;
    }
    if (objects.count > 1) {
        return refuse_several(&open, &objects, objects.items[0].type, failure);
    }
    if (!delete_key(workplace, &open, &objects.items[0], confirmation, &removal, failure)) {
        return false;
    }
    *ret_removal = removal;
    removal = (struct removal){0};
    return true;
}

bool certificate_remove(struct workplace *workplace, const struct object_selector *selector,
                        const char *serial, struct confirmation confirmation,
                        struct removal *ret_removal, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    if (selector->type != OBJECT_ANY && selector->type != OBJECT_CERTIFICATE) {
        return failure_set(failure, FAILURE_USAGE, _("the URI names a key, not a certificate"));
    }
    if (!workplace_open(workplace, selector->token, SESSION_READ_WRITE, LOGIN, &open, failure) ||
        !certificates_lookup(&open, selector, serial, label_match_of(selector), &objects,
                             failure)) {
        return false;
    }
    if (objects.count > 1) {
        return refuse_several(&open, &objects, OBJECT_CERTIFICATE, failure);
    }
    removal.token_label = memory_copy_text(open.token.label);
    removal.label = memory_copy_text(objects.items[0].label);
    list_object(&removal, &open.token, &objects.items[0]);
    if (!confirmation.ask(confirmation.context, &removal, failure) ||
        !officer_begin(workplace, &open, failure) ||
        !certificate_removal_intended(workplace, &open, &objects.items[0], failure) ||
        !delete_objects(&open, &objects, OBJECT_CERTIFICATE, failure)) {
        return false;
    }
    certificate_removal_done(workplace, &open, &objects.items[0]);
    *ret_removal = removal;
    removal = (struct removal){0};
    return true;
}

void removal_clear(struct removal *removal)
{
    memory_free(removal->token_label);
    memory_free(removal->label);
    for (size_t i = 0; i < removal->object_count; i++) {
        memory_free(removal->objects[i]);
    }
    memory_free(removal->objects);
    *removal = (struct removal){0};
}
