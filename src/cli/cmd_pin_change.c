/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "commands.h"
#include "enroll/pin_admin.h"
#include "pin_report.h"

/* The option of the PIN that is not the one to be changed would be a misunderstanding. */
static bool check_owner(const struct options *options, struct failure *failure)
{
    const struct pin_options *other = options->so ? &options->pin : &options->so_pin;

    if (other->file == NULL && other->fd == NULL && other->env == NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE,
                      options->so ? _("the user PIN is given, but the SO PIN is to be changed")
                                  : _("the SO PIN is given, but the user PIN is to be changed"));
    return failure_hint(
        failure, options->so ? _("leave out --so, or give the SO PIN with --so-pin-file, "
                                 "--so-pin-fd or --so-pin-env")
                             : _("add --so to change the SO PIN; to replace a forgotten user PIN: "
                                 "'hardtoken pin unblock'"));
}

bool cmd_pin_change(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};
    bool so = cli->options.so;

    if (!check_owner(&cli->options, failure) || !cli_open_token(cli, failure) ||
        !pin_change(&cli->workplace, cli->token, so ? PIN_OWNER_SO : PIN_OWNER_USER, &token,
                    failure)) {
        return false;
    }
    print_pin_report(cli, &token, so ? _("the SO PIN is changed") : _("the user PIN is changed"));
    return true;
}
