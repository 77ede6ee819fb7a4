/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

/*
 * A data file that is part of the program: hardtoken_embed in cmake/embed.cmake turns
 *
 *     hardtoken_embed(TARGET SYMBOL FILE...)
 *
 * into `const struct shipped_file SYMBOL[]`, ended by a file without a name.
 */
struct shipped_file {
    const char *name; /* without its folder: "luna.conf" */
    const char *text;
    size_t size;
};
