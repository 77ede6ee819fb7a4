/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/object.h"

#include <stdlib.h>
#include <string.h>

#include "attributes.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "object_internal.h"
#include "quirks_internal.h"
#include "raise.h"
#include "search.h"
#include "template.h"

/* Usual sizes: an RSA-4096 modulus has 512 bytes, certificates are mostly below 4 KiB. */
enum usual_size {
    USUAL_NAME = 256,
    USUAL_NUMBER = 1024,
    USUAL_POINT = 256,
    USUAL_CERTIFICATE = 4096
};

/* Positions in the attributes of a key. */
enum {
    AT_CLASS,
    AT_LABEL,
    AT_ID,
    AT_KIND, /* CKA_KEY_TYPE or CKA_CERTIFICATE_TYPE */
    AT_MODULUS,
    AT_EXPONENT,
    AT_EC_PARAMS,
    AT_EC_POINT,
    AT_SIGN,
    AT_DECRYPT,
    AT_SENSITIVE,
    AT_EXTRACTABLE,
    AT_ALWAYS_AUTHENTICATE,
    AT_LOCAL,
    AT_COUNT
};

static const struct attribute key_attributes[AT_COUNT] = {
    [AT_CLASS] = {.type = CKA_CLASS, .size = sizeof(CK_ULONG)},
    [AT_LABEL] = {.type = CKA_LABEL, .size = USUAL_NAME},
    [AT_ID] = {.type = CKA_ID, .size = USUAL_NAME},
    [AT_KIND] = {.type = CKA_KEY_TYPE, .size = sizeof(CK_ULONG)},
    [AT_MODULUS] = {.type = CKA_MODULUS, .size = USUAL_NUMBER},
    [AT_EXPONENT] = {.type = CKA_PUBLIC_EXPONENT, .size = USUAL_NAME},
    [AT_EC_PARAMS] = {.type = CKA_EC_PARAMS, .size = USUAL_NUMBER},
    [AT_EC_POINT] = {.type = CKA_EC_POINT, .size = USUAL_POINT},
    [AT_SIGN] = {.type = CKA_SIGN, .size = sizeof(CK_BBOOL)},
    [AT_DECRYPT] = {.type = CKA_DECRYPT, .size = sizeof(CK_BBOOL)},
    [AT_SENSITIVE] = {.type = CKA_SENSITIVE, .size = sizeof(CK_BBOOL)},
    [AT_EXTRACTABLE] = {.type = CKA_EXTRACTABLE, .size = sizeof(CK_BBOOL)},
    [AT_ALWAYS_AUTHENTICATE] = {.type = CKA_ALWAYS_AUTHENTICATE, .size = sizeof(CK_BBOOL)},
    [AT_LOCAL] = {.type = CKA_LOCAL, .size = sizeof(CK_BBOOL)},
};

static enum key_type key_type_of(const struct attribute *kind)
{
    switch (attribute_ulong(kind, UNAVAILABLE)) {
    case CKK_RSA:
        return KEY_RSA;
    case CKK_EC:
        return KEY_EC;
    case CKK_EC_EDWARDS:
        return KEY_EDWARDS;
    default:
        return KEY_OTHER;
    }
}

static enum object_type object_type_of(const struct attribute *class)
{
    switch (attribute_ulong(class, UNAVAILABLE)) {
    case CKO_PRIVATE_KEY:
        return OBJECT_PRIVATE_KEY;
    case CKO_PUBLIC_KEY:
        return OBJECT_PUBLIC_KEY;
    case CKO_CERTIFICATE:
        return OBJECT_CERTIFICATE;
    default:
        return OBJECT_ANY;
    }
}

static struct bytes take_bytes(struct attribute *attribute)
{
    struct bytes taken = attribute->value;

    attribute->value = (struct bytes){0};
    return taken;
}

static char *take_label(const struct attribute *attribute)
{
    size_t size = attribute->value.size;

    while (size > 0 && attribute->value.data[size - 1] == '\0') {
        size--; /* some tokens keep a terminator */
    }
    return memory_copy_text_n(size == 0 ? "" : (const char *)attribute->value.data, size);
}

static void object_from_key(struct attribute *attributes, struct object *object)
{
    object->id = take_bytes(&attributes[AT_ID]);
    object->label = take_label(&attributes[AT_LABEL]);
    object->parts.type = key_type_of(&attributes[AT_KIND]);
    object->parts.modulus = take_bytes(&attributes[AT_MODULUS]);
    object->parts.public_exponent = take_bytes(&attributes[AT_EXPONENT]);
    object->parts.ec_params = take_bytes(&attributes[AT_EC_PARAMS]);
    object->parts.ec_point = take_bytes(&attributes[AT_EC_POINT]);
    object->sign = (enum tristate)attribute_bool(&attributes[AT_SIGN]);
    object->decrypt = (enum tristate)attribute_bool(&attributes[AT_DECRYPT]);
    object->sensitive = (enum tristate)attribute_bool(&attributes[AT_SENSITIVE]);
    object->extractable = (enum tristate)attribute_bool(&attributes[AT_EXTRACTABLE]);
    object->always_authenticate =
        (enum tristate)attribute_bool(&attributes[AT_ALWAYS_AUTHENTICATE]);
    object->local = (enum tristate)attribute_bool(&attributes[AT_LOCAL]);
}

