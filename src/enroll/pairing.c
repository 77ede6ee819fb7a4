/* SPDX-License-Identifier: Apache-2.0 */
#include "pairing.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "x509/name.h"
#include "x509/outline.h"
#include "x509/public_key.h"
#include "x509/spki.h"

/* An index over some keys of the inventory, sorted by one of their fields. */
struct key_index {
    struct index_entry {
        struct slice field;
        size_t key;
    } * items;
    size_t count;
};

/* The ids of the public keys of a token; they stay valid while their owners change. */
struct public_ids {
    struct key_index index; /* by position in the objects */
    const struct object_list *objects;
};

static int compare_entries(const void *a, const void *b)
{
    const struct index_entry *left = a;
    const struct index_entry *right = b;
    int order = slice_compare(left->field, right->field);

    return order != 0 ? order : (left->key > right->key) - (left->key < right->key);
}

static void index_add(struct key_index *index, struct slice field, size_t key)
{
    if (field.size > 0) {
        index->items[index->count++] = (struct index_entry){field, key};
    }
}

static void index_sort(struct key_index *index)
{
    if (index->count > 0) {
        qsort(index->items, index->count, sizeof *index->items, compare_entries);
    }
}

/* The first entry with FIELD, or the end; entries with the same field follow each other. */
static size_t index_find(const struct key_index *index, struct slice field)
{
    size_t low = 0;
    size_t high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (slice_compare(index->items[middle].field, field) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool index_has(const struct key_index *index, size_t position, struct slice field)
{
    return position < index->count && slice_equal(index->items[position].field, field);
}

static struct bytes take_bytes(struct bytes *bytes)
{
    struct bytes taken = *bytes;

    *bytes = (struct bytes){0};
    return taken;
}

/* Compressed, or in a form that may be: raw, in a BIT STRING, in an OCTET STRING (04 length 02…).
 */
static bool may_be_compressed(const struct key_parts *parts)
{
    const struct bytes *point = &parts->ec_point;

    return parts->type == KEY_EC && point->size > 2 &&
           (point->data[0] != 0x04 ||
            (point->data[1] == point->size - 2 && (point->data[2] == 2 || point->data[2] == 3)));
}

/*
 * SubjectPublicKeyInfo as certificates have it, so that it can be compared byte by byte. Only a
 * compressed point needs arithmetic for that.
 */
static bool read_spki(const struct key_parts *parts, struct bytes *ret_spki)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(public_key_free) struct public_key *key = NULL;
    struct slice spki;

    if (!may_be_compressed(parts)) {
        return spki_from_parts(parts, ret_spki);
    }
    if (!public_key_from_parts(parts, &key, &ignored)) {
        return false;
    }
    spki = public_key_spki(key);
    *ret_spki = bytes_copy(spki.data, spki.size);
    return true;
}

static void add_key(struct inventory *inventory, size_t token, struct object *object)
{
    struct inventory_key *key = &inventory->keys[inventory->key_count++];

    *key = (struct inventory_key){
        .token = token,
        .has_private = object->type == OBJECT_PRIVATE_KEY,
        .has_public = object->type == OBJECT_PUBLIC_KEY,
        .name = key_parts_name(&object->parts),
        .sign = object->sign,
        .decrypt = object->decrypt,
        .sensitive = object->sensitive,
        .extractable = object->extractable,
        .always_authenticate = object->always_authenticate,
        .local = object->local,
    };
    if (!read_spki(&object->parts, &key->spki)) {
        key->spki = (struct bytes){0};
    }
    key->uri = object_uri(&inventory->tokens[token].token, object->type,
                          slice_of_bytes(&object->id), object->label);
    key->label = TAKE(object->label);
    key->id = take_bytes(&object->id);
}

/* Is KEY a private key that OBJECT may be the public half of, as far as its id and type tell? */
static bool may_be_half(const struct inventory_key *key, const char *public_name)
{
    return key->has_private && key->spki.size == 0 &&
           strncmp(key->name, public_name, strlen(key->name)) == 0;
}

/* How many public keys have the id and the type of OBJECT. */
static size_t count_same_id(const struct public_ids *public_ids, const struct object *object,
                            struct slice id)
{
    const struct key_index *index = &public_ids->index;
    size_t count = 0;

    for (size_t i = index_find(index, id); index_has(index, i, id); i++) {
        count += public_ids->objects->items[index->items[i].key].parts.type == object->parts.type;
    }
    return count;
}

/*
 * By id, when it stands for one private and one public key. Where there are more of either the
 * token does not tell which belong together: both stay halves, and are marked.
 */
static size_t find_private_by_id(struct inventory *inventory, const struct key_index *by_id,
                                 const struct public_ids *public_ids, const struct object *object)
{
    struct slice id = slice_of_bytes(&object->id);
    CLEANUP(text_free) char *name = key_parts_name(&object->parts);
    size_t found = NO_KEY;
    size_t count = 0;

    for (size_t i = index_find(by_id, id); id.size > 0 && index_has(by_id, i, id); i++) {
        if (may_be_half(&inventory->keys[by_id->items[i].key], name)) {
            found = by_id->items[i].key;
            count++;
        }
    }
    if (count == 0 || (count == 1 && count_same_id(public_ids, object, id) == 1)) {
        return found;
    }
    for (size_t i = index_find(by_id, id); index_has(by_id, i, id); i++) {
        struct inventory_key *key = &inventory->keys[by_id->items[i].key];

        key->half_unknown = key->half_unknown || may_be_half(key, name);
    }
    return NO_KEY;
}

/* The private key without a public half that shows SPKI, or NO_KEY. */
static size_t find_private_by_key(const struct inventory *inventory,
                                  const struct key_index *by_spki, struct slice spki)
{
    for (size_t i = index_find(by_spki, spki); index_has(by_spki, i, spki); i++) {
        if (!inventory->keys[by_spki->items[i].key].has_public) {
            return by_spki->items[i].key;
        }
    }
    return NO_KEY;
}

/* The public key added last, when private keys with its id are marked: it may be theirs. */
static void mark_public(struct inventory *inventory, const struct key_index *by_id)
{
    struct inventory_key *key = &inventory->keys[inventory->key_count - 1];
    struct slice id = slice_of_bytes(&key->id);

    for (size_t i = index_find(by_id, id); index_has(by_id, i, id); i++) {
        const struct inventory_key *other = &inventory->keys[by_id->items[i].key];

        key->half_unknown = key->half_unknown || (other->half_unknown && other->has_private);
    }
}

static void add_public_key(struct inventory *inventory, size_t token,
                           const struct public_ids *public_ids, struct object *object,
                           const struct key_index *by_spki, const struct key_index *by_id)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = {0};
    bool whole = read_spki(&object->parts, &spki);
    size_t found =
        find_private_by_key(inventory, by_spki, slice_of(spki.data, whole ? spki.size : 0));
    struct inventory_key *key;

    if (found == NO_KEY) {
        found = find_private_by_id(inventory, by_id, public_ids, object);
    }
    if (found == NO_KEY) {
        add_key(inventory, token, object);
        mark_public(inventory, by_id);
        return;
    }
    key = &inventory->keys[found];
    key->has_public = true;
    if (key->spki.size == 0 && whole) {
        key->spki = take_bytes(&spki);
        memory_free(key->name);
        key->name = key_parts_name(&object->parts);
    }
}

