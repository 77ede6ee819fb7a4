/* SPDX-License-Identifier: Apache-2.0 */
#include "token_page_print.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "filled.h"
#include "render.h"

static const char *pin_words(const struct token *token)
{
    if (!token->initialized) {
        return _("none: the token is not set up ('hardtoken token init')");
    }
    if (!token->login_required) {
        return _("none is needed");
    }
    if (!token->user_pin_set) {
        return _("never set; set it with 'hardtoken pin init'");
    }
    if (token->user_pin_locked) {
        return _("LOCKED; unblock it with the PUK: 'hardtoken pin unblock'");
    }
    if (token->user_pin_final_try) {
        return _("ONE TRY IS LEFT: one more wrong PIN locks it");
    }
    if (token->user_pin_to_be_changed) {
        return _("must be changed before use: 'hardtoken pin change'");
    }
    return token->user_pin_count_low ? _("a wrong PIN was entered since the last right one")
                                     : _("ready");
}

/* Tokens that say nothing of it have the same flags as those in order. */
static const char *puk_words(const struct token *token)
{
    if (token->so_pin_locked) {
        return _("LOCKED: it unblocks no PIN any more");
    }
    if (token->so_pin_final_try) {
        return _("ONE TRY IS LEFT: one more wrong one locks it");
    }
    if (token->so_pin_to_be_changed) {
        return _("must be changed");
    }
    return token->so_pin_count_low ? _("a wrong one was entered since the last right one")
                                   : _("nothing wrong is reported");
}

/* Under a heading with the name of the PIN where a card has several. */
static void print_pin(const struct page_slot *slot, bool several)
{
    const struct token *token = &slot->token;

    if (several) {
        CLEANUP(text_free) char *name = text_escape(slice_of_text(slot->pin_name), ESCAPE_PLAIN);

        (void)printf(_("\nPIN '%s'\n"), name);
    }
    print_field(several ? _("  state") : _("PIN"), pin_words(token));
    if (token->pin_max > 0 && token->login_required && token->initialized) {
        print_field_format(several ? _("  length") : _("PIN length"), _("%lu to %lu bytes"),
                           token->pin_min, token->pin_max);
    }
    if (token->pin_pad) {
        print_field(several ? _("  entry") : _("PIN entry"), _("at the reader"));
    }
    if (token->initialized) {
        print_field(several ? _("  PUK (SO PIN)") : _("PUK (SO PIN)"), puk_words(token));
    }
    if (token->write_protected) {
        print_field(several ? _("  writing") : _("writing"),
                    _("not possible: the token is write-protected"));
    }
    print_field(several ? _("  uri") : _("uri"), slot->uri);
}

static void add_memory(struct text *text, const struct token_memory *memory, const char *word)
{
    if (memory->available < 0) {
        return;
    }
    text_addf(text, "%s%s", text->size > 0 ? ", " : "", word);
    if (memory->total > 0) {
        text_addf(text, _("%" PRId64 " of %" PRId64 " bytes"), memory->available, memory->total);
    } else {
        text_addf(text, _("%" PRId64 " bytes"), memory->available);
    }
}

/* A total of 0 comes from modules that do not know. */
static bool is_told(const struct token_memory *memory)
{
    return memory->available >= 0 && (memory->total > 0 || memory->available > 0);
}

static void print_room(const struct token *token)
{
    const struct token_memory *public = &token->public_memory;
    const struct token_memory *private = &token->private_memory;
    bool same = public->available == private->available && public->total == private->total;
    struct text text = {0};

    if (is_told(public)) {
        add_memory(&text, public, same || !is_told(private) ? "" : _("public "));
    }
    if (is_told(private) && !same) {
        add_memory(&text, private, _("private "));
    }
    print_field(_("free space"), text.size > 0 ? text.data : _("not told by the token"));
    text_clear(&text);
}

static void print_sessions(const struct token_sessions *sessions)
{
    struct text text = {0};

    if (sessions->open >= 0) {
        text_addf(&text, _("%" PRId64 " open"), sessions->open);
    }
    if (sessions->most >= 0) {
        text_add(&text, text.size > 0 ? ", " : "");
        if (sessions->most == 0) {
            text_add(&text, _("no limit"));
        } else {
            text_addf(&text, _("at most %" PRId64), sessions->most);
        }
    }
    print_field(_("sessions"), text.size > 0 ? text.data : _("not told by the token"));
    text_clear(&text);
}

