/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pkcs11/ckr.h"

/* Codes p11-kit's header lacks or has under other numbers: pkcs11t.h of OASIS, v3.0 to v3.2. */
static const struct {
    unsigned long rv;
    const char *name;
} later_codes[] = {
    {0x42, "CKR_AEAD_DECRYPT_FAILED"},
    {0x1b5, "CKR_EXCEEDED_MAX_ITERATIONS"},
    {0x1b6, "CKR_FIPS_SELF_TEST_FAILED"},
    {0x1b7, "CKR_LIBRARY_LOAD_FAILED"},
    {0x1b8, "CKR_PIN_TOO_WEAK"},
    {0x1b9, "CKR_PUBLIC_KEY_INVALID"},
    {0x201, "CKR_TOKEN_RESOURCE_EXCEEDED"},
    {0x202, "CKR_OPERATION_CANCEL_FAILED"},
    {0x203, "CKR_KEY_EXHAUSTED"},
    {0x204, "CKR_PENDING"},
    {0x205, "CKR_SESSION_ASYNC_NOT_SUPPORTED"},
    {0x206, "CKR_SEED_RANDOM_REQUIRED"},
    {0x207, "CKR_OPERATION_NOT_VALIDATED"},
    {0x208, "CKR_TOKEN_NOT_INITIALIZED"},
    {0x209, "CKR_PARAMETER_SET_NOT_SUPPORTED"},
};

static const char *const functions[] = {
    "C_Initialize",
    "C_GetSlotList",
    "C_GetTokenInfo",
    "C_InitToken",
    "C_InitPIN",
    "C_SetPIN",
    "C_OpenSession",
    "C_Login",
    "C_FindObjectsInit",
    "C_GetAttributeValue",
    "C_SetAttributeValue",
    "C_CreateObject",
    "C_DestroyObject",
    "C_SignInit",
    "C_Sign",
    "C_GenerateKeyPair",
};

static struct failure explained(const char *function, unsigned long rv)
{
    struct failure failure = {0};

    (void)failure_set(&failure, FAILURE_MODULE, "action");
    failure_set_cryptoki(&failure, function, ckr_name(rv), rv);
    ckr_explain(&failure);
    return failure;
}

static bool is_text(const char *text)
{
    return text != NULL && strlen(text) > 9;
}

/* Has it a cause and a next step, whichever function returned it? Returns how many it was. */
static size_t check_code(unsigned long rv, const char *name)
{
    size_t cases = 0;

    if (strcmp(ckr_name(rv), name) != 0) {
        print_error("0x%lx is %s, not %s\n", rv, ckr_name(rv), name);
        fail();
    }
    for (; cases < COUNT_OF(functions); cases++) {
        struct failure failure = explained(functions[cases], rv);

        if (!is_text(failure.cause) || !is_text(failure.hint)) {
            print_error("%s from %s has no cause or no hint\n", name, functions[cases]);
            fail();
        }
        failure_clear(&failure);
    }
    return cases;
}

/* "#define CKR_NAME (0x12UL)" with any blanks. */
static bool read_definition(const char *line, char ret_name[64], unsigned long *ret_rv)
{
    char number[32];
    char *end = NULL;

    if (sscanf(line, "#define CKR_%59[A-Z0-9_] (%31[0-9a-fA-FxX]", ret_name + 4, number) != 2) {
        return false;
    }
    memcpy(ret_name, "CKR_", 4);
    *ret_rv = strtoul(number, &end, 0);
    return *end == '\0';
}

static void every_code_of_the_header_has_a_cause_and_a_next_step(void **state)
{
    FILE *header = fopen(P11KIT_HEADER, "re");
    char line[256];
    char name[64];
    unsigned long rv = 0;
    size_t codes = 0;
    size_t cases = 0;

    (void)state;
    assert_non_null(header);
    while (fgets(line, sizeof line, header) != NULL) {
        if (read_definition(line, name, &rv)) {
            cases += check_code(rv, name);
            codes++;
        }
    }
    assert_int_equal(fclose(header), 0);
    print_message("%zu codes\n", codes);
    assert_in_range(codes, 94, 200); /* p11-kit 0.24 has 94 */
    assert_int_equal(cases, codes * COUNT_OF(functions));
}

