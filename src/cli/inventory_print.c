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

/* What the rows of a table are made of. */
struct pairs_table {
    struct table *table;
    const struct inventory *inventory;
    const struct inventory_filter *filter;
    const struct grades *grades;
    bool uris;
};

/* One row; KEY or CERTIFICATE may be NULL. */
static void add_row(const struct pairs_table *pairs, const struct inventory_key *key,
                    const struct inventory_certificate *certificate)
{
    struct table *table = pairs->table;
    const struct inventory *inventory = pairs->inventory;
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
    table_add(table, key != NULL ? grade_of_key(pairs->grades, key) : "");
    table_add(table,
              certificate != NULL && certificate->readable ? certificate->subject_short : "");
    table_add(table, date);
    table_add(table, state);
    if (pairs->uris) {
        table_add(table, certificate != NULL ? certificate->uri : key->uri);
    }
}

static void add_key_rows(const struct pairs_table *pairs, size_t key)
{
    const struct inventory *inventory = pairs->inventory;
    const struct inventory_key *item = &inventory->keys[key];
    bool wanted = key_is_wanted(pairs->filter, item);

    if (item->certificate_count == 0 && wanted) {
        add_row(pairs, item, NULL);
    }
    for (size_t i = 0; item->certificate_count > 0 && i < inventory->certificate_count; i++) {
        const struct inventory_certificate *certificate = &inventory->certificates[i];

        if (certificate->key == key &&
            (wanted || certificate_is_wanted(pairs->filter, certificate))) {
            add_row(pairs, item, certificate);
        }
    }
}

void print_pairs(const struct inventory *inventory, size_t token,
                 const struct inventory_filter *filter, const struct grades *grades, bool uris)
{
    const char *headings[] = {_("LABEL"),       _("ID"),       _("KEY"),   _("GRADE"),
                              _("CERTIFICATE"), _("VALID TO"), _("STATE"), _("URI")};
    struct table *table = table_new(headings, uris ? sizeof headings / sizeof *headings
                                                   : sizeof headings / sizeof *headings - 1);
    const struct pairs_table pairs = {
        .table = table, .inventory = inventory, .filter = filter, .grades = grades, .uris = uris};

    for (size_t i = 0; i < inventory->key_count; i++) {
        if (inventory->keys[i].token == token) {
            add_key_rows(&pairs, i);
        }
    }
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        const struct inventory_certificate *certificate = &inventory->certificates[i];

        if (certificate->token == token && certificate->key == NO_KEY &&
            certificate_is_wanted(filter, certificate)) {
            add_row(&pairs, NULL, certificate);
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
                        const struct inventory_filter *filter, const struct grades *grades)
{
    json_t *tokens = json_array();
    json_t *keys = json_array();
    json_t *certificates = json_array();

    for (size_t i = 0; i < inventory->token_count; i++) {
        json_t *token = inventory_token_json(&inventory->tokens[i]);

        grades_put_json(token, grades, i);
        (void)json_array_append_new(tokens, token);
    }
    for (size_t i = 0; i < inventory->key_count; i++) {
        if (key_is_wanted(filter, &inventory->keys[i])) {
            json_t *key = inventory_key_json(inventory, &inventory->keys[i]);

            json_put(key, "grade", json_text(grade_of_key(grades, &inventory->keys[i])));
            (void)json_array_append_new(keys, key);
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
