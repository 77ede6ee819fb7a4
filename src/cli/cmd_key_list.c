/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "inventory_print.h"
#include "render.h"
#include "table.h"

static const char *tristate_text(enum tristate value)
{
    if (value == UNKNOWN) {
        return "?";
    }
    return value == YES ? _("yes") : _("no");
}

static const char *halves_text(const struct inventory_key *key)
{
    if (key->has_private && key->has_public) {
        return _("pair");
    }
    return key->has_private ? _("private only") : _("public only");
}

static void add_row(struct table *table, const struct inventory *inventory,
                    const struct inventory_key *key)
{
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&key->id));
    CLEANUP(text_free) char *count = text_format("%zu", key->certificate_count);

    table_add(table, inventory->tokens[key->token].token.label);
    table_add(table, key->label);
    table_add(table, id);
    table_add(table, key->name);
    table_add(table, halves_text(key));
    table_add(table, tristate_text(key->sign));
    table_add(table, tristate_text(key->has_private ? key->sensitive : UNKNOWN));
    table_add(table, tristate_text(key->has_private ? key->extractable : UNKNOWN));
    table_add(table, count);
    table_add(table, key->uri);
}

static void print_keys(const struct inventory *inventory, const struct inventory_filter *filter,
                       bool csv)
{
    const char *texts[] = {_("TOKEN"),        _("LABEL"), _("ID"),        _("KEY"),
                           _("HALVES"),       _("SIGNS"), _("SENSITIVE"), _("EXTRACTABLE"),
                           _("CERTIFICATES"), _("URI")};
    static const char *const names[] = {"token",        "label", "id",        "key",
                                        "halves",       "sign",  "sensitive", "extractable",
                                        "certificates", "uri"};
    struct table *table = table_new(csv ? names : texts, sizeof texts / sizeof *texts);

    for (size_t i = 0; i < inventory->key_count; i++) {
        if (key_is_wanted(filter, &inventory->keys[i])) {
            add_row(table, inventory, &inventory->keys[i]);
        }
    }
    if (csv) {
        table_print_csv(table);
    } else {
        table_print(table, "");
    }
    table_free(table);
}

bool cmd_key_list(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    const struct inventory_filter filter = {.match = cli->options.match};

    if (!cli_open_token(cli, failure) ||
        !inventory_read(&cli->workplace, cli->token, &inventory, failure)) {
        return false;
    }
    if (cli->json == NULL) {
        print_keys(&inventory, &filter, cli->options.csv);
        return true;
    }
    json_put(cli->json, "keys", json_array());
    for (size_t i = 0; i < inventory.key_count; i++) {
        if (key_is_wanted(&filter, &inventory.keys[i])) {
            (void)json_array_append_new(json_object_get(cli->json, "keys"),
                                        inventory_key_json(&inventory, &inventory.keys[i]));
        }
    }
    return true;
}
