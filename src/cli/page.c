/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "filled.h"

#define NAME_WIDTH 14 /* as print_field */

void page_fill(size_t column, const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    print_filled(escaped, column);
}

void page_field(const char *name, const char *text)
{
    int pad = NAME_WIDTH - (int)text_columns(name);

    if (text != NULL && text[0] != '\0') {
        (void)printf("%s%*s  ", name, pad > 0 ? pad : 0, "");
        page_fill(NAME_WIDTH + 2, text);
    }
}

void page_field_format(const char *name, const char *format, ...)
{
    CLEANUP(text_free) char *text = NULL;
    va_list values;

    va_start(values, format);
    text = text_format_values(format, values);
    va_end(values);
    page_field(name, text);
}
