/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/failure.h"

static _Noreturn void memory_exhausted(void)
{
    static const char message[] = "hardtoken: error: out of memory\n";

    /* Nothing can be done when even this write fails. */
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    _exit(FAILURE_HOST);
}

void *memory_new(size_t count, size_t size)
{
    void *block = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

    if (block == NULL) {
        memory_exhausted();
    }
    return block;
}

void *memory_resize(void *block, size_t count, size_t size)
{
    void *resized;

    if (count == 0 || size == 0) {
        count = 1;
        size = 1;
    }
    if (count > SIZE_MAX / size) {
        memory_exhausted();
    }
    resized = realloc(block, count * size);
    if (resized == NULL) {
        memory_exhausted();
    }
    return resized;
}

char *memory_copy_text(const char *text)
{
    return text == NULL ? NULL : memory_copy_text_n(text, strlen(text));
}

char *memory_copy_text_n(const char *text, size_t size)
{
    char *copy = memory_new(size + 1, 1);

    if (size > 0) { /* TEXT may be NULL then */
        memcpy(copy, text, size);
    }
    return copy;
}

void memory_free(void *block)
{
    free(block);
}
