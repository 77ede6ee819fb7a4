/* SPDX-License-Identifier: Apache-2.0 */
#include "settings/settings.h"

#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "lines.h"

/* Larger than any data file people write; a device or a disk image is not read to its end. */
#define FILE_LIMIT (1024 * 1024)

struct settings {
    char *origin;
    struct settings_section *sections;
    size_t count;
};

DEFINE_CLEANUP(CONF *, NCONF_free);
DEFINE_CLEANUP(BIO *, BIO_free_all);

static void section_clear(struct settings_section *section)
{
    for (size_t i = 0; i < section->count; i++) {
        memory_free(section->entries[i].name);
        memory_free(section->entries[i].value);
    }
    memory_free(section->entries);
    memory_free(section->name);
}

void settings_free(struct settings *settings)
{
    if (settings == NULL) {
        return;
    }
    for (size_t i = 0; i < settings->count; i++) {
        section_clear(&settings->sections[i]);
    }
    memory_free(settings->sections);
    memory_free(settings->origin);
    memory_free(settings);
}

bool settings_refuse(const struct settings *settings, unsigned line, struct failure *failure,
                     const char *reason, ...)
{
    va_list values;
    CLEANUP(text_free) char *text = NULL;

    va_start(values, reason);
    text = text_format_values(reason, values);
    va_end(values);
    (void)failure_set(failure, FAILURE_INPUT, _("cannot use '%s', line %u"), settings->origin,
                      line);
    return failure_cause(failure, "%s", text);
}

/* OpenSSL's reader of the same text, for quotes, escapes, joined lines and variables. */
static CONF *load(const struct settings *settings, struct slice text, struct failure *failure)
{
    CLEANUP(BIO_free_all) BIO *source = BIO_new_mem_buf(text.data, (int)text.size);
    CLEANUP(NCONF_free) CONF *conf = NULL;
    long line = 0;

    /* As everywhere: no openssl.cnf, and no clean-up that modules at their exit could miss. */
    (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
    conf = NCONF_new(NULL);
    if (source == NULL || conf == NULL || NCONF_load_bio(conf, source, &line) != 1) {
        const char *reason = ERR_reason_error_string(ERR_peek_last_error());

        (void)settings_refuse(settings, line > 0 ? (unsigned)line : 1, failure, "%s",
                              reason == NULL ? _("the syntax is wrong") : reason);
        ERR_clear_error();
        return NULL;
    }
    return TAKE(conf);
}

static const struct settings_section *find_section(const struct settings *settings,
                                                   const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        if (strcmp(settings->sections[i].name, name) == 0) {
            return &settings->sections[i];
        }
    }
    return NULL;
}

static bool add_section(struct settings *settings, const struct line *line, struct failure *failure)
{
    CLEANUP(text_free)
    char *name = memory_copy_text_n((const char *)line->name.data, line->name.size);
    const struct settings_section *twin = find_section(settings, name);

    if (twin != NULL) {
        return settings_refuse(settings, line->number, failure,
                               _("the section '%s' is there already, in line %u"), name,
                               twin->line);
    }
    settings->sections =
        memory_resize(settings->sections, settings->count + 1, sizeof *settings->sections);
    settings->sections[settings->count] =
        (struct settings_section){.name = TAKE(name), .line = line->number};
    settings->count++;
    return true;
}

static bool add_entry(struct settings *settings, const CONF *conf, const struct line *line,
                      struct failure *failure)
{
    CLEANUP(text_free)
    char *name = memory_copy_text_n((const char *)line->name.data, line->name.size);
    struct settings_section *section =
        settings->count == 0 ? NULL : &settings->sections[settings->count - 1];
    const struct settings_entry *twin = NULL;
    const char *value;

    if (section == NULL) {
        return settings_refuse(settings, line->number, failure,
                               _("'%s' stands before the first section"), name);
    }
    twin = settings_entry(section, name);
    if (twin != NULL) {
        return settings_refuse(settings, line->number, failure,
                               _("'%s' is there already, in line %u"), name, twin->line);
    }
    value = NCONF_get_string(conf, section->name, name);
    if (value == NULL) { /* OpenSSL reads "section::name", which we do not offer */
        ERR_clear_error();
        return settings_refuse(settings, line->number, failure, _("'%s' is not a name"), name);
    }
    section->entries =
        memory_resize(section->entries, section->count + 1, sizeof *section->entries);
    section->entries[section->count] = (struct settings_entry){
        .name = TAKE(name), .value = memory_copy_text(value), .line = line->number};
    section->count++;
    return true;
}

static bool add_line(struct settings *settings, const CONF *conf, const struct line *line,
                     struct failure *failure)
{
    return line->kind == LINE_SECTION ? add_section(settings, line, failure)
                                      : add_entry(settings, conf, line, failure);
}

