/* SPDX-License-Identifier: Apache-2.0 */
#include "pin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "terminal.h"

static const char *uri_pin_file(const struct cli *cli)
{
    return cli->selector == NULL ? NULL : token_selector_pin_file(cli->selector);
}

bool pin_check_options(const struct cli *cli, struct failure *failure)
{
    const struct options *options = &cli->options;
    int given =
        (options->pin_file != NULL) + (options->pin_fd != NULL) + (options->pin_env != NULL);

    if (given > 1) {
        (void)failure_set(failure, FAILURE_USAGE, _("the PIN is given in more than one way"));
        return failure_hint(failure, _("use one of --pin-file, --pin-fd and --pin-env"));
    }
    if (given == 1 && uri_pin_file(cli) != NULL) {
        (void)failure_set(failure, FAILURE_USAGE, _("the PIN is given in more than one way"));
        return failure_hint(failure, _("leave out pin-source in the URI, or the option"));
    }
    return true;
}

bool pin_is_given(const struct cli *cli)
{
    const struct options *options = &cli->options;

    return options->pin_file != NULL || options->pin_fd != NULL || options->pin_env != NULL ||
           uri_pin_file(cli) != NULL;
}

static bool pin_from_env(const char *name, struct secret **ret_pin, struct failure *failure)
{
    CLEANUP(secret_free) struct secret *pin = secret_new(PIN_CAPACITY);
    const char *value = secure_getenv(name);

    if (value == NULL || value[0] == '\0') {
        return failure_set(failure, FAILURE_PIN, _("the environment variable '%s' holds no PIN"),
                           name);
    }
    if (!secret_append(pin, value, strlen(value))) {
        return failure_set(failure, FAILURE_PIN, _("the PIN in '%s' is too long"), name);
    }
    *ret_pin = TAKE(pin);
    return true;
}

static bool pin_from_descriptor(const char *text, struct secret **ret_pin, struct failure *failure)
{
    char *end = NULL;
    long descriptor;

    errno = 0;
    descriptor = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || descriptor < 0 || descriptor > 65535) {
        return failure_set(failure, FAILURE_USAGE, _("'%s' is not the number of a file descriptor"),
                           text);
    }
    return descriptor_read_secret((int)descriptor, text, PIN_CAPACITY, ret_pin, failure);
}

static bool pin_from_terminal(const struct cli *cli, const struct token *token,
                              struct secret **ret_pin, struct failure *failure)
{
    CLEANUP(text_free) char *prompt = NULL;
    const char *warning = "";

    if (cli->options.no_input || !terminal_is_there()) {
        (void)failure_set(failure, FAILURE_PIN, _("no PIN was given for token '%s'"), token->label);
        return failure_hint(failure, _("give it with --pin-file, --pin-fd or --pin-env"));
    }
    if (token->user_pin_final_try) {
        warning = _(" (final try)");
    } else if (token->user_pin_count_low) {
        warning = _(" (a wrong PIN was entered before)");
    }
    prompt = text_format(_("PIN of token '%s'%s: "), token->label, warning);
    return terminal_ask_secret(prompt, ret_pin, failure);
}

bool pin_ask(void *context, const struct token *token, struct secret **ret_pin,
             struct failure *failure)
{
    struct cli *cli = context;
    const struct options *options = &cli->options;
    bool again = cli->pin_used;

    cli->pin_used = true;
    if (options->pin_fd != NULL && again) {
        return failure_set(failure, FAILURE_USAGE,
                           _("the PIN in --pin-fd was used for another token"));
    }
    if (options->pin_file != NULL) {
        return file_read_secret(options->pin_file, PIN_CAPACITY, &cli->notices, ret_pin, failure);
    }
    if (options->pin_fd != NULL) {
        return pin_from_descriptor(options->pin_fd, ret_pin, failure);
    }
    if (options->pin_env != NULL) {
        return pin_from_env(options->pin_env, ret_pin, failure);
    }
    if (uri_pin_file(cli) != NULL) {
        return file_read_secret(uri_pin_file(cli), PIN_CAPACITY, &cli->notices, ret_pin, failure);
    }
    return pin_from_terminal(cli, token, ret_pin, failure);
}

bool pin_new(struct cli *cli, const char *path, const char *what, struct secret **ret_pin,
             struct failure *failure)
{
    CLEANUP(secret_free) struct secret *first = NULL;
    CLEANUP(secret_free) struct secret *second = NULL;
    CLEANUP(text_free) char *prompt = text_format(_("new %s: "), what);
    CLEANUP(text_free) char *repeat = text_format(_("new %s, again: "), what);

    if (path != NULL) {
        return file_read_secret(path, PIN_CAPACITY, &cli->notices, ret_pin, failure);
    }
    if (cli->options.no_input || !terminal_is_there()) {
        (void)failure_set(failure, FAILURE_PIN, _("no %s was given"), what);
        return failure_hint(failure, _("give it with --so-pin-file and --pin-file"));
    }
    if (!terminal_ask_secret(prompt, &first, failure) ||
        !terminal_ask_secret(repeat, &second, failure)) {
        return false;
    }
    if (!secret_equal(first, second)) {
        return failure_set(failure, FAILURE_PIN, _("the two entries differ"));
    }
    *ret_pin = TAKE(first);
    return true;
}
