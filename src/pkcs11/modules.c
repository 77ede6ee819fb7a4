/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/modules.h"

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"
#include "pkcs11/ckr.h"
#include "raise.h"

uint64_t module_trace_begin(const struct module *module)
{
    return module->trace->call == NULL ? 0 : clock_monotonic();
}

void module_trace_end(const struct module *module, const char *function, CK_RV rv, uint64_t began)
{
    if (module->trace->call != NULL) {
        module->trace->call(module->trace->context, module->path, function, rv, ckr_name(rv),
                            clock_monotonic() - began);
    }
}

/*
 * Locking by the operating system first; some modules refuse any arguments (SafeSign answers
 * CKR_NEED_TO_CREATE_THREADS, others CKR_CANT_LOCK or CKR_ARGUMENTS_BAD).
 */
CK_RV module_initialize(struct module *module)
{
    CK_C_INITIALIZE_ARGS arguments = {.flags = CKF_OS_LOCKING_OK};
    CK_RV rv = CRYPTOKI(module, C_Initialize, &arguments);

    if (rv == CKR_NEED_TO_CREATE_THREADS || rv == CKR_CANT_LOCK || rv == CKR_ARGUMENTS_BAD) {
        rv = CRYPTOKI(module, C_Initialize, NULL);
    }
    module->finalize = rv == CKR_OK;
    return rv == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : rv;
}

static bool load_library(struct module *module, struct failure *failure)
{
    const char *reason;

    module->library = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
    if (module->library != NULL) {
        return true;
    }
    reason = dlerror();
    (void)failure_set(failure, FAILURE_MODULE, _("cannot load module '%s'"), module->path);
    if (strchr(module->path, '/') != NULL && access(module->path, F_OK) != 0) {
        (void)failure_cause(failure, _("there is no such file"));
        return failure_hint(failure, _("look for the module with: p11-kit list-modules"));
    }
    return failure_cause(failure, "%s", reason != NULL ? reason : _("unknown"));
}

static bool load_functions(struct module *module, struct failure *failure)
{
    CK_C_GetFunctionList get_list;
    CK_RV rv;

    /* POSIX way to turn a data pointer into a function pointer. */
    *(void **)(&get_list) = dlsym(module->library, "C_GetFunctionList");
    if (get_list == NULL) {
        (void)failure_set(failure, FAILURE_MODULE, _("'%s' is not a PKCS#11 module"), module->path);
        (void)failure_cause(failure, _("it has no function C_GetFunctionList"));
        return failure_hint(failure,
                            _("give the module of the token's vendor; p11-kit list-modules "
                              "shows those this system knows"));
    }
    rv = get_list(&module->functions);
    if (rv != CKR_OK || module->functions == NULL) {
        return raise_cryptoki(failure, NULL, "C_GetFunctionList", rv, _("cannot use module '%s'"),
                              module->path);
    }
    return true;
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
    memory_free(module->path);
    memory_free(module);
}
DEFINE_CLEANUP(struct module *, module_free);

static bool open_module(struct modules *modules, const char *path, struct failure *failure)
{
    CLEANUP(module_free) struct module *module = memory_new(1, sizeof *module);
    CK_RV rv;

    module->path = memory_copy_text(path);
    module->trace = &modules->trace;
    if (!load_library(module, failure) || !load_functions(module, failure)) {
        return false;
    }
    rv = module_initialize(module);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, NULL, "C_Initialize", rv, _("cannot start module '%s'"),
                              path);
    }
    modules->items = memory_resize(modules->items, modules->count + 1, sizeof(struct module *));
    modules->items[modules->count++] = TAKE(module);
    return true;
}

bool modules_open(const char *const *paths, size_t count, struct module_trace trace,
                  struct notices *notices, struct modules **ret_modules, struct failure *failure)
{
    CLEANUP(modules_close) struct modules *modules = memory_new(1, sizeof *modules);

    modules->trace = trace;
    for (size_t i = 0; i < count; i++) {
        if (!open_module(modules, paths[i], failure)) {
            return false;
        }
    }
    if (count == 0 && !registry_load(modules, notices, failure)) {
        return false;
    }
    *ret_modules = TAKE(modules);
    return true;
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
    memory_free(modules);
}

size_t modules_count(const struct modules *modules)
{
    return modules->count;
}

const char *modules_path(const struct modules *modules, size_t index)
{
    return modules->items[index]->path;
}
