/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The Cryptoki types, and the few constants of PKCS#11 v3.0 that the header lacks. */
#include <p11-kit/pkcs11.h>

#include <stdint.h>

#include "base/clock.h"
#include "pkcs11/modules.h"

#ifndef CKA_PUBLIC_KEY_INFO
#define CKA_PUBLIC_KEY_INFO (0x129UL)
#endif

#define UNAVAILABLE ((CK_ULONG)-1) /* CK_UNAVAILABLE_INFORMATION */

/* One loaded module. */
struct module {
    char *path;    /* file name, or p11-kit's name when it has no file of its own */
    void *library; /* dlopen handle, never closed; NULL when p11-kit loaded it */
    CK_FUNCTION_LIST *functions;
    bool finalize; /* this process initialized it, so it finalizes it */
    const struct module_trace *trace;
};

struct modules {
    struct module **items;
    size_t count;
    CK_FUNCTION_LIST **registry; /* p11-kit's list, NULL when modules were named */
    struct module_trace trace;
};

/*
 * The one choke point: every call to a module goes through it, and is traced there by name, result
 * and time, never by argument, so that no PIN can leak.
 */
#define CRYPTOKI(module_, function_, ...)                                                          \
    __extension__({                                                                                \
        const struct module *called_ = (module_);                                                  \
        uint64_t began_ = module_trace_begin(called_);                                             \
        CK_RV rv_ = called_->functions->function_(__VA_ARGS__);                                    \
        module_trace_end(called_, #function_, rv_, began_);                                        \
        rv_;                                                                                       \
    })

uint64_t module_trace_begin(const struct module *module);
void module_trace_end(const struct module *module, const char *function, CK_RV rv, uint64_t began);

/* C_Initialize down the ladder of arguments; tolerates a module that is initialized already. */
CK_RV module_initialize(struct module *module);

/* Loads p11-kit's modules into MODULES; those that fail become notices. */
bool registry_load(struct modules *modules, struct notices *notices, struct failure *failure);
void registry_release(struct modules *modules);
