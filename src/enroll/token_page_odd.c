/* SPDX-License-Identifier: Apache-2.0 */
#include "token_page_odd.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

static const char *const names[] = {
    [ODD_EXPIRED] = "expired",
    [ODD_EXPIRING] = "expiring",
    [ODD_NOT_YET_VALID] = "not-yet-valid",
    [ODD_CERTIFICATE_WITHOUT_KEY] = "certificate-without-key",
    [ODD_CERTIFICATE_TWICE] = "certificate-twice",
    [ODD_CERTIFICATE_ID] = "certificate-id",
    [ODD_DUPLICATE_ID] = "duplicate-id",
    [ODD_NOT_A_CERTIFICATE] = "not-a-certificate",
    [ODD_KEY_WITHOUT_CERTIFICATE] = "key-without-certificate",
    [ODD_KEY_TWICE] = "key-twice",
    [ODD_TWO_KEYS_ONE_ID] = "two-keys-one-id",
    [ODD_PUBLIC_WITHOUT_PRIVATE] = "public-without-private",
    [ODD_PRIVATE_WITHOUT_PUBLIC] = "private-without-public",
    [ODD_READABLE_KEY] = "readable-key",
    [ODD_LABEL] = "label",
    [ODD_FULL] = "full",
};

const char *oddity_name(enum oddity_kind kind)
{
    return names[kind];
}

static void add(struct token_page *page, enum oddity_kind kind, const char *uri, const char *text,
                ...) PRINTF_LIKE(4, 5);

static void add(struct token_page *page, enum oddity_kind kind, const char *uri, const char *text,
                ...)
{
    va_list values;

    page->odd = memory_resize(page->odd, page->odd_count + 1, sizeof *page->odd);
    va_start(values, text);
    page->odd[page->odd_count++] = (struct oddity){
        .kind = kind, .text = text_format_values(text, values), .uri = memory_copy_text(uri)};
    va_end(values);
}

static const struct inventory_key *key_of(const struct token_page *page, size_t key)
{
    return &page->inventory.keys[page->keys[key].key];
}

static const struct inventory_certificate *certificate_of(const struct token_page *page,
                                                          size_t certificate)
{
    return &page->inventory.certificates[page->certificates[certificate].certificate];
}

/* 'label', else the id: what a person can find again. */
static char *name_of(const char *label, const struct bytes *id)
{
    CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(id));

    return label[0] != '\0' ? text_format(_("'%s'"), label)
           : id->size > 0   ? text_format(_("with id %s"), hex)
                            : memory_copy_text(_("without label and id"));
}

static char *name_of_key(const struct token_page *page, size_t key)
{
    return name_of(key_of(page, key)->label, &key_of(page, key)->id);
}

/* "of 'Anna Andersson' for signing", which tells more than a label. */
static char *name_of_certificate(const struct token_page *page, size_t index)
{
    const struct page_certificate *certificate = &page->certificates[index];
    const struct inventory_certificate *item = certificate_of(page, index);
    CLEANUP(text_free) char *purpose = NULL;

    if (!certificate->has_portrait || certificate->portrait.holder[0] == '\0') {
        return name_of(item->label, &item->id);
    }
    purpose = portrait_purpose(&certificate->portrait);
    return text_format(_("of '%s' (%s)"), certificate->portrait.holder, purpose);
}

static bool same_id(const struct bytes *a, const struct bytes *b)
{
    return a->size > 0 && slice_equal(slice_of_bytes(a), slice_of_bytes(b));
}

static void check_label(struct token_page *page, const char *label, const char *uri)
{
    if (!text_is_utf8(slice_of_text(label))) {
        add(page, ODD_LABEL, uri,
            _("the label '%s' is not UTF-8 or was cut in the middle of a character"), label);
    }
}

static void check_room(struct token_page *page, const struct page_slot *slot,
                       const struct token_memory *memory)
{
    if (memory->total <= 0 || memory->available < 0 || memory->available >= ROOM_NEEDED) {
        return;
    }
    if (memory->available == 0) {
        add(page, ODD_FULL, slot->uri, _("the card is full"));
    } else {
        add(page, ODD_FULL, slot->uri,
            P_("the card is almost full: %lld byte is free",
               "the card is almost full: %lld bytes are free", memory->available),
            (long long)memory->available);
    }
}

static bool same_memory(const struct token_memory *a, const struct token_memory *b)
{
    return a->available == b->available && a->total == b->total;
}