/* Modules that do not know say 0.0. */
static bool is_version(const unsigned version[2])
{
    return version[0] != 0 || version[1] != 0;
}

static void print_model(const struct token *token)
{
    struct text text = {0};

    text_add(&text, token->model);
    if (token->manufacturer[0] != '\0') {
        text_addf(&text, text.size > 0 ? _(" by %s") : "%s", token->manufacturer);
    }
    print_field(_("model"), text.data);
    text_clear(&text);
    if (is_version(token->hardware_version) || is_version(token->firmware_version)) {
        print_field_format(_("versions"), _("hardware %u.%u, firmware %u.%u"),
                           token->hardware_version[0], token->hardware_version[1],
                           token->firmware_version[0], token->firmware_version[1]);
    }
}

/* Each PIN of a card has a slot number of its own, so none is that of the reader. */
static void print_reader(const struct token *token, bool several)
{
    const char *description = token->slot_description;

    if (several) {
        print_field(_("reader"), description);
    } else if (description == NULL || description[0] == '\0') {
        print_field_format(_("reader"), _("not told (slot %lu)"), token->slot);
    } else {
        print_field_format(_("reader"), _("%s (slot %lu)"), description, token->slot);
    }
}

static void print_head(const struct token_page *page)
{
    const struct token *token = &page->slots[page->chosen].token;

    if (page->slot_count > 1) {
        print_field_format(_("card"), P_("%s, with %zu PIN", "%s, with %zu PINs", page->slot_count),
                           page->name, page->slot_count);
    } else {
        print_field(_("token"), page->name[0] != '\0' ? page->name : _("(without a label)"));
    }
    print_model(token);
    print_field(_("serial number"), token->serial[0] != '\0' ? token->serial : _("none"));
    print_reader(token, page->slot_count > 1);
    print_field(_("module"), token->module_path);
    print_room(token);
    print_sessions(&token->sessions);
    for (size_t i = 0; i < page->slot_count; i++) {
        print_pin(&page->slots[i], page->slot_count > 1);
    }
}

static void print_heading(const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    (void)printf("\n%s\n", escaped);
}

static void print_identifiers(const struct portrait *portrait)
{
    for (size_t i = 0; i < portrait->identifier_count; i++) {
        const struct identifier *identifier = &portrait->identifiers[i];
        const char *words = identifier_words(identifier->kind);
        bool country = identifier->country[0] != '\0';

        if (words == NULL) {
            print_field(_("  identifier"), identifier->value);
        } else {
            print_field_format(_("  identifier"), "%s (%s%s%s)", identifier->value, words,
                               country ? ", " : "", identifier->country);
        }
    }
}

static void print_validity(const struct inventory_certificate *item, timestamp now)
{
    CLEANUP(text_free) char *from = timestamp_date(item->not_before);
    CLEANUP(text_free) char *to = timestamp_date(item->not_after);
    long days = days_until(now, item->not_after);

    if (item->not_after < now) {
        days = days_until(item->not_after, now);
        print_field_format(_("  valid to"),
                           P_("%s: EXPIRED %ld day ago", "%s: EXPIRED %ld days ago", days), to,
                           days);
    } else if (item->not_before > now) {
        print_field_format(_("  valid to"), _("%s, but NOT YET VALID: from %s on"), to, from);
    } else {
        print_field_format(_("  valid to"), P_("%s, %ld day left", "%s, %ld days left", days), to,
                           days);
    }
}

/* "RSA 2048, id 45, with the PIN 'Signature PIN'" */
static void print_key(const struct token_page *page, const struct page_key *key)
{
    const struct inventory_key *item = &page->inventory.keys[key->key];
    CLEANUP(text_free) char *id = short_id(&item->id);
    struct text text = {0};

    text_add(&text, item->name);
    text_addf(&text, id[0] != '\0' ? _(", id %s") : _(", without id"), id);
    if (key->half_unknown) {
        text_add(&text, key->has_private ? _(", WHICH PUBLIC KEY IS NOT TOLD")
                                         : _(", WHICH PRIVATE KEY IS NOT TOLD"));
    } else if (!key->has_private && token_page_is_whole(page)) {
        text_add(&text, _(", PRIVATE KEY MISSING"));
    } else if (page->slot_count > 1 && key->has_private) {
        text_addf(&text, ", %s", page->slots[key->slot].pin_name);
    }
    if (item->always_authenticate == YES) {
        text_add(&text, _(", asks for the PIN each time"));
    }
    print_field(_("  key"), text.data);
    text_clear(&text);
    print_field(_("  label"), item->label);
}

