/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/identity.h"

#include <fnmatch.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "settings/folder.h"
#include "words.h"

extern const struct shipped_file shipped_modules[];

/* One "any.FIELD" or "all.FIELD": which text is looked at, and the pattern it must fit. */
struct tell {
    bool all;
    const char *field; /* with its number: "token.model.2" */
    size_t offset;
    const char *pattern;
};

struct module_row {
    struct module_identity identity;
    struct tell *tells;
    size_t tell_count;
};

struct module_table {
    struct settings_folder folder; /* owns the texts */
    struct module_row *rows;
    size_t count;
};

static const struct field {
    const char *name;
    size_t offset;
} fields[] = {
    {"path", offsetof(struct token_claims, module_path)},
    {"library.manufacturer", offsetof(struct token_claims, library_manufacturer)},
    {"library.description", offsetof(struct token_claims, library_description)},
    {"slot.manufacturer", offsetof(struct token_claims, slot_manufacturer)},
    {"slot.description", offsetof(struct token_claims, slot_description)},
    {"token.label", offsetof(struct token_claims, token_label)},
    {"token.manufacturer", offsetof(struct token_claims, token_manufacturer)},
    {"token.model", offsetof(struct token_claims, token_model)},
    {"token.serial", offsetof(struct token_claims, token_serial)},
};

/* NAME, or NAME and a number that tells several patterns of one field apart. */
static const struct field *find_field(const char *name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t size = strlen(fields[i].name);

        if (strncmp(name, fields[i].name, size) == 0 &&
            (name[size] == '\0' || (name[size] == '.' && strspn(name + size + 1, "0123456789") ==
                                                             strlen(name + size + 1)))) {
            return &fields[i];
        }
    }
    return NULL;
}

static bool read_tell(const struct settings *file, const struct settings_entry *entry,
                      struct module_row *row, struct failure *failure)
{
    const struct field *field = find_field(entry->name + strlen("any."));

    if (field == NULL) {
        return settings_refuse(file, entry->line, failure, _("'%s' is not a field of a token"),
                               entry->name + strlen("any."));
    }
    row->tells = memory_resize(row->tells, row->tell_count + 1, sizeof *row->tells);
    row->tells[row->tell_count++] = (struct tell){.all = strncmp(entry->name, "all.", 4) == 0,
                                                  .field = entry->name + strlen("any."),
                                                  .offset = field->offset,
                                                  .pattern = entry->value};
    return true;
}

static bool read_provenance(const struct settings *file, const struct settings_section *section,
                            const char *name, enum provenance *ret_provenance,
                            struct failure *failure)
{
    const struct settings_entry *entry = settings_entry(section, name);

    if (entry != NULL && !provenance_read(entry->value, ret_provenance)) {
        return settings_refuse(file, entry->line, failure,
                               _("'%s' does not say how an attribute comes about"), entry->value);
    }
    return true;
}

static bool read_words(const struct settings *file, const struct settings_section *section,
                       struct module_identity *identity, struct failure *failure)
{
    const struct settings_entry *kind = settings_entry(section, "kind");
    const struct settings_entry *serial = settings_entry(section, "serial-of-device");

    identity->id = section->name;
    identity->title = settings_value(section, "title");
    identity->sentence = settings_value(section, "sentence");
    identity->token_sentence = settings_value(section, "sentence.token");
    identity->source = settings_value(section, "source");
    identity->packages = settings_value(section, "packages");
    if (kind == NULL || identity->title == NULL || identity->source == NULL) {
        return settings_refuse(file, section->line, failure,
                               _("section '%s' needs title, kind and source"), section->name);
    }
    if (!module_kind_read(kind->value, &identity->kind)) {
        return settings_refuse(file, kind->line, failure, _("'%s' is not a kind of module"),
                               kind->value);
    }
    if (serial != NULL && !settings_bool(file, serial, &identity->serial_of_device, failure)) {
        return false;
    }
    return read_provenance(file, section, "local", &identity->local, failure) &&
           read_provenance(file, section, "generation-mechanism", &identity->generation_mechanism,
                           failure) &&
           read_provenance(file, section, "always-sensitive", &identity->always_sensitive,
                           failure) &&
           read_provenance(file, section, "never-extractable", &identity->never_extractable,
                           failure);
}

static bool read_row(const struct settings *file, const struct settings_section *section,
                     struct module_row *row, struct failure *failure)
{
    static const char *const known[] = {"title",
                                        "kind",
                                        "sentence",
                                        "sentence.token",
                                        "source",
                                        "packages",
                                        "serial-of-device",
                                        "local",
                                        "generation-mechanism",
                                        "always-sensitive",
                                        "never-extractable",
                                        "any.",
                                        "all.",
                                        NULL};