/* What OpenSSL would do on its own account: read other files, change its syntax. */
static bool refuse_directives(const struct settings *settings, struct slice text,
                              struct failure *failure)
{
    struct line_reader reader = {.rest = text};
    struct line line;

    while (line_next(&reader, &line)) {
        if (line.kind == LINE_DIRECTIVE) {
            return settings_refuse(settings, line.number, failure, _("'%.*s' is not allowed here"),
                                   (int)line.name.size, (const char *)line.name.data);
        }
    }
    return true;
}

bool settings_parse(const char *origin, struct slice text, struct settings **ret_settings,
                    struct failure *failure)
{
    CLEANUP(settings_free) struct settings *settings = memory_new(1, sizeof *settings);
    CLEANUP(NCONF_free) CONF *conf = NULL;
    struct line_reader reader = {.rest = text};
    struct line line;

    settings->origin = memory_copy_text(origin);
    if (text.size > INT_MAX || memchr(text.data, '\0', text.size) != NULL || !text_is_utf8(text)) {
        return settings_refuse(settings, 1, failure, _("it is not a text file in UTF-8"));
    }
    if (!refuse_directives(settings, text, failure)) {
        return false;
    }
    conf = load(settings, text, failure);
    if (conf == NULL) {
        return false;
    }
    while (line_next(&reader, &line)) {
        if (!add_line(settings, conf, &line, failure)) {
            return false;
        }
    }
    *ret_settings = TAKE(settings);
    return true;
}

bool settings_read(const char *path, struct settings **ret_settings, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes text = {0};

    return file_read(path, FILE_LIMIT, &text, failure) &&
           settings_parse(path, slice_of_bytes(&text), ret_settings, failure);
}

const char *settings_origin(const struct settings *settings)
{
    return settings->origin;
}

size_t settings_count(const struct settings *settings)
{
    return settings->count;
}

const struct settings_section *settings_section(const struct settings *settings, size_t position)
{
    return &settings->sections[position];
}

const struct settings_entry *settings_entry(const struct settings_section *section,
                                            const char *name)
{
    for (size_t i = 0; i < section->count; i++) {
        if (strcmp(section->entries[i].name, name) == 0) {
            return &section->entries[i];
        }
    }
    return NULL;
}

const char *settings_value(const struct settings_section *section, const char *name)
{
    const struct settings_entry *entry = settings_entry(section, name);

    return entry == NULL ? NULL : entry->value;
}

static bool is_known(const char *name, const char *const *known)
{
    for (; *known != NULL; known++) {
        size_t size = strlen(*known);

        if (size > 0 && (*known)[size - 1] == '.' ? strncmp(name, *known, size) == 0
                                                  : strcmp(name, *known) == 0) {
            return true;
        }
    }
    return false;
}

bool settings_only(const struct settings *settings, const struct settings_section *section,
                   const char *const *known, struct failure *failure)
{
    for (size_t i = 0; i < section->count; i++) {
        const struct settings_entry *entry = &section->entries[i];

        if (!is_known(entry->name, known)) {
            return settings_refuse(settings, entry->line, failure,
                                   _("'%s' is not known in section '%s'"), entry->name,
                                   section->name);
        }
    }
    return true;
}

bool settings_bool(const struct settings *settings, const struct settings_entry *entry,
                   bool *ret_value, struct failure *failure)
{
    if (strcasecmp(entry->value, "yes") == 0 || strcasecmp(entry->value, "true") == 0) {
        *ret_value = true;
        return true;
    }
    if (strcasecmp(entry->value, "no") == 0 || strcasecmp(entry->value, "false") == 0) {
        *ret_value = false;
        return true;
    }
    return settings_refuse(settings, entry->line, failure, _("'%s' must be yes or no, not '%s'"),
                           entry->name, entry->value);
}

char **settings_list(const char *value)
{
    size_t count = 0;
    char **items = memory_new(1, sizeof *items);

    while (*value != '\0') {
        size_t size;

        value += strspn(value, " \t,");
        size = strcspn(value, ",");
        if (size > 0) {
            size_t end = size;

            while (value[end - 1] == ' ' || value[end - 1] == '\t') {
                end--;
            }
            items = memory_resize(items, count + 2, sizeof *items);
            items[count] = memory_copy_text_n(value, end);
            items[++count] = NULL;
        }
        value += size;
    }
    return items;
}

void settings_list_free(char **items)
{
    if (items == NULL) {
        return;
    }
    for (size_t i = 0; items[i] != NULL; i++) {
        memory_free(items[i]);
    }
    memory_free(items);
}