/* The slots of a card, and its two kinds of space, often tell one number again. */
static void check_space(struct token_page *page, size_t index)
{
    const struct page_slot *slot = &page->slots[index];
    const struct token *token = &slot->token;
    const struct token *before = index == 0 ? NULL : &page->slots[index - 1].token;
    bool again = before != NULL && same_memory(&before->public_memory, &token->public_memory) &&
                 same_memory(&before->private_memory, &token->private_memory);

    if (again) {
        return;
    }
    check_room(page, slot, &token->public_memory);
    if (!same_memory(&token->public_memory, &token->private_memory)) {
        check_room(page, slot, &token->private_memory);
    }
}

static void check_slots(struct token_page *page)
{
    for (size_t i = 0; i < page->slot_count; i++) {
        check_label(page, page->slots[i].token.label, page->slots[i].uri);
        check_space(page, i);
    }
}

static bool certificate_may_fit(const struct token_page *page, size_t key)
{
    for (size_t i = 0; i < page->certificate_count; i++) {
        if (page->certificates[i].key == NO_KEY && !page->certificates[i].chain &&
            same_id(&certificate_of(page, i)->id, &key_of(page, key)->id)) {
            return true;
        }
    }
    return false;
}

static void check_halves(struct token_page *page, size_t index)
{
    const struct page_key *key = &page->keys[index];
    const char *uri = key_of(page, index)->uri;
    CLEANUP(text_free) char *name = name_of_key(page, index);

    if (key->half_unknown) {
        if (key->has_private) {
            add(page, ODD_PRIVATE_WITHOUT_PUBLIC, uri,
                _("which of the public keys under its id belongs to the private key %s is not "
                  "told"),
                name);
        }
    } else if (!key->has_private && token_page_is_whole(page)) {
        add(page, ODD_PUBLIC_WITHOUT_PRIVATE, uri, _("the public key %s has no private key"), name);
    } else if (key->has_private && key_of(page, index)->spki.size == 0) {
        add(page, ODD_PRIVATE_WITHOUT_PUBLIC, uri,
            certificate_may_fit(page, index)
                ? _("the private key %s has no public key; whether the certificate with the same "
                    "id fits it cannot be told")
                : _("the private key %s has no public key; no certificate can be matched with it"),
            name);
    } else if (key->certificate_count == 0) {
        add(page, ODD_KEY_WITHOUT_CERTIFICATE, uri, _("the key %s has no certificate"), name);
    }
}

/* Does one of them stand for a pair that the other may be a half of? */
static bool may_be_halves(const struct token_page *page, size_t a, size_t b)
{
    return (page->keys[a].half_unknown && !page->keys[a].has_private) ||
           (page->keys[b].half_unknown && !page->keys[b].has_private);
}

/*
 * Keys of one slot that programs take for each other. Only the first one is named, so that a token
 * with one id for all does not fill the page.
 */
static void check_other_keys(struct token_page *page, size_t index)
{
    const struct inventory_key *key = key_of(page, index);
    CLEANUP(text_free) char *name = name_of_key(page, index);

    for (size_t i = 0; i < index; i++) {
        const struct inventory_key *other = key_of(page, i);

        if (page->keys[i].slot != page->keys[index].slot || may_be_halves(page, i, index)) {
            continue;
        }
        if (key->spki.size > 0 &&
            slice_equal(slice_of_bytes(&key->spki), slice_of_bytes(&other->spki))) {
            add(page, ODD_KEY_TWICE, key->uri, _("the key %s is there twice"), name);
            return;
        }
        if (same_id(&key->id, &other->id)) {
            CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(&key->id));
            CLEANUP(text_free) char *other_name = name_of_key(page, i);

            add(page, ODD_TWO_KEYS_ONE_ID, key->uri,
                _("the keys %s and %s have one id (%s): programs cannot tell them apart"),
                other_name, name, hex);
            return;
        }
    }
}

static void check_keys(struct token_page *page)
{
    for (size_t i = 0; i < page->key_count; i++) {
        const struct inventory_key *key = key_of(page, i);

        check_halves(page, i);
        check_other_keys(page, i);
        if (key->has_private && (key->extractable == YES || key->sensitive == NO)) {
            CLEANUP(text_free) char *name = name_of_key(page, i);

            add(page, ODD_READABLE_KEY, key->uri,
                _("the private key %s can be read out of the token"), name);
        }
        check_label(page, key->label, key->uri);
    }
}