    if (!settings_only(file, section, known, failure) ||
        !read_words(file, section, &row->identity, failure)) {
        return false;
    }
    for (size_t i = 0; i < section->count; i++) {
        const struct settings_entry *entry = &section->entries[i];

        if ((strncmp(entry->name, "any.", 4) == 0 || strncmp(entry->name, "all.", 4) == 0) &&
            !read_tell(file, entry, row, failure)) {
            return false;
        }
    }
    return row->tell_count > 0 ||
           settings_refuse(file, section->line, failure, _("section '%s' fits every module"),
                           section->name);
}

static bool read_file(const struct settings *file, struct module_table *table,
                      struct failure *failure)
{
    for (size_t i = 0; i < settings_count(file); i++) {
        table->rows = memory_resize(table->rows, table->count + 1, sizeof *table->rows);
        table->rows[table->count] = (struct module_row){0};
        table->count++;
        if (!read_row(file, settings_section(file, i), &table->rows[table->count - 1], failure)) {
            return false;
        }
    }
    return true;
}

bool module_table_read(struct module_table **ret_table, struct failure *failure)
{
    CLEANUP(module_table_free) struct module_table *table = memory_new(1, sizeof *table);

    if (!settings_folder_read("evidence/modules", shipped_modules, &table->folder, failure)) {
        return false;
    }
    for (size_t i = 0; i < table->folder.count; i++) {
        if (!read_file(table->folder.files[i], table, failure)) {
            return false;
        }
    }
    *ret_table = TAKE(table);
    return true;
}

void module_table_free(struct module_table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        memory_free(table->rows[i].tells);
    }
    memory_free(table->rows);
    settings_folder_clear(&table->folder);
    memory_free(table);
}

/* The text a tell looks at; the file is known by its own name, wherever it lies or is linked from.
 */
static char *looked_at(const struct tell *tell, const struct token_claims *claims)
{
    const char *text = NULL;
    CLEANUP(text_free) char *path = NULL;

    memcpy(&text, (const char *)claims + tell->offset, sizeof text);
    if (text == NULL || tell->offset != offsetof(struct token_claims, module_path)) {
        return memory_copy_text(text == NULL ? "" : text);
    }
    path = memory_copy_text(text);
    return memory_copy_text(basename(path));
}

static bool tell_fits(const struct tell *tell, const struct token_claims *claims)
{
    CLEANUP(text_free) char *text = looked_at(tell, claims);

    return text[0] != '\0' && fnmatch(tell->pattern, text, FNM_NOESCAPE) == 0;
}

/* The field that decided, NULL when the row does not fit. */
static const char *row_fits(const struct module_row *row, const struct token_claims *claims)
{
    const char *decided = NULL;
    bool any_needed = false;
    bool any_found = false;

    for (size_t i = 0; i < row->tell_count; i++) {
        bool fits = tell_fits(&row->tells[i], claims);

        if (row->tells[i].all && !fits) {
            return NULL;
        }
        any_needed = any_needed || !row->tells[i].all;
        if (fits && (decided == NULL || (!row->tells[i].all && !any_found))) {
            decided = row->tells[i].field;
        }
        any_found = any_found || (fits && !row->tells[i].all);
    }
    return any_needed && !any_found ? NULL : decided;
}

static bool admits(enum module_kind kind)
{
    return kind == MODULE_SOFTWARE || kind == MODULE_EMULATOR || kind == MODULE_MOCK;
}

/* Kinds of place that cannot be one and the same; a proxy or a TPM may well be something else too.
 */
static bool is_place(enum module_kind kind)
{
    return kind == MODULE_CARD || kind == MODULE_HSM || kind == MODULE_REMOTE;
}

/* The first row that fits, of those that admit software or of those that do not. */
static const struct module_row *find_row(const struct module_table *table,
                                         const struct token_claims *claims, bool admission,
                                         const char **ret_tell)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct module_row *row = &table->rows[i];

        *ret_tell = admits(row->identity.kind) == admission ? row_fits(row, claims) : NULL;
        if (*ret_tell != NULL) {
            return row;
        }
    }
    return NULL;
}

/* A row of another kind of place that fits as well: a module that is two things is neither. */
static const char *find_rival(const struct module_table *table, const struct token_claims *claims,
                              const struct module_row *found)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct module_row *row = &table->rows[i];

        if (row != found && is_place(row->identity.kind) &&
            (admits(found->identity.kind) || is_place(found->identity.kind)) &&
            row->identity.kind != found->identity.kind && row_fits(row, claims) != NULL) {
            return row->identity.title;
        }
    }
    return NULL;
}

struct module_identity module_identify(const struct module_table *table,
                                       const struct token_claims *claims)
{
    struct module_identity identity = {0};
    const char *tell = NULL;
    const struct module_row *row = find_row(table, claims, true, &tell);

    if (row == NULL) {
        row = find_row(table, claims, false, &tell);
    }
    if (row != NULL) {
        identity = row->identity;
        identity.tell = tell;
        identity.also_fits = find_rival(table, claims, row);
    }
    return identity;
}
