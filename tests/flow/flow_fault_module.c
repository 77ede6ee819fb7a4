/* SPDX-License-Identifier: Apache-2.0 */

/* The fault module itself, as another program would use it. */

#include "fault_double.h"
#include "witness.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void call_is_failed_by_its_number(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "fail C_GetSlotInfo 2 before CKR_DEVICE_ERROR\n"
                          "fail any 7 before CKR_HOST_MEMORY\n"
                          "fail C_GetInfo * before CKR_GENERAL_ERROR\n");
    CK_SLOT_INFO slot;
    CK_INFO info;

    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_DEVICE_ERROR);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_HOST_MEMORY);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_int_equal(module.functions->C_GetInfo(&info), CKR_GENERAL_ERROR);
    assert_int_equal(module.functions->C_GetInfo(&info), CKR_GENERAL_ERROR);
    double_stop(&module);
}

static void counts_begin_anew_with_each_initialization(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "fail C_GetInfo 2 before CKR_DEVICE_ERROR\n");
    CK_INFO info;

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(module.functions->C_GetInfo(&info), CKR_OK);
        assert_int_equal(module.functions->C_GetInfo(&info), CKR_DEVICE_ERROR);
        assert_int_equal(module.functions->C_Finalize(NULL), CKR_OK);
        assert_int_equal(module.functions->C_Initialize(NULL), CKR_OK);
    }
    double_stop(&module);
}

static void effect_stays_when_a_call_fails_afterwards(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "fail C_Login 1 after CKR_DEVICE_ERROR\n"
                          "fail C_Logout 1 before CKR_DEVICE_ERROR\n");
    CK_SESSION_HANDLE session = double_session(&module);
    CK_UTF8CHAR pin[] = USER_PIN;

    assert_int_equal(module.functions->C_Login(session, CKU_USER, pin, 4), CKR_DEVICE_ERROR);
    assert_int_equal(module.functions->C_Login(session, CKU_USER, pin, 4),
                     CKR_USER_ALREADY_LOGGED_IN);
    assert_int_equal(module.functions->C_Logout(session), CKR_DEVICE_ERROR);
    assert_int_equal(module.functions->C_Logout(session), CKR_OK);
    double_stop(&module);
}

static void token_that_vanished_stays_away(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module = double_start(bed, "vanish C_GetSessionInfo 1\n");
    CK_SESSION_HANDLE session = double_session(&module);
    CK_SESSION_INFO session_info;
    CK_TOKEN_INFO info;
    CK_SLOT_INFO slot;
    CK_SLOT_ID slots[8];
    CK_ULONG count = COUNT_OF(slots);

    assert_int_equal(module.functions->C_GetSessionInfo(session, &session_info),
                     CKR_DEVICE_REMOVED);
    assert_int_equal(module.functions->C_GetSessionInfo(session, &session_info),
                     CKR_SESSION_HANDLE_INVALID);
    assert_int_equal(module.functions->C_GetTokenInfo(module.slot, &info), CKR_TOKEN_NOT_PRESENT);
    assert_int_equal(module.functions->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_true((slot.flags & CKF_TOKEN_PRESENT) == 0);
    double_stop(&module);
}

static bool lists(const CK_MECHANISM_TYPE *types, CK_ULONG count, CK_MECHANISM_TYPE type)
{
    for (CK_ULONG i = 0; i < count; i++) {
        if (types[i] == type) {
            return true;
        }
    }
    return false;
}

static void hidden_mechanism_is_not_listed(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "hide-mechanism CKM_ECDSA\nhide-mechanism CKM_RSA_PKCS\n");
    CK_MECHANISM_TYPE types[256];
    CK_MECHANISM_INFO info;
    CK_ULONG real = 0;
    CK_ULONG size = 0;
    CK_ULONG count = 1;

    assert_int_equal(softhsm()->C_GetMechanismList(module.slot, NULL, &real), CKR_OK);
    assert_int_equal(module.functions->C_GetMechanismList(module.slot, NULL, &size), CKR_OK);
    assert_int_equal(size, real - 2);
    assert_int_equal(module.functions->C_GetMechanismList(module.slot, types, &count),
                     CKR_BUFFER_TOO_SMALL);
    assert_int_equal(count, size);
    assert_int_equal(module.functions->C_GetMechanismList(module.slot, types, &count), CKR_OK);
    assert_false(lists(types, count, CKM_ECDSA));
    assert_false(lists(types, count, CKM_RSA_PKCS));
    assert_true(lists(types, count, CKM_RSA_PKCS_PSS));
    assert_int_equal(module.functions->C_GetMechanismInfo(module.slot, CKM_ECDSA, &info),
                     CKR_MECHANISM_INVALID);
    double_stop(&module);
}

