/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/modules.h"

#include <dlfcn.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"
#include "pkcs11/ckr.h"
#include "quirks_internal.h"
#include "token_info.h"

uint64_t module_trace_begin(const struct module *module, const char *function)
{
    if (module->trace->begin != NULL) {
        module->trace->begin(module->trace->context, module->path, function);
    }
    return module->trace->call == NULL ? 0 : clock_monotonic();
}

void module_trace_end(const struct module *module, const char *function, CK_RV rv, uint64_t began)
{
    if (module->trace->call != NULL) {
        module->trace->call(module->trace->context, module->path, function, rv, ckr_name(rv),
                            clock_monotonic() - began);
    }
}

void module_release(struct module *module)
{
    quirk_set_clear(&module->quirks);
    memory_free(module->description);
    memory_free(module->path);
    memory_free(module);
}

const char *module_description(struct module *module)
{
    CK_INFO info = {0};

    if (module->description == NULL) {
        CK_RV rv = CRYPTOKI(module, C_GetInfo, &info);

        module->description =
            rv == CKR_OK ? fixed_text(info.libraryDescription, sizeof info.libraryDescription)
                         : memory_copy_text("");
    }
    return module->description[0] == '\0' ? NULL : module->description;
}

struct module *module_new(struct modules *modules, char *path)
{
    struct module *module = memory_new(1, sizeof *module);

    module->path = path;
    module->trace = &modules->trace;
    module->table = modules->table;
    module->quirks = quirks_for_path(modules->table, path);
    return module;
}

static void module_free(struct module *module)
{
    if (module == NULL) {
        return;
    }
    if (module->finalize) {
        /* The work is done; a module that cannot finalize must not turn it into a failure. */
        (void)CRYPTOKI(module, C_Finalize, NULL);
    }
    /*
     * The library stays loaded: the process ends soon, and unloading is where modules crash in
     * their destructors.
     */
    module_release(module);
}
DEFINE_CLEANUP(struct module *, module_free);

/* The loader gives the same handle for the same file, whatever name it was called by. */
static bool is_loaded(const struct modules *modules, const struct module *module)
{
    for (size_t i = 0; i < modules->count; i++) {
        if (modules->items[i]->library == module->library) {
            return true;
        }
    }
    return false;
}

static bool open_module(struct modules *modules, const char *path, struct failure *failure)
{
    CLEANUP(module_free) struct module *module = module_new(modules, memory_copy_text(path));

    if (!module_load(module, failure)) {
        return false;
    }
    if (is_loaded(modules, module)) {
        return true; /* named twice: its tokens are not there twice */
    }
    if (!module_initialize(module, failure)) {
        return false;
    }
    modules->items = memory_resize(modules->items, modules->count + 1, sizeof(struct module *));
    modules->items[modules->count++] = TAKE(module);
    return true;
}

/* One named module must work; of several, those that fail do not hide the others. */
static bool open_named(struct modules *modules, const char *const *paths, size_t count,
                       struct notices *notices, struct failure *failure)
{
    if (count == 1) {
        return open_module(modules, paths[0], failure);
    }
    for (size_t i = 0; i < count; i++) {
        CLEANUP_VALUE(failure_clear) struct failure reason = {0};

        if (!open_module(modules, paths[i], &reason)) {
            module_left_out(notices, paths[i], &reason);
        }
    }
    if (modules->count > 0) {
        return true;
    }
    (void)failure_set(failure, FAILURE_MODULE, _("no PKCS#11 module could be used"));
    (void)failure_cause(failure, _("none of the %zu modules named works"), count);
    return failure_hint(failure, _("'hardtoken doctor' looks at each in turn"));
}

bool modules_open(const char *const *paths, size_t count, struct module_trace trace,
                  struct notices *notices, struct modules **ret_modules, struct failure *failure)
{
    CLEANUP(modules_close) struct modules *modules = memory_new(1, sizeof *modules);

    modules->trace = trace;
    modules->table = memory_new(1, sizeof *modules->table);
    if (!quirk_table_load(modules->table, failure)) {
        return false;
    }
    if (count > 0 ? !open_named(modules, paths, count, notices, failure)
                  : !registry_load(modules, notices, failure)) {
        return false;
    }
    *ret_modules = TAKE(modules);
    return true;
}

void modules_refresh_slots(struct modules *modules)
{
    for (size_t i = 0; i < modules->count; i++) {
        CK_ULONG count = 0;

        /* The list is read afterwards, and that tells what went wrong. */
        (void)CRYPTOKI(modules->items[i], C_GetSlotList, CK_FALSE, NULL, &count);
    }
}

void modules_restart(struct modules *modules, struct notices *notices)
{
    for (size_t i = 0; i < modules->count; i++) {
        CLEANUP_VALUE(failure_clear) struct failure reason = {0};
        struct module *module = modules->items[i];

        if (module->start == START_BY_OTHERS) {
            continue;
        }
        if (module->finalize) {
            /* What counts is whether it starts again. */
            (void)CRYPTOKI(module, C_Finalize, NULL);
            module->finalize = false;
        }
        if (!module_initialize(module, &reason)) {
            module_left_out(notices, module->path, &reason);
        }
    }
}

void modules_close(struct modules *modules)
{
    if (modules == NULL) {
        return;
    }
    if (modules->registry != NULL) {
        registry_release(modules);
    }
    for (size_t i = 0; i < modules->count; i++) {
        module_free(modules->items[i]);
    }
    memory_free(modules->items);
    if (modules->table != NULL) {
        quirk_table_clear(modules->table);
    }
    memory_free(modules->table);
    memory_free(modules);
}
