/* SPDX-License-Identifier: Apache-2.0 */
#include "tables.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "settings/settings.h"
#include "settings/shipped.h"

extern const struct shipped_file card_evidence[];

/* Where the value of a name goes in the struct of a row. */
struct column {
    const char *name;
    size_t offset;
    bool needed;
};

/* A word and what it stands for. */
struct word {
    const char *word;
    int value;
};

/* One section being read. */
struct row {
    const struct settings *settings;
    const struct settings_section *section;
    struct failure *failure;
};

static bool read_columns(const struct row *row, const struct column *columns, void *target)
{
    for (const struct column *column = columns; column->name != NULL; column++) {
        const char *value = settings_value(row->section, column->name);

        if (value == NULL && column->needed) {
            return settings_refuse(row->settings, row->section->line, row->failure,
                                   _("'%s' is missing"), column->name);
        }
        *(char **)(void *)((char *)target + column->offset) = memory_copy_text(value);
    }
    return true;
}

static bool read_word(const struct row *row, const char *name, const struct word *words,
                      int *ret_value)
{
    const struct settings_entry *entry = settings_entry(row->section, name);

    for (const struct word *word = words; entry != NULL && word->word != NULL; word++) {
        if (strcmp(word->word, entry->value) == 0) {
            *ret_value = word->value;
            return true;
        }
    }
    return settings_refuse(row->settings, entry == NULL ? row->section->line : entry->line,
                           row->failure, _("'%s' is missing or not known"), name);
}

/* Blanks are there for people. */
static void remove_blanks(char *text)
{
    char *out = text;

    for (const char *in = text; *in != '\0'; in++) {
        if (*in != ' ') {
            *out++ = *in;
        }
    }
    *out = '\0';
}

static bool add_family(struct card_tables *tables, const struct row *row)
{
    static const char *const known[] = {"name", "kind", "atr", "usb", "imitations", "source", NULL};
    static const struct word kinds[] = {
        {"genuine", CARD_GENUINE}, {"emulator", CARD_EMULATOR}, {NULL, 0}};
    static const struct column columns[] = {
        {"name", offsetof(struct card_family, name), true},
        {"atr", offsetof(struct card_family, atr), true},
        {"usb", offsetof(struct card_family, usb), false},
        {"imitations", offsetof(struct card_family, imitations), false},
        {"source", offsetof(struct card_family, source), true},
        {NULL, 0, false}};
    struct card_family *family;
    int kind = 0;

    if (!settings_only(row->settings, row->section, known, row->failure) ||
        !read_word(row, "kind", kinds, &kind)) {
        return false;
    }
    tables->families =
        memory_resize(tables->families, tables->family_count + 1, sizeof *tables->families);
    family = &tables->families[tables->family_count++];
    *family = (struct card_family){.id = memory_copy_text(row->section->name),
                                   .kind = (enum card_kind)kind};
    if (!read_columns(row, columns, family)) {
        return false;
    }
    remove_blanks(family->atr);
    return true;
}

static bool add_reader(struct card_tables *tables, const struct row *row)
{
    static const char *const known[] = {"about", "kind", "name", "usb", "source", NULL};
    static const struct word kinds[] = {{"genuine", READER_KIND_GENUINE},
                                        {"virtual", READER_KIND_VIRTUAL},
                                        {"emulated", READER_KIND_EMULATED},
                                        {NULL, 0}};
    static const struct column columns[] = {{"about", offsetof(struct known_reader, about), true},
                                            {"name", offsetof(struct known_reader, name), false},
                                            {"usb", offsetof(struct known_reader, usb), false},
                                            {"source", offsetof(struct known_reader, source), true},
                                            {NULL, 0, false}};
    struct known_reader *reader;
    int kind = 0;

    if (!settings_only(row->settings, row->section, known, row->failure) ||
        !read_word(row, "kind", kinds, &kind)) {
        return false;
    }
    tables->readers =
        memory_resize(tables->readers, tables->reader_count + 1, sizeof *tables->readers);
    reader = &tables->readers[tables->reader_count++];
    *reader = (struct known_reader){.id = memory_copy_text(row->section->name),
                                    .kind = (enum reader_kind)kind};
    return read_columns(row, columns, reader);
}

static bool add_controller(struct card_tables *tables, const struct row *row, int meaning)
{
    static const char *const known[] = {"about",         "kind",   "driver", "pci",
                                        "pci-subsystem", "source", NULL};
    static const struct column columns[] = {
        {"about", offsetof(struct known_bus, about), true},
        {"driver", offsetof(struct known_bus, driver), false},
        {"pci", offsetof(struct known_bus, pci), false},
        {"pci-subsystem", offsetof(struct known_bus, pci_subsystem), false},
        {"source", offsetof(struct known_bus, source), true},
        {NULL, 0, false}};
    struct known_bus *bus;

    tables->buses = memory_resize(tables->buses, tables->bus_count + 1, sizeof *tables->buses);
    bus = &tables->buses[tables->bus_count++];
    *bus = (struct known_bus){.id = memory_copy_text(row->section->name),
                              .meaning = (enum observation_meaning)meaning};
    return settings_only(row->settings, row->section, known, row->failure) &&
           read_columns(row, columns, bus);
}

