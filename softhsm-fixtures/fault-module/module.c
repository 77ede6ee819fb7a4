/* SPDX-License-Identifier: Apache-2.0 */
/* The module that programs load: one wrapper per function, made from the shared table. */
#include "calls.h"
#include "doubles.h"
#include "real.h"
#include "scenario.h"

#include <stdlib.h>

const char module_name[] = "fault-module";

static CK_FUNCTION_LIST *real;
static CK_FUNCTION_LIST inner; /* the real one with our doubles in it */
static bool scenario_is_read;

const CK_FUNCTION_LIST *real_module(void)
{
    return real;
}

static void lack_functions(void);

/* A scenario lasts from the first C_Initialize to the C_Finalize that succeeds. */
static bool start_scenario(void)
{
    if (scenario_is_read) {
        return true;
    }
    if (!scenario_read()) {
        return false;
    }
    calls_reset();
    login_reset();
    swap_reset();
    copy_reset();
    lack_functions();
    scenario_is_read = true;
    return true;
}

static bool enter(enum function function, CK_RV *ret_rv)
{
    if (function == FUNCTION_C_Initialize && !start_scenario()) {
        *ret_rv = CKR_FUNCTION_FAILED;
        return false;
    }
    return call_begin(function, ret_rv);
}

static CK_RV leave(enum function function, CK_RV rv)
{
    rv = call_end(function, rv);
    if (function == FUNCTION_C_Finalize && rv == CKR_OK) {
        scenario_is_read = false;
    }
    return rv;
}

#define WRAPPER(name, shape)                                                                       \
    static CK_RV fault_##name shape##_PARAMETERS                                                   \
    {                                                                                              \
        CK_RV rv = CKR_OK;                                                                         \
        if (!enter(FUNCTION_##name, &rv)) {                                                        \
            return rv;                                                                             \
        }                                                                                          \
        rv = CKR_FUNCTION_NOT_SUPPORTED;                                                           \
        if (inner.name != NULL) {                                                                  \
            rv = inner.name shape##_ARGUMENTS;                                                     \
        }                                                                                          \
        return leave(FUNCTION_##name, rv);                                                         \
    }
PKCS11_FUNCTIONS(WRAPPER)
#undef WRAPPER

#define ENTRY(name, shape) .name = fault_##name,
static CK_FUNCTION_LIST functions = {.version = {CRYPTOKI_VERSION_MAJOR, CRYPTOKI_VERSION_MINOR},
                                     .C_GetFunctionList = C_GetFunctionList,
                                     PKCS11_FUNCTIONS(ENTRY)};
#undef ENTRY

/* The list has been given out already; the program sees the holes from C_Initialize on. */
static void lack_functions(void)
{
#define HOLE(name, shape)                                                                          \
    functions.name = numbers_have(&scenario_get()->lacking, FUNCTION_##name) ? NULL : fault_##name;
    PKCS11_FUNCTIONS(HOLE)
#undef HOLE
}

CK_RV double_C_Initialize(void *arguments)
{
    if (arguments != NULL && scenario_get()->initialize_refuses_arguments) {
        return CKR_ARGUMENTS_BAD;
    }
    return real->C_Initialize(arguments);
}

CK_FUNCTION_LIST *module_start(const CK_FUNCTION_LIST **ret_real)
{
    const char *path = secure_getenv("HARDTOKEN_FAULT_MODULE");

    if (path == NULL || path[0] == '\0') {
        complain("not set:", "HARDTOKEN_FAULT_MODULE", "the path of the real module");
        return NULL;
    }
    CK_C_GetFunctionList get_list = real_load(path);
    if (get_list == NULL) {
        return NULL;
    }
    if (get_list(&real) != CKR_OK) {
        complain("C_GetFunctionList failed in", path, NULL);
        return NULL;
    }
    if (real == NULL) {
        return NULL;
    }
    inner = *real;
#define OVERRIDE(name, shape) inner.name = double_##name;
    DOUBLED_FUNCTIONS(OVERRIDE)
#undef OVERRIDE
    *ret_real = real;
    return &functions;
}
