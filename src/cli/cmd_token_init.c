/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "enroll/pin_memory.h"
#include "pin.h"
#include "pkcs11/label.h"
#include "pkcs11/token_init.h"
#include "render.h"
#include "terminal.h"

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

/* What token_initialize asks for once it knows the token. */
struct preparation {
    struct cli *cli;
    struct secret *so_pin;
    struct secret *pin;
    struct token before; /* what identifies the token before it gets its new label */
};

static void preparation_clear(struct preparation *preparation)
{
    secret_free(preparation->so_pin);
    secret_free(preparation->pin);
    token_clear(&preparation->before);
    *preparation = (struct preparation){0};
}

/* The label must be typed, or the serial number of a token whose label is empty. */
static bool confirm_erasing(const struct token *token, struct failure *failure)
{
    bool by_label = token->label[0] != '\0';
    const char *name = by_label ? token->label : token->serial;
    CLEANUP(text_free)
    char *prompt = text_format(_("erase token '%s' and every key on it for ever? Type its %s to "
                                 "confirm: "),
                               name, by_label ? _("label") : _("serial number"));
    CLEANUP(text_free) char *answer = NULL;

    if (!terminal_ask_line(prompt, &answer, failure)) {
        return false;
    }
    if (!label_is_meant(answer, name)) {
        return failure_set(failure, FAILURE_POLICY, _("nothing was erased: the label differs"));
    }
    return true;
}

static bool get_so_pin(struct preparation *preparation, const struct token *token,
                       struct failure *failure)
{
    struct cli *cli = preparation->cli;
    struct token *before = &preparation->before;

    if (!token->initialized) {
        return pin_for_new_token(cli, token, PIN_SO, &preparation->so_pin, failure);
    }
    before->label = memory_copy_text(token->label);
    before->manufacturer = memory_copy_text(token->manufacturer);
    before->model = memory_copy_text(token->model);
    before->serial = memory_copy_text(token->serial);
    before->initialized = true;
    return pin_ask_other(cli, token, PIN_SO, &preparation->so_pin, failure) &&
           pin_memory_check(&cli->workplace, token, PIN_SO, preparation->so_pin, failure);
}

/* Asks whether the token may be erased, and for its PINs. Nothing was sent to it yet. */
static bool prepare(void *context, const struct token *token, struct token_setup *setup,
                    struct failure *failure)
{
    struct preparation *preparation = context;
    struct cli *cli = preparation->cli;

    if (token->initialized && !setup->replace && !cli->options.no_input && terminal_is_there()) {
        setup->replace = confirm_erasing(token, failure);
        if (!setup->replace) {
            return false;
        }
    }
    if (token->initialized && !setup->replace) {
        return true; /* it will be refused */
    }
    if (!get_so_pin(preparation, token, failure) ||
        !pin_for_new_token(cli, token, PIN_USER, &preparation->pin, failure)) {
        return false;
    }
    if (preparation->so_pin == NULL || preparation->pin == NULL) {
        workplace_attention(&cli->workplace, _("enter the PINs of token '%s' at the reader"),
                            token);
    }
    setup->so_pin = preparation->so_pin;
    setup->pin = preparation->pin;
    return true;
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

/* Initializes; what was refused or became right is remembered or forgotten. */
static bool initialize(struct cli *cli, const struct slot_choice *choice, struct token *ret_token,
                       struct failure *failure)
{
    CLEANUP_VALUE(preparation_clear) struct preparation preparation = {.cli = cli};
    const struct token_setup setup = {
        .label = cli->options.label,
        .replace = cli->options.force,
        .last_try = cli->workplace.last_try,
        .prepare = prepare,
        .context = &preparation,
    };

    if (!token_initialize(cli->modules, choice, &setup, &cli->notices, ret_token, failure)) {
        if (preparation.before.initialized) {
            pin_memory_learn(&cli->workplace, &preparation.before, PIN_SO, preparation.so_pin,
                             failure);
        }
        return false;
    }
    pin_memory_forget(&cli->workplace, ret_token, PIN_SO);
    pin_memory_forget(&cli->workplace, ret_token, PIN_USER);
    return true;
}

bool cmd_token_init(struct cli *cli, struct failure *failure)
{
    CLEANUP(token_selector_free) struct token_selector *selector = NULL;
    CLEANUP_VALUE(token_clear) struct token token = {0};
    struct slot_choice choice = {0};

    if (cli->options.label == NULL) {
        return failure_set(failure, FAILURE_USAGE, _("--%s is missing"), "label");
    }
    if (!token_label_check(cli->options.label, failure) ||
        !read_slot(cli->options.slot, &choice, &selector, failure) ||
        !cli_open(cli, selector, failure) || !initialize(cli, &choice, &token, failure)) {
        return false;
    }
    print_token(cli, &token);
    return true;
}