static void every_code_of_version_3_has_a_cause_and_a_next_step(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(later_codes); i++) {
        cases += check_code(later_codes[i].rv, later_codes[i].name);
    }
    assert_int_equal(cases, 15 * 16);
}

static void unknown_codes_are_told_by_number(void **state)
{
    static const unsigned long unknown[] = {0x04, 0x99, 0x20a, 0x1000, 0x7fffffff};
    struct failure vendor = explained("C_Sign", 0x80000123);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        struct failure failure = explained("C_Sign", unknown[i]);

        assert_string_equal(failure.rv_name, "unknown");
        assert_true(failure.rv == unknown[i]);
        assert_true(is_text(failure.cause) && is_text(failure.hint));
        failure_clear(&failure);
    }
    assert_string_equal(vendor.rv_name, "CKR_VENDOR_DEFINED");
    assert_true(vendor.rv == 0x80000123);
    assert_non_null(strstr(vendor.cause, "vendor"));
    failure_clear(&vendor);
}

static void function_decides_what_a_code_means(void **state)
{
    static const struct {
        const char *function;
        unsigned long rv;
        const char *cause;
    } meanings[] = {
        {"C_Login", 0x05, "refused the PIN"},
        {"C_Initialize", 0x05, "could not start"},
        {"C_GenerateKeyPair", 0x05, "may be full"},
        {"C_CreateObject", 0x05, "may be full"},
        {"C_Sign", 0x05, "gave no reason"},
        {"C_InitToken", 0xa0, "SO PIN is wrong"},
        {"C_SetPIN", 0xa0, "present PIN is wrong"},
        {"C_Login", 0xa0, "PIN is wrong"},
        {"C_SignInit", 0x70, "sign this way"},
        {"C_GenerateKeyPair", 0x70, "keys of this type"},
        {"C_OpenSession", 0x30, "does not answer"},
    };
    size_t cases = 0;

    (void)state;
    for (; cases < COUNT_OF(meanings); cases++) {
        struct failure failure = explained(meanings[cases].function, meanings[cases].rv);

        assert_non_null(strstr(failure.cause, meanings[cases].cause));
        failure_clear(&failure);
    }
    assert_int_equal(cases, 11);
}

static void cause_that_is_there_stays(void **state)
{
    struct failure failure = {0};

    (void)state;
    (void)failure_set(&failure, FAILURE_PIN, "action");
    failure_set_cryptoki(&failure, "C_Login", ckr_name(0xa0), 0xa0);
    (void)failure_cause(&failure, "one try is left");
    ckr_explain(&failure);
    assert_string_equal(failure.cause, "one try is left");
    assert_true(is_text(failure.hint));
    failure_clear(&failure);
}

static void failure_without_a_module_is_left_alone(void **state)
{
    struct failure failure = {0};

    (void)state;
    (void)failure_set(&failure, FAILURE_HOST, "action");
    ckr_explain(&failure);
    assert_null(failure.cause);
    assert_null(failure.hint);
    failure_clear(&failure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_of_the_header_has_a_cause_and_a_next_step),
        cmocka_unit_test(every_code_of_version_3_has_a_cause_and_a_next_step),
        cmocka_unit_test(unknown_codes_are_told_by_number),
        cmocka_unit_test(function_decides_what_a_code_means),
        cmocka_unit_test(cause_that_is_there_stays),
        cmocka_unit_test(failure_without_a_module_is_left_alone),
    };

    return cmocka_run_group_tests_name("ckr", tests, NULL, NULL);
}
