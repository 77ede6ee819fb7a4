/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "doctor.h"
#include "pkcs11/quirks.h"
#include "pkcs11/registry_files.h"
#include "render.h"
#include "terminal.h"

#define TIME_LIMIT 5 /* seconds a module may take */
#define TIME_LIMIT_MOST 3600

/* Paths of the modules to look at, owned. */
struct module_paths {
    char **items;
    size_t count;
};

static void module_paths_clear(struct module_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        memory_free(paths->items[i]);
    }
    memory_free(paths->items);
}

static void add_path(struct module_paths *paths, char *path)
{
    paths->items = memory_resize(paths->items, paths->count + 1, sizeof *paths->items);
    paths->items[paths->count++] = path;
}

/* Those that were named, or p11-kit's as its files have them: nothing is loaded here. */
static void find_modules(struct cli *cli, const struct registry_files *files,
                         struct module_paths *paths)
{
    const struct text_list *named = cli_modules(cli, NULL);

    for (size_t i = 0; i < named->count; i++) {
        add_path(paths, memory_copy_text(named->items[i]));
    }
    if (named->count > 0) {
        return;
    }
    for (size_t i = 0; i < files->entry_count; i++) {
        if (registry_entry_use(&files->entries[i]) == REGISTRY_USED) {
            add_path(paths, registry_entry_path(&files->entries[i]));
        }
    }
}

/* One helper a module, all at one time; adds a report for each to REPORTS. */
static bool look_at(const struct module_paths *paths, unsigned limit, json_t *reports,
                    struct failure *failure)
{
    struct helper *helpers = memory_new(paths->count, sizeof *helpers);
    const char *(*arguments)[4] = memory_new(paths->count, sizeof *arguments);
    bool done;

    for (size_t i = 0; i < paths->count; i++) {
        arguments[i][0] = "hardtoken";
        arguments[i][1] = DOCTOR_PROBE_OPTION;
        arguments[i][2] = paths->items[i];
        helpers[i].arguments = arguments[i];
    }
    done = helpers_run(helpers, paths->count, limit, cli_interrupted, NULL, failure);
    for (size_t i = 0; i < paths->count; i++) {
        if (done) {
            (void)json_array_append_new(reports, doctor_judge(paths->items[i], &helpers[i], limit));
        }
        helper_clear(&helpers[i]);
    }
    memory_free(arguments);
    memory_free(helpers);
    return done;
}

static bool time_limit(const struct cli *cli, unsigned *ret_limit, struct failure *failure)
{
    int64_t seconds = TIME_LIMIT;

    if (cli->options.timeout != NULL && !duration_parse(cli->options.timeout, &seconds, failure)) {
        return false;
    }
    if (seconds < 1 || seconds > TIME_LIMIT_MOST) {
        return failure_set(failure, FAILURE_USAGE, _("--timeout must be between 1s and 1h"));
    }
    *ret_limit = (unsigned)seconds;
    return true;
}

static bool any_works(const json_t *reports)
{
    for (size_t i = 0; i < json_array_size(reports); i++) {
        if (doctor_works(json_array_get(reports, i))) {
            return true;
        }
    }
    return false;
}

static void print_page(const json_t *document)
{
    const json_t *reports = json_object_get(document, "modules");

    for (size_t i = 0; i < json_array_size(reports); i++) {
        doctor_print_module(json_array_get(reports, i));
    }
    doctor_print_system(document);
    (void)fflush(stdout); /* the page before the error; main sees whether it could be written */
}

/* Fills in the document, the page of --json and the source of the other one. */
static bool examine(struct cli *cli, unsigned limit, json_t *document, struct failure *failure)
{
    CLEANUP_VALUE(module_paths_clear) struct module_paths paths = {0};
    CLEANUP(registry_files_free) struct registry_files *files = registry_files_read();
    json_t *reports = json_array();

    find_modules(cli, files, &paths);
    json_put(document, "modules", reports);
    doctor_put_system(document, files);
    if (paths.count == 0) {
        (void)failure_set(failure, FAILURE_MODULE, _("there is no PKCS#11 module to look at"));
        return failure_hint(failure, _("name one with --module FILE.so"));
    }
    if (!cli->options.quiet && cli->json == NULL) {
        terminal_progress(_("looking at the modules"));
    }
    return look_at(&paths, limit, reports, failure);
}

bool cmd_doctor(struct cli *cli, struct failure *failure)
{
    unsigned limit = TIME_LIMIT;
    json_t *document;
    bool done;

    if (!time_limit(cli, &limit, failure) || !quirks_check(failure)) {
        return false;
    }
    document = cli->json != NULL ? json_incref(cli->json) : json_object();
    done = examine(cli, limit, document, failure);
    if (cli->json == NULL && !terminal_interrupted()) {
        print_page(document);
    }
    if (done && !any_works(json_object_get(document, "modules"))) {
        done = failure_set(failure, FAILURE_MODULE, _("no PKCS#11 module works"));
    }
    json_decref(document);
    return done;
}
