/* SPDX-License-Identifier: Apache-2.0 */

/* What the fault module reads in a scenario file. */

#include "fault_double.h"
#include "witness.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* What C_Initialize says on stderr about SCENARIO; the caller clears it. */
static struct bytes complaint_about(struct bed *bed, const char *scenario)
{
    struct double_under_test module = double_load(bed, scenario);
    CLEANUP(text_free) char *path = bed_path(bed, "stderr");
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    struct bytes said = {0};
    int saved = dup(STDERR_FILENO);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CK_RV rv;

    assert_true(saved >= 0 && file >= 0);
    assert_true(dup2(file, STDERR_FILENO) >= 0);
    rv = module.functions->C_Initialize(NULL);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    assert_int_equal(close(saved) + close(file), 0);
    assert_int_equal(rv, CKR_FUNCTION_FAILED);
    assert_int_equal(dlclose(module.library), 0);
    assert_true(file_read(path, 4096, &said, &failure));
    bytes_append(&said, "", 1);
    return said;
}

static void mistake_in_a_scenario_is_named_with_file_and_line(void **state)
{
    static const char *const mistakes[] = {
        "explode C_Sign 1",
        "fail",
        "fail C_Sing 1 before CKR_DEVICE_ERROR",
        "fail C_Sign 0 before CKR_DEVICE_ERROR",
        "fail C_Sign 1 during CKR_DEVICE_ERROR",
        "fail C_Sign 1 before CKR_NOTHING",
        "fail C_Sign 1 before CKR_DEVICE_ERROR now",
        "vanish C_Sign",
        "hang C_Sign 1",
        "hang C_Sign 1 99999",
        "crash any",
        "token-flags CKF_USER_PIN_LOCKED",
        "token-flags +CKF_HW_SLOT",
        "slot-flags",
        "token-field color red",
        "token-field model seventeen letters",
        "token-field label \\x4",
        "only-token",
        "only-token \\x4",
        "slot-field color red",
        "slot-field description \\x4",
        "token-memory public 10",
        "token-memory secret 1 1",
        "sessions 1",
        "pad zero",
        "pin-length 4",
        "pin-tries 0",
        "pin-state",
        "pad-pin",
        "pin-pad 1234",
        "ec-point wrapped",
        "ec-params oid",
        "log-out",
        "swap-token C_Login",
        "swap-token C_Login 1 seventeen letters",
        "token-memory 1000",
        "refuse-attribute CKA_NOTHING",
        "flip-attribute",
        "weaken CKA_EXTRACTABLE maybe",
        "private-attribute CKA_ID",
        "private-attribute CKA_ID 0g",
        "hide-mechanism CKM_NOTHING",
        "wrong-signature please",
        "mechanism-flags +CKF_HW_SLOT",
        "library-field model A",
        "version token 1 2",
        "version library 1",
        "version library 1 256",
        "copy strong",
        "lack C_Nothing",
    };
    struct bed *bed = *state;
    size_t cases = 0;

    for (; cases < COUNT_OF(mistakes); cases++) {
        CLEANUP(text_free) char *text = text_format("# first\n\n%s\n", mistakes[cases]);
        CLEANUP_VALUE(bytes_clear) struct bytes said = complaint_about(bed, text);

        assert_non_null(strstr((const char *)said.data, "/scenario:3: "));
        assert_non_null(strstr((const char *)said.data, "fault-module: "));
    }
    print_message("%zu mistakes\n", cases);
    assert_int_equal(cases, 50);
}