static void take_outline(struct inventory_certificate *certificate,
                         const struct certificate_outline *outline)
{
    CLEANUP(name_free) struct name *subject = NULL;
    CLEANUP(name_free) struct name *issuer = NULL;

    if (!name_from_der(outline->subject, &subject) || !name_from_der(outline->issuer, &issuer)) {
        return;
    }
    certificate->readable = true;
    certificate->subject = name_text(subject);
    certificate->subject_short = name_short_text(subject);
    certificate->issuer = name_text(issuer);
    certificate->serial = certificate_outline_serial(outline);
    certificate->not_before = outline->not_before;
    certificate->not_after = outline->not_after;
}

static size_t find_key_of_certificate(const struct key_index *by_spki, struct slice spki)
{
    size_t position = index_find(by_spki, spki);

    return index_has(by_spki, position, spki) ? by_spki->items[position].key : NO_KEY;
}

static void add_certificate(struct inventory *inventory, size_t token, struct object *object,
                            const struct key_index *by_spki)
{
    struct inventory_certificate *certificate =
        &inventory->certificates[inventory->certificate_count++];
    struct certificate_outline outline = {0};

    *certificate = (struct inventory_certificate){.token = token, .key = NO_KEY};
    certificate->uri = object_uri(&inventory->tokens[token].token, OBJECT_CERTIFICATE,
                                  slice_of_bytes(&object->id), object->label);
    certificate->label = TAKE(object->label);
    certificate->id = take_bytes(&object->id);
    certificate->der = take_bytes(&object->value);
    if (object->is_x509 && certificate_outline_read(slice_of_bytes(&certificate->der), &outline)) {
        take_outline(certificate, &outline);
        certificate->key = find_key_of_certificate(by_spki, outline.spki);
    }
    if (certificate->key != NO_KEY) {
        inventory->keys[certificate->key].certificate_count++;
    }
}

