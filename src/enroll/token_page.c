/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/token_page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory_add.h"
#include "pkcs11/card.h"
#include "token_page_odd.h"
#include "x509/outline.h"

/* Where the name of the PIN begins in "Card (PIN1)", or in one cut to 32 bytes; else the end. */
static size_t pin_name_position(const char *label)
{
    const char *last = NULL;

    for (const char *c = label; *c != '\0'; c++) {
        if (c[0] == ' ' && c[1] == '(') {
            last = c;
        }
    }
    return last == NULL ? strlen(label) : (size_t)(last - label);
}

static char *pin_name_of(const char *label)
{
    const char *name = label + pin_name_position(label);
    size_t size;

    if (*name == '\0') {
        return memory_copy_text(label);
    }
    name += strlen(" (");
    size = strlen(name);
    return memory_copy_text_n(name, size > 0 && name[size - 1] == ')' ? size - 1 : size);
}

static void take_slots(struct card *card, struct token_page *page)
{
    const char *label = card->slots.items[card->chosen].label;
    bool several = card->slots.count > 1;

    page->name = memory_copy_text_n(label, several ? pin_name_position(label) : strlen(label));
    page->chosen = card->chosen;
    page->slots = memory_new(card->slots.count, sizeof *page->slots);
    for (size_t i = 0; i < card->slots.count; i++) {
        const struct token *token = &card->slots.items[i];

        page->slots[page->slot_count++] = (struct page_slot){
            .token = token_copy(token),
            .uri = token_uri(token),
            .pin_name = several ? pin_name_of(token->label) : memory_copy_text("")};
    }
}

/* One PIN cannot be meant for several slots of a card. */
static bool check_pin(const struct workplace *workplace, const struct card *card,
                      struct failure *failure)
{
    CLEANUP_VALUE(text_clear) struct text hint = {0};

    if (!workplace->pin_given || card->matches <= 1) {
        return true;
    }
    text_add(&hint, _("say which PIN it is with the URI of its slot:"));
    for (size_t i = 0; i < card->slots.count; i++) {
        CLEANUP(text_free) char *uri = token_uri(&card->slots.items[i]);

        text_addf(&hint, "\n%s", uri);
    }
    (void)failure_set(failure, FAILURE_USAGE, _("one PIN is not tried on the %zu PINs of a card"),
                      card->matches);
    return failure_hint(failure, "%s", hint.data);
}

/* Only the slot that was asked for gets the PIN, and only its failure is one of the page. */
static bool read_slot(struct workplace *workplace, struct card *card, size_t index,
                      struct token_page *page, struct failure *failure)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};
    bool chosen = index == card->chosen;
    struct page_slot *slot = &page->slots[index];

    if (!slot->token.initialized) {
        return true;
    }
    slot->read = inventory_add_token(workplace, &card->slots.items[index],
                                     chosen ? LOGIN_IF_PIN_GIVEN : LOGIN_NEVER, &page->inventory,
                                     chosen ? failure : &reason);
    if (slot->read) {
        slot->logged_in = page->inventory.tokens[page->inventory.token_count - 1].logged_in;
        return true;
    }
    if (!chosen) {
        inventory_note_left_out(workplace, &reason);
    }
    return !chosen;
}

/* The slot of a token of the inventory, which has those that were read, in the same order. */
static size_t slot_of(const struct token_page *page, size_t token)
{
    size_t slot = 0;

    for (size_t i = 0; i < page->slot_count; i++) {
        if (page->slots[i].read && token-- == 0) {
            slot = i;
        }
    }
    return slot;
}

static struct slice spki_of(const struct token_page *page, size_t key)
{
    return slice_of_bytes(&page->inventory.keys[page->keys[key].key].spki);
}

#define NO_SLOT ((size_t)-1)

/* The key with that public key on another slot than EXCEPT, or NO_KEY. */
static size_t find_key(const struct token_page *page, struct slice spki, size_t except)
{
    for (size_t i = 0; spki.size > 0 && i < page->key_count; i++) {
        if (page->keys[i].slot != except && slice_equal(spki_of(page, i), spki)) {
            return i;
        }
    }
    return NO_KEY;
}

/* The same public key on two slots is one key: all slots of a card may show its public objects. */
static void add_key(struct token_page *page, size_t index)
{
    const struct inventory_key *key = &page->inventory.keys[index];
    size_t slot = slot_of(page, key->token);
    size_t known = find_key(page, slice_of_bytes(&key->spki), slot);
    struct page_key *place;

    if (known == NO_KEY) {
        page->keys[page->key_count++] = (struct page_key){.key = index,
                                                          .slot = slot,
                                                          .has_private = key->has_private,
                                                          .has_public = key->has_public};
        return;
    }
    place = &page->keys[known];
    if (key->has_private && !place->has_private) {
        place->key = index;
        place->slot = slot;
    }
    place->has_private = place->has_private || key->has_private;
    place->has_public = place->has_public || key->has_public;
}

