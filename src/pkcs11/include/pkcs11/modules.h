/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"

struct modules;

/* Told of each call after it returned; never of its arguments. FUNCTION NULL: no tracing. */
struct module_trace {
    void (*call)(void *context, const char *module, const char *function, unsigned long rv,
                 const char *rv_name, uint64_t microseconds);
    void *context;
};

/*
 * Loads and initializes (PKCS#11 v2.40, 5.4) the COUNT modules at PATHS, or the modules p11-kit is
 * configured with when COUNT is 0. A named module that does not load is class module; one of
 * p11-kit's that fails is a notice, as long as another loads. Modules without keys (p11-kit's trust
 * store) are left out. Never fork between open and close.
 */
bool modules_open(const char *const *paths, size_t count, struct module_trace trace,
                  struct notices *notices, struct modules **ret_modules,
                  struct failure *failure) MUST_USE;

/* Finalizes what this process initialized, which ends all sessions. Libraries stay loaded. */
void modules_close(struct modules *modules);
DEFINE_CLEANUP(struct modules *, modules_close);

size_t modules_count(const struct modules *modules);
const char *modules_path(const struct modules *modules, size_t index);
