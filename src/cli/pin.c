/* SPDX-License-Identifier: Apache-2.0 */
#include "pin.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pin_prompt.h"
#include "pin_source.h"

bool pin_check_options(const struct cli *cli, struct failure *failure)
{
    static const enum pin_kind kinds[] = {PIN_USER, PIN_SO, PIN_SIGN, PIN_NEW_USER};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        CLEANUP_VALUE(pin_source_clear) struct pin_source source = pin_source_of(cli, kinds[i]);

        if (!pin_source_check(&source, kinds[i], failure)) {
            return false;
        }
    }
    return true;
}

bool pin_is_given(const struct cli *cli)
{
    CLEANUP_VALUE(pin_source_clear) struct pin_source source = pin_source_of(cli, PIN_USER);

    return pin_source_is_given(&source);
}

static bool not_given(enum pin_kind kind, const char *what, struct failure *failure)
{
    const char *name = pin_option_name(kind);

    (void)failure_set(failure, FAILURE_PIN, "%s", what);
    return failure_hint(failure, _("give it with --%s-file, --%s-fd or --%s-env"), name, name,
                        name);
}

/* Tries that are gone already, as the token counts them. */
static const char *user_warning(const struct token *token)
{
    if (token->user_pin_final_try) {
        return _("final try");
    }
    return token->user_pin_count_low ? _("a wrong PIN was entered before") : NULL;
}

static const char *so_warning(const struct token *token)
{
    if (token->so_pin_final_try) {
        return _("final try");
    }
    return token->so_pin_count_low ? _("a wrong SO PIN was entered before") : NULL;
}

static bool say_what_it_looks_like(const struct token *token, struct failure *failure)
{
    const char *hint = quirks_pin_hint(&token->quirks);

    return hint == NULL ? false : failure_cause(failure, "%s", hint);
}

/* The PIN the token has now: of the user or of the SO. */
static bool ask_present(const struct cli *cli, const struct token *token, enum pin_kind kind,
                        struct secret **ret_pin, struct failure *failure)
{
    bool so = kind == PIN_SO;
    CLEANUP(text_free)
    char *question =
        text_format(so ? _("SO PIN of token '%s'") : _("PIN of token '%s'"), token->label);
    CLEANUP(text_free) char *missing = NULL;

    if (!pin_prompt_possible(cli)) {
        missing = text_format(so ? _("no SO PIN was given for token '%s'")
                                 : _("no PIN was given for token '%s'"),
                              token->label);
        (void)not_given(kind, missing, failure);
        return so ? false : say_what_it_looks_like(token, failure);
    }
    return pin_prompt(cli, question, so ? so_warning(token) : user_warning(token), ret_pin,
                      failure);
}

/* Twice, because nobody sees what is typed. KIND is that of the options to give it with. */
static bool ask_new(const struct cli *cli, enum pin_kind kind, const char *what,
                    struct secret **ret_pin, struct failure *failure)
{
    CLEANUP(secret_free) struct secret *first = NULL;
    CLEANUP(secret_free) struct secret *second = NULL;
    CLEANUP(text_free) char *question = text_format(_("new %s"), what);
    CLEANUP(text_free) char *repeat = text_format(_("new %s, again"), what);
    CLEANUP(text_free) char *missing = NULL;

    if (!pin_prompt_possible(cli)) {
        missing = text_format(_("no new %s was given"), what);
        return not_given(kind, missing, failure);
    }
    if (!pin_prompt(cli, question, NULL, &first, failure) ||
        !pin_prompt(cli, repeat, NULL, &second, failure)) {
        return false;
    }
    if (!secret_equal(first, second)) {
        (void)failure_set(failure, FAILURE_PIN, _("the two entries differ"));
        return failure_hint(failure, _("nothing was changed; run the command again"));
    }
    *ret_pin = TAKE(first);
    return true;
}

bool pin_ask(void *context, const struct token *token, struct secret **ret_pin,
             struct failure *failure)
{
    struct cli *cli = context;
    CLEANUP_VALUE(pin_source_clear) struct pin_source source = pin_source_of(cli, PIN_USER);
    bool again = cli->pin_used;

    cli->pin_used = true;
    if (source.options.fd != NULL && again) {
        return failure_set(failure, FAILURE_USAGE,
                           _("the PIN in --pin-fd was used for another token"));
    }
    if (pin_source_is_given(&source)) {
        return pin_source_read(cli, &source, ret_pin, failure);
    }
    return ask_present(cli, token, PIN_USER, ret_pin, failure);
}

bool pin_ask_other(void *context, const struct token *token, enum pin_kind kind,
                   struct secret **ret_pin, struct failure *failure)
{
    struct cli *cli = context;
    CLEANUP_VALUE(pin_source_clear) struct pin_source source = pin_source_of(cli, kind);

    if (pin_source_is_given(&source)) {
        return pin_source_read(cli, &source, ret_pin, failure);
    }
    if (kind == PIN_SIGN || token->pin_pad) {
        return true;
    }
    if (kind == PIN_SO) {
        return ask_present(cli, token, PIN_SO, ret_pin, failure);
    }
    return ask_new(cli, kind, kind == PIN_NEW_SO ? _("SO PIN") : _("user PIN"), ret_pin, failure);
}

bool pin_for_new_token(struct cli *cli, const struct token *token, enum pin_kind kind,
                       struct secret **ret_pin, struct failure *failure)
{
    CLEANUP_VALUE(pin_source_clear) struct pin_source source = pin_source_of(cli, kind);

    if (pin_source_is_given(&source)) {
        return pin_source_read(cli, &source, ret_pin, failure);
    }
    if (token->pin_pad) {
        return true;
    }
    return ask_new(cli, kind, kind == PIN_SO ? _("SO PIN") : _("user PIN"), ret_pin, failure);
}
