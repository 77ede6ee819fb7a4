/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* proc(5): address, permissions, offset, device, inode, path; the path is all after the blanks. */
static const char *executable_path(const char *line)
{
    const char *permissions = strchr(line, ' ');
    const char *path = strchr(line, '/');

    return permissions != NULL && strnlen(permissions, 4) == 4 && permissions[3] == 'x' ? path
                                                                                        : NULL;
}

static void add_library(struct process_snapshot *snapshot, const char *path)
{
    for (size_t i = 0; i < snapshot->library_count; i++) {
        if (strcmp(snapshot->libraries[i], path) == 0) {
            return;
        }
    }
    snapshot->libraries = memory_resize(snapshot->libraries, snapshot->library_count + 1,
                                        sizeof *snapshot->libraries);
    snapshot->libraries[snapshot->library_count++] = memory_copy_text(path);
}

static bool read_maps(struct process_snapshot *snapshot)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char *line = NULL;
    size_t capacity = 0;

    if (maps == NULL) {
        return false;
    }
    while (getline(&line, &capacity, maps) > 0) {
        const char *path = executable_path(line);

        line[strcspn(line, "\n")] = '\0';
        if (path != NULL) {
            add_library(snapshot, path);
        }
    }
    free(line);
    (void)fclose(maps);
    if (snapshot->library_count > 0) {
        qsort(snapshot->libraries, snapshot->library_count, sizeof *snapshot->libraries,
              compare_texts);
    }
    return true;
}

static void add_descriptor(struct process_snapshot *snapshot, int number, char *target)
{
    snapshot->descriptors = memory_resize(snapshot->descriptors, snapshot->descriptor_count + 1,
                                          sizeof *snapshot->descriptors);
    snapshot->descriptors[snapshot->descriptor_count++] = (struct descriptor){
        .number = number, .target = target, .opening = descriptor_opening(number, target)};
}

static void read_descriptor(struct process_snapshot *snapshot, int folder, const char *name)
{
    char target[PATH_MAX];
    ssize_t size = readlinkat(folder, name, target, sizeof target - 1);
    char *end = NULL;
    long number = strtol(name, &end, 10);

    if (size > 0 && *end == '\0' && number != folder) {
        add_descriptor(snapshot, (int)number, memory_copy_text_n(target, (size_t)size));
    }
}

static bool read_descriptors(struct process_snapshot *snapshot)
{
    DIR *list = opendir("/proc/self/fd");

    if (list == NULL) {
        return false;
    }
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        if (entry->d_name[0] != '.') {
            read_descriptor(snapshot, dirfd(list), entry->d_name);
        }
    }
    (void)closedir(list);
    return true;
}

struct process_snapshot *process_snapshot_take(void)
{
    CLEANUP(process_snapshot_free)
    struct process_snapshot *snapshot = memory_new(1, sizeof *snapshot);

    return read_maps(snapshot) && read_descriptors(snapshot) ? TAKE(snapshot) : NULL;
}

void process_snapshot_free(struct process_snapshot *snapshot)
{
    if (snapshot == NULL) {
        return;
    }
    for (size_t i = 0; i < snapshot->library_count; i++) {
        memory_free(snapshot->libraries[i]);
    }
    for (size_t i = 0; i < snapshot->descriptor_count; i++) {
        memory_free(snapshot->descriptors[i].target);
        memory_free(snapshot->descriptors[i].opening.name);
    }
    memory_free(snapshot->libraries);
    memory_free(snapshot->descriptors);
    memory_free(snapshot);
}

static bool has_library(const struct process_snapshot *snapshot, const char *path)
{
    for (size_t i = 0; i < snapshot->library_count; i++) {
        if (strcmp(snapshot->libraries[i], path) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_descriptor(const struct process_snapshot *snapshot,
                           const struct descriptor *descriptor)
{
    for (size_t i = 0; i < snapshot->descriptor_count; i++) {
        const struct descriptor *known = &snapshot->descriptors[i];

        if (known->number == descriptor->number && strcmp(known->target, descriptor->target) == 0) {
            return true;
        }
    }
    return false;
}

void process_difference(const struct process_snapshot *before, const struct process_snapshot *after,
                        struct process_change *ret_change)
{
    struct process_change change = {0};

    if (before == NULL || after == NULL) {
        *ret_change = change;
        return;
    }
    change.libraries = memory_new(after->library_count + 1, sizeof *change.libraries);
    change.openings = memory_new(after->descriptor_count + 1, sizeof *change.openings);
    for (size_t i = 0; i < after->library_count; i++) {
        if (!has_library(before, after->libraries[i])) {
            change.libraries[change.library_count++] = memory_copy_text(after->libraries[i]);
        }
    }
    for (size_t i = 0; i < after->descriptor_count; i++) {
        if (!has_descriptor(before, &after->descriptors[i])) {
            change.openings[change.opening_count++] = (struct process_opening){
                .kind = after->descriptors[i].opening.kind,
                .name = memory_copy_text(after->descriptors[i].opening.name)};
        }
    }
    *ret_change = change;
}

void process_change_clear(struct process_change *change)
{
    for (size_t i = 0; i < change->library_count; i++) {
        memory_free(change->libraries[i]);
    }
    for (size_t i = 0; i < change->opening_count; i++) {
        memory_free(change->openings[i].name);
    }
    memory_free(change->libraries);
    memory_free(change->openings);
    *change = (struct process_change){0};
}