/* Certificates without a key that issued another one on the same token are its chain. */
static void mark_issuers(struct inventory *inventory, size_t first)
{
    for (size_t i = first; i < inventory->certificate_count; i++) {
        struct inventory_certificate *candidate = &inventory->certificates[i];

        for (size_t k = first; candidate->readable && candidate->key == NO_KEY &&
                               !candidate->issuer_of_others && k < inventory->certificate_count;
             k++) {
            candidate->issuer_of_others =
                inventory->certificates[k].readable &&
                strcmp(candidate->subject, inventory->certificates[k].issuer) == 0;
        }
    }
}

static struct key_index index_keys(const struct inventory *inventory, size_t first, bool by_spki)
{
    struct key_index index = {0};

    index.items = memory_new(inventory->key_count - first, sizeof *index.items);
    for (size_t i = first; i < inventory->key_count; i++) {
        index_add(&index,
                  slice_of_bytes(by_spki ? &inventory->keys[i].spki : &inventory->keys[i].id), i);
    }
    index_sort(&index);
    return index;
}

static struct public_ids index_public_keys(const struct object_list *objects)
{
    struct public_ids ids = {.objects = objects};

    ids.index.items = memory_new(objects->count, sizeof *ids.index.items);
    for (size_t i = 0; i < objects->count; i++) {
        index_add(&ids.index, slice_of_bytes(&objects->items[i].id), i);
    }
    index_sort(&ids.index);
    return ids;
}

static void make_room(struct inventory *inventory, const struct token_objects *objects)
{
    inventory->keys = memory_resize(inventory->keys,
                                    inventory->key_count + objects->private_keys.count +
                                        objects->public_keys.count,
                                    sizeof *inventory->keys);
    inventory->certificates = memory_resize(
        inventory->certificates, inventory->certificate_count + objects->certificates.count,
        sizeof *inventory->certificates);
}

void pair_objects(struct inventory *inventory, size_t index, struct token_objects *objects)
{
    size_t first_key = inventory->key_count;
    size_t first_certificate = inventory->certificate_count;
    struct key_index by_spki;
    struct key_index by_id;
    struct public_ids public_ids = index_public_keys(&objects->public_keys);

    make_room(inventory, objects);
    for (size_t i = 0; i < objects->private_keys.count; i++) {
        add_key(inventory, index, &objects->private_keys.items[i]);
    }
    by_spki = index_keys(inventory, first_key, true);
    by_id = index_keys(inventory, first_key, false);
    for (size_t i = 0; i < objects->public_keys.count; i++) {
        add_public_key(inventory, index, &public_ids, &objects->public_keys.items[i], &by_spki,
                       &by_id);
    }
    memory_free(by_spki.items);
    memory_free(by_id.items);
    memory_free(public_ids.index.items);
    by_spki = index_keys(inventory, first_key, true);
    for (size_t i = 0; i < objects->certificates.count; i++) {
        add_certificate(inventory, index, &objects->certificates.items[i], &by_spki);
    }
    memory_free(by_spki.items);
    mark_issuers(inventory, first_certificate);
}

void token_objects_clear(struct token_objects *objects)
{
    object_list_clear(&objects->private_keys);
    object_list_clear(&objects->public_keys);
    object_list_clear(&objects->certificates);
}
