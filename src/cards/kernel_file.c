/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#define PAGE 4096

const char *kernel_sys(const struct kernel_view *view)
{
    return view->sys == NULL ? "/sys" : view->sys;
}

const char *kernel_proc(const struct kernel_view *view)
{
    return view->proc == NULL ? "/proc" : view->proc;
}

char *kernel_read(const char *folder, const char *name)
{
    CLEANUP(text_free) char *path = text_format("%s/%s", folder, name);
    CLEANUP(descriptor_close) int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char content[PAGE];
    ssize_t size = descriptor < 0 ? -1 : read(descriptor, content, sizeof content);

    while (size > 0 && strchr(" \n", content[size - 1]) != NULL) {
        size--;
    }
    return size <= 0 ? NULL : memory_copy_text_n(content, strnlen(content, (size_t)size));
}

bool kernel_read_number(const char *folder, const char *name, int base, unsigned long *ret_number)
{
    CLEANUP(text_free) char *text = kernel_read(folder, name);
    unsigned long number;
    char *end;

    if (text == NULL || hex_value(text[0]) < 0) {
        return false;
    }
    errno = 0;
    number = strtoul(text, &end, base);
    if (errno != 0 || *end != '\0') {
        return false;
    }
    *ret_number = number;
    return true;
}

char *kernel_link_name(const char *folder, const char *name)
{
    CLEANUP(text_free) char *path = text_format("%s/%s", folder, name);
    char target[PATH_MAX];
    ssize_t size = readlink(path, target, sizeof target - 1);
    const char *slash;

    if (size <= 0) {
        return NULL;
    }
    target[size] = '\0';
    slash = strrchr(target, '/');
    return memory_copy_text(slash == NULL ? target : slash + 1);
}
