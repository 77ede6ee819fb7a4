/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/key_lookup.h"

#include "base/i18n.h"
#include "base/text.h"
#include "key_proof.h"
#include "pkcs11/label.h"
#include "public_half.h"
#include "x509/certificate.h"
#include "x509/outline.h"

static void hint_objects(const struct open_token *open, const struct object_list *objects,
                         struct failure *failure)
{
    CLEANUP_VALUE(text_clear) struct text text = {0};

    text_add(&text, _("these are there:"));
    for (size_t i = 0; i < objects->count; i++) {
        const struct object *object = &objects->items[i];
        CLEANUP(text_free)
        char *uri =
            object_uri(&open->token, object->type, slice_of_bytes(&object->id), object->label);

        text_addf(&text, "\n%s", uri);
    }
    (void)failure_hint(failure, "%s", text.data);
}

static bool refuse_none(struct open_token *open, enum object_type type, struct failure *failure)
{
    const struct object_filter all = {.type = type};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no such %s on token '%s'"),
                      object_type_name(type), open->token.label);
    if (type != OBJECT_ANY && objects_find(open->session, &all, &objects, &ignored) &&
        objects.count > 0 && objects.count <= 20) {
        hint_objects(open, &objects, failure);
    } else if (!session_is_logged_in(open->session)) {
        (void)failure_hint(failure, _("private objects show only after login: give the PIN with "
                                      "--pin-file, --pin-fd or --pin-env"));
    } else {
        (void)failure_hint(failure, _("'hardtoken list' shows what is there"));
    }
    return false;
}

/* A token may say that it needs no login, and show private keys only after one. */
static bool find_after_login(struct open_token *open, const struct object_filter *filter,
                             struct object_list *objects, struct failure *failure)
{
    if (objects->count > 0 || filter->type != OBJECT_PRIVATE_KEY ||
        !workplace_log_in_late(open, failure)) {
        return !failure_is_set(failure);
    }
    object_list_clear(objects);
    return objects_find(open->session, filter, objects, failure);
}

/*
 * A label that is stored with blanks or NULs behind it is not found by a template that has none:
 * then all labels are compared here.
 */
static bool find_by_trimmed_label(struct open_token *open, const struct object_selector *selector,
                                  enum object_type type, struct object_list *objects,
                                  struct failure *failure)
{
    const struct object_filter filter = {.type = type, .id = slice_of_bytes(&selector->id)};
    size_t kept = 0;

    if (!objects_find(open->session, &filter, objects, failure)) {
        return false;
    }
    for (size_t i = 0; i < objects->count; i++) {
        struct object *object = &objects->items[i];

        if (object->label != NULL && label_is_meant(selector->label, object->label)) {
            objects->items[kept++] = *object;
        } else {
            object_clear(object);
        }
    }
    objects->count = kept;
    return true;
}

bool objects_lookup(struct open_token *open, const struct object_selector *selector,
                    enum object_type type, enum label_match match, struct object_list *ret_objects,
                    struct failure *failure)
{
    const struct object_filter filter = {
        .type = type, .id = slice_of_bytes(&selector->id), .label = selector->label};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    if (!objects_find(open->session, &filter, &objects, failure) ||
        !find_after_login(open, &filter, &objects, failure)) {
        return false;
    }
    if (objects.count == 0 && selector->label != NULL && match == LABEL_TRIMMED) {
        object_list_clear(&objects);
        if (!find_by_trimmed_label(open, selector, type, &objects, failure)) {
            return false;
        }
    }
    if (objects.count == 0) {
        return refuse_none(open, type, failure);
    }
    *ret_objects = objects;
    objects = (struct object_list){0};
    return true;
}

static bool has_serial(const struct object *object, struct slice serial)
{
    struct certificate_outline outline = {0};
    CLEANUP(text_free) char *text = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes number = {0};

    if (!certificate_outline_read(slice_of_bytes(&object->value), &outline)) {
        return false;
    }
    text = certificate_outline_serial(&outline);
    return hex_decode(text, &number) && slice_equal(slice_of_bytes(&number), serial);
}