static void print_holder(const struct portrait *portrait)
{
    print_field(_("  holder"), portrait->holder);
    print_field(_("  organization"), portrait->organization);
    print_identifiers(portrait);
}

static void print_certificate(const struct token_page *page,
                              const struct page_certificate *certificate)
{
    const struct inventory_certificate *item =
        &page->inventory.certificates[certificate->certificate];
    CLEANUP(text_free) char *purpose = NULL;

    if (certificate->has_portrait) {
        purpose = portrait_purpose(&certificate->portrait);
        print_heading(purpose);
        print_holder(&certificate->portrait);
        print_field(_("  issuer"), certificate->portrait.issuer);
    } else {
        print_heading(item->readable ? _("a certificate that is damaged")
                                     : _("not an X.509 certificate"));
    }
    if (item->readable) {
        print_validity(item, page->now);
    }
    if (certificate->key != NO_KEY) {
        print_key(page, &page->keys[certificate->key]);
        return;
    }
    print_field(_("  key"), token_page_is_whole(page) ? _("NOT HERE") : _("not seen"));
    print_field(_("  label"), item->label);
}

static void print_issuers(const struct token_page *page)
{
    bool first = true;

    for (size_t i = 0; i < page->certificate_count; i++) {
        const struct page_certificate *certificate = &page->certificates[i];

        if (!certificate->chain) {
            continue;
        }
        if (first) {
            print_heading(_("certificates of issuers"));
        }
        first = false;
        print_field(_("  issuer"), certificate->portrait.holder);
        print_validity(&page->inventory.certificates[certificate->certificate], page->now);
    }
}

/* First what can be used, then what lacks its other part, issuers last. */
static void print_objects(const struct token_page *page)
{
    for (size_t i = 0; i < page->certificate_count; i++) {
        if (page->certificates[i].key != NO_KEY) {
            print_certificate(page, &page->certificates[i]);
        }
    }
    for (size_t i = 0; i < page->key_count; i++) {
        if (page->keys[i].certificate_count == 0) {
            print_heading(_("a key without certificate"));
            print_key(page, &page->keys[i]);
        }
    }
    for (size_t i = 0; i < page->certificate_count; i++) {
        if (page->certificates[i].key == NO_KEY && !page->certificates[i].chain) {
            print_certificate(page, &page->certificates[i]);
        }
    }
    print_issuers(page);
    if (page->key_count + page->certificate_count == 0 && page->inventory.token_count > 0) {
        print_heading(_("no keys and no certificates"));
    }
}

static void print_item(const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    (void)printf("  - ");
    print_filled(escaped, 4);
}

static void print_odd(const struct token_page *page)
{
    if (page->odd_count > 0) {
        print_heading(_("look at this"));
    } else if (page->key_count + page->certificate_count > 0 && token_page_is_whole(page)) {
        print_heading(_("nothing odd was found"));
    }
    for (size_t i = 0; i < page->odd_count; i++) {
        print_item(page->odd[i].text);
    }
}

static void print_not_seen(const struct token_page *page)
{
    bool first = true;

    for (size_t i = 0; i < page->slot_count; i++) {
        const struct page_slot *slot = &page->slots[i];
        const char *name = page->slot_count > 1 ? slot->pin_name : NULL;
        CLEANUP(text_free) char *text = NULL;

        if ((slot->read && slot->logged_in) || !slot->token.initialized) {
            continue;
        }
        if (first) {
            print_heading(_("not seen"));
        }
        first = false;
        if (!slot->read) {
            text = text_format(_("anything behind '%s': it cannot be read"), slot->pin_name);
        } else if (name != NULL) {
            text = text_format(_("private keys behind '%s': its PIN was not given (show its uri "
                                 "with --pin-file)"),
                               name);
        } else {
            text = memory_copy_text(_("private keys: no PIN was given (--pin-file, --pin-fd or "
                                      "--pin-env)"));
        }
        print_item(text);
    }
}

void print_token_page(const struct token_page *page)
{
    print_head(page);
    print_objects(page);
    print_odd(page);
    print_not_seen(page);
}
