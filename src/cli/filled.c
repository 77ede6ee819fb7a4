/* SPDX-License-Identifier: Apache-2.0 */
#include "filled.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void print_filled(const char *text, size_t indent)
{
    size_t column = indent;

    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        CLEANUP(text_free) char *word = memory_copy_text_n(text, size);
        size_t columns = text_columns(word);

        if (column > indent && column + 1 + columns > TEXT_WIDTH) {
            (void)printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            (void)putchar(' ');
            column++;
        }
        (void)fputs(word, stdout);
        column += columns;
        text += size + (text[size] == ' ');
    }
    (void)putchar('\n');
}
