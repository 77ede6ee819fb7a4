/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "commands.h"
#include "help.h"

bool cmd_help(struct cli *cli, struct failure *failure)
{
    const struct text_list *words = &cli->options.arguments;
    char *argv[2] = {NULL, NULL};
    int argc = (int)words->count;
    int found = 0;
    const struct command *command;

    for (int i = 0; i < argc; i++) {
        argv[i] = (char *)(uintptr_t)words->items[i]; /* only compared */
    }
    command = command_find(argc, argv, &found);
    if (argc > 0 && command == NULL) {
        (void)failure_set(failure, FAILURE_USAGE, _("there is no command '%s'"), words->items[0]);
        return failure_hint(failure, _("see: hardtoken --help"));
    }
    if (command == NULL) {
        help_overview();
    } else {
        help_command(command);
    }
    return true;
}
