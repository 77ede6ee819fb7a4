/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include "real.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct settings settings;

/* Copies, because the program may change its environment later. Empty counts as not set. */
static bool read_text(const char *name, char **ret_text)
{
    const char *value = secure_getenv(name);
    if (value == NULL || value[0] == '\0') {
        return true;
    }
    *ret_text = strdup(value);
    if (*ret_text == NULL) {
        complain("cannot read", name, strerror(ENOMEM));
        return false;
    }
    return true;
}

static bool read_number(const char *name, unsigned long maximum, unsigned long *ret_number)
{
    const char *value = secure_getenv(name);
    if (value == NULL || value[0] == '\0') {
        return true;
    }
    char *end = NULL;
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number > maximum) {
        complain("not a number in range:", name, value);
        return false;
    }
    *ret_number = number;
    return true;
}

bool settings_read(void)
{
    unsigned long serialize = 0;

    if (!read_text("HARDTOKEN_COUNT_MODULE", &settings.module) ||
        !read_text("HARDTOKEN_COUNT_OUTPUT", &settings.output) ||
        !read_text("HARDTOKEN_COUNT_TRACE", &settings.trace) ||
        !read_number("HARDTOKEN_COUNT_DELAY_US", 60000000, &settings.delay_us) ||
        !read_number("HARDTOKEN_COUNT_SERIALIZE", 1, &serialize)) {
        return false;
    }
    settings.serialize = serialize == 1;
    if (settings.module == NULL) {
        complain("not set:", "HARDTOKEN_COUNT_MODULE", "the path of the real module");
        return false;
    }
    return true;
}

const struct settings *settings_get(void)
{
    return &settings;
}

void append_to_file(const char *path, const char *text, unsigned long length)
{
    /* Opened anew each time: the program may have closed descriptors it does not know. */
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) {
        complain("cannot open", path, strerror(errno));
        return;
    }
    ssize_t written = write(file, text, length);
    if (written < 0 || (unsigned long)written != length) {
        complain("cannot append to", path, written < 0 ? strerror(errno) : "short write");
    }
    (void)close(file); /* nothing to do about it: the data was written or complained about */
}
