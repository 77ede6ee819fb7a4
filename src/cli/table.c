/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct table {
    size_t columns;
    char **cells; /* escaped; the headings first */
    size_t count;
};

void table_add(struct table *table, const char *text)
{
    table->cells = memory_resize(table->cells, table->count + 1, sizeof *table->cells);
    table->cells[table->count++] =
        text_escape(slice_of_text(text == NULL ? "" : text), ESCAPE_PLAIN);
}

void table_add_row(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->columns; i++) {
        table_add(table, cells[i]);
    }
}

struct table *table_new(const char *const *headings, size_t count)
{
    struct table *table = memory_new(1, sizeof *table);

    table->columns = count;
    table_add_row(table, headings);
    return table;
}

void table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        memory_free(table->cells[i]);
    }
    memory_free(table->cells);
    memory_free(table);
}

bool table_is_empty(const struct table *table)
{
    return table->count <= table->columns;
}

static size_t column_width(const struct table *table, size_t column)
{
    size_t width = 0;

    for (size_t i = column; i < table->count; i += table->columns) {
        size_t columns = text_columns(table->cells[i]);

        width = columns > width ? columns : width;
    }
    return width;
}

void table_print(const struct table *table, const char *indent)
{
    size_t *widths = memory_new(table->columns, sizeof *widths);

    for (size_t i = 0; i < table->columns; i++) {
        widths[i] = column_width(table, i);
    }
    for (size_t i = 0; table->count > table->columns && i < table->count; i++) {
        size_t column = i % table->columns;
        const char *cell = table->cells[i];

        if (column == 0) {
            (void)printf("%s", indent);
        }
        if (column + 1 == table->columns) {
            (void)printf("%s\n", cell);
        } else {
            (void)printf("%s%*s  ", cell, (int)(widths[column] - text_columns(cell)), "");
        }
    }
    memory_free(widths);
}

static void print_csv_cell(const char *cell)
{
    bool formula = cell[0] != '\0' && strchr("=+-@", cell[0]) != NULL;

    (void)putchar('"');
    if (formula) {
        (void)putchar('\'');
    }
    for (const char *c = cell; *c != '\0'; c++) {
        if (*c == '"') {
            (void)putchar('"');
        }
        (void)putchar(*c);
    }
    (void)putchar('"');
}

void table_print_csv(const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        print_csv_cell(table->cells[i]);
        (void)fputs((i + 1) % table->columns == 0 ? "\r\n" : ",", stdout);
    }
}
