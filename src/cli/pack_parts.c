/* SPDX-License-Identifier: Apache-2.0 */
#include "pack_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "x509/digest.h"

void pack_add(struct pack_parts *parts, const char *name, struct slice content)
{
    parts->items = memory_resize(parts->items, parts->count + 1, sizeof *parts->items);
    parts->items[parts->count] = (struct pack_part){
        .name = memory_copy_text(name), .content = bytes_copy(content.data, content.size)};
    parts->count++;
}

void pack_add_text(struct pack_parts *parts, const char *name, const char *text)
{
    pack_add(parts, name, slice_of_text(text));
}

void pack_add_json(struct pack_parts *parts, const char *name, json_t *value)
{
    char *dumped = json_dumps(value, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    CLEANUP(text_free) char *text = text_format("%s\n", dumped == NULL ? "null" : dumped);

    pack_add_text(parts, name, text);
    free(dumped); /* of jansson */
    json_decref(value);
}

void pack_parts_clear(struct pack_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        memory_free(parts->items[i].name);
        bytes_clear(&parts->items[i].content);
    }
    memory_free(parts->items);
    *parts = (struct pack_parts){0};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct pack_part *)a)->name, ((const struct pack_part *)b)->name);
}

char *pack_sums(const struct pack_parts *parts)
{
    struct pack_part *sorted = memory_new(parts->count, sizeof *sorted);
    struct text text = {0};

    for (size_t i = 0; i < parts->count; i++) {
        sorted[i] = parts->items[i];
    }
    qsort(sorted, parts->count, sizeof *sorted, by_name);
    for (size_t i = 0; i < parts->count; i++) {
        uint8_t digest[SHA256_SIZE];

        sha256(slice_of_bytes(&sorted[i].content), digest);
        CLEANUP(text_free) char *hex = hex_encode(slice_of(digest, sizeof digest));
        text_addf(&text, "%s  %s\n", hex, sorted[i].name);
    }
    memory_free(sorted);
    return text_take(&text);
}

static bool write_parts(const struct pack_parts *parts, const char *folder, struct failure *failure)
{
    for (size_t i = 0; i < parts->count; i++) {
        CLEANUP(text_free) char *path = text_format("%s/%s", folder, parts->items[i].name);

        if (!file_write_new(path, slice_of_bytes(&parts->items[i].content), false, failure)) {
            return false;
        }
    }
    return true;
}

/* Best effort: what is left is a hidden folder that nobody mistakes for a pack. */
static void remove_parts(const struct pack_parts *parts, const char *folder)
{
    for (size_t i = 0; i < parts->count; i++) {
        CLEANUP(text_free) char *path = text_format("%s/%s", folder, parts->items[i].name);

        (void)unlink(path);
    }
    (void)rmdir(folder);
}

char *pack_path(const char *directory)
{
    size_t size = strlen(directory);

    while (size > 1 && directory[size - 1] == '/') {
        size--;
    }
    return memory_copy_text_n(directory, size);
}

static char *temporary_beside(const char *directory)
{
    const char *slash = strrchr(directory, '/');

    return text_format("%.*s.hardtoken-XXXXXX", slash == NULL ? 0 : (int)(slash - directory + 1),
                       directory);
}

bool pack_write(const struct pack_parts *parts, const char *directory, struct failure *failure)
{
    CLEANUP(text_free) char *wanted = pack_path(directory);
    CLEANUP(text_free) char *temporary = temporary_beside(wanted);

    if (mkdtemp(temporary) == NULL) { /* mode 0700 */
        return failure_errno(failure, errno, _("cannot write '%s'"), directory);
    }
    if (!write_parts(parts, temporary, failure)) {
        remove_parts(parts, temporary);
        return false;
    }
    if (rename(temporary, wanted) != 0) {
        int error_number = errno;

        remove_parts(parts, temporary);
        return failure_errno(failure, error_number, _("cannot write '%s'"), directory);
    }
    return true;
}
