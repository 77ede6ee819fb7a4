/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

/* A return value: its name, why in plain words, and what to do next. */
struct ckr {
    unsigned long rv;
    const char *name;
    const char *cause;
    const char *hint;
};

struct ckr_in_function {
    const char *function;
    unsigned long rv;
    const char *cause;
    const char *hint;
};

extern const struct ckr ckr_codes[];
extern const size_t ckr_codes_count;
extern const struct ckr_in_function ckr_functions[];
extern const size_t ckr_functions_count;
