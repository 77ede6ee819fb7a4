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

/*
 * Told of each call before it is made and after it returned; never of its arguments. Either may be
 * NULL.
 */
struct module_trace {
    void (*begin)(void *context, const char *module, const char *function);
    void (*call)(void *context, const char *module, const char *function, unsigned long rv,
                 const char *rv_name, uint64_t microseconds);
    void *context;
};

/* With which arguments of C_Initialize a module could be started: the steps of the ladder. */
enum module_start {
    START_NONE,
    START_OS_LOCKING,   /* CKF_OS_LOCKING_OK */
    START_NO_ARGUMENTS, /* NULL */
    START_NO_THREADS,   /* CKF_OS_LOCKING_OK | CKF_LIBRARY_CANT_CREATE_OS_THREADS */
    START_NO_FLAGS,
    START_BY_OTHERS, /* CKR_CRYPTOKI_ALREADY_INITIALIZED: not ours to finalize */
};

/*
 * Loads and initializes (PKCS#11 v2.40, 5.4) the COUNT modules at PATHS, or the modules p11-kit is
 * configured with when COUNT is 0. A module that fails is a notice as long as another works; when
 * none is left, or the only one named fails, it is class module. Modules without keys (p11-kit's
 * trust store) are left out. The files of quirks are read first (pkcs11/quirks.h); one that is
 * wrong is class input. Never fork between open and close.
 */
bool modules_open(const char *const *paths, size_t count, struct module_trace trace,
                  struct notices *notices, struct modules **ret_modules,
                  struct failure *failure) MUST_USE;

/* Finalizes what this process initialized, which ends all sessions. Libraries stay loaded. */
void modules_close(struct modules *modules);
DEFINE_CLEANUP(struct modules *, modules_close);

/*
 * Lets each module look for slots that came or went: C_GetSlotList with no buffer (PKCS#11 v2.40,
 * 5.5), without which some show the slots they once had.
 */
void modules_refresh_slots(struct modules *modules);

/*
 * Finalizes and initializes again what this process initialized, for modules that look for tokens
 * only then. No session may be open. One that does not start again is a notice and answers with
 * errors from then on.
 */
void modules_restart(struct modules *modules, struct notices *notices);
