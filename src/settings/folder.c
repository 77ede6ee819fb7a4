/* SPDX-License-Identifier: Apache-2.0 */
#include "settings/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

#define SITE_FOLDER "/etc/hardtoken"

/* Where the person's own files are; NULL without a home. The caller frees it. */
static char *personal_folder(void)
{
    const char *base = secure_getenv("XDG_CONFIG_HOME");
    const char *home = secure_getenv("HOME");

    if (base != NULL && base[0] == '/') { /* the XDG specification: a relative path is not set */
        return text_format("%s/hardtoken", base);
    }
    return home == NULL || home[0] != '/' ? NULL : text_format("%s/.config/hardtoken", home);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static bool is_hidden(const struct settings_folder *folder, const char *path)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (strcmp(name_of(settings_origin(folder->files[i])), name_of(path)) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct settings_folder *folder, struct settings *settings)
{
    folder->files = memory_resize(folder->files, folder->count + 1, sizeof(struct settings *));
    folder->files[folder->count] = settings;
    folder->count++;
}

static int is_data_file(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);

    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".conf") == 0;
}

static bool read_file(const char *folder_path, const char *name, struct settings_folder *folder,
                      struct failure *failure)
{
    CLEANUP(text_free) char *path = text_format("%s/%s", folder_path, name);
    struct settings *settings = NULL;

    if (is_hidden(folder, path)) {
        return true;
    }
    if (!settings_read(path, &settings, failure)) {
        return false;
    }
    add(folder, settings);
    return true;
}

static bool read_folder(const char *base, const char *kind, struct settings_folder *folder,
                        struct failure *failure)
{
    CLEANUP(text_free) char *path = text_format("%s/%s", base, kind);
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_data_file, alphasort);
    bool good = true;

    if (count < 0 && errno != ENOENT && errno != ENOTDIR) {
        return failure_errno(failure, errno, _("cannot read the folder '%s'"), path);
    }
    for (int i = 0; i < count; i++) {
        good = good && read_file(path, entries[i]->d_name, folder, failure);
        free(entries[i]);
    }
    free(entries);
    return good;
}

static bool read_shipped(const struct shipped_file *shipped, struct settings_folder *folder,
                         struct failure *failure)
{
    for (; shipped->name != NULL; shipped++) {
        struct settings *settings = NULL;

        if (is_hidden(folder, shipped->name)) {
            continue;
        }
        if (!settings_parse(shipped->name, slice_of(shipped->text, shipped->size), &settings,
                            failure)) {
            return false;
        }
        add(folder, settings);
    }
    return true;
}

bool settings_folder_read(const char *kind, const struct shipped_file *shipped,
                          struct settings_folder *ret_folder, struct failure *failure)
{
    CLEANUP(text_free) char *personal = personal_folder();
    CLEANUP_VALUE(settings_folder_clear) struct settings_folder folder = {0};

    if ((personal != NULL && !read_folder(personal, kind, &folder, failure)) ||
        !read_folder(SITE_FOLDER, kind, &folder, failure) ||
        !read_shipped(shipped, &folder, failure)) {
        return false;
    }
    *ret_folder = folder;
    folder = (struct settings_folder){0};
    return true;
}

void settings_folder_clear(struct settings_folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        settings_free(folder->files[i]);
    }
    memory_free(folder->files);
    *folder = (struct settings_folder){0};
}
