/* SPDX-License-Identifier: Apache-2.0 */

/* From the file of a module to its checked list of functions, and C_Initialize. */

#include <dlfcn.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cryptoki.h"
#include "library_file.h"
#include "pkcs11/ckr.h"
#include "quirks_internal.h"
#include "raise.h"

/* What any part of this program calls; a module with a hole in its list would end the process. */
#define NEEDED(function_)                                                                          \
    {                                                                                              \
#function_, offsetof(CK_FUNCTION_LIST, function_)                                          \
    }
static const struct needed_function {
    const char *name;
    size_t offset;
} needed_functions[] = {
    NEEDED(C_Initialize),
    NEEDED(C_Finalize),
    NEEDED(C_GetInfo),
    NEEDED(C_GetSlotList),
    NEEDED(C_GetSlotInfo),
    NEEDED(C_GetTokenInfo),
    NEEDED(C_GetMechanismList),
    NEEDED(C_GetMechanismInfo),
    NEEDED(C_InitToken),
    NEEDED(C_InitPIN),
    NEEDED(C_OpenSession),
    NEEDED(C_CloseSession),
    NEEDED(C_Login),
    NEEDED(C_Logout),
    NEEDED(C_CreateObject),
    NEEDED(C_DestroyObject),
    NEEDED(C_GetAttributeValue),
    NEEDED(C_FindObjectsInit),
    NEEDED(C_FindObjects),
    NEEDED(C_FindObjectsFinal),
    NEEDED(C_SignInit),
    NEEDED(C_Sign),
    NEEDED(C_GenerateKeyPair),
};

static bool unusable(const struct module *module, struct failure *failure)
{
    return failure_set(failure, FAILURE_MODULE, _("cannot use module '%s'"), module->path);
}

/*
 * The loader's message begins with the name of the library it is about, in every language; when
 * that is not the module itself, it is a library the module needs.
 */
static void explain_loader(const struct module *module, const char *reason, struct failure *failure)
{
    size_t size = reason == NULL ? 0 : strcspn(reason, ":");

    if (size == 0 || reason[size] == '\0') {
        (void)failure_cause(failure, _("the loader gave no reason"));
    } else if (strlen(module->path) != size || strncmp(reason, module->path, size) != 0) {
        (void)failure_cause(failure, _("it needs the library '%.*s', which does not load"),
                            (int)size, reason);
        (void)failure_hint(failure,
                           _("install the package that has it; ldd '%s' shows all it needs"),
                           module->path);
    } else {
        (void)failure_cause(failure, "%s", reason + size + strspn(reason + size, ": "));
        (void)failure_hint(failure, strchr(module->path, '/') == NULL
                                        ? _("give the whole path of the file")
                                        : _("install the module for this system"));
    }
}

static bool load_library(struct module *module, struct failure *failure)
{
    /* A name without a folder is looked for by the loader, so the file is not known. */
    if (strchr(module->path, '/') != NULL && !library_file_check(module->path, failure)) {
        return false;
    }
    module->library = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
    if (module->library != NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_MODULE, _("cannot load module '%s'"), module->path);
    explain_loader(module, dlerror(), failure);
    return false;
}

/* Names the functions the list lacks; the caller frees it. NULL when it is complete. */
static char *missing_functions(const CK_FUNCTION_LIST *functions)
{
    struct text missing = {0};

    for (size_t i = 0; i < sizeof needed_functions / sizeof *needed_functions; i++) {
        const struct needed_function *needed = &needed_functions[i];
        void *pointer = NULL;

        memcpy(&pointer, (const char *)functions + needed->offset, sizeof pointer);
        if (pointer == NULL) {
            text_addf(&missing, "%s%s", missing.size == 0 ? "" : ", ", needed->name);
        }
    }
    return missing.size == 0 ? NULL : text_take(&missing);
}

static bool check_functions(const struct module *module, struct failure *failure)
{
    const CK_FUNCTION_LIST *functions = module->functions;
    CLEANUP(text_free) char *missing = NULL;

    if (functions == NULL) {
        (void)unusable(module, failure);
        return failure_cause(failure, _("its list of functions is missing"));
    }
    if (functions->version.major < 2) {
        (void)unusable(module, failure);
        (void)failure_cause(failure, _("it is for Cryptoki %u.%u, and 2.0 is the least"),
                            functions->version.major, functions->version.minor);
        return failure_hint(failure, _("ask the token's vendor for a newer module"));
    }
    missing = missing_functions(functions);
    if (missing != NULL) {
        (void)unusable(module, failure);
        (void)failure_cause(failure, _("its list of functions has holes: %s"), missing);
        return failure_hint(failure, _("ask the token's vendor for a newer module"));
    }
    return true;
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
    if (rv != CKR_OK) {
        (void)raise_cryptoki(failure, NULL, "C_GetFunctionList", rv, _("cannot use module '%s'"),
                             module->path);
        (void)failure_cause(failure, _("it does not give its list of functions"));
        return failure_hint(failure, _("see that what it is configured with is there"));
    }
    return check_functions(module, failure);
}

