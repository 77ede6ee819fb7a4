/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/issuers.h"

#include <fnmatch.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "settings/folder.h"

extern const struct shipped_file shipped_issuers[];

struct issuer_table {
    struct settings_folder folder; /* owns all texts */
    struct issuer *rows;
    size_t count;
};

static const char *const statements[] = {
    [ISSUER_EITHER] = "either", [ISSUER_SOFT] = "soft", [ISSUER_HARD] = "hard"};
static const char *const environments[] = {
    [ISSUER_PRODUCTION] = "production", [ISSUER_TEST] = "test"};

const char *issuer_statement_name(enum issuer_statement statement)
{
    return statements[statement];
}

const char *issuer_environment_name(enum issuer_environment environment)
{
    return environments[environment];
}

/* The position of the word of NAME among WORDS. */
static bool read_word(const struct settings *file, const struct settings_section *section,
                      const char *name, const char *const *words, size_t count,
                      unsigned *ret_position, struct failure *failure)
{
    const struct settings_entry *entry = settings_entry(section, name);

    for (size_t i = 0; entry != NULL && i < count; i++) {
        if (strcmp(entry->value, words[i]) == 0) {
            *ret_position = (unsigned)i;
            return true;
        }
    }
    return entry == NULL ? settings_refuse(file, section->line, failure,
                                           _("section '%s' needs '%s'"), section->name, name)
                         : settings_refuse(file, entry->line, failure,
                                           _("'%s' is not a value of '%s'"), entry->value, name);
}

static bool read_row(const struct settings *file, const struct settings_section *section,
                     struct issuer *row, struct failure *failure)
{
    static const char *const known[] = {"title",  "common-name", "organization",
                                        "policy", "statement",   "environment",
                                        "note",   "source",      NULL};
    unsigned statement = 0;
    unsigned environment = 0;

    if (!settings_only(file, section, known, failure) ||
        !read_word(file, section, "statement", statements, sizeof statements / sizeof *statements,
                   &statement, failure) ||
        !read_word(file, section, "environment", environments,
                   sizeof environments / sizeof *environments, &environment, failure)) {
        return false;
    }
    *row = (struct issuer){.id = section->name,
                           .title = settings_value(section, "title"),
                           .statement = (enum issuer_statement)statement,
                           .environment = (enum issuer_environment)environment,
                           .note = settings_value(section, "note"),
                           .source = settings_value(section, "source"),
                           .common_name = settings_value(section, "common-name"),
                           .organization = settings_value(section, "organization"),
                           .policy = settings_value(section, "policy")};
    if (row->title == NULL || row->source == NULL) {
        return settings_refuse(file, section->line, failure,
                               _("section '%s' needs title and source"), section->name);
    }
    return row->common_name != NULL ||
           settings_refuse(file, section->line, failure, _("section '%s' needs '%s'"),
                           section->name, "common-name");
}

bool issuer_table_read(struct issuer_table **ret_table, struct failure *failure)
{
    CLEANUP(issuer_table_free) struct issuer_table *table = memory_new(1, sizeof *table);

    if (!settings_folder_read("evidence/issuers", shipped_issuers, &table->folder, failure)) {
        return false;
    }
    for (size_t i = 0; i < table->folder.count; i++) {
        const struct settings *file = table->folder.files[i];

        for (size_t k = 0; k < settings_count(file); k++) {
            table->rows = memory_resize(table->rows, table->count + 1, sizeof *table->rows);
            if (!read_row(file, settings_section(file, k), &table->rows[table->count], failure)) {
                return false;
            }
            table->count++;
        }
    }
    *ret_table = TAKE(table);
    return true;
}

void issuer_table_free(struct issuer_table *table)
{
    if (table != NULL) {
        memory_free(table->rows);
        settings_folder_clear(&table->folder);
        memory_free(table);
    }
}

static bool text_fits(const char *pattern, const char *text)
{
    return pattern == NULL || (text != NULL && fnmatch(pattern, text, FNM_NOESCAPE) == 0);
}

static bool policy_fits(const char *pattern, const struct claim_texts *policies)
{
    bool fits = pattern == NULL;

    for (size_t i = 0; !fits && i < policies->count; i++) {
        fits = fnmatch(pattern, policies->items[i], FNM_NOESCAPE) == 0;
    }
    return fits;
}

const struct issuer *issuer_find(const struct issuer_table *table,
                                 const struct device_claims *claims, const struct issuer *after)
{
    for (size_t i = after == NULL ? 0 : (size_t)(after - table->rows) + 1; i < table->count; i++) {
        const struct issuer *row = &table->rows[i];

        if (text_fits(row->common_name, claims->issuer_common_name) &&
            text_fits(row->organization, claims->issuer_organization) &&
            policy_fits(row->policy, &claims->policies)) {
            return row;
        }
    }
    return NULL;
}
