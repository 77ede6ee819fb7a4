/* SPDX-License-Identifier: Apache-2.0 */
/* The module that programs load: one wrapper per function, made from the table in functions.h. */
#include "call.h"
#include "record.h"
#include "settings.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list);

static CK_FUNCTION_LIST *real;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

#define WRAPPER(name, shape)                                                                       \
    static CK_RV count_##name shape##_PARAMETERS                                                   \
    {                                                                                              \
        struct call call = {.function = FUNCTION_##name, shape##_DETAILS};                         \
        call_begin(&call);                                                                         \
        CK_RV rv = CKR_FUNCTION_NOT_SUPPORTED;                                                     \
        if (real->name != NULL) {                                                                  \
            rv = real->name shape##_ARGUMENTS;                                                     \
        }                                                                                          \
        return call_end(&call, rv);                                                                \
    }
PKCS11_FUNCTIONS(WRAPPER)
#undef WRAPPER

#define ENTRY(name, shape) .name = count_##name,
static CK_FUNCTION_LIST functions = {.version = {CRYPTOKI_VERSION_MAJOR, CRYPTOKI_VERSION_MINOR},
                                     .C_GetFunctionList = C_GetFunctionList,
                                     PKCS11_FUNCTIONS(ENTRY)};
#undef ENTRY

static void load_real_list(const char *path, void *library)
{
    CK_C_GetFunctionList get_list = NULL;
    void *symbol = dlsym(library, "C_GetFunctionList");

    if (symbol == NULL) {
        complain("no C_GetFunctionList in", path, NULL);
        return;
    }
    memcpy(&get_list, &symbol, sizeof get_list); /* C17 has no cast from object to function */
    CK_RV rv = get_list(&real);
    if (rv != CKR_OK || real == NULL) {
        char reason[32];
        (void)snprintf(reason, sizeof reason, "0x%lx", rv);
        complain("C_GetFunctionList failed in", path, reason);
        real = NULL;
    }
}

static void load(void)
{
    if (!settings_read()) {
        return;
    }
    const char *path = settings_get()->module;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        complain("cannot load", path, dlerror());
        return;
    }
    load_real_list(path, library);
    if (real == NULL) {
        return;
    }
    if (real->version.major == CRYPTOKI_VERSION_MAJOR) {
        functions.version = real->version;
    }
    call_setup();
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    if (list == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    (void)pthread_once(&loaded, load);
    if (real == NULL) {
        return CKR_GENERAL_ERROR;
    }
    *list = &functions;
    return CKR_OK;
}

/* For programs that never call C_Finalize. */
__attribute__((destructor)) static void write_record_at_exit(void)
{
    record_write("exit");
}
