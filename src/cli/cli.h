/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "enroll/workplace.h"
#include "options.h"
#include "pkcs11/modules.h"
#include "pkcs11/uri.h"

struct command;

/* One run of the program. Commands read the options and fill in the result. */
struct cli {
    const struct command *command;
    struct options options;
    struct notices notices;
    struct modules *modules;
    struct workplace workplace;
    struct journal *journal;               /* of what is written; NULL: nothing is */
    struct token_selector *token;          /* from --token or the argument */
    const struct token_selector *selector; /* the token meant, from --token or a URI; borrowed */
    char *module_list;                     /* $HARDTOKEN_MODULE, cut into its parts */
    json_t *json;                          /* the document to print; NULL without --json */
    int exit_status;                       /* of a run that did not fail: 0, or 1 for "no" */
    char *state_folder;                    /* what is known from earlier runs; may be NULL */
    bool pin_used;                         /* the one PIN source was read */
};

/* One command; the table stands in commands.c. */
struct command {
    const char *name;            /* "token list" */
    const char *arguments;       /* "URI", "FILE…", "" */
    const char *summary;         /* for gettext */
    const int *options;          /* terminated by 0 */
    const char *const *examples; /* command lines, terminated by NULL */
    size_t least_arguments;
    size_t most_arguments;
    bool (*run)(struct cli *cli, struct failure *failure);
};

extern const struct command commands[]; /* terminated by an entry without a name */

/*
 * The command whose words ARGV begins with; *RET_WORDS is how many words it has. NULL when there is
 * none.
 */
const struct command *command_find(int argc, char **argv, int *ret_words);

/*
 * The modules to use: those of --module, else SELECTOR's module-path, else $HARDTOKEN_MODULE (a
 * colon-separated list), else $PKCS11_MODULE_PATH (one file). None: those of p11-kit.
 */
const struct text_list *cli_modules(struct cli *cli, const struct token_selector *selector);

/*
 * Loads the modules of cli_modules, or p11-kit's, and gets the workplace ready. SELECTOR is
 * borrowed and may be NULL.
 */
bool cli_open(struct cli *cli, const struct token_selector *selector,
              struct failure *failure) MUST_USE;

/*
 * The token into cli->token, then as cli_open. It is given with --token or, where a command takes
 * one, as its argument; both are class usage.
 */
bool cli_open_token(struct cli *cli, struct failure *failure) MUST_USE;

/* The only argument as an object URI, then as cli_open. The caller clears the selector. */
bool cli_open_object(struct cli *cli, struct object_selector *ret_selector,
                     struct failure *failure) MUST_USE;

/* terminal_interrupted for those who call back; CONTEXT is not looked at. */
bool cli_interrupted(void *context);

void cli_clear(struct cli *cli);