static bool add_machine(struct card_tables *tables, const struct row *row)
{
    static const char *const known[] = {"about", "kind", "vendor", "product", "source", NULL};
    static const struct column columns[] = {
        {"about", offsetof(struct known_machine, about), true},
        {"vendor", offsetof(struct known_machine, vendor), false},
        {"product", offsetof(struct known_machine, product), false},
        {"source", offsetof(struct known_machine, source), true},
        {NULL, 0, false}};
    struct known_machine *machine;

    tables->machines =
        memory_resize(tables->machines, tables->machine_count + 1, sizeof *tables->machines);
    machine = &tables->machines[tables->machine_count++];
    *machine = (struct known_machine){.id = memory_copy_text(row->section->name)};
    return settings_only(row->settings, row->section, known, row->failure) &&
           read_columns(row, columns, machine);
}

#define MACHINE (-1)

static bool add_bus(struct card_tables *tables, const struct row *row)
{
    static const struct word kinds[] = {{"physical", MEANS_PHYSICAL},
                                        {"virtual", MEANS_VIRTUAL},
                                        {"emulated", MEANS_EMULATED},
                                        {"machine", MACHINE},
                                        {NULL, 0}};
    int kind = 0;

    if (!read_word(row, "kind", kinds, &kind)) {
        return false;
    }
    return kind == MACHINE ? add_machine(tables, row) : add_controller(tables, row, kind);
}

static bool add_trace(struct card_tables *tables, const struct row *row)
{
    static const char *const known[] = {"kind", "name", "value", "means", "about", "source", NULL};
    static const struct word kinds[] = {
        {"library", TRACE_LIBRARY}, {"file", TRACE_FILE}, {"device", TRACE_DEVICE},
        {"unix", TRACE_UNIX},       {"tcp", TRACE_TCP},   {"environment", TRACE_ENVIRONMENT},
        {"pcsc", TRACE_PCSC},       {"tpm", TRACE_TPM},   {NULL, 0}};
    static const struct word meanings[] = {{"context", MEANS_CONTEXT},
                                           {"software", MEANS_SOFTWARE},
                                           {"emulated", MEANS_EMULATED},
                                           {"remote", MEANS_REMOTE},
                                           {NULL, 0}};
    static const struct column columns[] = {{"about", offsetof(struct known_trace, about), true},
                                            {"name", offsetof(struct known_trace, name), true},
                                            {"value", offsetof(struct known_trace, value), false},
                                            {"source", offsetof(struct known_trace, source), true},
                                            {NULL, 0, false}};
    struct known_trace *trace;
    int kind = 0, meaning = 0;

    if (!settings_only(row->settings, row->section, known, row->failure) ||
        !read_word(row, "kind", kinds, &kind) || !read_word(row, "means", meanings, &meaning)) {
        return false;
    }
    tables->traces = memory_resize(tables->traces, tables->trace_count + 1, sizeof *tables->traces);
    trace = &tables->traces[tables->trace_count++];
    *trace = (struct known_trace){.id = memory_copy_text(row->section->name),
                                  .kind = (enum trace_kind)kind,
                                  .meaning = (enum observation_meaning)meaning};
    return read_columns(row, columns, trace);
}

typedef bool (*add_function)(struct card_tables *tables, const struct row *row);

static add_function adder_of(const char *name)
{
    static const struct {
        const char *name;
        add_function add;
    } files[] = {{"cards.conf", add_family},
                 {"readers.conf", add_reader},
                 {"buses.conf", add_bus},
                 {"process.conf", add_trace}};

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(files[i].name, name) == 0) {
            return files[i].add;
        }
    }
    return NULL;
}

static bool read_rows(struct card_tables *tables, const struct settings *settings, add_function add,
                      struct failure *failure)
{
    for (size_t i = 0; i < settings_count(settings); i++) {
        struct row row = {
            .settings = settings, .section = settings_section(settings, i), .failure = failure};

        if (!add(tables, &row)) {
            return false;
        }
    }
    return true;
}

/* The files are part of the program: what is wrong in them is our bug, not somebody's input. */
static bool read_file(struct card_tables *tables, const struct shipped_file *file,
                      struct failure *failure)
{
    CLEANUP(settings_free) struct settings *settings = NULL;
    CLEANUP_VALUE(failure_clear) struct failure wrong = {0};
    add_function add = adder_of(file->name);

    if (add != NULL &&
        settings_parse(file->name, slice_of(file->text, file->size), &settings, &wrong) &&
        read_rows(tables, settings, add, &wrong)) {
        return true;
    }
    (void)failure_set(failure, FAILURE_BUG, "%s", wrong.action == NULL ? file->name : wrong.action);
    return failure_cause(failure, "%s",
                         wrong.cause == NULL ? _("no such file is known") : wrong.cause);
}

bool card_tables_load(struct card_tables **ret_tables, struct failure *failure)
{
    CLEANUP(card_tables_free) struct card_tables *tables = memory_new(1, sizeof *tables);

    for (const struct shipped_file *file = card_evidence; file->name != NULL; file++) {
        if (!read_file(tables, file, failure)) {
            return false;
        }
    }
    *ret_tables = TAKE(tables);
    return true;
}
