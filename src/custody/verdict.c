/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/verdict.h"

#include <stdarg.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void finding_add(struct finding_list *list, const char *id, const char *text, ...)
{
    va_list values;

    va_start(values, text);
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count] = (struct finding){.id = id, .text = text_format_values(text, values)};
    list->count++;
    va_end(values);
}

const struct finding *finding_find(const struct finding_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, id) == 0) {
            return &list->items[i];
        }
    }
    return NULL;
}

void finding_list_clear(struct finding_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        memory_free(list->items[i].text);
    }
    memory_free(list->items);
    *list = (struct finding_list){0};
}

void verdict_clear(struct verdict *verdict)
{
    evidence_list_clear(&verdict->evidence);
    finding_list_clear(&verdict->contradictions);
    finding_list_clear(&verdict->capped_by);
    finding_list_clear(&verdict->not_checked);
    finding_list_clear(&verdict->would_raise);
    memory_free(verdict->sentence);
    *verdict = (struct verdict){0};
}