/* Leaves only the certificates with SERIAL. */
static void keep_serial(struct object_list *objects, struct slice serial)
{
    size_t kept = 0;

    for (size_t i = 0; i < objects->count; i++) {
        if (has_serial(&objects->items[i], serial)) {
            objects->items[kept++] = objects->items[i];
        } else {
            object_clear(&objects->items[i]);
        }
    }
    objects->count = kept;
}

bool certificates_lookup(struct open_token *open, const struct object_selector *selector,
                         const char *serial, enum label_match match,
                         struct object_list *ret_objects, struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes wanted = {0};

    if (serial != NULL && !hex_decode(serial, &wanted)) {
        return failure_set(failure, FAILURE_USAGE, _("'%s' is not a serial number in hexadecimal"),
                           serial);
    }
    if (!objects_lookup(open, selector, OBJECT_CERTIFICATE, match, &objects, failure)) {
        return false;
    }
    if (serial != NULL) {
        keep_serial(&objects, slice_of_bytes(&wanted));
    }
    if (objects.count == 0) {
        return failure_set(failure, FAILURE_NOT_FOUND,
                           _("no certificate there has the serial number %s"), serial);
    }
    *ret_objects = objects;
    objects = (struct object_list){0};
    return true;
}

/* Leaves the private key that belongs to PUBLIC_KEY in front, alone; false when none does. */
static bool keep_owner(const struct open_token *open, const struct public_key *public_key,
                       struct object_list *objects)
{
    for (size_t i = 0; i < objects->count && i < PROOFS_LIMIT; i++) {
        struct object first = objects->items[0];

        if (key_belongs_to(open, &objects->items[i], public_key)) {
            objects->items[0] = objects->items[i];
            objects->items[i] = first;
            return true;
        }
    }
    return false;
}

static bool refuse_owner(const struct object_list *objects, const struct public_key *public_key,
                         struct failure *failure)
{
    (void)failure_set(failure, FAILURE_NO, _("the public key is not that of key '%s'"),
                      objects->items[0].label);
    (void)failure_cause(failure,
                        objects->count == 1
                            ? _("the private key does not belong to it (%s)")
                            : _("none of the private keys that could be meant belongs to it (%s)"),
                        public_key_name(public_key));
    return failure_hint(failure, _("'hardtoken key list' shows which keys are there"));
}

static bool refuse_several(struct open_token *open, const struct object_list *objects,
                           struct failure *failure)
{
    (void)failure_set(failure, FAILURE_NOT_FOUND, _("%zu private keys could be meant"),
                      objects->count);
    (void)failure_cause(failure, _("where their URIs are the same, 'hardtoken request create' "
                                   "chooses by the public key: --public-key"));
    hint_objects(open, objects, failure);
    return false;
}

bool key_lookup(struct open_token *open, const struct object_selector *selector, enum proof proof,
                struct found_key *ret_key, struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};

    if (!objects_lookup(open, selector, OBJECT_PRIVATE_KEY, LABEL_TRIMMED, &objects, failure)) {
        return false;
    }
    if (objects.count > 1) {
        return refuse_several(open, &objects, failure);
    }
    if (!public_half_find(open, &objects.items[0], proof, &key.public_key, failure)) {
        return false;
    }
    key.private_key = objects.items[0];
    objects.items[0] = (struct object){0};
    *ret_key = key;
    key = (struct found_key){0};
    return true;
}

bool key_lookup_by_public_key(struct open_token *open, const struct object_selector *selector,
                              const struct public_key *public_key, struct found_key *ret_key,
                              struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};

    if (!objects_lookup(open, selector, OBJECT_PRIVATE_KEY, LABEL_TRIMMED, &objects, failure)) {
        return false;
    }
    if (!keep_owner(open, public_key, &objects)) {
        return refuse_owner(&objects, public_key, failure);
    }
    if (!public_key_from_spki(public_key_spki(public_key), &key.public_key, failure)) {
        return false;
    }
    key.private_key = objects.items[0];
    objects.items[0] = (struct object){0};
    *ret_key = key;
    key = (struct found_key){0};
    return true;
}

void found_key_clear(struct found_key *key)
{
    object_clear(&key->private_key);
    public_key_free(key->public_key);
    *key = (struct found_key){0};
}
