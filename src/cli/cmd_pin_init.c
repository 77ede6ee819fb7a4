/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "commands.h"
#include "enroll/pin_admin.h"
#include "pin_report.h"

bool cmd_pin_init(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};

    if (!pin_command_open(cli, failure) ||
        !pin_init(&cli->workplace, cli->token, &token, failure)) {
        return false;
    }
    print_pin_report(cli, &token, _("the first user PIN is set"));
    return true;
}
