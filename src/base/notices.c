/* SPDX-License-Identifier: Apache-2.0 */
#include "base/notices.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

void notices_add(struct notices *notices, const char *text, ...)
{
    char *formatted = NULL;
    va_list values;

    va_start(values, text);
    if (vasprintf(&formatted, text, values) < 0) {
        formatted = memory_copy_text(text);
    }
    va_end(values);
    notices->texts = memory_resize(notices->texts, notices->count + 1, sizeof *notices->texts);
    notices->texts[notices->count++] = formatted;
}

void notices_clear(struct notices *notices)
{
    for (size_t i = 0; i < notices->count; i++) {
        memory_free(notices->texts[i]);
    }
    memory_free(notices->texts);
    *notices = (struct notices){0};
}
