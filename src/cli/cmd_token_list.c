/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "grades.h"
#include "pkcs11/card_service.h"
#include "render.h"
#include "table.h"

static void print_tokens(const struct token_list *tokens, const struct grades *grades)
{
    const char *headings[] = {_("TOKEN"), _("MODEL"), _("SERIAL"), _("STATE"),
                              _("GRADE"), _("SLOT"),  _("MODULE")};
    struct table *table = table_new(headings, sizeof headings / sizeof *headings);

    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        CLEANUP(text_free) char *state = token_state(token);
        CLEANUP(text_free) char *slot = text_format("%lu", token->slot);

        table_add(table, token->label);
        table_add(table, token->model);
        table_add(table, token->serial);
        table_add(table, state);
        table_add(table, grade_of_token(grades, i));
        table_add(table, slot);
        table_add(table, token->module_path);
    }
    table_print(table, "");
    table_free(table);
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].initialized) {
            CLEANUP(text_free) char *uri = token_uri(&tokens->items[i]);

            (void)printf("%s%s\n", i == 0 ? "\n" : "", uri);
        }
    }
}

bool cmd_token_list(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(grades_clear) struct grades grades = {0};

    if (!cli_open(cli, NULL, failure) ||
        !tokens_read(cli->modules, NULL, TOKEN_AND_SLOT_INFO, &cli->notices, &tokens, failure)) {
        return false;
    }
    grades_of_tokens(tokens.items, tokens.count, &cli->notices, &grades);
    if (cli->json == NULL) {
        print_tokens(&tokens, &grades);
        if (tokens.count == 0 && !cli->options.quiet) {
            notices_add(&cli->notices, card_service_is_used() && !card_service_answers()
                                           ? _("no token is present, and the card service (pcscd) "
                                               "is not running")
                                           : _("no token is present"));
        }
        return true;
    }
    json_put(cli->json, "tokens", json_array());
    for (size_t i = 0; i < tokens.count; i++) {
        json_t *token = token_json(&tokens.items[i]);

        grades_put_json(token, &grades, i);
        (void)json_array_append_new(json_object_get(cli->json, "tokens"), token);
    }
    return true;
}
