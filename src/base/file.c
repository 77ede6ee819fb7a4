/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

void descriptor_close(int descriptor)
{
    if (descriptor >= 0) {
        (void)close(descriptor); /* nothing to lose */
    }
}

char *file_absolute(const char *path)
{
    char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
    char *absolute = folder == NULL ? memory_copy_text(path) : text_format("%s/%s", folder, path);

    free(folder);
    return absolute;
}

static bool input_errno(struct failure *failure, int error_number, const char *path)
{
    (void)failure_set(failure, FAILURE_INPUT, _("cannot read '%s'"), path);
    return failure_cause(failure, "%s", strerror(error_number));
}

static bool open_regular(const char *path, int *ret_descriptor, struct stat *ret_status,
                         struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (descriptor < 0 || fstat(descriptor, ret_status) != 0) {
        return input_errno(failure, errno, path);
    }
    if (S_ISDIR(ret_status->st_mode)) {
        return input_errno(failure, EISDIR, path);
    }
    *ret_descriptor = descriptor;
    descriptor = -1;
    return true;
}

static bool refuse_size(const char *path, size_t size, size_t limit, struct failure *failure)
{
    if (size == 0) {
        return failure_set(failure, FAILURE_INPUT, _("'%s' is empty"), path);
    }
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' is too large"), path);
    return failure_cause(failure, _("it holds more than %zu bytes"), limit);
}

