/* SPDX-License-Identifier: Apache-2.0 */
#include "real.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static CK_FUNCTION_LIST *functions;
static pthread_once_t started = PTHREAD_ONCE_INIT;

void complain(const char *what, const char *subject, const char *reason)
{
    (void)fprintf(stderr, "%s: %s '%s'%s%s\n", module_name, what, subject,
                  reason != NULL ? ": " : "", reason != NULL ? reason : "");
}

CK_C_GetFunctionList real_load(const char *path)
{
    CK_C_GetFunctionList get_list = NULL;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);

    if (library == NULL) {
        complain("cannot load", path, dlerror());
        return NULL;
    }
    void *symbol = dlsym(library, "C_GetFunctionList");
    if (symbol == NULL) {
        complain("no C_GetFunctionList in", path, NULL);
        return NULL;
    }
    memcpy(&get_list, &symbol, sizeof get_list); /* C17 has no cast from object to function */
    return get_list;
}

static void start(void)
{
    const CK_FUNCTION_LIST *real = NULL;

    functions = module_start(&real);
    if (functions != NULL && real->version.major == CRYPTOKI_VERSION_MAJOR) {
        functions->version = real->version;
    }
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list)
{
    if (list == NULL) {
        return CKR_ARGUMENTS_BAD;
    }
    (void)pthread_once(&started, start);
    if (functions == NULL) {
        return CKR_GENERAL_ERROR;
    }
    *list = functions;
    return CKR_OK;
}