static bool read_certificate(struct session *session, struct object *object,
                             struct failure *failure)
{
    enum { LABEL, ID, KIND, VALUE, COUNT };
    struct attribute attributes[COUNT] = {
        [LABEL] = {.type = CKA_LABEL, .size = USUAL_NAME},
        [ID] = {.type = CKA_ID, .size = USUAL_NAME},
        [KIND] = {.type = CKA_CERTIFICATE_TYPE, .size = sizeof(CK_ULONG)},
        [VALUE] = {.type = CKA_VALUE, .size = USUAL_CERTIFICATE},
    };

    if (!attributes_read(session, object->handle, attributes, COUNT, failure)) {
        attributes_clear(attributes, COUNT);
        return false;
    }
    object->type = OBJECT_CERTIFICATE;
    object->label = take_label(&attributes[LABEL]);
    object->id = take_bytes(&attributes[ID]);
    object->is_x509 = attribute_ulong(&attributes[KIND], UNAVAILABLE) == CKC_X_509;
    object->value = take_bytes(&attributes[VALUE]);
    attributes_clear(attributes, COUNT);
    return true;
}

/* Reads a key; when it turns out not to be one the type is what it is and nothing else is filled.
 */
static bool read_key(struct session *session, struct object *object, struct failure *failure)
{
    struct attribute attributes[AT_COUNT];
    bool done;

    memcpy(attributes, key_attributes, sizeof attributes);
    done = attributes_read(session, object->handle, attributes, AT_COUNT, failure);
    if (done) {
        object->type = object_type_of(&attributes[AT_CLASS]);
        if (object->type != OBJECT_CERTIFICATE) {
            object_from_key(attributes, object);
        }
    }
    attributes_clear(attributes, AT_COUNT);
    return done;
}

bool object_read(struct session *session, CK_OBJECT_HANDLE handle, enum object_type type,
                 struct object *ret_object, struct failure *failure)
{
    struct object object = {.handle = handle,
                            .type = type,
                            .sign = UNKNOWN,
                            .decrypt = UNKNOWN,
                            .sensitive = UNKNOWN,
                            .extractable = UNKNOWN,
                            .always_authenticate = UNKNOWN,
                            .local = UNKNOWN};
    bool done = type == OBJECT_CERTIFICATE || read_key(session, &object, failure);

    if (done && object.type == OBJECT_CERTIFICATE) {
        done = read_certificate(session, &object, failure);
    }
    if (!done) {
        object_clear(&object);
        return false;
    }
    *ret_object = object;
    return true;
}

static void add_public_key(struct attribute_template *template, const struct key_parts *parts,
                           const struct bytes *point)
{
    if (parts->type == KEY_RSA) {
        template_add(template, CKA_MODULUS, parts->modulus.data, parts->modulus.size);
    } else {
        template_add(template, CKA_EC_POINT, point->data, point->size);
    }
}

/* The search template of a filter; POINT is the EC point in the encoding to look for. */
static struct attribute_template build_template(const struct object_filter *filter,
                                                const struct bytes *point)
{
    static const CK_OBJECT_CLASS classes[] = {[OBJECT_ANY] = 0,
                                              [OBJECT_PRIVATE_KEY] = CKO_PRIVATE_KEY,
                                              [OBJECT_PUBLIC_KEY] = CKO_PUBLIC_KEY,
                                              [OBJECT_CERTIFICATE] = CKO_CERTIFICATE};
    struct attribute_template template = {0};

    if (filter->type != OBJECT_ANY) {
        template_add(&template, CKA_CLASS, &classes[filter->type], sizeof *classes);
    }
    if (filter->id.size > 0) {
        template_add(&template, CKA_ID, filter->id.data, filter->id.size);
    }
    if (filter->label != NULL) {
        template_add(&template, CKA_LABEL, filter->label, strlen(filter->label));
    }
    if (filter->value.size > 0) {
        template_add(&template, CKA_VALUE, filter->value.data, filter->value.size);
    }
    if (filter->public_key != NULL) {
        add_public_key(&template, filter->public_key, point);
    }
    return template;
}

/* CKA_EC_POINT as the standard wants it: wrapped in a DER OCTET STRING (v2.40, 2.3.3). */
static struct bytes wrap_point(const struct bytes *raw)
{
    uint8_t header[4] = {0x04, (uint8_t)raw->size};
    struct bytes wrapped = {0};
    size_t header_size = 2;

