/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/state.h"
#include "pin.h"
#include "terminal.h"
#include "trace.h"

/* Long enough for the generation of a key by another process, on most tokens. */
#define LOCK_MILLISECONDS 30000

static void tell_progress(void *context, const char *text)
{
    const struct cli *cli = context;

    if (!cli->options.quiet && !cli->options.json) {
        terminal_progress(text);
    }
}

/* Always shown: without it the program would seem to hang. */
static void tell_attention(void *context, const char *text)
{
    (void)context;
    terminal_tell(text);
}

bool cli_interrupted(void *context)
{
    (void)context;
    return terminal_interrupted();
}

/* Cuts the copy of a colon-separated list into its parts. */
static void split_list(char *list, struct text_list *parts)
{
    char *next;

    for (char *part = list; part != NULL; part = next) {
        next = strchr(part, ':');
        if (next != NULL) {
            *next++ = '\0';
        }
        if (*part != '\0') {
            text_list_add(parts, part);
        }
    }
}

const struct text_list *cli_modules(struct cli *cli, const struct token_selector *selector)
{
    struct text_list *modules = &cli->options.modules;
    const char *single = selector == NULL ? NULL : token_selector_module(selector);
    const char *listed = secure_getenv("HARDTOKEN_MODULE");

    if (modules->count > 0) {
        return modules;
    }
    if (single == NULL && listed != NULL) {
        cli->module_list = memory_copy_text(listed);
        split_list(cli->module_list, modules);
    }
    if (single == NULL && modules->count == 0) {
        single = secure_getenv("PKCS11_MODULE_PATH"); /* one file, as other programs take it */
    }
    if (single != NULL && single[0] != '\0') {
        text_list_add(modules, single);
    }
    return modules;
}

static bool open_modules(struct cli *cli, const struct token_selector *selector,
                         struct failure *failure)
{
    const struct text_list *named = cli_modules(cli, selector);
    struct module_trace trace = {0};

    if (cli->options.trace) {
        trace.call = trace_call;
    }
    return modules_open(named->items, named->count, trace, &cli->notices, &cli->modules, failure);
}

bool cli_open(struct cli *cli, const struct token_selector *selector, struct failure *failure)
{
    cli->selector = selector;
    if (!pin_check_options(cli, failure) || !open_modules(cli, selector, failure)) {
        return false;
    }
    cli->state_folder = state_folder();
    cli->workplace = (struct workplace){
        .modules = cli->modules,
        .notices = &cli->notices,
        .state_folder = cli->state_folder,
        .lock_milliseconds = LOCK_MILLISECONDS,
        .same_pin = cli->options.same_pin,
        .last_try = cli->options.last_try ? LAST_TRY_ALLOWED : LAST_TRY_REFUSED,
        .pin = pin_ask,
        .other_pin = pin_ask_other,
        .pin_given = pin_is_given(cli),
        .progress = tell_progress,
        .attention = tell_attention,
        .interrupted = cli_interrupted,
        .context = cli,
    };
    return true;
}

/* Does the command take a token as its argument? */
static bool argument_is_token(const struct command *command)
{
    return strcmp(command->arguments, "TOKEN") == 0 || strcmp(command->arguments, "[TOKEN]") == 0;
}

bool cli_open_token(struct cli *cli, struct failure *failure)
{
    const char *token = cli->options.token;

    if (argument_is_token(cli->command) && cli->options.arguments.count == 1) {
        if (token != NULL) {
            return failure_set(failure, FAILURE_USAGE, _("the token is given twice"));
        }
        token = cli->options.arguments.items[0];
    }
    if (token != NULL && !token_selector_parse(token, &cli->token, failure)) {
        return false;
    }
    return cli_open(cli, cli->token, failure);
}

bool cli_open_object(struct cli *cli, struct object_selector *ret_selector, struct failure *failure)
{
    struct object_selector selector = {0};

    if (!object_selector_parse(cli->options.arguments.items[0], &selector, failure)) {
        return false;
    }
    if (!cli_open(cli, selector.token, failure)) {
        object_selector_clear(&selector);
        return false;
    }
    *ret_selector = selector;
    return true;
}

void cli_clear(struct cli *cli)
{
    modules_close(cli->modules);
    journal_close(cli->journal);
    token_selector_free(cli->token);
    notices_clear(&cli->notices);
    options_clear(&cli->options);
    memory_free(cli->module_list);
    text_free(cli->state_folder);
    json_decref(cli->json);
}
