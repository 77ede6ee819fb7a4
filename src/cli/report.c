/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "json.h"

/* One fact; a text of several lines (a list of URIs) keeps its lines, each with the prefix. */
static void print_fact(const char *kind, const char *text)
{
    const char *line = text;

    while (line != NULL && *line != '\0') {
        size_t size = strcspn(line, "\n");
        CLEANUP(text_free) char *escaped = text_escape(slice_of(line, size), ESCAPE_PLAIN);

        (void)fprintf(stderr, "hardtoken: %s: %s\n", kind, escaped);
        line = line[size] == '\n' ? line + size + 1 : NULL;
    }
}

static void print_token(const struct failure_token *token)
{
    CLEANUP(text_free) char *text = NULL;

    if (token->module == NULL) {
        return;
    }
    text = text_format(_("'%s', serial %s, slot %lu, module %s"), token->label, token->serial,
                       token->slot, token->module);
    print_fact("token", text);
}

static void print_return_value(const struct failure *failure)
{
    CLEANUP(text_free) char *text = NULL;

    if (failure->function == NULL) {
        return;
    }
    text =
        text_format(_("%s returned %s (0x%lx)"), failure->function, failure->rv_name, failure->rv);
    print_fact("module", text);
}

void report_failure(const struct failure *failure)
{
    /* A label may hold a newline: it must not look like another fact. */
    CLEANUP(text_free)
    char *action = text_escape(slice_of_text(failure->action), ESCAPE_PLAIN);

    print_fact("error", action);
    print_token(&failure->token);
    print_return_value(failure);
    print_fact("cause", failure->cause);
    print_fact("hint", failure->hint);
}

void report_notices(const struct notices *notices)
{
    for (size_t i = 0; i < notices->count; i++) {
        CLEANUP(text_free)
        char *escaped = text_escape(slice_of_text(notices->texts[i]), ESCAPE_PLAIN);

        print_fact("warning", escaped);
    }
}

/* The first line of a hint; the URIs below it, when it has any, become "choices". */
static void set_hint(json_t *error, const char *hint)
{
    size_t size = hint == NULL ? 0 : strcspn(hint, "\n");
    CLEANUP(text_free) char *first = hint == NULL ? NULL : memory_copy_text_n(hint, size);
    json_t *choices;

    json_put(error, "hint", json_text(first));
    if (hint == NULL || hint[size] == '\0') {
        return;
    }
    choices = json_array();
    for (const char *line = hint + size; *line == '\n';) {
        size_t length = strcspn(++line, "\n");
        CLEANUP(text_free) char *choice = memory_copy_text_n(line, length);

        (void)json_array_append_new(choices, json_text(choice)); /* fails only without memory */
        line += length;
    }
    json_put(error, "choices", choices);
}

void report_failure_json(json_t *document, const struct failure *failure)
{
    json_t *error = json_object();

    json_put(error, "class", json_integer((json_int_t)failure->class));
    json_put(error, "error", json_text(failure->action));
    if (failure->token.module != NULL) {
        json_t *token = json_object();

        json_put(token, "label", json_text(failure->token.label));
        json_put(token, "serial", json_text(failure->token.serial));
        json_put(token, "slot", json_integer((json_int_t)failure->token.slot));
        json_put(token, "module", json_text(failure->token.module));
        json_put(error, "token", token);
    }
    if (failure->function != NULL) {
        json_t *module = json_object();

        json_put(module, "function", json_text(failure->function));
        json_put(module, "name", json_text(failure->rv_name));
        json_put(module, "rv", json_integer((json_int_t)failure->rv));
        json_put(error, "module", module);
    }
    json_put(error, "cause", json_text(failure->cause));
    set_hint(error, failure->hint);
    json_put(document, "error", error);
}

void report_notices_json(json_t *document, const struct notices *notices)
{
    json_put(document, "notices", json_texts(notices->texts, notices->count));
}

bool report_json(json_t *document)
{
    return json_dumpf(document, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER) == 0 &&
           fputc('\n', stdout) != EOF;
}
