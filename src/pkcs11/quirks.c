/* SPDX-License-Identifier: Apache-2.0 */

/* Which rules apply, and what they say. */

#include "pkcs11/quirks.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quirks_internal.h"
#include "settings/folder.h"

extern const struct shipped_file shipped_quirks[];

static bool read_file(const struct settings *settings, struct quirk_table *table,
                      struct failure *failure)
{
    for (size_t i = 0; i < settings_count(settings); i++) {
        struct quirk quirk = {0};

        if (!quirk_read(settings, settings_section(settings, i), &quirk, failure)) {
            return false;
        }
        table->items = memory_resize(table->items, table->count + 1, sizeof *table->items);
        table->items[table->count++] = quirk;
    }
    return true;
}

bool quirk_table_load(struct quirk_table *ret_table, struct failure *failure)
{
    CLEANUP_VALUE(settings_folder_clear) struct settings_folder folder = {0};
    CLEANUP_VALUE(quirk_table_clear) struct quirk_table table = {0};

    if (!settings_folder_read("quirks", shipped_quirks, &folder, failure)) {
        return false;
    }
    for (size_t i = 0; i < folder.count; i++) {
        if (!read_file(folder.files[i], &table, failure)) {
            return false;
        }
    }
    *ret_table = table;
    table = (struct quirk_table){0};
    return true;
}

bool quirks_check(struct failure *failure)
{
    CLEANUP_VALUE(quirk_table_clear) struct quirk_table table = {0};

    return quirk_table_load(&table, failure);
}

void quirk_table_clear(struct quirk_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        quirk_clear(&table->items[i]);
    }
    memory_free(table->items);
    *table = (struct quirk_table){0};
}

/* fnmatch(3) with alternatives, @(one|other), whatever the case of letters. */
static bool glob_fits(const char *glob, const char *text)
{
    return glob == NULL || (text != NULL && fnmatch(glob, text, FNM_EXTMATCH | FNM_CASEFOLD) == 0);
}

/* A glob without a folder is about the name of the file, wherever it is. */
static bool path_fits(const char *glob, const char *path)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    if (glob == NULL || slash == NULL || strchr(glob, '/') != NULL) {
        return glob_fits(glob, path);
    }
    return glob_fits(glob, slash + 1);
}

static int compare_versions(const unsigned *left, const unsigned *right)
{
    if (left[0] != right[0]) {
        return left[0] < right[0] ? -1 : 1;
    }
    return left[1] == right[1] ? 0 : left[1] < right[1] ? -1 : 1;
}

static bool firmware_fits(const struct quirk_match *match, const unsigned *firmware)
{
    return !match->has_firmware || (compare_versions(firmware, match->firmware.from) >= 0 &&
                                    compare_versions(firmware, match->firmware.below) < 0);
}

static bool rule_fits(const struct quirk_match *match, const struct quirk_subject *subject)
{
    if (!path_fits(match->path, subject->path) ||
        !glob_fits(match->manufacturer, subject->manufacturer) ||
        !glob_fits(match->model, subject->model) || !firmware_fits(match, subject->firmware)) {
        return false;
    }
    return match->library == NULL ||
           (subject->library != NULL &&
            glob_fits(match->library, subject->library(subject->context)));
}

static void add(struct quirk_set *set, const struct quirk *quirk)
{
    set->items = memory_resize(set->items, set->count + 1, sizeof(struct quirk *));
    set->items[set->count++] = quirk;
}

struct quirk_set quirks_for(const struct quirk_table *table, const struct quirk_subject *subject)
{
    struct quirk_set set = {0};

    for (size_t i = 0; i < table->count; i++) {
        if (rule_fits(&table->items[i].match, subject)) {
            add(&set, &table->items[i]);
        }
    }
    return set;
}

struct quirk_set quirks_for_path(const struct quirk_table *table, const char *path)
{
    struct quirk_set set = {0};

    for (size_t i = 0; i < table->count; i++) {
        const struct quirk_match *match = &table->items[i].match;

        if (match->library == NULL && match->manufacturer == NULL && match->model == NULL &&
            !match->has_firmware && path_fits(match->path, path)) {
            add(&set, &table->items[i]);
        }
    }
    return set;
}

struct quirk_set quirk_set_copy(const struct quirk_set *set)
{
    struct quirk_set copy = {0};

    for (size_t i = 0; i < set->count; i++) {
        add(&copy, set->items[i]);
    }
    return copy;
}

void quirk_set_clear(struct quirk_set *set)
{
    memory_free(set->items);
    *set = (struct quirk_set){0};
}

struct quirk_note quirk_note(const struct quirk *quirk)
{
    return (struct quirk_note){.file = quirk->file,
                               .section = quirk->section,
                               .source = quirk->source,
                               .why = quirk->why,
                               .effects = (const char *const *)quirk->effects,
                               .effect_count = quirk->effect_count};
}

const struct quirk *quirks_flag(const struct quirk_set *set, enum quirk_flag flag)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i]->flags[flag] != 0) {
            return set->items[i]->flags[flag] > 0 ? set->items[i] : NULL;
        }
    }
    return NULL;
}

unsigned long quirks_number(const struct quirk_set *set, enum quirk_number number)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i]->numbers[number] != 0) {
            return set->items[i]->numbers[number];
        }
    }
    return 0;
}

const char *quirks_pin_hint(const struct quirk_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i]->pin_hint != NULL) {
            return set->items[i]->pin_hint;
        }
    }
    return NULL;
}

const struct attribute_change *quirks_attribute(const struct quirk_set *set,
                                                enum quirk_template where, CK_ATTRIBUTE_TYPE type)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < set->items[i]->change_count; k++) {
            const struct attribute_change *change = &set->items[i]->changes[k];

            if (change->where == where && change->type == type) {
                return change;
            }
        }
    }
    return NULL;
}

const struct attribute_change *quirks_next_forced(const struct quirk_set *set,
                                                  enum quirk_template where, size_t *position)
{
    size_t seen = 0;

    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < set->items[i]->change_count; k++, seen++) {
            const struct attribute_change *change = &set->items[i]->changes[k];

            if (seen >= *position && change->where == where && change->forced &&
                change == quirks_attribute(set, where, change->type)) {
                *position = seen + 1;
                return change;
            }
        }
    }
    return NULL;
}

void quirks_explain(const struct quirk_set *set, const char *function, CK_RV rv,
                    struct failure *failure)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < set->items[i]->meaning_count; k++) {
            const struct quirk_meaning *meaning = &set->items[i]->meanings[k];

            if (meaning->rv != rv || strcmp(meaning->function, function) != 0) {
                continue;
            }
            if (meaning->cause != NULL) {
                (void)failure_cause(failure, "%s", meaning->cause);
            }
            if (meaning->hint != NULL) {
                (void)failure_hint(failure, "%s", meaning->hint);
            }
        }
    }
}

bool quirks_pin_refused(const struct quirk_set *set, CK_RV rv)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < set->items[i]->refusal_count; k++) {
            if (set->items[i]->refusals[k] == rv) {
                return true;
            }
        }
    }
    return false;
}

const struct quirk *quirks_start(const struct quirk_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i]->step_count > 0) {
            return set->items[i];
        }
    }
    return NULL;
}

char *quirks_reserved(const struct quirk_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct quirk *quirk = set->items[i];
        const char *value = quirk->reserved_env == NULL ? NULL : secure_getenv(quirk->reserved_env);

        if (value == NULL || value[0] == '\0') {
            value = quirk->reserved;
        }
        if (value != NULL) {
            return memory_copy_text(value);
        }
    }
    return NULL;
}
