/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"

/*
 * Can the file at PATH be a shared library for this process? Looked at before dlopen, whose own
 * words are about the loader ("no such file" for a library of another processor), and which dies on
 * a file that ends early. Class module, with the cause in words.
 */
bool library_file_check(const char *path, struct failure *failure) MUST_USE;
