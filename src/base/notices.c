/* SPDX-License-Identifier: Apache-2.0 */
#include "base/notices.h"

#include <stdarg.h>

#include "base/memory.h"
#include "base/text.h"

void notices_add(struct notices *notices, const char *text, ...)
{
    va_list values;

    notices->texts = memory_resize(notices->texts, notices->count + 1, sizeof *notices->texts);
    va_start(values, text);
    notices->texts[notices->count++] = text_format_values(text, values);
    va_end(values);
}

void notices_clear(struct notices *notices)
{
    for (size_t i = 0; i < notices->count; i++) {
        memory_free(notices->texts[i]);
    }
    memory_free(notices->texts);
    *notices = (struct notices){0};
}
