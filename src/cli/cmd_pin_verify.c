/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "commands.h"
#include "enroll/pin_admin.h"
#include "pin_report.h"

bool cmd_pin_verify(struct cli *cli, struct failure *failure)
{
    return pin_command(cli, pin_verify, _("the user PIN is right"), failure);
}
