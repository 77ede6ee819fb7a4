/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "inventory_print.h"
#include "json.h"
#include "render.h"

static void print_pin_state(const struct token *token)
{
    CLEANUP(text_free) char *state = token_state(token);

    print_field(_("state"), state);
    if (token->pin_max > 0) {
        print_field_format(_("PIN length"), _("%lu to %lu bytes"), token->pin_min, token->pin_max);
    }
    if (token->pin_pad) {
        print_field(_("PIN entry"), _("at the reader"));
    }
    print_field(_("SO PIN"), token_so_pin_state(token));
}

static void print_memory(const char *name, const struct token_memory *memory)
{
    if (memory->available >= 0 && memory->total >= 0) {
        print_field_format(name, _("%" PRId64 " of %" PRId64 " bytes free"), memory->available,
                           memory->total);
    }
}

static void print_token(const struct token *token, const char *uri)
{
    print_field(_("token"), token->label);
    print_field(_("model"), token->model);
    print_field(_("manufacturer"), token->manufacturer);
    print_field(_("serial number"), token->serial);
    print_field_format(_("versions"), _("hardware %u.%u, firmware %u.%u"),
                       token->hardware_version[0], token->hardware_version[1],
                       token->firmware_version[0], token->firmware_version[1]);
    print_field_format(_("reader"), _("%s (slot %lu)"), token->slot_description, token->slot);
    print_field(_("module"), token->module_path);
    print_field(_("uri"), uri);
    print_pin_state(token);
    print_memory(_("room"), &token->public_memory);
    print_memory(_("private room"), &token->private_memory);
}

/* Counts what a person would want to look into. */
static void print_odd(const struct inventory *inventory)
{
    for (size_t i = 0; i < inventory->key_count; i++) {
        const struct inventory_key *key = &inventory->keys[i];

        if (inventory->tokens[key->token].logged_in && !key->has_private) {
            print_field_format(_("odd"), _("public key '%s' has no private key"), key->label);
        }
        if (key->has_private && (key->extractable == YES || key->sensitive == NO)) {
            print_field_format(_("odd"), _("private key '%s' can be read out of the token"),
                               key->label);
        }
    }
}

bool cmd_token_show(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};
    CLEANUP(text_free) char *uri = NULL;
    const struct inventory_filter everything = {0};

    if (!cli_open_token(cli, failure) ||
        !token_choose(cli->modules, cli->token, TOKEN_AND_SLOT_INFO, &cli->notices, &token,
                      failure)) {
        return false;
    }
    if (token.initialized && !inventory_read(&cli->workplace, cli->token, &inventory, failure)) {
        return false;
    }
    uri = token_uri(&token);
    if (cli->json != NULL) {
        json_put(cli->json, "token", token_json(&token));
        inventory_put_json(cli->json, &inventory, &everything);
        return true;
    }
    print_token(&token, uri);
    if (inventory.token_count > 0) {
        (void)printf("\n");
        print_pairs(&inventory, 0, &everything, false);
        print_odd(&inventory);
    }
    if (inventory.token_count > 0 && !inventory.tokens[0].logged_in && !cli->options.quiet) {
        notices_add(&cli->notices, _("private keys show only with a PIN: add --pin-file, --pin-fd "
                                     "or --pin-env"));
    }
    return true;
}
