/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"
#include "render.h"
#include "token_page_print.h"

static void append(json_t *array, json_t *value)
{
    (void)json_array_append_new(array, value); /* fails only without memory */
}

static json_t *slots_json(const struct token_page *page)
{
    json_t *array = json_array();

    for (size_t i = 0; i < page->slot_count; i++) {
        const struct page_slot *slot = &page->slots[i];
        json_t *object = token_json(&slot->token);

        json_put(object, "pin_name", json_text(slot->pin_name));
        json_put(object, "read", json_boolean(slot->read));
        json_put(object, "logged_in", json_boolean(slot->logged_in));
        append(array, object);
    }
    return array;
}

static json_t *tokens_json(const struct inventory *inventory)
{
    json_t *array = json_array();

    for (size_t i = 0; i < inventory->token_count; i++) {
        append(array, inventory_token_json(&inventory->tokens[i]));
    }
    return array;
}

static json_t *keys_json(const struct token_page *page)
{
    json_t *array = json_array();

    for (size_t i = 0; i < page->key_count; i++) {
        const struct page_key *key = &page->keys[i];
        json_t *object = inventory_key_json(&page->inventory, &page->inventory.keys[key->key]);

        json_put(object, "has_private", json_boolean(key->has_private));
        json_put(object, "has_public", json_boolean(key->has_public));
        json_put(object, "half_unknown", json_boolean(key->half_unknown));
        json_put(object, "certificates", json_integer((json_int_t)key->certificate_count));
        append(array, object);
    }
    return array;
}

static json_t *purposes_json(const struct portrait *portrait)
{
    json_t *array = json_array();
    enum purpose purpose = 0;
    const char *name;

    for (size_t i = 0; (name = purpose_name(i, &purpose)) != NULL; i++) {
        if ((portrait->purposes & purpose) != 0) {
            append(array, json_string(name));
        }
    }
    if (portrait->any_purpose) {
        append(array, json_string("any"));
    }
    return array;
}

static json_t *identifiers_json(const struct portrait *portrait)
{
    json_t *array = json_array();

    for (size_t i = 0; i < portrait->identifier_count; i++) {
        const struct identifier *identifier = &portrait->identifiers[i];
        json_t *object = json_object();

        json_put(object, "kind", json_string(identifier_name(identifier->kind)));
        json_put(object, "country",
                 identifier->country[0] == '\0' ? json_null() : json_text(identifier->country));
        json_put(object, "value", json_text(identifier->value));
        append(array, object);
    }
    return array;
}

static json_t *certificates_json(const struct token_page *page)
{
    const struct inventory *inventory = &page->inventory;
    json_t *array = json_array();

    for (size_t i = 0; i < page->certificate_count; i++) {
        const struct page_certificate *certificate = &page->certificates[i];
        const struct portrait *portrait = &certificate->portrait;
        bool good = certificate->has_portrait;
        json_t *object = inventory_certificate_json(
            inventory, &inventory->certificates[certificate->certificate]);

        json_put(object, "key",
                 certificate->key == NO_KEY
                     ? json_null()
                     : json_text(inventory->keys[page->keys[certificate->key].key].uri));
        json_put(object, "chain", json_boolean(certificate->chain));
        json_put(object, "purposes", good ? purposes_json(portrait) : json_null());
        json_put(object, "holder", good ? json_text(portrait->holder) : json_null());
        json_put(object, "organization", good ? json_text(portrait->organization) : json_null());
        json_put(object, "identifiers", good ? identifiers_json(portrait) : json_null());
        json_put(object, "issuer_name", good ? json_text(portrait->issuer) : json_null());
        append(array, object);
    }
    return array;
}

static json_t *odd_json(const struct token_page *page)
{
    json_t *array = json_array();

    for (size_t i = 0; i < page->odd_count; i++) {
        json_t *object = json_object();

        json_put(object, "kind", json_string(oddity_name(page->odd[i].kind)));
        json_put(object, "uri", json_text(page->odd[i].uri));
        json_put(object, "text", json_text(page->odd[i].text));
        append(array, object);
    }
    return array;
}

void token_page_put_json(json_t *document, const struct token_page *page)
{
    json_put(document, "token", token_json(&page->slots[page->chosen].token));
    json_put(document, "name", json_text(page->name));
    json_put(document, "slots", slots_json(page));
    json_put(document, "complete", json_boolean(token_page_is_whole(page)));
    json_put(document, "tokens", tokens_json(&page->inventory));
    json_put(document, "keys", keys_json(page));
    json_put(document, "certificates", certificates_json(page));
    json_put(document, "odd", odd_json(page));
}
