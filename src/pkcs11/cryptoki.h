/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The Cryptoki types, and the few constants of PKCS#11 v3.0 that the header lacks. */
#include <p11-kit/pkcs11.h>

#include <stdint.h>

#include "base/clock.h"
#include "pkcs11/modules.h"
#include "pkcs11/quirks.h"

#ifndef CKA_PUBLIC_KEY_INFO
#define CKA_PUBLIC_KEY_INFO (0x129UL)
#endif
#ifndef CKM_AES_KEY_WRAP_KWP
#define CKM_AES_KEY_WRAP_KWP (0x210bUL)
#endif

#define UNAVAILABLE ((CK_ULONG)-1) /* CK_UNAVAILABLE_INFORMATION */

/* One loaded module. */
struct module {
    char *path;    /* file name, or p11-kit's name when it has no file of its own */
    void *library; /* dlopen handle, never closed; NULL when p11-kit loaded it */
    CK_FUNCTION_LIST *functions;
    bool finalize; /* this process initialized it, so it finalizes it */
    enum module_start start;
    const struct module_trace *trace;
    const struct quirk_table *table; /* all rules */
    struct quirk_set quirks;         /* those that match by the path alone */
    char *description;               /* CK_INFO.libraryDescription, once somebody asked */
};

struct modules {
    struct module **items;
    size_t count;
    CK_FUNCTION_LIST **registry; /* p11-kit's list, NULL when modules were named */
    struct module_trace trace;
    struct quirk_table *table;
};

/*
 * The one choke point: every call to a module goes through it, and is traced there by name, result
 * and time, never by argument, so that no PIN can leak.
 */
#define CRYPTOKI(module_, function_, ...)                                                          \
    __extension__({                                                                                \
        const struct module *called_ = (module_);                                                  \
        uint64_t began_ = module_trace_begin(called_, #function_);                                 \
        CK_RV rv_ = called_->functions->function_(__VA_ARGS__);                                    \
        module_trace_end(called_, #function_, rv_, began_);                                        \
        rv_;                                                                                       \
    })

/* Is it in the module's list? Asked for what modules may lack: see needed_functions in load.c. */
#define MODULE_HAS(module_, function_) ((module_)->functions->function_ != NULL)

uint64_t module_trace_begin(const struct module *module, const char *function);
void module_trace_end(const struct module *module, const char *function, CK_RV rv, uint64_t began);

/* A module at PATH, which is taken over, not loaded yet; freed with module_release. */
struct module *module_new(struct modules *modules, char *path);
void module_release(struct module *module);

/*
 * Loads the library of module->path and takes its list of functions, checked to be complete. Class
 * module, with the cause in words.
 */
bool module_load(struct module *module, struct failure *failure) MUST_USE;

/* C_Initialize down the ladder of arguments; tolerates a module that is initialized already. */
bool module_initialize(struct module *module, struct failure *failure) MUST_USE;

/* What the module says it is (C_GetInfo, called once and only when asked); NULL when it does not.
 */
const char *module_description(struct module *module);

/* Adds a notice that the module at PATH is left out, and why. */
void module_left_out(struct notices *notices, const char *path, const struct failure *failure);

/* Loads p11-kit's modules into MODULES; those that fail become notices. */
bool registry_load(struct modules *modules, struct notices *notices, struct failure *failure);
void registry_release(struct modules *modules);
