/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cards/process.h"
#include "observe.h"

#define PACKAGE_LISTS "/var/lib/dpkg/info"
#define LIST_ENDING ".list"

/* Does the list, one path a line, name one of the two? */
static bool list_names(const char *list, const char *path, const char *other)
{
    FILE *file = fopen(list, "re");
    char *line = NULL;
    size_t capacity = 0;
    bool found = false;

    if (file == NULL) {
        return false;
    }
    while (!found && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = strcmp(line, path) == 0 || strcmp(line, other) == 0;
    }
    free(line);
    (void)fclose(file);
    return found;
}

/* "libsofthsm2:amd64.list" without what is behind the name; NULL for other files. */
static char *package_of(const char *name)
{
    size_t size = strlen(name);
    size_t ending = strlen(LIST_ENDING);

    if (size <= ending || strcmp(name + size - ending, LIST_ENDING) != 0) {
        return NULL;
    }
    size -= ending;
    return memory_copy_text_n(name, strcspn(name, ":") < size ? strcspn(name, ":") : size);
}

/*
 * dpkg -S would start a process, and dpkg lists paths as packages have them: "/lib/…" where /lib is
 * a link to /usr/lib today.
 */
static void find_package(const char *folder, struct module_file *file)
{
    DIR *list = opendir(folder);
    const char *path = file->real_path;
    const char *other = strncmp(path, "/usr/lib", strlen("/usr/lib")) == 0 ? path + 4 : path;

    if (list == NULL) {
        return;
    }
    for (const struct dirent *entry = readdir(list); entry != NULL && file->package == NULL;
         entry = readdir(list)) {
        CLEANUP(text_free) char *package = package_of(entry->d_name);
        CLEANUP(text_free) char *name = text_format("%s/%s", folder, entry->d_name);

        if (package != NULL) {
            file->packages_known = true;
            file->package = list_names(name, path, other) ? TAKE(package) : NULL;
        }
    }
    (void)closedir(list);
}

/* In a sticky folder, as /tmp, only the owner of a file can replace it. */
static bool others_can_change(const char *path)
{
    struct stat status = {0};
    mode_t others;

    if (stat(path, &status) != 0 || (S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0)) {
        return false;
    }
    others = status.st_gid == 0 ? S_IWOTH : S_IWGRP | S_IWOTH;
    return (status.st_mode & others) != 0 || (status.st_uid != 0 && status.st_uid != geteuid());
}

void module_file_read(const char *path, const char *packages, struct module_file *ret_file)
{
    char resolved[PATH_MAX];
    CLEANUP(text_free) char *folder = NULL;

    *ret_file = (struct module_file){0};
    if (realpath(path, resolved) == NULL) {
        return;
    }
    ret_file->real_path = memory_copy_text(resolved);
    folder = memory_copy_text_n(resolved, (size_t)(strrchr(resolved, '/') - resolved));
    ret_file->others_can_write =
        others_can_change(resolved) || others_can_change(*folder == '\0' ? "/" : folder);
    find_package(packages == NULL ? PACKAGE_LISTS : packages, ret_file);
}

void module_file_clear(struct module_file *file)
{
    memory_free(file->real_path);
    memory_free(file->package);
    *file = (struct module_file){0};
}

void module_file_observe(const struct module_file *file, struct observations *observations)
{
    const char *path = file->real_path;

    if (path == NULL) {
        return;
    }
    observe(observations, OBSERVE_MODULE_FILE, MEANS_CONTEXT, memory_copy_text(path),
            text_format(_("the module is the file '%s'"), path));
    if (file->package != NULL) {
        observe(observations, OBSERVE_MODULE_PACKAGE, MEANS_CONTEXT,
                memory_copy_text(file->package),
                text_format(_("the module belongs to the package '%s'"), file->package));
    } else if (file->packages_known) {
        observe(observations, OBSERVE_MODULE_UNPACKAGED, MEANS_CONTEXT, memory_copy_text(path),
                memory_copy_text(_("the module belongs to no installed package")));
    }
    if (file->others_can_write) {
        observe(observations, OBSERVE_MODULE_WRITABLE, MEANS_CONTEXT, memory_copy_text(path),
                memory_copy_text(_("other users can change the file of the module")));
    }
}
