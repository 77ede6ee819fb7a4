/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"
#include "confirm.h"
#include "journal_place.h"

bool cmd_key_delete(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(removal_clear) struct removal removal = {0};

    if (!cli_open_object(cli, &selector, failure) || !cli_keep_journal(cli, failure) ||
        !key_remove(&cli->workplace, &selector, confirm_removal(cli), &removal, failure)) {
        return false;
    }
    print_removal(cli, &removal);
    return true;
}
