/* SPDX-License-Identifier: Apache-2.0 */
#include "quirk_values.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "attribute_names.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "pkcs11/ckr.h"

/* All return values of the standard have a lower number. */
#define STANDARD_VALUES 0x1000UL

static bool refuse(struct quirk_reader *reader, const struct settings_entry *entry,
                   const char *reason, const char *value)
{
    return settings_refuse(reader->settings, entry->line, reader->failure, reason, entry->name,
                           value);
}

/* Without these there is no object, or not the one that was asked for. */
static bool is_needed(CK_ATTRIBUTE_TYPE type)
{
    static const CK_ATTRIBUTE_TYPE needed[] = {
        CKA_CLASS, CKA_TOKEN, CKA_CERTIFICATE_TYPE, CKA_EC_PARAMS, CKA_MODULUS_BITS, CKA_VALUE};

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (needed[i] == type) {
            return true;
        }
    }
    return false;
}

/* "CKA_PRIVATE=true": the value into CHANGE, and cut off from TEXT. */
static bool split_value(char *text, struct attribute_change *change)
{
    char *equals = strchr(text, '=');

    if (equals == NULL) {
        return false;
    }
    *equals = '\0';
    change->value = strcasecmp(equals + 1, "true") == 0;
    return change->value || strcasecmp(equals + 1, "false") == 0;
}

static bool read_change(struct quirk_reader *reader, const struct settings_entry *entry, char *text,
                        struct attribute_change *change)
{
    if (change->forced && !split_value(text, change)) {
        return refuse(reader, entry, _("'%s': '%s' must end with =true or =false"), text);
    }
    if (!attribute_type(text, &change->type)) {
        return refuse(reader, entry, _("'%s': there is no attribute '%s'"), text);
    }
    if (change->forced && attribute_form(change->type) != FORM_BOOL) {
        return refuse(reader, entry, _("'%s': '%s' is neither true nor false"), text);
    }
    if (change->where != QUIRK_READ && is_needed(change->type)) {
        return refuse(reader, entry, _("'%s': '%s' cannot be changed"), text);
    }
    return true;
}

bool quirk_read_changes(struct quirk_reader *reader, const struct settings_entry *entry,
                        enum quirk_template where, bool forced, struct quirk *quirk)
{
    CLEANUP(settings_list_free) char **items = settings_list(entry->value);

    for (size_t i = 0; items[i] != NULL; i++) {
        struct attribute_change change = {.where = where, .forced = forced};

        if (!read_change(reader, entry, items[i], &change)) {
            return false;
        }
        quirk->changes =
            memory_resize(quirk->changes, quirk->change_count + 1, sizeof *quirk->changes);
        quirk->changes[quirk->change_count++] = change;
    }
    return true;
}

/* "5.7": MAJOR.MINOR, each a byte in CK_VERSION. */
static bool read_version(const char *text, unsigned *ret_version)
{
    char *end = NULL;
    unsigned long major;
    unsigned long minor;

    if (*text < '0' || *text > '9') {
        return false;
    }
    major = strtoul(text, &end, 10);
    if (*end != '.' || end[1] < '0' || end[1] > '9') {
        return false;
    }
    minor = strtoul(end + 1, &end, 10);
    if (*end != '\0' || major > UCHAR_MAX || minor > UCHAR_MAX) {
        return false;
    }
    ret_version[0] = (unsigned)major;
    ret_version[1] = (unsigned)minor;
    return true;
}

bool quirk_read_range(struct quirk_reader *reader, const struct settings_entry *entry,
                      struct version_range *ret_range)
{
    CLEANUP(settings_list_free) char **items = settings_list(entry->value);
    struct version_range range = {.below = {UINT_MAX, 0}};

    for (size_t i = 0; items[i] != NULL; i++) {
        bool below = strncmp(items[i], "<", 1) == 0 && items[i][1] != '=';
        const char *version = items[i] + (below ? 1 : 2);

        if ((!below && strncmp(items[i], ">=", 2) != 0) ||
            !read_version(version + strspn(version, " "), below ? range.below : range.from)) {
            return refuse(reader, entry, _("'%s': '%s' is not of the form '< 5.7' or '>= 5.7'"),
                          items[i]);
        }
    }
    if (items[0] == NULL) {
        return refuse(reader, entry, _("'%s': '%s' is not of the form '< 5.7' or '>= 5.7'"), "");
    }
    *ret_range = range;
    return true;
}