static void check_dates(struct token_page *page, size_t index, const char *name)
{
    const struct inventory_certificate *certificate = certificate_of(page, index);
    CLEANUP(text_free) char *from = timestamp_date(certificate->not_before);
    CLEANUP(text_free) char *to = timestamp_date(certificate->not_after);
    long days = days_until(page->now, certificate->not_after);

    if (certificate->not_after < page->now) {
        add(page, ODD_EXPIRED, certificate->uri, _("the certificate %s expired on %s"), name, to);
    } else if (certificate->not_before > page->now) {
        add(page, ODD_NOT_YET_VALID, certificate->uri,
            _("the certificate %s is not valid before %s"), name, from);
    } else if (days == 0) {
        add(page, ODD_EXPIRING, certificate->uri,
            _("the certificate %s expires in less than a day, on %s"), name, to);
    } else if (days < EXPIRING_DAYS) {
        add(page, ODD_EXPIRING, certificate->uri,
            P_("the certificate %s expires in %ld day, on %s",
               "the certificate %s expires in %ld days, on %s", days),
            name, days, to);
    }
}

/* Is there a key under its id that does not say which public key it has? */
static bool key_may_fit(const struct token_page *page, size_t index)
{
    for (size_t i = 0; i < page->key_count; i++) {
        if (key_of(page, i)->spki.size == 0 &&
            same_id(&certificate_of(page, index)->id, &key_of(page, i)->id)) {
            return true;
        }
    }
    return false;
}

static void check_key_of_certificate(struct token_page *page, size_t index, const char *name)
{
    const struct page_certificate *certificate = &page->certificates[index];
    const struct inventory_certificate *item = certificate_of(page, index);
    const struct inventory_key *key;

    if (certificate->key == NO_KEY) {
        if (!certificate->chain && !key_may_fit(page, index) && token_page_is_whole(page)) {
            add(page, ODD_CERTIFICATE_WITHOUT_KEY, item->uri,
                _("the key of the certificate %s is not here"), name);
        }
        return;
    }
    key = key_of(page, certificate->key);
    if (page->keys[certificate->key].slot == certificate->slot &&
        !slice_equal(slice_of_bytes(&key->id), slice_of_bytes(&item->id))) {
        add(page, ODD_CERTIFICATE_ID, item->uri,
            _("the certificate %s has another id than its key: programs that go by ids do not find "
              "it"),
            name);
    }
}

/* Certificates of one slot that programs take for each other; only the first is named. */
static void check_other_certificates(struct token_page *page, size_t index, const char *name)
{
    const struct page_certificate *certificate = &page->certificates[index];
    const struct inventory_certificate *item = certificate_of(page, index);

    for (size_t i = 0; i < index; i++) {
        const struct inventory_certificate *other = certificate_of(page, i);

        if (page->certificates[i].slot != certificate->slot) {
            continue;
        }
        if (slice_equal(slice_of_bytes(&item->der), slice_of_bytes(&other->der))) {
            add(page, ODD_CERTIFICATE_TWICE, item->uri, _("the certificate %s is there twice"),
                name);
            return;
        }
        if (same_id(&item->id, &other->id) &&
            (certificate->key == NO_KEY || certificate->key != page->certificates[i].key)) {
            CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(&item->id));
            CLEANUP(text_free) char *other_name = name_of_certificate(page, i);

            add(page, ODD_DUPLICATE_ID, item->uri,
                _("the certificates %s and %s have one id (%s), but not one key"), other_name, name,
                hex);
            return;
        }
    }
}

static void check_certificates(struct token_page *page)
{
    for (size_t i = 0; i < page->certificate_count; i++) {
        const struct inventory_certificate *item = certificate_of(page, i);
        CLEANUP(text_free) char *name = name_of_certificate(page, i);

        check_label(page, item->label, item->uri);
        check_other_certificates(page, i, name);
        if (!item->readable) {
            add(page, ODD_NOT_A_CERTIFICATE, item->uri,
                _("the certificate object %s holds no X.509 certificate"), name);
            continue;
        }
        check_dates(page, i, name);
        check_key_of_certificate(page, i, name);
    }
}

void token_page_find_odd(struct token_page *page)
{
    check_slots(page);
    check_certificates(page);
    check_keys(page);
}