static void every_word_is_understood(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "# every word\r\n"
                          "fail C_Sign 1 before CKR_DEVICE_ERROR\n"
                          "fail C_Sign * after 0x80000001\n"
                          "  fail any 17 before 48\n"
                          "vanish C_Sign 3\n"
                          "hang C_Sign 4 1\n"
                          "crash C_Sign 5\n"
                          "token-flags +CKF_USER_PIN_FINAL_TRY -CKF_USER_PIN_INITIALIZED\n"
                          "slot-flags +CKF_HW_SLOT -0x2\n"
                          "token-field label a label\n"
                          "slot-field description a reader\n"
                          "slot-field manufacturer a maker\n"
                          "sessions 3 0\n"
                          "pad nul\n"
                          "token-field manufacturer \\x41\\\\\n"
                          "pad blank\n"
                          "token-field model \n"
                          "token-field serial 0123456789abcdef\n"
                          "only-token flow\n"
                          "token-flags +CKF_SO_PIN_LOCKED\n"
                          "only-token another\n"
                          "token-field serial fedcba9876543210\n"
                          "token-flags +CKF_WRITE_PROTECTED\n"
                          "pin-length 6 8\n"
                          "pin-tries 3\n"
                          "pin-state /nonexistent/tries\n"
                          "pin-pad\n"
                          "pad-pin 1234\n"
                          "always-authenticate\n"
                          "no-context-login\n"
                          "initialize-refuses-arguments\n"
                          "log-out C_Sign 6\n"
                          "swap-token C_Sign 7 other\n"
                          "token-memory 0x1000 17\n"
                          "token-memory private 2000 0xffffffffffffffff\n"
                          "ec-point compressed\n"
                          "ec-point bit-string\n"
                          "ec-point raw\n"
                          "ec-params name\n"
                          "no-multi-attribute\n"
                          "refuse-attribute CKA_DERIVE\n"
                          "flip-attribute CKA_VALUE\n"
                          "weaken CKA_EXTRACTABLE true\n"
                          "private-attribute CKA_PUBLIC_KEY_INFO 3000\n"
                          "hide-mechanism CKM_ECDSA\n"
                          "wrong-signature\n"
                          "swap-public-key\n"
                          "mechanism-flags +CKF_HW -CKF_SIGN\n"
                          "library-field description a library\n"
                          "library-field manufacturer its maker\n"
                          "version library 1 2\n"
                          "version slot-hardware 3 4\n"
                          "version slot-firmware 5 6\n"
                          "version token-hardware 7 8\n"
                          "version token-firmware 9 255\n"
                          "copy weak\n"
                          "lack C_WrapKey");
    CK_SLOT_INFO slot;
    CK_TOKEN_INFO info;

    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_true((slot.flags & CKF_HW_SLOT) != 0);
    assert_memory_equal(slot.slotDescription, "a reader        ", 16);
    assert_memory_equal(slot.manufacturerID, "a maker         ", 16);
    assert_int_equal(module.functions->C_GetTokenInfo(module.slot, &info), CKR_OK);
    assert_true((info.flags & CKF_USER_PIN_FINAL_TRY) != 0);
    assert_true((info.flags & CKF_USER_PIN_INITIALIZED) == 0);
    assert_true((info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0);
    assert_true((info.flags & CKF_SO_PIN_LOCKED) != 0);
    assert_true((info.flags & CKF_WRITE_PROTECTED) == 0);
    assert_int_equal(info.ulTotalPrivateMemory, 2000);
    assert_int_equal(info.ulFreePrivateMemory, CK_UNAVAILABLE_INFORMATION);
    assert_int_equal(info.ulSessionCount, 3);
    assert_int_equal(info.ulMaxSessionCount, 0);
    assert_int_equal(info.ulMinPinLen, 6);
    assert_int_equal(info.ulMaxPinLen, 8);
    assert_int_equal(info.ulTotalPublicMemory, 4096);
    assert_int_equal(info.ulFreePublicMemory, 17);
    assert_memory_equal(info.label, "a label                         ", 32);
    assert_memory_equal(info.manufacturerID,
                        "A\\\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
    assert_memory_equal(info.model, "                ", 16);
    assert_memory_equal(info.serialNumber, "0123456789abcdef", 16);
    double_stop(&module);
}

#define BLANKS_20 "                    "

static void library_versions_and_mechanisms_are_what_the_scenario_says(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module =
        double_start(bed, "library-field description a library  \n"
                          "library-field manufacturer \n"
                          "version library 1 2\nversion slot-hardware 3 4\n"
                          "version slot-firmware 5 6\nversion token-hardware 7 8\n"
                          "version token-firmware 9 255\n"
                          "mechanism-flags +CKF_HW -CKF_SIGN\n"
                          "lack C_WrapKey\n");
    CK_MECHANISM_INFO mechanism;
    CK_TOKEN_INFO token;
    CK_SLOT_INFO slot;
    CK_INFO library;

    assert_int_equal(module.functions->C_GetInfo(&library), CKR_OK);
    assert_memory_equal(library.libraryDescription, "a library   " BLANKS_20, 32);
    assert_memory_equal(library.manufacturerID, "            " BLANKS_20, 32);
    assert_true(library.libraryVersion.major == 1 && library.libraryVersion.minor == 2);
    assert_int_equal(module.functions->C_GetSlotInfo(module.slot, &slot), CKR_OK);
    assert_true(slot.hardwareVersion.major == 3 && slot.hardwareVersion.minor == 4);
    assert_true(slot.firmwareVersion.major == 5 && slot.firmwareVersion.minor == 6);
    assert_int_equal(module.functions->C_GetTokenInfo(module.slot, &token), CKR_OK);
    assert_true(token.hardwareVersion.major == 7 && token.hardwareVersion.minor == 8);
    assert_true(token.firmwareVersion.major == 9 && token.firmwareVersion.minor == 255);
    assert_int_equal(module.functions->C_GetMechanismInfo(module.slot, CKM_ECDSA, &mechanism),
                     CKR_OK);
    assert_true((mechanism.flags & CKF_HW) != 0 && (mechanism.flags & CKF_SIGN) == 0);
    assert_null(module.functions->C_WrapKey);
    assert_non_null(module.functions->C_UnwrapKey);
    double_stop(&module);
}

static void without_scenario_nothing_is_changed(void **state)
{
    struct bed *bed = *state;
    struct double_under_test module = double_start(bed, "");
    CK_TOKEN_INFO info = {0};
    CK_TOKEN_INFO real = {0}; /* without a clock SoftHSM leaves utcTime alone */

    assert_int_equal(module.functions->C_GetTokenInfo(module.slot, &info), CKR_OK);
    assert_int_equal(softhsm()->C_GetTokenInfo(module.slot, &real), CKR_OK);
    assert_memory_equal(&info, &real, sizeof info);
    double_stop(&module);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(mistake_in_a_scenario_is_named_with_file_and_line),
        FLOW(every_word_is_understood),
        FLOW(library_versions_and_mechanisms_are_what_the_scenario_says),
        FLOW(without_scenario_nothing_is_changed),
    };

    return cmocka_run_group_tests_name("scenario", tests, NULL, NULL);
}