/* A public key that belongs to one of several private keys under its id has a half as unknown as
 * theirs. */
static void mark_unknown_halves(struct token_page *page)
{
    const struct inventory_key *keys = page->inventory.keys;

    for (size_t i = 0; i < page->key_count; i++) {
        struct page_key *key = &page->keys[i];
        const struct inventory_key *item = &keys[key->key];

        key->half_unknown = item->half_unknown;
        for (size_t k = 0; !key->has_private && !key->half_unknown && k < page->key_count; k++) {
            const struct inventory_key *other = &keys[page->keys[k].key];

            key->half_unknown = other->half_unknown && page->keys[k].slot == key->slot &&
                                item->id.size > 0 &&
                                slice_equal(slice_of_bytes(&item->id), slice_of_bytes(&other->id));
        }
    }
}

static bool is_shown_already(const struct token_page *page, size_t index, size_t slot)
{
    struct slice der = slice_of_bytes(&page->inventory.certificates[index].der);

    for (size_t i = 0; i < page->certificate_count; i++) {
        const struct page_certificate *known = &page->certificates[i];

        if (known->slot != slot &&
            slice_equal(slice_of_bytes(&page->inventory.certificates[known->certificate].der),
                        der)) {
            return true;
        }
    }
    return false;
}

static void add_certificate(struct token_page *page, size_t index)
{
    const struct inventory_certificate *item = &page->inventory.certificates[index];
    struct slice der = slice_of_bytes(&item->der);
    size_t slot = slot_of(page, item->token);
    struct certificate_outline outline = {0};
    struct page_certificate *place = &page->certificates[page->certificate_count];

    if (is_shown_already(page, index, slot)) {
        return;
    }
    *place = (struct page_certificate){.certificate = index, .slot = slot, .key = NO_KEY};
    if (item->readable && certificate_outline_read(der, &outline)) {
        place->key = find_key(page, outline.spki, NO_SLOT);
        place->has_portrait = portrait_read(der, &place->portrait);
    }
    if (place->key != NO_KEY) {
        page->keys[place->key].certificate_count++;
    }
    place->chain = place->key == NO_KEY &&
                   (item->issuer_of_others || (place->portrait.purposes & PURPOSE_ISSUE) != 0);
    page->certificate_count++;
}

static void take_objects(struct token_page *page)
{
    const struct inventory *inventory = &page->inventory;

    page->keys = memory_new(inventory->key_count, sizeof *page->keys);
    page->certificates = memory_new(inventory->certificate_count, sizeof *page->certificates);
    for (size_t i = 0; i < inventory->key_count; i++) {
        add_key(page, i);
    }
    mark_unknown_halves(page);
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        add_certificate(page, i);
    }
}

bool token_page_read(struct workplace *workplace, const struct token_selector *selector,
                     struct token_page *ret_page, struct failure *failure)
{
    CLEANUP_VALUE(card_clear) struct card card = {0};
    CLEANUP_VALUE(token_page_clear) struct token_page page = {.now = clock_now()};

    if (!card_choose(workplace->modules, selector, workplace->notices, &card, failure) ||
        !check_pin(workplace, &card, failure)) {
        return false;
    }
    take_slots(&card, &page);
    for (size_t i = 0; i < page.slot_count; i++) {
        if (!read_slot(workplace, &card, i, &page, failure)) {
            return false;
        }
    }
    take_objects(&page);
    token_page_find_odd(&page);
    *ret_page = page;
    page = (struct token_page){0};
    return true;
}

bool token_page_is_whole(const struct token_page *page)
{
    for (size_t i = 0; i < page->slot_count; i++) {
        if (!page->slots[i].read || !page->slots[i].logged_in) {
            return false;
        }
    }
    return true;
}

void token_page_clear(struct token_page *page)
{
    for (size_t i = 0; i < page->slot_count; i++) {
        token_clear(&page->slots[i].token);
        memory_free(page->slots[i].uri);
        memory_free(page->slots[i].pin_name);
    }
    for (size_t i = 0; i < page->certificate_count; i++) {
        portrait_clear(&page->certificates[i].portrait);
    }
    for (size_t i = 0; i < page->odd_count; i++) {
        memory_free(page->odd[i].text);
        memory_free(page->odd[i].uri);
    }
    memory_free(page->name);
    memory_free(page->slots);
    memory_free(page->keys);
    memory_free(page->certificates);
    memory_free(page->odd);
    inventory_clear(&page->inventory);
    *page = (struct token_page){0};
}
