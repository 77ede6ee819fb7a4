/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <string.h>

static struct slice cut(struct slice text, size_t size)
{
    return slice_of(text.data, size < text.size ? size : text.size);
}

static struct slice after(struct slice text, size_t size)
{
    return size < text.size ? slice_of(text.data + size, text.size - size) : slice_of(NULL, 0);
}

static size_t position(struct slice text, char wanted)
{
    const uint8_t *found = text.size == 0 ? NULL : memchr(text.data, wanted, text.size);

    return found == NULL ? text.size : (size_t)(found - text.data);
}

static bool is_blank(uint8_t character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

static struct slice trim(struct slice text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text = after(text, 1);
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

static struct slice take_line(struct line_reader *reader)
{
    size_t end = position(reader->rest, '\n');
    struct slice line = cut(reader->rest, end);

    reader->rest = after(reader->rest, end + 1);
    reader->number++;
    return line;
}

/* An odd number of backslashes at the end joins the next line to this one. */
static bool goes_on(struct slice line)
{
    size_t count = 0;

    if (line.size > 0 && line.data[line.size - 1] == '\r') {
        line.size--;
    }
    while (count < line.size && line.data[line.size - 1 - count] == '\\') {
        count++;
    }
    return count % 2 == 1;
}

static void classify(struct slice text, struct line *line)
{
    struct slice content = trim(text);

    if (content.data[0] == '[') {
        line->kind = LINE_SECTION;
        line->name = trim(cut(after(content, 1), position(after(content, 1), ']')));
    } else if (position(content, '=') == content.size && content.data[0] == '.') {
        line->kind = LINE_DIRECTIVE;
        line->name = cut(content, position(content, ' '));
    } else {
        line->kind = LINE_VALUE;
        line->name = trim(cut(content, position(content, '=')));
    }
}

bool line_next(struct line_reader *reader, struct line *ret_line)
{
    while (reader->rest.size > 0) {
        struct slice text = take_line(reader);
        struct slice content = trim(text);
        unsigned number = reader->number;
        bool comment = content.size > 0 && content.data[0] == '#';

        while (!comment && goes_on(text) && reader->rest.size > 0) {
            text = take_line(reader);
        }
        if (content.size > 0 && !comment) {
            *ret_line = (struct line){.number = number};
            classify(content, ret_line);
            return true;
        }
    }
    return false;
}
