/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "inventory_print.h"
#include "pending.h"
#include "render.h"
#include "table.h"

#define CSV_COLUMNS 13

static bool read_filter(const struct options *options, struct inventory_filter *filter,
                        struct failure *failure)
{
    int64_t seconds = 0;

    filter->match = options->match;
    if (options->expiring == NULL) {
        return true;
    }
    if (!duration_parse(options->expiring, &seconds, failure)) {
        return false;
    }
    filter->only_expiring = true;
    filter->expires_before = clock_now() + seconds;
    return true;
}

static void print_tables(struct cli *cli, const struct inventory *inventory,
                         const struct inventory_filter *filter, const struct grades *grades)
{
    bool outside = false;

    for (size_t i = 0; i < inventory->token_count; i++) {
        const struct inventory_token *token = &inventory->tokens[i];
        CLEANUP(text_free)
        char *title = text_format(_("%s (%s, serial %s)"), token->token.label, token->token.model,
                                  token->token.serial);
        CLEANUP(text_free) char *escaped = text_escape(slice_of_text(title), ESCAPE_PLAIN);

        (void)printf("%s%s\n", i > 0 ? "\n" : "", escaped);
        print_pairs(inventory, i, filter, grades, cli->options.uris);
        outside = outside || !token->logged_in;
    }
    if (inventory->token_count == 0 && !cli->options.quiet) {
        notices_add(&cli->notices, _("no initialized token is present"));
    } else if (outside && !cli->options.quiet) {
        notices_add(&cli->notices, _("private keys show only with a PIN: add --token and "
                                     "--pin-file, --pin-fd or --pin-env"));
    }
}

static void add_key(struct table *table, const struct inventory *inventory,
                    const struct inventory_key *key, const struct grades *grades)
{
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&key->id));
    const char *cells[CSV_COLUMNS] = {"key",
                                      inventory->tokens[key->token].token.label,
                                      key->label,
                                      id,
                                      key->name,
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      key->uri,
                                      grade_of_key(grades, key)};

    table_add_row(table, cells);
}

static void add_certificate(struct table *table, const struct inventory *inventory,
                            const struct inventory_certificate *item, const struct grades *grades)
{
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&item->id));
    CLEANUP(text_free) char *from = timestamp_text(item->not_before);
    CLEANUP(text_free) char *to = timestamp_text(item->not_after);
    CLEANUP(text_free) char *days = text_format("%ld", days_until(clock_now(), item->not_after));
    bool good = item->readable;
    const char *cells[CSV_COLUMNS] = {
        "certificate",
        inventory->tokens[item->token].token.label,
        item->label,
        id,
        item->key == NO_KEY ? "" : inventory->keys[item->key].name,
        item->subject,
        item->issuer,
        item->serial,
        good ? from : "",
        good ? to : "",
        good ? days : "",
        item->uri,
        item->key == NO_KEY ? "" : grade_of_key(grades, &inventory->keys[item->key])};

    table_add_row(table, cells);
}

static void print_csv(const struct inventory *inventory, const struct inventory_filter *filter,
                      const struct grades *grades)
{
    static const char *const headings[CSV_COLUMNS] = {
        "type",   "token",      "label",     "id",        "key", "subject", "issuer",
        "serial", "not_before", "not_after", "days_left", "uri", "grade"};
    struct table *table = table_new(headings, CSV_COLUMNS);

    for (size_t i = 0; i < inventory->key_count; i++) {
        if (key_is_wanted(filter, &inventory->keys[i])) {
            add_key(table, inventory, &inventory->keys[i], grades);
        }
    }
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        if (certificate_is_wanted(filter, &inventory->certificates[i])) {
            add_certificate(table, inventory, &inventory->certificates[i], grades);
        }
    }
    table_print_csv(table);
    table_free(table);
}

/* With --expiring the answer is in the exit status too: 1 when any certificate ends in time. */
static int list_status(const struct inventory *inventory, const struct inventory_filter *filter)
{
    for (size_t i = 0; filter->only_expiring && i < inventory->certificate_count; i++) {
        if (certificate_is_wanted(filter, &inventory->certificates[i])) {
            return FAILURE_NO;
        }
    }
    return 0;
}

bool cmd_list(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP_VALUE(grades_clear) struct grades grades = {0};
    struct inventory_filter filter = {0};

    if (cli->options.pending) {
        return list_pending(cli, failure);
    }
    if (!read_filter(&cli->options, &filter, failure) || !cli_open_token(cli, failure) ||
        !inventory_read(&cli->workplace, cli->token, &inventory, failure)) {
        return false;
    }
    grades_of_inventory(&inventory, &cli->notices, &grades);
    if (cli->json != NULL) {
        inventory_put_json(cli->json, &inventory, &filter, &grades);
    } else if (cli->options.csv) {
        print_csv(&inventory, &filter, &grades);
    } else {
        print_tables(cli, &inventory, &filter, &grades);
    }
    cli->exit_status = list_status(&inventory, &filter);
    return true;
}
