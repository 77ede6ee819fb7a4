/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_watch.h"

#include <string.h>

#include "base/helper.h"
#include "base/memory.h"
#include "cli.h"
#include "json.h"
#include "pkcs11/token.h"

#define TIME_LIMIT 10 /* seconds; a card takes some, a server that is away more */

static const char *const kind_names[] = {
    [OPENING_FILE] = "file", [OPENING_DEVICE] = "device", [OPENING_UNIX] = "unix",
    [OPENING_TCP] = "tcp",   [OPENING_OTHER] = "other",
};
#define KINDS (sizeof kind_names / sizeof *kind_names)

static json_t *change_json(const struct process_change *change)
{
    json_t *object = json_object();
    json_t *openings = json_array();

    for (size_t i = 0; i < change->opening_count; i++) {
        json_t *opening = json_object();

        json_put(opening, "kind", json_string(kind_names[change->openings[i].kind]));
        json_put(opening, "name", json_text(change->openings[i].name));
        (void)json_array_append_new(openings, opening);
    }
    json_put(object, "libraries", json_texts(change->libraries, change->library_count));
    json_put(object, "openings", openings);
    return object;
}

/* Slots are listed too: that is when modules connect to readers and servers. */
int judge_watch_module(const char *path)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP_VALUE(notices_clear) struct notices notices = {0};
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP(modules_close) struct modules *modules = NULL;
    CLEANUP(process_snapshot_free) struct process_snapshot *before = NULL;
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    json_t *report;

    helper_begin();
    before = process_snapshot_take();
    if (!modules_open(&path, 1, (struct module_trace){0}, &notices, &modules, &failure) ||
        !tokens_read(modules, NULL, TOKEN_INFO, &notices, &tokens, &failure)) {
        return FAILURE_MODULE;
    }
    after = process_snapshot_take();
    process_difference(before, after, &change);
    report = change_json(&change);
    (void)json_dumpfd(report, HELPER_RESULT, JSON_COMPACT); /* else nobody reads it any more */
    json_decref(report);
    return 0;
}

static bool read_libraries(const json_t *array, struct process_change *change)
{
    size_t count = json_array_size(array);

    change->libraries = memory_new(count, sizeof *change->libraries);
    for (size_t i = 0; i < count; i++) {
        const char *path = json_string_value(json_array_get(array, i));

        if (path == NULL) {
            return false;
        }
        change->libraries[change->library_count++] = memory_copy_text(path);
    }
    return true;
}

static bool read_opening(const json_t *object, struct process_opening *opening)
{
    const char *kind = json_string_value(json_object_get(object, "kind"));
    const char *name = json_string_value(json_object_get(object, "name"));

    for (size_t i = 0; kind != NULL && name != NULL && i < KINDS; i++) {
        if (strcmp(kind_names[i], kind) == 0) {
            *opening = (struct process_opening){.kind = (enum process_opening_kind)i,
                                                .name = memory_copy_text(name)};
            return true;
        }
    }
    return false;
}

static bool read_openings(const json_t *array, struct process_change *change)
{
    size_t count = json_array_size(array);

    change->openings = memory_new(count, sizeof *change->openings);
    for (size_t i = 0; i < count; i++) {
        if (!read_opening(json_array_get(array, i), &change->openings[i])) {
            return false;
        }
        change->opening_count++;
    }
    return true;
}

/* The module was in that process: what came back is not taken on trust. */
static bool read_report(const struct helper *helper, struct process_change *ret_change)
{
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    json_t *report = json_loadb((const char *)helper->result.data, helper->result.size, 0, NULL);
    bool good = json_is_array(json_object_get(report, "libraries")) &&
                json_is_array(json_object_get(report, "openings")) &&
                read_libraries(json_object_get(report, "libraries"), &change) &&
                read_openings(json_object_get(report, "openings"), &change);

    json_decref(report);
    if (good) {
        *ret_change = change;
        change = (struct process_change){0};
    }
    return good;
}

bool judge_watch(void *context, const char *path, struct process_change *ret_change)
{
    CLEANUP_VALUE(failure_clear) struct failure interrupted = {0};
    const char *const arguments[] = {"hardtoken", JUDGE_WATCH_OPTION, path, NULL};
    struct helper helper = {.arguments = arguments};
    bool good = helpers_run(&helper, 1, TIME_LIMIT, cli_interrupted, context, &interrupted) &&
                helper.end == HELPER_EXITED && helper.code == 0 && helper.result.size > 0 &&
                read_report(&helper, ret_change);

    helper_clear(&helper);
    return good;
}