bool file_read(const char *path, size_t limit, struct bytes *ret_bytes, struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = -1;
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    struct stat status = {0};
    uint8_t chunk[16384];
    ssize_t got;

    if (!open_regular(path, &descriptor, &status, failure)) {
        return false;
    }
    while ((got = read(descriptor, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return input_errno(failure, errno, path);
        }
        bytes_append(&content, chunk, (size_t)got);
        if (content.size > limit) {
            return refuse_size(path, content.size, limit, failure);
        }
    }
    if (content.size == 0) {
        return refuse_size(path, 0, limit, failure);
    }
    *ret_bytes = content;
    content = (struct bytes){0};
    return true;
}

/* Fills CONTENT up to its size, or to the end of the file, and says how much that was. */
static bool read_into(int descriptor, const char *path, const struct bytes *content,
                      size_t *ret_size, struct failure *failure)
{
    size_t size = 0;
    ssize_t got = 1;

    while (got != 0 && size < content->size) {
        got = read(descriptor, content->data + size, content->size - size);
        if (got < 0 && errno != EINTR) {
            return input_errno(failure, errno, path);
        }
        size += got > 0 ? (size_t)got : 0;
    }
    *ret_size = size;
    return true;
}

bool file_read_private(const char *path, size_t limit, struct bytes *ret_bytes,
                       struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = -1;
    struct stat status = {0};
    struct bytes content = {0};
    size_t size = 0;
    bool good;

    if (!open_regular(path, &descriptor, &status, failure)) {
        return false;
    }
    content = (struct bytes){.data = memory_new(limit + 1, 1), .size = limit + 1}; /* never moved */
    good = read_into(descriptor, path, &content, &size, failure) &&
           ((size > 0 && size <= limit) || refuse_size(path, size, limit, failure));
    if (!good) {
        explicit_bzero(content.data, content.size);
        bytes_clear(&content);
        return false;
    }
    *ret_bytes = (struct bytes){.data = content.data, .size = size};
    return true;
}

/* The folder of PATH, "." when it has none; the caller frees it. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL) {
        return memory_copy_text(".");
    }
    return slash == path ? memory_copy_text("/") : memory_copy_text_n(path, (size_t)(slash - path));
}

static bool refuse_existing(const char *path, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' exists already"), path);
    return failure_hint(failure, _("choose another file name, or add --force to replace it"));
}

bool file_check_new(const char *path, bool overwrite, struct failure *failure)
{
    CLEANUP(text_free) char *folder = folder_of(path);
    struct stat status = {0};

    if (path[0] == '\0') {
        return failure_set(failure, FAILURE_USAGE, _("the output file has no name"));
    }
    if (lstat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            (void)failure_set(failure, FAILURE_INPUT, _("cannot write '%s'"), path);
            return failure_cause(failure, _("it is a folder"));
        }
        if (!overwrite) {
            return refuse_existing(path, failure);
        }
    } else if (errno != ENOENT) {
        return failure_errno(failure, errno, _("cannot write '%s'"), path);
    }
    if (access(folder, W_OK | X_OK) != 0) {
        return failure_errno(failure, errno, _("cannot write into folder '%s'"), folder);
    }
    return true;
}

static bool write_all(int descriptor, struct slice content)
{
    while (content.size > 0) {
        ssize_t written = write(descriptor, content.data, content.size);

        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        content = slice_of(content.data + written, content.size - (size_t)written);
    }
    return true;
}

/* Gives the finished temporary file its name. link() refuses an existing name, rename() replaces
 * it. */
static bool publish(const char *temporary, const char *path, bool overwrite,
                    struct failure *failure)
{
    int result = overwrite ? rename(temporary, path) : link(temporary, path);

    if (result != 0 && errno == EEXIST) {
        return refuse_existing(path, failure);
    }
    if (result != 0) {
        return failure_errno(failure, errno, _("cannot write '%s'"), path);
    }
    return true;
}

static void sync_folder(const char *folder)
{
    CLEANUP(descriptor_close) int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (descriptor >= 0) {
        (void)fsync(descriptor); /* some file systems cannot; the file itself is synced */
    }
}

bool file_write_new(const char *path, struct slice content, bool overwrite, struct failure *failure)
{
    CLEANUP(text_free) char *folder = folder_of(path);
    CLEANUP(text_free) char *temporary = text_format("%s/.hardtoken-XXXXXX", folder);
    int descriptor = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
    bool written;
    int error_number;

    if (descriptor < 0) {
        return failure_errno(failure, errno, _("cannot write '%s'"), path);
    }
    written = fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 && /* whatever the umask */
              write_all(descriptor, content) && fsync(descriptor) == 0;
    error_number = errno;
    if (close(descriptor) != 0 && written) {
        written = false;
        error_number = errno;
    }
    if (!written) {
        (void)failure_errno(failure, error_number, _("cannot write '%s'"), path);
    } else {
        written = publish(temporary, path, overwrite, failure);
    }
    (void)unlink(temporary); /* gone already after a rename */
    if (written) {
        sync_folder(folder);
    }
    return written;
}

bool descriptor_read_secret(int descriptor, const char *name, size_t capacity,
                            struct secret **ret_secret, struct failure *failure)
{
    /* Room for a newline that is not part of the PIN, and one byte to see that it is too long. */
    CLEANUP(secret_free) struct secret *secret = secret_new(capacity + 3);
    char byte;
    ssize_t got;

    while ((got = read(descriptor, &byte, 1)) != 0) {
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            explicit_bzero(&byte, sizeof byte);
            (void)failure_set(failure, FAILURE_PIN, _("cannot read the PIN from '%s'"), name);
            return failure_cause(failure, "%s", strerror(errno));
        }
        if (!secret_append(secret, &byte, 1)) {
            break;
        }
    }
    explicit_bzero(&byte, sizeof byte);
    secret_trim_newline(secret);
    if (secret_size(secret) == 0) {
        return failure_set(failure, FAILURE_PIN, _("the PIN in '%s' is empty"), name);
    }
    if (secret_size(secret) > capacity) {
        (void)failure_set(failure, FAILURE_PIN, _("the PIN in '%s' is too long"), name);
        return failure_cause(failure, _("it has more than %zu bytes"), capacity);
    }
    *ret_secret = TAKE(secret);
    return true;
}

bool file_read_secret(const char *path, size_t capacity, struct notices *notices,
                      struct secret **ret_secret, struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = -1;
    struct stat status = {0};

    if (!open_regular(path, &descriptor, &status, failure)) {
        failure->class = FAILURE_PIN; /* it was only looked at for the PIN */
        return false;
    }
    if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRGRP | S_IROTH)) != 0) {
        notices_add(notices, _("PIN file '%s' can be read by other users; run: chmod 600 '%s'"),
                    path, path);
    }
    return descriptor_read_secret(descriptor, path, capacity, ret_secret, failure);
}
