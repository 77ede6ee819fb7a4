/* SPDX-License-Identifier: Apache-2.0 */
#include "pin_prompt.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "pinentry.h"
#include "terminal.h"

static bool is_set(const char *variable)
{
    const char *value = secure_getenv(variable);

    return value != NULL && value[0] != '\0';
}

/* The pinentry program to ask with, or NULL for the terminal. */
static const char *pinentry_program(const struct cli *cli)
{
    if (cli->options.pinentry != NULL) {
        return cli->options.pinentry;
    }
    if (!terminal_is_there() && (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))) {
        return "pinentry";
    }
    return NULL;
}

bool pin_prompt_possible(const struct cli *cli)
{
    return !cli->options.no_input && (pinentry_program(cli) != NULL || terminal_is_there());
}

bool pin_prompt(const struct cli *cli, const char *question, const char *warning,
                struct secret **ret_pin, struct failure *failure)
{
    const char *program = pinentry_program(cli);
    CLEANUP(text_free) char *prompt = NULL;

    if (program != NULL) {
        return pinentry_ask(program, question, warning, ret_pin, failure);
    }
    prompt = warning == NULL ? text_format("%s: ", question)
                             : text_format("%s (%s): ", question, warning);
    return terminal_ask_secret(prompt, ret_pin, failure);
}
