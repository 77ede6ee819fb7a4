/* SPDX-License-Identifier: Apache-2.0 */
#include "inventory_print.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "render.h"
#include "table.h"

static bool matches(const char *text, const char *pattern)
{
    return text != NULL && text_contains(text, pattern);
}

static bool id_matches(const struct bytes *id, const char *pattern)
{
    CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(id));

    return text_contains(hex, pattern);
}

bool key_is_wanted(const struct inventory_filter *filter, const struct inventory_key *key)
{
    if (filter->only_expiring) {
        return false;
    }
    return filter->match == NULL || matches(key->label, filter->match) ||
           id_matches(&key->id, filter->match);
}

bool certificate_is_wanted(const struct inventory_filter *filter,
                           const struct inventory_certificate *certificate)
{
    if (filter->only_expiring &&
        (!certificate->readable || certificate->not_after >= filter->expires_before)) {
        return false;
    }
    return filter->match == NULL || matches(certificate->label, filter->match) ||
           id_matches(&certificate->id, filter->match) ||
           matches(certificate->subject, filter->match) ||
           matches(certificate->issuer, filter->match) ||
           matches(certificate->serial, filter->match);
}

/* One row; KEY or CERTIFICATE may be NULL. */
static void add_row(struct table *table, const struct inventory *inventory,
                    const struct inventory_key *key,
                    const struct inventory_certificate *certificate, bool uris)
{
    CLEANUP(text_free)
    char *id = short_id(key != NULL ? &key->id : &certificate->id);
    CLEANUP(text_free)
    char *date = certificate != NULL && certificate->readable
                     ? timestamp_date(certificate->not_after)
                     : memory_copy_text("");
    CLEANUP(text_free)
    char *state = certificate != NULL ? certificate_state(inventory, certificate, clock_now())
                                      : memory_copy_text(key_state(inventory, key));

    table_add(table, key != NULL ? key->label : certificate->label);
    table_add(table, id);
    table_add(table, key != NULL ? key->name : "");
    table_add(table,
              certificate != NULL && certificate->readable ? certificate->subject_short : "");
    table_add(table, date);
    table_add(table, state);
    if (uris) {
        table_add(table, certificate != NULL ? certificate->uri : key->uri);
    }
}

static void add_key_rows(struct table *table, const struct inventory *inventory, size_t key,
                         const struct inventory_filter *filter, bool uris)
{
    const struct inventory_key *item = &inventory->keys[key];
    bool wanted = key_is_wanted(filter, item);

    if (item->certificate_count == 0 && wanted) {
        add_row(table, inventory, item, NULL, uris);
    }
    for (size_t i = 0; item->certificate_count > 0 && i < inventory->certificate_count; i++) {
        const struct inventory_certificate *certificate = &inventory->certificates[i];

        if (certificate->key == key && (wanted || certificate_is_wanted(filter, certificate))) {
            add_row(table, inventory, item, certificate, uris);
        }
    }
}

void print_pairs(const struct inventory *inventory, size_t token,
                 const struct inventory_filter *filter, bool uris)
{
    const char *headings[] = {_("LABEL"),    _("ID"),    _("KEY"), _("CERTIFICATE"),
                              _("VALID TO"), _("STATE"), _("URI")};
    struct table *table = table_new(headings, uris ? sizeof headings / sizeof *headings
                                                   : sizeof headings / sizeof *headings - 1);

    for (size_t i = 0; i < inventory->key_count; i++) {
        if (inventory->keys[i].token == token) {
            add_key_rows(table, inventory, i, filter, uris);
        }
    }
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        const struct inventory_certificate *certificate = &inventory->certificates[i];

        if (certificate->token == token && certificate->key == NO_KEY &&
            certificate_is_wanted(filter, certificate)) {
            add_row(table, inventory, NULL, certificate, uris);
        }
    }
    if (table_is_empty(table)) {
        (void)printf("  %s\n", filter->match != NULL || filter->only_expiring
                                   ? _("nothing that is asked for")
                                   : _("no keys and no certificates"));
    }
    table_print(table, "  ");
    table_free(table);
}

void inventory_put_json(json_t *document, const struct inventory *inventory,
                        const struct inventory_filter *filter)
{
    json_t *tokens = json_array();
    json_t *keys = json_array();
    json_t *certificates = json_array();

    for (size_t i = 0; i < inventory->token_count; i++) {
        (void)json_array_append_new(tokens, inventory_token_json(&inventory->tokens[i]));
    }
    for (size_t i = 0; i < inventory->key_count; i++) {
        if (key_is_wanted(filter, &inventory->keys[i])) {
            (void)json_array_append_new(keys, inventory_key_json(inventory, &inventory->keys[i]));
        }
    }
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        if (certificate_is_wanted(filter, &inventory->certificates[i])) {
            (void)json_array_append_new(
                certificates, inventory_certificate_json(inventory, &inventory->certificates[i]));
        }
    }
    json_put(document, "tokens", tokens);
    json_put(document, "keys", keys);
    json_put(document, "certificates", certificates);
}
