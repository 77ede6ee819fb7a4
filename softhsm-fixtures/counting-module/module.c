/* SPDX-License-Identifier: Apache-2.0 */
/* The module that programs load: one wrapper per function, made from the table in functions.h. */
#include "call.h"
#include "real.h"
#include "record.h"
#include "settings.h"

#include <stdio.h>

const char module_name[] = "counting-module";

static CK_FUNCTION_LIST *real;

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

CK_FUNCTION_LIST *module_start(const CK_FUNCTION_LIST **ret_real)
{
    if (!settings_read()) {
        return NULL;
    }
    const char *path = settings_get()->module;
    CK_C_GetFunctionList get_list = real_load(path);
    if (get_list == NULL) {
        return NULL;
    }
    CK_RV rv = get_list(&real);
    if (rv != CKR_OK || real == NULL) {
        char reason[32];
        (void)snprintf(reason, sizeof reason, "0x%lx", rv);
        complain("C_GetFunctionList failed in", path, reason);
        return NULL;
    }
    call_setup();
    *ret_real = real;
    return &functions;
}

/* For programs that never call C_Finalize. */
__attribute__((destructor)) static void write_record_at_exit(void)
{
    record_write("exit");
}
