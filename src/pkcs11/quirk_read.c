/* SPDX-License-Identifier: Apache-2.0 */

/* From a section of a file to a rule. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attribute_names.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "quirk_values.h"
#include "quirks_internal.h"

static const char *const known[] = {"match.path",
                                    "match.library",
                                    "match.manufacturer",
                                    "match.model",
                                    "match.firmware",
                                    "source",
                                    "why",
                                    "omit.public",
                                    "omit.private",
                                    "omit.certificate",
                                    "omit.read",
                                    "force.public",
                                    "force.private",
                                    "force.certificate",
                                    "initialize",
                                    "reserved",
                                    "reserved.env",
                                    "write-as",
                                    "login-to-read",
                                    "certificate-objects",
                                    "id",
                                    "id.bytes",
                                    "attributes",
                                    "always-authenticate",
                                    "ec-point",
                                    "edwards-curve",
                                    "initialized",
                                    "pin.initialized",
                                    "pin.pad",
                                    "pin.min",
                                    "pin.max",
                                    "pin.hint",
                                    "pin.refused",
                                    "cause.",
                                    "hint.",
                                    NULL};

/* Switches: the word that sets the flag, and the one with which a rule of one's own unsets it. */
static const struct flag_words {
    const char *name;
    enum quirk_flag flag;
    const char *set;
    const char *unset;
} flags[] = {
    {"write-as", QUIRK_WRITE_AS_SO, "so", "user"},
    {"login-to-read", QUIRK_LOGIN_TO_READ, "yes", "no"},
    {"certificate-objects", QUIRK_NO_CERTIFICATES, "no", "yes"},
    {"id", QUIRK_ID_MUST_BE_GIVEN, "must-be-given", "random"},
    {"attributes", QUIRK_ONE_BY_ONE, "one-by-one", "together"},
    {"always-authenticate", QUIRK_FORCED_USER, "user", "context-specific"},
    {"ec-point", QUIRK_RAW_POINT, "raw", "der"},
    {"edwards-curve", QUIRK_EDWARDS_BY_NAME, "name", "oid"},
    {"initialized", QUIRK_IS_INITIALIZED, "yes", "as-reported"},
    {"pin.initialized", QUIRK_PIN_IS_INITIALIZED, "yes", "as-reported"},
    {"pin.pad", QUIRK_NO_PIN_PAD, "no", "as-reported"},
};

static const struct number_name {
    const char *name;
    enum quirk_number number;
    unsigned long most;
} numbers[] = {{"id.bytes", QUIRK_ID_BYTES, 64},
               {"pin.min", QUIRK_PIN_MIN, 1024},
               {"pin.max", QUIRK_PIN_MAX, 1024}};

static const struct change_name {
    const char *name;
    enum quirk_template where;
    bool forced;
} changes[] = {
    {"omit.public", QUIRK_PUBLIC, false},
    {"omit.private", QUIRK_PRIVATE, false},
    {"omit.read", QUIRK_READ, false},
    {"omit.certificate", QUIRK_CERTIFICATE, false},
    {"force.public", QUIRK_PUBLIC, true},
    {"force.private", QUIRK_PRIVATE, true},
    {"force.certificate", QUIRK_CERTIFICATE, true},
};

static bool read_flags(struct quirk_reader *reader, struct quirk *quirk)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        const struct settings_entry *entry = settings_entry(reader->section, flags[i].name);

        if (entry == NULL) {
            continue;
        }
        if (strcmp(entry->value, flags[i].set) != 0 && strcmp(entry->value, flags[i].unset) != 0) {
            return settings_refuse(reader->settings, entry->line, reader->failure,
                                   _("'%s' must be %s or %s, not '%s'"), entry->name, flags[i].set,
                                   flags[i].unset, entry->value);
        }
        quirk->flags[flags[i].flag] = strcmp(entry->value, flags[i].set) == 0 ? 1 : -1;
    }
    return true;
}

static bool read_numbers(struct quirk_reader *reader, struct quirk *quirk)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct settings_entry *entry = settings_entry(reader->section, numbers[i].name);
        char *end = NULL;

        if (entry == NULL) {
            continue;
        }
        errno = 0;
        quirk->numbers[numbers[i].number] = strtoul(entry->value, &end, 10);
        if (errno != 0 || *end != '\0' || entry->value[0] < '0' || entry->value[0] > '9' ||
            quirk->numbers[numbers[i].number] < 1 ||
            quirk->numbers[numbers[i].number] > numbers[i].most) {
            return settings_refuse(reader->settings, entry->line, reader->failure,
                                   _("'%s' must be a number from 1 to %lu, not '%s'"), entry->name,
                                   numbers[i].most, entry->value);
        }
    }
    return true;
}

static bool read_changes(struct quirk_reader *reader, struct quirk *quirk)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const struct settings_entry *entry = settings_entry(reader->section, changes[i].name);

        if (entry != NULL &&
            !quirk_read_changes(reader, entry, changes[i].where, changes[i].forced, quirk)) {
            return false;
        }
    }
    return true;
}

static bool read_meanings(struct quirk_reader *reader, struct quirk *quirk)
{
    for (size_t i = 0; i < reader->section->count; i++) {
        const struct settings_entry *entry = &reader->section->entries[i];
        bool cause = strncmp(entry->name, "cause.", 6) == 0;

        if ((cause || strncmp(entry->name, "hint.", 5) == 0) &&
            !quirk_read_meaning(reader, entry, cause, quirk)) {
            return false;
        }
    }
    return true;
}

