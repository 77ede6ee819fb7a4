/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "base/secret.h"

/* Closes a descriptor whose end of life cannot lose anything, as one only read from; -1 is none. */
void descriptor_close(int descriptor);
DEFINE_CLEANUP(int, descriptor_close);

/*
 * PATH as it is to be found from any folder; as it is when the current one has no name. The caller
 * frees it.
 */
char *file_absolute(const char *path);

/*
 * Reads a whole file of at most LIMIT bytes. An empty, a larger, a missing file, a directory: class
 * input, naming the file.
 */
bool file_read(const char *path, size_t limit, struct bytes *ret_bytes,
               struct failure *failure) MUST_USE;

/*
 * The same for a file that may hold a private key: no copy of its bytes is left behind, and the
 * caller wipes the one it gets.
 */
bool file_read_private(const char *path, size_t limit, struct bytes *ret_bytes,
                       struct failure *failure) MUST_USE;

/*
 * Will file_write_new be allowed to make PATH? Checked before anything is generated: the folder
 * exists and can be written, and PATH is not there yet unless OVERWRITE. Class input when it
 * exists, host otherwise.
 */
bool file_check_new(const char *path, bool overwrite, struct failure *failure) MUST_USE;

/*
 * Writes a file with mode 0600 under a temporary name in the same folder, syncs it, then gives it
 * its name in one step: readers see the whole file or none. An existing file is refused unless
 * OVERWRITE, even when it appears while we write.
 */
bool file_write_new(const char *path, struct slice content, bool overwrite,
                    struct failure *failure) MUST_USE;

/*
 * Reads a PIN of at most CAPACITY bytes from a file or an open descriptor; one trailing newline is
 * not part of it. A file other users can read is a notice. Class PIN when empty or too long.
 */
bool file_read_secret(const char *path, size_t capacity, struct notices *notices,
                      struct secret **ret_secret, struct failure *failure) MUST_USE;
bool descriptor_read_secret(int descriptor, const char *name, size_t capacity,
                            struct secret **ret_secret, struct failure *failure) MUST_USE;
