/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/registry_files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#define FILE_LIMIT 65536

/* "user-config" of pkcs11.conf: which module folders count. */
enum user_config { USER_NONE, USER_MERGE, USER_ONLY };

/* One setting; KEY and VALUE are trimmed, and gone after the call. */
typedef void (*setting_function)(void *context, const char *key, const char *value);

static char *trim(char *text)
{
    size_t size;

    text += strspn(text, " \t\r\n\f");
    size = strlen(text);
    while (size > 0 && strchr(" \t\r\n\f", text[size - 1]) != NULL) {
        size--;
    }
    text[size] = '\0';
    return text;
}

static void parse_line(char *line, setting_function setting, void *context)
{
    char *colon = strchr(line, ':');

    if (*trim(line) == '#' || colon == NULL) {
        return;
    }
    *colon = '\0';
    setting(context, trim(line), trim(colon + 1));
}

/* Is it there, readable and no folder? */
static bool is_file(const char *path)
{
    struct stat status = {0};

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, R_OK) == 0;
}

/* Reads "key: value" lines; false when the file cannot be read. */
static bool read_settings(struct registry_files *files, const char *path, setting_function setting,
                          void *context)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP(text_free) char *text = NULL;
    char *rest;

    if (!is_file(path) || !file_read(path, FILE_LIMIT, &content, &ignored)) {
        return false;
    }
    files->read = memory_resize(files->read, files->read_count + 1, sizeof *files->read);
    files->read[files->read_count++] = memory_copy_text(path);
    text = memory_copy_text_n((const char *)content.data, content.size);
    rest = text;
    for (char *line = rest; line != NULL; line = rest) {
        rest = strchr(line, '\n');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        parse_line(line, setting, context);
    }
    return true;
}

static void set_user_config(void *context, const char *key, const char *value)
{
    enum user_config *config = context;

    if (strcmp(key, "user-config") != 0) {
        return;
    }
    if (strcmp(value, "none") == 0) {
        *config = USER_NONE;
    } else if (strcmp(value, "only") == 0) {
        *config = USER_ONLY;
    } else {
        *config = USER_MERGE;
    }
}

static char **setting_of(struct registry_entry *entry, const char *key)
{
    const struct {
        const char *key;
        char **value;
    } settings[] = {{"module", &entry->module},
                    {"remote", &entry->remote},
                    {"trust-policy", &entry->trust_policy},
                    {"enable-in", &entry->enable_in},
                    {"disable-in", &entry->disable_in}};

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (strcmp(settings[i].key, key) == 0) {
            return settings[i].value;
        }
    }
    return NULL;
}

static void set_entry(void *context, const char *key, const char *value)
{
    char **setting = setting_of(context, key);

    if (setting != NULL && *setting == NULL) { /* what was read first counts */
        *setting = memory_copy_text(value);
    }
}

static struct registry_entry *entry_named(struct registry_files *files, const char *name)
{
    struct registry_entry *entry;

    for (size_t i = 0; i < files->entry_count; i++) {
        if (strcmp(files->entries[i].name, name) == 0) {
            return &files->entries[i];
        }
    }
    files->entries = memory_resize(files->entries, files->entry_count + 1, sizeof *files->entries);
    entry = &files->entries[files->entry_count++];
    *entry = (struct registry_entry){.name = memory_copy_text(name)};
    return entry;
}

/* p11-kit 0.24 warns of names without ".module", and reads them all the same. */
static int is_candidate(const struct dirent *found)
{
    return strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0;
}

static void read_folder(struct registry_files *files, const char *folder)
{
    struct dirent **found = NULL;
    int count = scandir(folder, &found, is_candidate, alphasort);

    for (int i = 0; i < count; i++) {
        CLEANUP(text_free) char *path = text_format("%s/%s", folder, found[i]->d_name);

        if (is_file(path)) {
            struct registry_entry *entry = entry_named(files, found[i]->d_name);

            if (read_settings(files, path, set_entry, entry) && entry->file == NULL) {
                entry->file = memory_copy_text(path);
            }
        }
        free(found[i]);
    }
    free(found);
}

/* The user's folder; NULL where p11-kit does not look at it: as root and with raised rights. */
static char *user_folder(void)
{
    const char *config = secure_getenv("XDG_CONFIG_HOME");
    const char *home = secure_getenv("HOME");

    if (getuid() == 0 || getauxval(AT_SECURE) != 0) {
        return NULL;
    }
    if (config != NULL && config[0] != '\0') {
        return text_format("%s/pkcs11", config);
    }
    return home == NULL ? NULL : text_format("%s/.config/pkcs11", home);
}

struct registry_files *registry_files_read(void)
{
    struct registry_files *files = memory_new(1, sizeof *files);
    CLEANUP(text_free) char *user = user_folder();
    enum user_config config = USER_MERGE;

    (void)read_settings(files, P11KIT_SYSTEM_FOLDER "/pkcs11.conf", set_user_config, &config);
    if (user != NULL && config != USER_NONE) {
        CLEANUP(text_free) char *path = text_format("%s/pkcs11.conf", user);
        CLEANUP(text_free) char *folder = text_format("%s/modules", user);

        (void)read_settings(files, path, set_user_config, &config);
        if (config != USER_NONE) {
            read_folder(files, folder);
        }
    }
    if (user == NULL || config != USER_ONLY) {
        read_folder(files, P11KIT_SYSTEM_FOLDER "/modules");
        read_folder(files, P11KIT_PACKAGE_FOLDER);
    }
    return files;
}

void registry_files_free(struct registry_files *files)
{
    if (files == NULL) {
        return;
    }
    for (size_t i = 0; i < files->read_count; i++) {
        memory_free(files->read[i]);
    }
    for (size_t i = 0; i < files->entry_count; i++) {
        struct registry_entry *entry = &files->entries[i];

        memory_free(entry->name);
        memory_free(entry->file);
        memory_free(entry->module);
        memory_free(entry->remote);
        memory_free(entry->trust_policy);
        memory_free(entry->enable_in);
        memory_free(entry->disable_in);
    }
    memory_free(files->read);
    memory_free(files->entries);
    memory_free(files);
}

/* Is this program in a list of names separated by blanks or commas? */
static bool names_us(const char *list)
{
    size_t size;

    for (const char *name = list; *name != '\0'; name += size + (name[size] != '\0')) {
        size = strcspn(name, " ,\t");
        if (size == strlen("hardtoken") && strncmp(name, "hardtoken", size) == 0) {
            return true;
        }
    }
    return false;
}

enum registry_use registry_entry_use(const struct registry_entry *entry)
{
    if ((entry->enable_in != NULL && !names_us(entry->enable_in)) ||
        (entry->disable_in != NULL && names_us(entry->disable_in))) {
        return REGISTRY_NOT_FOR_US;
    }
    if (entry->trust_policy != NULL && strcmp(entry->trust_policy, "yes") == 0) {
        return REGISTRY_TRUST_STORE;
    }
    if (entry->module == NULL || entry->module[0] == '\0') {
        return entry->remote != NULL ? REGISTRY_REMOTE : REGISTRY_NOT_FOR_US;
    }
    return entry->remote != NULL ? REGISTRY_REMOTE : REGISTRY_USED;
}

char *registry_entry_path(const struct registry_entry *entry)
{
    return entry->module[0] == '/' ? memory_copy_text(entry->module)
                                   : text_format(P11KIT_MODULE_FOLDER "/%s", entry->module);
}