/* By its name in the standard, or a number such as 0x80000001. */
static bool read_return_value(const char *text, CK_RV *ret_rv)
{
    char *end = NULL;

    if (strncmp(text, "0x", 2) == 0) {
        *ret_rv = strtoul(text, &end, 16);
        return end != text + 2 && *end == '\0';
    }
    for (CK_RV rv = 1; rv < STANDARD_VALUES; rv++) {
        if (strcmp(ckr_name(rv), text) == 0) {
            *ret_rv = rv;
            return true;
        }
    }
    return false;
}

static struct quirk_meaning *meaning_of(struct quirk *quirk, const char *function, size_t size,
                                        CK_RV rv)
{
    struct quirk_meaning *meaning;

    for (size_t i = 0; i < quirk->meaning_count; i++) {
        meaning = &quirk->meanings[i];
        if (meaning->rv == rv && strlen(meaning->function) == size &&
            strncmp(meaning->function, function, size) == 0) {
            return meaning;
        }
    }
    quirk->meanings =
        memory_resize(quirk->meanings, quirk->meaning_count + 1, sizeof *quirk->meanings);
    meaning = &quirk->meanings[quirk->meaning_count++];
    *meaning = (struct quirk_meaning){.function = memory_copy_text_n(function, size), .rv = rv};
    return meaning;
}

bool quirk_read_meaning(struct quirk_reader *reader, const struct settings_entry *entry, bool cause,
                        struct quirk *quirk)
{
    const char *function = strchr(entry->name, '.') + 1;
    size_t size = strcspn(function, ".");
    struct quirk_meaning *meaning;
    CK_RV rv = CKR_OK;

    if (strncmp(function, "C_", 2) != 0 || function[size] == '\0') {
        return refuse(reader, entry, _("'%s' is not of the form %s"),
                      cause ? "cause.C_Login.CKR_GENERAL_ERROR" : "hint.C_Login.CKR_GENERAL_ERROR");
    }
    if (!read_return_value(function + size + 1, &rv)) {
        return refuse(reader, entry, _("'%s': there is no return value '%s'"), function + size + 1);
    }
    meaning = meaning_of(quirk, function, size, rv);
    *(cause ? &meaning->cause : &meaning->hint) = memory_copy_text(entry->value);
    return true;
}

bool quirk_read_refusals(struct quirk_reader *reader, struct quirk *quirk)
{
    const struct settings_entry *entry = settings_entry(reader->section, "pin.refused");
    CLEANUP(settings_list_free) char **items = settings_list(entry == NULL ? "" : entry->value);

    for (size_t i = 0; items[i] != NULL; i++) {
        CK_RV rv = CKR_OK;

        if (!read_return_value(items[i], &rv)) {
            return refuse(reader, entry, _("'%s': there is no return value '%s'"), items[i]);
        }
        quirk->refusals =
            memory_resize(quirk->refusals, quirk->refusal_count + 1, sizeof *quirk->refusals);
        quirk->refusals[quirk->refusal_count++] = rv;
    }
    return true;
}

static bool read_step(const char *text, enum module_start *ret_step)
{
    static const struct {
        const char *name;
        enum module_start step;
    } steps[] = {{"os-locking", START_OS_LOCKING},
                 {"no-arguments", START_NO_ARGUMENTS},
                 {"no-threads", START_NO_THREADS},
                 {"no-flags", START_NO_FLAGS}};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (strcmp(steps[i].name, text) == 0) {
            *ret_step = steps[i].step;
            return true;
        }
    }
    return false;
}

bool quirk_read_steps(struct quirk_reader *reader, struct quirk *quirk)
{
    const struct settings_entry *entry = settings_entry(reader->section, "initialize");
    CLEANUP(settings_list_free) char **items = settings_list(entry == NULL ? "" : entry->value);

    for (size_t i = 0; items[i] != NULL; i++) {
        if (quirk->step_count == START_STEPS ||
            !read_step(items[i], &quirk->steps[quirk->step_count])) {
            return refuse(reader, entry,
                          _("'%s': '%s' is not one of os-locking, no-arguments, no-threads and "
                            "no-flags, or one too many"),
                          items[i]);
        }
        quirk->step_count++;
    }
    return true;
}