bool module_load(struct module *module, struct failure *failure)
{
    return load_library(module, failure) && load_functions(module, failure);
}

/* Does the answer to C_Initialize complain of its arguments, so that others may do? */
static bool refuses_arguments(CK_RV rv)
{
    return rv == CKR_NEED_TO_CREATE_THREADS || rv == CKR_CANT_LOCK || rv == CKR_ARGUMENTS_BAD;
}

static bool raise_initialize(const struct module *module, CK_RV rv, bool ladder,
                             struct failure *failure)
{
    (void)raise_cryptoki(failure, NULL, "C_Initialize", rv, _("cannot start module '%s'"),
                         module->path);
    quirks_explain(&module->quirks, "C_Initialize", rv, failure);
    if (ladder) {
        (void)failure_cause(failure, _("it refuses all arguments of C_Initialize: locking by the "
                                       "system, none, no threads of its own, no flags"));
        return failure_hint(failure, _("ask the token's vendor for a newer module"));
    }
    return failure_hint(failure,
                        _("see that its configuration, its device or its server is there"));
}

static CK_FLAGS start_flags(enum module_start start)
{
    switch (start) {
    case START_OS_LOCKING:
        return CKF_OS_LOCKING_OK;
    case START_NO_THREADS:
        return CKF_OS_LOCKING_OK | CKF_LIBRARY_CANT_CREATE_OS_THREADS;
    case START_NO_ARGUMENTS:
    case START_NO_FLAGS:
    case START_BY_OTHERS:
    case START_NONE:
        break;
    }
    return 0;
}

/*
 * Locking by the operating system first. SafeSign answers CKR_NEED_TO_CREATE_THREADS to arguments
 * that forbid threads and wants no flags at all; others want no arguments, or threads forbidden. A
 * quirk may name other steps.
 */
static size_t start_steps(const struct module *module, const enum module_start **ret_steps)
{
    static const enum module_start usual[START_STEPS] = {START_OS_LOCKING, START_NO_ARGUMENTS,
                                                         START_NO_THREADS, START_NO_FLAGS};
    const struct quirk *quirk = quirks_start(&module->quirks);

    *ret_steps = quirk == NULL ? usual : quirk->steps;
    return quirk == NULL ? START_STEPS : quirk->step_count;
}

static CK_RV start(struct module *module, enum module_start step, char *reserved)
{
    CK_C_INITIALIZE_ARGS arguments = {.flags = start_flags(step), .pReserved = reserved};
    CK_RV rv;

    rv = CRYPTOKI(module, C_Initialize, step == START_NO_ARGUMENTS ? NULL : &arguments);
    if (rv == CKR_OK || rv == CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        module->finalize = rv == CKR_OK;
        module->start = rv == CKR_OK ? step : START_BY_OTHERS;
    }
    return rv;
}

bool module_initialize(struct module *module, struct failure *failure)
{
    CLEANUP(text_free) char *reserved = quirks_reserved(&module->quirks);
    const enum module_start *steps = NULL;
    size_t count = start_steps(module, &steps);
    CK_RV first = CKR_OK;

    for (size_t i = 0; i < count; i++) {
        CK_RV rv;

        if (steps[i] == START_NO_ARGUMENTS && reserved != NULL) {
            continue; /* it has no place there */
        }
        rv = start(module, steps[i], reserved);
        if (rv == CKR_OK || rv == CKR_CRYPTOKI_ALREADY_INITIALIZED) {
            return true;
        }
        if (!refuses_arguments(rv)) {
            return raise_initialize(module, rv, false, failure);
        }
        first = first == CKR_OK ? rv : first;
    }
    return raise_initialize(module, first, true, failure);
}

void module_left_out(struct notices *notices, const char *path, const struct failure *failure)
{
    if (failure->function != NULL && failure->cause == NULL) {
        notices_add(notices, _("module '%s' is left out: %s returned %s (0x%lx)"), path,
                    failure->function, failure->rv_name, failure->rv);
    } else {
        notices_add(notices, _("module '%s' is left out: %s"), path,
                    failure->cause != NULL ? failure->cause : failure->action);
    }
}
