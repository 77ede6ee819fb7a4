/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "filled.h"

/* Length of the words up to the next option, so that an option stays with its argument. */
static size_t example_part(const char *text)
{
    bool quoted = false;

    for (size_t i = 0; text[i] != '\0'; i++) {
        quoted = text[i] == '\'' ? !quoted : quoted;
        if (!quoted && strncmp(text + i, " --", 3) == 0) {
            return i;
        }
    }
    return strlen(text);
}

/* An example, broken before options with a backslash, so that it can be pasted. */
static void print_example(const char *text)
{
    size_t column = 4;

    (void)printf("  $ ");
    while (*text != '\0') {
        size_t size = example_part(text);

        if (column > 4 && column + 1 + size > TEXT_WIDTH - 2) {
            (void)printf(" \\\n     ");
            column = 5;
        }
        (void)printf("%s%.*s", column > 4 ? " " : "", (int)size, text);
        column += size + 1;
        text += size + (text[size] == ' ');
    }
    (void)putchar('\n');
}

static void print_option(int id)
{
    const struct option_spec *spec = option_spec((enum option_id)id);
    CLEANUP(text_free)
    char *left = text_format("  --%s%s%s", spec->name, spec->argument == NULL ? "" : " ",
                             spec->argument == NULL ? "" : spec->argument);

    if (strlen(left) > 24) {
        (void)printf("%s\n%26s", left, "");
    } else {
        (void)printf("%-26s", left);
    }
    print_filled(_(spec->help), 26);
}

void help_command(const struct command *command)
{
    CLEANUP(text_free)
    char *usage =
        text_format("hardtoken %s%s%s %s", command->name, command->arguments[0] == '\0' ? "" : " ",
                    command->arguments, _("[OPTION...]"));

    (void)printf("%s\n\n", _(command->summary));
    for (size_t i = 0; command->examples[i] != NULL; i++) {
        print_example(command->examples[i]);
    }
    (void)printf(_("\nUsage: %s\n\n"), usage);
    for (const int *id = command->options; *id != 0; id++) {
        print_option(*id);
    }
    (void)printf("\n");
    for (const int *id = common_options; *id != 0; id++) {
        print_option(*id);
    }
}

void help_overview(void)
{
    (void)printf("%s\n\n", _("hardtoken: keys on smart cards, USB tokens and HSMs, from key pair "
                             "to installed certificate"));
    for (const struct command *command = commands; command->name != NULL; command++) {
        CLEANUP(text_free)
        char *left = text_format("%s %s", command->name, command->arguments);

        (void)printf("  %-28s%s\n", left, _(command->summary));
    }
    (void)printf("\n%s\n", _("'hardtoken COMMAND --help' shows examples and options. Exit status: "
                             "0 done, 1 no,\n2 usage, 3 input, 4 module, 5 not found, 6 PIN, "
                             "7 policy, 8 token lost, 9 host, 70 bug."));
}
