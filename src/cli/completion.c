/* SPDX-License-Identifier: Apache-2.0 */
#include "completion.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"

static void print_options(const int *ids)
{
    for (const int *id = ids; *id != 0; id++) {
        (void)printf("--%s\n", option_spec((enum option_id) * id)->name);
    }
}

static bool same_word(const char *a, const char *b)
{
    size_t size = strcspn(a, " ");

    return strcspn(b, " ") == size && strncmp(a, b, size) == 0;
}

/* The next word of every command that begins with WORDS finished words. */
static void print_next_words(int words, char **argv)
{
    const char *last = "";

    for (const struct command *command = commands; command->name != NULL; command++) {
        const char *rest = command->name;

        for (int i = 0; rest != NULL && i < words; i++) {
            size_t size = strcspn(rest, " ");

            rest = strlen(argv[i]) == size && strncmp(rest, argv[i], size) == 0 && rest[size] == ' '
                       ? rest + size + 1
                       : NULL;
        }
        if (rest != NULL && strcspn(rest, " ") > 0 && !same_word(rest, last)) {
            (void)printf("%.*s\n", (int)strcspn(rest, " "), rest);
            last = rest;
        }
    }
}

void completion_print(int argc, char **argv)
{
    int words = 0;
    const struct command *command = command_find(argc, argv, &words);

    if (command != NULL && argc > words) {
        print_options(command->options);
        print_options(common_options);
    } else {
        print_next_words(argc > 0 ? argc - 1 : 0, argv);
    }
}
