/* SPDX-License-Identifier: Apache-2.0 */
#include "pin_memory_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/state.h"
#include "base/text.h"

#define REFUSALS_KEPT 64
#define FILE_LIMIT 65536
#define ROUNDS_LIMIT 10000000
#define FIELDS 5

static const char head[] = "# PINs that tokens refused, as salted digests: token rounds salt "
                           "digest time\n";

static char *file_name(const char *folder)
{
    return text_format("%s/refused-pins", folder);
}

void refusal_list_add(struct refusal_list *list, const struct refusal *refusal)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *refusal;
}

void refusal_list_clear(struct refusal_list *list)
{
    memory_free(list->items);
    *list = (struct refusal_list){0};
}

/* Hexadecimal of exactly SIZE bytes. */
static bool read_hex(const char *text, uint8_t *ret_bytes, size_t size)
{
    CLEANUP_VALUE(bytes_clear) struct bytes bytes = {0};

    if (!hex_decode(text, &bytes) || bytes.size != size) {
        return false;
    }
    memcpy(ret_bytes, bytes.data, size);
    return true;
}

static bool read_number(const char *text, long long most, long long *ret_number)
{
    char *end = NULL;

    errno = 0;
    *ret_number = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *ret_number > 0 && *ret_number <= most;
}

/* Cuts LINE at its blanks; false when it has not exactly FIELDS parts. */
static bool split(char *line, char *fields[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        size_t size = strcspn(line, " ");

        fields[i] = line;
        if ((line[size] == '\0') != (i + 1 == FIELDS)) {
            return false;
        }
        line[size] = '\0';
        line += size + 1;
    }
    return true;
}

static bool parse_line(char *line, struct refusal *refusal)
{
    char *fields[FIELDS];
    long long rounds;
    long long time;

    if (!split(line, fields) || !read_hex(fields[0], refusal->token, sizeof refusal->token) ||
        !read_number(fields[1], ROUNDS_LIMIT, &rounds) ||
        !read_hex(fields[2], refusal->salt, sizeof refusal->salt) ||
        !read_hex(fields[3], refusal->digest, sizeof refusal->digest) ||
        !read_number(fields[4], INT64_MAX, &time)) {
        return false;
    }
    refusal->rounds = (uint32_t)rounds;
    refusal->time = (timestamp)time;
    return true;
}

bool refusals_read(const char *folder, struct refusal_list *ret_list, struct failure *failure)
{
    CLEANUP(text_free) char *path = file_name(folder);
    CLEANUP(text_free) char *text = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    struct stat status;
    char *line;

    if (stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return true;
    }
    if (!file_read(path, FILE_LIMIT, &content, failure)) {
        return false;
    }
    text = memory_copy_text_n((const char *)content.data, content.size);
    line = text;
    while (*line != '\0') {
        size_t size = strcspn(line, "\n");
        char *next = line[size] == '\0' ? line + size : line + size + 1;
        struct refusal refusal = {0};

        line[size] = '\0';
        if (parse_line(line, &refusal)) {
            refusal_list_add(ret_list, &refusal);
        }
        line = next;
    }
    return true;
}

static void add_line(struct text *text, const struct refusal *refusal)
{
    CLEANUP(text_free) char *token = hex_encode(slice_of(refusal->token, sizeof refusal->token));
    CLEANUP(text_free) char *salt = hex_encode(slice_of(refusal->salt, sizeof refusal->salt));
    CLEANUP(text_free) char *digest = hex_encode(slice_of(refusal->digest, sizeof refusal->digest));

    text_addf(text, "%s %u %s %s %lld\n", token, refusal->rounds, salt, digest,
              (long long)refusal->time);
}

bool refusals_write(const char *folder, const struct refusal_list *list, struct failure *failure)
{
    CLEANUP(text_free) char *path = file_name(folder);
    CLEANUP_VALUE(text_clear) struct text text = {0};
    size_t first = list->count > REFUSALS_KEPT ? list->count - REFUSALS_KEPT : 0;

    text_add(&text, head);
    for (size_t i = first; i < list->count; i++) {
        add_line(&text, &list->items[i]);
    }
    return state_folder_make(folder, failure) &&
           file_write_new(path, slice_of(text.data, text.size), true, failure);
}
