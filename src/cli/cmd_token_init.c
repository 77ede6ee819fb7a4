/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "pin.h"
#include "pkcs11/token_init.h"
#include "render.h"

/* --slot: a number, or the URI of a token. */
static bool read_slot(const char *text, struct slot_choice *choice,
                      struct token_selector **ret_selector, struct failure *failure)
{
    char *end = NULL;

    if (text == NULL) {
        return true;
    }
    if (strncmp(text, "pkcs11:", 7) == 0) {
        if (!token_selector_parse(text, ret_selector, failure)) {
            return false;
        }
        choice->selector = *ret_selector;
        return true;
    }
    errno = 0;
    choice->id = strtoul(text, &end, 0);
    choice->by_id = true;
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-') {
        return failure_set(failure, FAILURE_USAGE, _("'%s' is not the number of a slot"), text);
    }
    return true;
}

static bool read_pins(struct cli *cli, struct secret **ret_so_pin, struct secret **ret_pin,
                      struct failure *failure)
{
    return pin_new(cli, cli->options.so_pin_file, _("SO PIN"), ret_so_pin, failure) &&
           pin_new(cli, cli->options.pin_file, _("user PIN"), ret_pin, failure);
}

static void print_token(struct cli *cli, const struct token *token)
{
    CLEANUP(text_free) char *uri = token_uri(token);

    if (cli->json != NULL) {
        json_put(cli->json, "token", token_json(token));
        return;
    }
    print_field_format(_("token"), _("%s (serial %s)"), token->label, token->serial);
    print_field(_("uri"), uri);
}

bool cmd_token_init(struct cli *cli, struct failure *failure)
{
    CLEANUP(token_selector_free) struct token_selector *selector = NULL;
    CLEANUP(secret_free) struct secret *so_pin = NULL;
    CLEANUP(secret_free) struct secret *pin = NULL;
    CLEANUP_VALUE(token_clear) struct token token = {0};
    struct slot_choice choice = {0};
    struct token_setup setup = {.label = cli->options.label, .replace = cli->options.force};

    if (setup.label == NULL) {
        return failure_set(failure, FAILURE_USAGE, _("--%s is missing"), "label");
    }
    if (!token_label_check(setup.label, failure) ||
        !read_slot(cli->options.slot, &choice, &selector, failure) ||
        !read_pins(cli, &so_pin, &pin, failure) || !cli_open(cli, selector, failure)) {
        return false;
    }
    setup.so_pin = so_pin;
    setup.pin = pin;
    if (!token_initialize(cli->modules, &choice, &setup, &cli->notices, &token, failure)) {
        return false;
    }
    print_token(cli, &token);
    return true;
}
