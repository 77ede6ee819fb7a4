/* SPDX-License-Identifier: Apache-2.0 */
#include "log.h"

#include <stdio.h>

#include "hex.h"

static FILE *file;

bool log_open(const char *path)
{
    if (path == NULL) {
        return true;
    }
    file = fopen(path, "ae");
    return file != NULL;
}

void log_bytes(char direction, const uint8_t *data, size_t size)
{
    if (file != NULL) {
        (void)fprintf(file, "%c ", direction);
        hex_write(file, data, size);
        (void)fputc('\n', file);
        (void)fflush(file);
    }
}

void log_word(const char *word)
{
    if (file != NULL) {
        (void)fprintf(file, "%s\n", word);
        (void)fflush(file);
    }
}
