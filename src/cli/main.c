/* SPDX-License-Identifier: Apache-2.0 */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli.h"
#include "commands.h"
#include "completion.h"
#include "doctor.h"
#include "help.h"
#include "judge_watch.h"
#include "pkcs11/ckr.h"
#include "render.h"
#include "report.h"
#include "terminal.h"

/* A PIN must not end up in a core file. */
static void forbid_core_dumps(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none); /* lowering cannot fail */
    (void)prctl(PR_SET_DUMPABLE, 0);
}

static void start_locale(void)
{
    (void)setlocale(LC_ALL, ""); /* an unknown locale is the C locale */
    (void)bindtextdomain(HARDTOKEN_TEXT_DOMAIN, HARDTOKEN_LOCALE_DIR);
    (void)bind_textdomain_codeset(HARDTOKEN_TEXT_DOMAIN, "UTF-8");
}

/* Shows how the run ended, and returns the exit status. */
static int finish(struct cli *cli, struct failure *failure)
{
    bool failed = failure_is_set(failure);
    bool printed = true;

    failure_settle(failure);
    ckr_explain(failure);
    if (failure->class == FAILURE_USAGE) {
        (void)failure_hint(failure, _("see: hardtoken %s --help"), cli->command->name);
    }
    if (cli->json != NULL) {
        report_notices_json(cli->json, &cli->notices);
        if (failed) {
            report_failure_json(cli->json, failure);
        }
        printed = report_json(cli->json);
    } else {
        report_notices(&cli->notices);
        if (failed) {
            report_failure(failure);
        }
    }
    if (fflush(stdout) != 0 || !printed) {
        (void)fprintf(stderr, "hardtoken: error: %s\n", _("cannot write to standard output"));
        return FAILURE_HOST;
    }
    return failed ? (int)failure->class : cli->exit_status;
}

static bool check_arguments(const struct cli *cli, struct failure *failure)
{
    const struct command *command = cli->command;
    size_t count = cli->options.arguments.count;

    if (count >= command->least_arguments && count <= command->most_arguments) {
        return true;
    }
    if (count < command->least_arguments) {
        return failure_set(failure, FAILURE_USAGE, _("%s is missing"), command->arguments);
    }
    return failure_set(failure, FAILURE_USAGE, _("'%s' is one argument too many"),
                       cli->options.arguments.items[command->most_arguments]);
}

static bool run_command(struct cli *cli, int argc, char **argv, struct failure *failure)
{
    static char error_prefix[] = "hardtoken: error";

    argv[0] = error_prefix; /* what getopt begins its messages with */
    if (!options_parse(argc, argv, cli->command->options, &cli->options, failure)) {
        return false;
    }
    if (cli->options.help) {
        help_command(cli->command);
        return true;
    }
    if (cli->options.json && cli->options.csv) {
        return failure_set(failure, FAILURE_USAGE, _("--json and --csv do not go together"));
    }
    if (cli->options.json && cli->command->run != cmd_help) {
        cli->json = json_object();
        json_put(cli->json, "schema", json_integer(JSON_SCHEMA));
        json_put(cli->json, "command", json_string(cli->command->name));
    }
    return check_arguments(cli, failure) && cli->command->run(cli, failure);
}

/* The commands that begin with WORD, or where to find all of them. */
static void print_commands_of(const char *word)
{
    size_t size = strlen(word);
    bool any = false;

    for (const struct command *command = commands; command->name != NULL; command++) {
        if (size > 0 && strncmp(command->name, word, size) == 0 && command->name[size] == ' ') {
            (void)fprintf(stderr, "%shardtoken %s", any ? ", " : _("there is: "), command->name);
            any = true;
        }
    }
    (void)fprintf(stderr, "%s\n", any ? "" : _("see: hardtoken --help"));
}

static int unknown_command(const char *word)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(word), ESCAPE_PLAIN);

    (void)fprintf(stderr, "hardtoken: error: ");
    (void)fprintf(stderr, _("there is no command '%s'"), escaped);
    (void)fprintf(stderr, "\nhardtoken: hint: ");
    print_commands_of(word);
    return FAILURE_USAGE;
}

/* The few calls that are no command; true when it was one of them. */
static bool run_special(int argc, char **argv, int *ret_status)
{
    if (argc == 3 && strcmp(argv[1], DOCTOR_PROBE_OPTION) == 0) {
        *ret_status = doctor_probe(argv[2]);
        return true;
    }
    if (argc == 3 && strcmp(argv[1], JUDGE_WATCH_OPTION) == 0) {
        *ret_status = judge_watch_module(argv[2]);
        return true;
    }
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        help_overview();
        return true;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("hardtoken %s\n", HARDTOKEN_VERSION);
        return true;
    }
    if (strcmp(argv[1], "--complete") == 0) {
        completion_print(argc - 2, argv + 2);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP_VALUE(cli_clear) struct cli cli = {0};
    int words = 0;
    int status = 0;

    forbid_core_dumps();
    start_locale();
    if (run_special(argc, argv, &status)) {
        return fflush(stdout) == 0 ? status : FAILURE_HOST;
    }
    cli.command = command_find(argc - 1, argv + 1, &words);
    if (cli.command == NULL) {
        return unknown_command(argv[1]);
    }
    terminal_catch_signals();
    if (!run_command(&cli, argc - words, argv + words, &failure) && !failure_is_set(&failure)) {
        (void)failure_set(&failure, FAILURE_BUG, "%s", "a command failed without saying why");
    }
    return finish(&cli, &failure);
}
