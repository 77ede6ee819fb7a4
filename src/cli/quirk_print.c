/* SPDX-License-Identifier: Apache-2.0 */
#include "quirk_print.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "render.h"

/* The lines of TEXT, handed one by one to EACH. */
static void for_lines(const char *text, void (*each)(void *context, const char *line, bool first),
                      void *context)
{
    for (const char *line = text; line != NULL && *line != '\0';) {
        size_t size = strcspn(line, "\n");
        CLEANUP(text_free) char *copy = memory_copy_text_n(line, size);

        each(context, copy, line == text);
        line += size + (line[size] == '\n');
    }
}

static void append_line(void *context, const char *line, bool first)
{
    (void)first;
    (void)json_array_append_new(context, json_text(line)); /* fails only without memory */
}

static void print_line(void *context, const char *line, bool first)
{
    const char *name = context;

    print_field(first ? name : "", line);
}

json_t *text_lines_json(const char *text)
{
    json_t *lines = json_array();

    for_lines(text, append_line, lines);
    return lines;
}

void print_text_lines(const char *name, const char *text)
{
    CLEANUP(text_free) char *copy = memory_copy_text(name);

    for_lines(text, print_line, copy);
}

static json_t *quirk_json(const struct quirk_note *note)
{
    json_t *object = json_object();
    json_t *effects = json_array();

    for (size_t i = 0; i < note->effect_count; i++) {
        (void)json_array_append_new(effects, json_text(note->effects[i]));
    }
    json_put(object, "file", json_text(note->file));
    json_put(object, "section", json_text(note->section));
    json_put(object, "source", json_text(note->source));
    json_put(object, "why", json_text(note->why));
    json_put(object, "effects", effects);
    return object;
}

json_t *quirks_json(const struct quirk_set *set)
{
    json_t *array = json_array();

    for (size_t i = 0; i < set->count; i++) {
        struct quirk_note note = quirk_note(set->items[i]);

        (void)json_array_append_new(array, quirk_json(&note));
    }
    return array;
}

void print_quirks(const char *name, const struct quirk_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct quirk_note note = quirk_note(set->items[i]);

        print_field_format(name, _("%s [%s]: %s"), note.file, note.section, note.why);
        for (size_t k = 0; k < note.effect_count; k++) {
            print_field("", note.effects[k]);
        }
        print_field_format("", _("source: %s"), note.source);
    }
}
