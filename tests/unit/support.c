/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "folder.h"

static const char *or_nothing(const char *text)
{
    return text != NULL ? text : "-";
}

static bool holds(const char *text, const char *fragment)
{
    return text != NULL && strstr(text, fragment) != NULL;
}

static void show(const struct failure *failure)
{
    print_error("class %d; action: %s; cause: %s; hint: %s\n", (int)failure->class,
                or_nothing(failure->action), or_nothing(failure->cause), or_nothing(failure->hint));
}

void check_failure(struct failure *failure, enum failure_class class, const char *fragment,
                   const char *file, int line)
{
    bool said = holds(failure->action, fragment) || holds(failure->cause, fragment) ||
                holds(failure->hint, fragment);

    if (failure->class != class || !said) {
        print_error("wanted class %d and '%s'\n", (int)class, fragment);
        show(failure);
        _fail(file, line);
    }
    failure_clear(failure);
}

void check_done(bool result, const struct failure *failure, const char *file, int line)
{
    if (!result || failure_is_set(failure)) {
        show(failure);
        _fail(file, line);
    }
}

int folder_setup(void **state)
{
    *state = folder_new("unit");
    return 0;
}

int folder_teardown(void **state)
{
    int result = folder_remove(*state);

    memory_free(*state);
    return result;
}

char *path_in(const char *folder, const char *name)
{
    return text_format("%s/%s", folder, name);
}

void put_file(const char *path, const void *data, size_t size, mode_t mode)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, data, size), size);
    assert_int_equal(fchmod(descriptor, mode), 0); /* whatever the umask says */
    assert_int_equal(close(descriptor), 0);
}

size_t count_entries(const char *folder)
{
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(stream);
    while ((entry = readdir(stream)) != NULL) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    assert_int_equal(closedir(stream), 0);
    return count;
}