static char *copy_of(const struct quirk_reader *reader, const char *name)
{
    return memory_copy_text(settings_value(reader->section, name));
}

static bool refuse_section(struct quirk_reader *reader, const char *reason)
{
    return settings_refuse(reader->settings, reader->section->line, reader->failure,
                           _("section '%s': %s"), reader->section->name, reason);
}

static bool read_match(struct quirk_reader *reader, struct quirk *quirk)
{
    struct quirk_match *match = &quirk->match;
    const struct settings_entry *firmware = settings_entry(reader->section, "match.firmware");

    match->path = copy_of(reader, "match.path");
    match->library = copy_of(reader, "match.library");
    match->manufacturer = copy_of(reader, "match.manufacturer");
    match->model = copy_of(reader, "match.model");
    match->has_firmware = firmware != NULL;
    if (firmware != NULL && !quirk_read_range(reader, firmware, &match->firmware)) {
        return false;
    }
    if (match->path == NULL && match->library == NULL && match->manufacturer == NULL &&
        match->model == NULL) {
        return refuse_section(reader, _("it says of no module or token that it is about it; give "
                                        "match.path, match.manufacturer or match.model"));
    }
    return true;
}

/* Before C_Initialize nothing is known of a module but its path. */
static bool check_start(struct quirk_reader *reader, const struct quirk *quirk)
{
    const struct quirk_match *match = &quirk->match;

    if (quirk->step_count == 0 && quirk->reserved == NULL && quirk->reserved_env == NULL) {
        return true;
    }
    if (match->path == NULL || match->library != NULL || match->manufacturer != NULL ||
        match->model != NULL || match->has_firmware) {
        return refuse_section(reader, _("how a module is started can only depend on match.path"));
    }
    return true;
}

/* Everything but what the rule is about and where it is from. */
static void list_effects(const struct quirk_reader *reader, struct quirk *quirk)
{
    quirk->effects = memory_new(reader->section->count, sizeof *quirk->effects);
    for (size_t i = 0; i < reader->section->count; i++) {
        const struct settings_entry *entry = &reader->section->entries[i];

        if (strncmp(entry->name, "match.", 6) != 0 && strcmp(entry->name, "source") != 0 &&
            strcmp(entry->name, "why") != 0) {
            quirk->effects[quirk->effect_count++] =
                text_format("%s = %s", entry->name, entry->value);
        }
    }
}

/* An address, or owner/repository#number. Without quotes a '#' begins a comment. */
static bool is_source(const char *source)
{
    const char *number = source == NULL ? NULL : strrchr(source, '#');

    if (source == NULL || source[0] == '\0') {
        return false;
    }
    return strstr(source, "://") != NULL ||
           (number != NULL && number[1] != '\0' && strchr(source, '/') != NULL &&
            number[1 + strspn(number + 1, "0123456789")] == '\0');
}

static bool check_complete(struct quirk_reader *reader, const struct quirk *quirk)
{
    if (!is_source(quirk->source)) {
        return refuse_section(reader,
                              _("it has no source: say where this is known from, as an address "
                                "with '://' or as \"owner/repository#number\" in quotes"));
    }
    if (quirk->why == NULL || quirk->why[0] == '\0') {
        return refuse_section(reader, _("it has no why: say it in one sentence for people"));
    }
    return quirk->effect_count > 0 || refuse_section(reader, _("it has no effect"));
}

bool quirk_read(const struct settings *settings, const struct settings_section *section,
                struct quirk *ret_quirk, struct failure *failure)
{
    struct quirk_reader reader = {.settings = settings, .section = section, .failure = failure};
    struct quirk quirk = {.file = memory_copy_text(settings_origin(settings)),
                          .section = memory_copy_text(section->name)};

    quirk.source = copy_of(&reader, "source");
    quirk.why = copy_of(&reader, "why");
    quirk.reserved = copy_of(&reader, "reserved");
    quirk.reserved_env = copy_of(&reader, "reserved.env");
    quirk.pin_hint = copy_of(&reader, "pin.hint");
    list_effects(&reader, &quirk);
    if (!settings_only(settings, section, known, failure) || !read_match(&reader, &quirk) ||
        !read_flags(&reader, &quirk) || !read_numbers(&reader, &quirk) ||
        !read_changes(&reader, &quirk) || !read_meanings(&reader, &quirk) ||
        !quirk_read_refusals(&reader, &quirk) || !quirk_read_steps(&reader, &quirk) ||
        !check_start(&reader, &quirk) || !check_complete(&reader, &quirk)) {
        quirk_clear(&quirk);
        return false;
    }
    *ret_quirk = quirk;
    return true;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(texts[i]);
    }
    memory_free(texts);
}

void quirk_clear(struct quirk *quirk)
{
    memory_free(quirk->file);
    memory_free(quirk->section);
    memory_free(quirk->source);
    memory_free(quirk->why);
    free_texts(quirk->effects, quirk->effect_count);
    memory_free(quirk->match.path);
    memory_free(quirk->match.library);
    memory_free(quirk->match.manufacturer);
    memory_free(quirk->match.model);
    memory_free(quirk->changes);
    for (size_t i = 0; i < quirk->meaning_count; i++) {
        memory_free(quirk->meanings[i].function);
        memory_free(quirk->meanings[i].cause);
        memory_free(quirk->meanings[i].hint);
    }
    memory_free(quirk->meanings);
    memory_free(quirk->refusals);
    memory_free(quirk->reserved);
    memory_free(quirk->reserved_env);
    memory_free(quirk->pin_hint);
    *quirk = (struct quirk){0};
}
