/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "start.h"

#include <sys/types.h>

#include "base/bytes.h"
#include "base/failure.h"

/* FAILURE has CLASS, and its action, cause or hint holds FRAGMENT. Clears it. */
#define assert_failure(failure, class, fragment)                                                   \
    check_failure(failure, class, fragment, __FILE__, __LINE__)
void check_failure(struct failure *failure, enum failure_class class, const char *fragment,
                   const char *file, int line);

/* RESULT is true; otherwise FAILURE is shown. */
#define assert_done(result, failure) check_done(result, failure, __FILE__, __LINE__)
void check_done(bool result, const struct failure *failure, const char *file, int line);

/* A slice of a string literal, NUL bytes inside included. */
#define LITERAL(text) slice_of(text, sizeof(text) - 1)

/* Bytes of a string literal, owned. */
#define OWNED(text) bytes_copy(text, sizeof(text) - 1)

/* An empty folder of the test's own: *STATE is its path. */
int folder_setup(void **state);
int folder_teardown(void **state);

/* FOLDER/NAME; the caller frees it. */
char *path_in(const char *folder, const char *name);
void put_file(const char *path, const void *data, size_t size, mode_t mode);
size_t count_entries(const char *folder);