    if (raw->size > 127) {
        header[1] = 0x81;
        header[2] = (uint8_t)raw->size;
        header_size = 3;
    }
    bytes_append(&wrapped, header, header_size);
    bytes_append(&wrapped, raw->data, raw->size);
    return wrapped;
}

static bool find_by_point(struct session *session, const struct object_filter *filter,
                          const struct bytes *point, struct handle_list *ret_handles,
                          struct failure *failure)
{
    struct attribute_template template = build_template(filter, point);

    handle_list_clear(ret_handles);
    return search(session, template.items, template.count, ret_handles, failure);
}

/*
 * Finds handles; an EC point is looked for wrapped first, then raw, as some tokens keep it; the
 * other way round where a quirk says so.
 */
static bool find_handles(struct session *session, const struct object_filter *filter,
                         struct handle_list *ret_handles, struct failure *failure)
{
    const struct bytes *raw = filter->public_key == NULL ? NULL : &filter->public_key->ec_point;
    bool raw_first = quirks_flag(&session->token->quirks, QUIRK_RAW_POINT) != NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes wrapped = {0};

    if (filter->public_key == NULL || filter->public_key->type == KEY_RSA) {
        return find_by_point(session, filter, NULL, ret_handles, failure);
    }
    wrapped = wrap_point(raw);
    if (!find_by_point(session, filter, raw_first ? raw : &wrapped, ret_handles, failure)) {
        return false;
    }
    return ret_handles->count > 0 ||
           find_by_point(session, filter, raw_first ? &wrapped : raw, ret_handles, failure);
}

static bool is_excepted(const struct object_list *except, CK_OBJECT_HANDLE handle)
{
    for (size_t i = 0; except != NULL && i < except->count; i++) {
        if (except->items[i].handle == handle) {
            return true;
        }
    }
    return false;
}

/* By label, type, id, content: what people read is the same each time, whatever a token's order. */
static int compare_objects(const void *a, const void *b)
{
    const struct object *left = a;
    const struct object *right = b;
    int order = strcmp(left->label, right->label);

    if (order == 0) {
        order = (left->type > right->type) - (left->type < right->type);
    }
    if (order == 0) {
        order = slice_compare(slice_of_bytes(&left->id), slice_of_bytes(&right->id));
    }
    return order != 0 ? order
                      : slice_compare(slice_of_bytes(&left->value), slice_of_bytes(&right->value));
}

bool objects_find(struct session *session, const struct object_filter *filter,
                  struct object_list *ret_objects, struct failure *failure)
{
    CLEANUP_VALUE(handle_list_clear) struct handle_list handles = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    if (!find_handles(session, filter, &handles, failure)) {
        return false;
    }
    objects.items = memory_new(handles.count, sizeof *objects.items);
    for (size_t i = 0; i < handles.count; i++) {
        if (is_excepted(filter->except, handles.items[i])) {
            continue;
        }
        if (!object_read(session, handles.items[i], filter->type, &objects.items[objects.count],
                         failure)) {
            return false;
        }
        objects.count++;
    }
    if (objects.count > 1) {
        qsort(objects.items, objects.count, sizeof *objects.items, compare_objects);
    }
    *ret_objects = objects;
    objects = (struct object_list){0};
    return true;
}

bool objects_exist(struct session *session, const struct object_filter *filter, bool *ret_exist,
                   struct failure *failure)
{
    CLEANUP_VALUE(handle_list_clear) struct handle_list handles = {0};

    if (!find_handles(session, filter, &handles, failure)) {
        return false;
    }
    *ret_exist = handles.count > 0;
    return true;
}

bool object_delete(struct session *session, const struct object *object, struct failure *failure)
{
    CK_RV rv = SESSION_CALL(session, failure, C_DestroyObject, object->handle);

    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_DestroyObject", rv,
                              _("cannot delete the %s '%s' on token '%s'"),
                              object_type_name(object->type),
                              object->label == NULL ? "" : object->label, session->token->label);
    }
    return true;
}

void object_clear(struct object *object)
{
    bytes_clear(&object->id);
    memory_free(object->label);
    key_parts_clear(&object->parts);
    bytes_clear(&object->value);
    *object = (struct object){0};
}

void object_list_clear(struct object_list *objects)
{
    for (size_t i = 0; i < objects->count; i++) {
        object_clear(&objects->items[i]);
    }
    memory_free(objects->items);
    *objects = (struct object_list){0};
}

const char *object_type_name(enum object_type type)
{
    switch (type) {
    case OBJECT_PRIVATE_KEY:
        return _("private key");
    case OBJECT_PUBLIC_KEY:
        return _("public key");
    case OBJECT_CERTIFICATE:
        return _("certificate");
    case OBJECT_ANY:
        break;
    }
    return _("object");
}
