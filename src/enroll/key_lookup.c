/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/key_lookup.h"

#include "base/i18n.h"
#include "base/text.h"
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

bool objects_lookup(struct open_token *open, const struct object_selector *selector,
                    enum object_type type, struct object_list *ret_objects, struct failure *failure)
{
    const struct object_filter filter = {
        .type = type, .id = slice_of_bytes(&selector->id), .label = selector->label};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    if (!objects_find(open->session, &filter, &objects, failure) ||
        !find_after_login(open, &filter, &objects, failure)) {
        return false;
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
                         const char *serial, struct object_list *ret_objects,
                         struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes wanted = {0};

    if (serial != NULL && !hex_decode(serial, &wanted)) {
        return failure_set(failure, FAILURE_USAGE, _("'%s' is not a serial number in hexadecimal"),
                           serial);
    }
    if (!objects_lookup(open, selector, OBJECT_CERTIFICATE, &objects, failure)) {
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

static bool has_whole_public_half(const struct object *object)
{
    return object->parts.type == KEY_RSA
               ? object->parts.modulus.size > 0 && object->parts.public_exponent.size > 0
               : object->parts.ec_params.size > 0 && object->parts.ec_point.size > 0;
}

/* Does the public or certificate OBJECT belong to KEY, as far as the private key tells? */
static bool may_belong(const struct object *private_key, const struct object *object)
{
    struct slice modulus = slice_of_bytes(&private_key->parts.modulus);

    return object->parts.type == private_key->parts.type &&
           (modulus.size == 0 || slice_equal(modulus, slice_of_bytes(&object->parts.modulus)));
}

static bool public_half_of_certificate(const struct object *object, struct public_key **ret_key)
{
    CLEANUP(certificate_free) struct certificate *certificate = NULL;
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    return certificate_parse(slice_of_bytes(&object->value), "token", &certificate, &ignored) &&
           public_key_from_spki(public_key_spki(certificate_key(certificate)), ret_key, &ignored);
}

/* Among the objects with the same id: the public object first, a certificate else. */
static bool public_half_by_id(struct open_token *open, const struct object *private_key,
                              struct public_key **ret_key, struct failure *failure)
{
    const struct object_filter filter = {.id = slice_of_bytes(&private_key->id)};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    if (filter.id.size == 0 || !objects_find(open->session, &filter, &objects, failure)) {
        return false;
    }
    for (size_t i = 0; i < objects.count; i++) {
        const struct object *object = &objects.items[i];

        if (object->type == OBJECT_PUBLIC_KEY && has_whole_public_half(object) &&
            may_belong(private_key, object)) {
            return public_key_from_parts(&object->parts, ret_key, failure);
        }
    }
    for (size_t i = 0; i < objects.count; i++) {
        if (objects.items[i].type == OBJECT_CERTIFICATE &&
            public_half_of_certificate(&objects.items[i], ret_key)) {
            return true;
        }
    }
    return false;
}

static bool find_public_half(struct open_token *open, const struct object *private_key,
                             struct public_key **ret_key, struct failure *failure)
{
    if (has_whole_public_half(private_key)) {
        return public_key_from_parts(&private_key->parts, ret_key, failure);
    }
    if (public_half_by_id(open, private_key, ret_key, failure)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_NOT_FOUND,
                      _("the public half of key '%s' is not on token '%s'"), private_key->label,
                      open->token.label);
    return failure_cause(failure, _("there is no public key and no certificate with its id"));
}

bool key_lookup(struct open_token *open, const struct object_selector *selector,
                struct found_key *ret_key, struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};

    if (!objects_lookup(open, selector, OBJECT_PRIVATE_KEY, &objects, failure)) {
        return false;
    }
    if (objects.count > 1) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("%zu private keys could be meant"),
                          objects.count);
        hint_objects(open, &objects, failure);
        return false;
    }
    if (!find_public_half(open, &objects.items[0], &key.public_key, failure)) {
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
