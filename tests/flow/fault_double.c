/* SPDX-License-Identifier: Apache-2.0 */
#include "fault_double.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

struct double_under_test double_load(struct bed *bed, const char *scenario)
{
    struct double_under_test module = {0};
    CK_C_GetFunctionList get_list;
    CLEANUP(text_free) char *path = bed_path(bed, "scenario");
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_true(fputs(scenario, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(setenv("HARDTOKEN_FAULT_MODULE", softhsm_path(), 1), 0);
    assert_int_equal(setenv("HARDTOKEN_FAULT_SCENARIO", path, 1), 0);
    module.library = dlopen(fault_module_path(), RTLD_NOW | RTLD_LOCAL);
    assert_non_null(module.library);
    *(void **)(&get_list) = dlsym(module.library, "C_GetFunctionList");
    assert_non_null(get_list);
    assert_int_equal(get_list(&module.functions), CKR_OK);
    return module;
}

struct double_under_test double_start(struct bed *bed, const char *scenario)
{
    struct double_under_test module = double_load(bed, scenario);
    CK_SLOT_ID slots[8] = {0};
    CK_ULONG count = COUNT_OF(slots);
    CK_TOKEN_INFO info;

    assert_int_equal(module.functions->C_Initialize(NULL), CKR_OK);
    assert_int_equal(module.functions->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    assert_int_equal(count, 2); /* SoftHSM always shows an empty one more */
    assert_int_equal(module.functions->C_GetTokenInfo(slots[0], &info), CKR_OK);
    module.slot = (info.flags & CKF_TOKEN_INITIALIZED) != 0 ? slots[0] : slots[1];
    return module;
}

void double_stop(struct double_under_test *module)
{
    assert_int_equal(module->functions->C_Finalize(NULL), CKR_OK);
    assert_int_equal(dlclose(module->library), 0);
}

CK_SESSION_HANDLE double_session(const struct double_under_test *module)
{
    CK_SESSION_HANDLE session = 0;

    assert_int_equal(module->functions->C_OpenSession(
                         module->slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session),
                     CKR_OK);
    return session;
}