/* The only public key by its point, WRAPPED as the standard wants it or raw. */
static CK_ULONG find_point(const struct double_under_test *module, CK_SESSION_HANDLE session,
                           CK_BYTE *point, CK_ULONG size)
{
    CK_ATTRIBUTE template[] = {{CKA_EC_POINT, point, size}};
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG found = 0;

    assert_int_equal(module->functions->C_FindObjectsInit(session, template, 1), CKR_OK);
    assert_int_equal(module->functions->C_FindObjects(session, &object, 1, &found), CKR_OK);
    assert_int_equal(module->functions->C_FindObjectsFinal(session), CKR_OK);
    return found;
}

static void raw_point_is_read_and_searched_raw(void **state)
{
    struct bed *bed = *state;
    struct witness witness = witness_open(TOKEN_LABEL);
    const struct witness_pair pair = {.label = "key", .id = "1"};
    CK_OBJECT_HANDLE public_key = 0;
    CK_OBJECT_HANDLE private_key = 0;
    CLEANUP_VALUE(bytes_clear) struct bytes wrapped = {0};
    struct double_under_test module;
    CK_SESSION_HANDLE session;
    CK_BYTE point[66];
    CK_ATTRIBUTE attribute = {CKA_EC_POINT, point, sizeof point};
    CK_ATTRIBUTE small = {CKA_EC_POINT, point, 64};

    witness_generate(&witness, &pair, &public_key, &private_key);
    wrapped = witness_read(&witness, public_key, CKA_EC_POINT);
    witness_close(&witness);
    module = double_start(bed, "ec-point raw\n");
    session = double_session(&module);
    assert_int_equal(find_point(&module, session, wrapped.data, wrapped.size), 0);
    assert_int_equal(find_point(&module, session, wrapped.data + 2, wrapped.size - 2), 1);
    assert_int_equal(module.functions->C_FindObjectsInit(session, NULL, 0), CKR_OK);
    assert_int_equal(module.functions->C_FindObjects(session, &public_key, 1, &(CK_ULONG){0}),
                     CKR_OK);
    assert_int_equal(module.functions->C_FindObjectsFinal(session), CKR_OK);
    assert_int_equal(module.functions->C_GetAttributeValue(session, public_key, &attribute, 1),
                     CKR_OK);
    assert_int_equal(attribute.ulValueLen, 65);
    assert_memory_equal(point, wrapped.data + 2, 65);
    assert_int_equal(module.functions->C_GetAttributeValue(session, public_key, &small, 1),
                     CKR_BUFFER_TOO_SMALL);
    assert_true(small.ulValueLen == (CK_ULONG)-1);
    double_stop(&module);
}

static void call_hangs_as_long_as_it_is_told(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module = double_start(bed, "hang C_GetInfo 1 1\n");
    struct timespec before;
    struct timespec after;
    CK_INFO info;

    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &before), 0);
    assert_int_equal(module.functions->C_GetInfo(&info), CKR_OK);
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &after), 0);
    assert_true(after.tv_sec - before.tv_sec >= 1);
    double_stop(&module);
}

static void call_crashes_the_program(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module = double_load(bed, "crash C_GetInfo 1\n");
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        CK_INFO info;

        (void)signal(SIGSEGV, SIG_DFL); /* the sanitizer would report it */
        if (module.functions->C_Initialize(NULL) == CKR_OK) {
            (void)module.functions->C_GetInfo(&info);
        }
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    assert_int_equal(dlclose(module.library), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(call_is_failed_by_its_number),
        FLOW(counts_begin_anew_with_each_initialization),
        FLOW(effect_stays_when_a_call_fails_afterwards),
        FLOW(token_that_vanished_stays_away),
        FLOW(hidden_mechanism_is_not_listed),
        FLOW(raw_point_is_read_and_searched_raw),
        FLOW(call_hangs_as_long_as_it_is_told),
        FLOW(call_crashes_the_program),
    };

    return cmocka_run_group_tests_name("fault_module", tests, NULL, NULL);
}
