/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include "functions.h"
#include "names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAMED(constant) {constant, #constant},
#define LAST_STANDARD_NUMBER                                                                       \
    0x1000 /* all return values and attribute types with a name are below */

struct word {
    CK_ULONG number;
    const char *text;
};

/* clang-format off */
static const struct word mechanisms[] = {
    NAMED(CKM_RSA_PKCS_KEY_PAIR_GEN) NAMED(CKM_RSA_X9_31_KEY_PAIR_GEN) NAMED(CKM_RSA_PKCS)
    NAMED(CKM_RSA_X_509) NAMED(CKM_RSA_PKCS_PSS) NAMED(CKM_RSA_PKCS_OAEP)
    NAMED(CKM_SHA1_RSA_PKCS) NAMED(CKM_SHA256_RSA_PKCS) NAMED(CKM_SHA384_RSA_PKCS)
    NAMED(CKM_SHA512_RSA_PKCS) NAMED(CKM_SHA256_RSA_PKCS_PSS) NAMED(CKM_SHA384_RSA_PKCS_PSS)
    NAMED(CKM_SHA512_RSA_PKCS_PSS) NAMED(CKM_EC_KEY_PAIR_GEN) NAMED(CKM_ECDSA)
    NAMED(CKM_ECDSA_SHA1) NAMED(CKM_ECDSA_SHA256) NAMED(CKM_ECDSA_SHA384) NAMED(CKM_ECDSA_SHA512)
    NAMED(CKM_EC_EDWARDS_KEY_PAIR_GEN) NAMED(CKM_EDDSA) NAMED(CKM_ECDH1_DERIVE)
};
static const struct word token_flags[] = {
    NAMED(CKF_RNG) NAMED(CKF_WRITE_PROTECTED) NAMED(CKF_LOGIN_REQUIRED)
    NAMED(CKF_USER_PIN_INITIALIZED) NAMED(CKF_RESTORE_KEY_NOT_NEEDED) NAMED(CKF_CLOCK_ON_TOKEN)
    NAMED(CKF_PROTECTED_AUTHENTICATION_PATH) NAMED(CKF_DUAL_CRYPTO_OPERATIONS)
    NAMED(CKF_TOKEN_INITIALIZED) NAMED(CKF_SECONDARY_AUTHENTICATION)
    NAMED(CKF_USER_PIN_COUNT_LOW) NAMED(CKF_USER_PIN_FINAL_TRY) NAMED(CKF_USER_PIN_LOCKED)
    NAMED(CKF_USER_PIN_TO_BE_CHANGED) NAMED(CKF_SO_PIN_COUNT_LOW) NAMED(CKF_SO_PIN_FINAL_TRY)
    NAMED(CKF_SO_PIN_LOCKED) NAMED(CKF_SO_PIN_TO_BE_CHANGED)
};
static const struct word slot_flags[] = {
    NAMED(CKF_TOKEN_PRESENT) NAMED(CKF_REMOVABLE_DEVICE) NAMED(CKF_HW_SLOT)
};
static const struct word mechanism_flags[] = {
    NAMED(CKF_HW) NAMED(CKF_ENCRYPT) NAMED(CKF_DECRYPT) NAMED(CKF_SIGN) NAMED(CKF_VERIFY)
    NAMED(CKF_GENERATE) NAMED(CKF_GENERATE_KEY_PAIR) NAMED(CKF_WRAP) NAMED(CKF_UNWRAP)
    NAMED(CKF_DERIVE)
};
/* clang-format on */

#define FIND(table, text, number) find(table, sizeof(table) / sizeof *(table), text, number)

static bool find(const struct word *words, size_t count, const char *text, CK_ULONG *ret_number)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].text, text) == 0) {
            *ret_number = words[i].number;
            return true;
        }
    }
    return false;
}

bool read_number(const char *text, CK_ULONG *ret_number)
{
    char *end = NULL;
    unsigned long number;

    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    errno = 0;
    number = strtoul(text, &end, text[0] == '0' && text[1] == 'x' ? 16 : 10);
    if (*end != '\0' || errno != 0) {
        return false;
    }
    *ret_number = number;
    return true;
}

static bool find_function(const char *text, CK_ULONG *ret_number)
{
    for (unsigned i = 0; i < FUNCTION_COUNT; i++) {
        if (strcmp(function_name(i), text) == 0) {
            *ret_number = i;
            return true;
        }
    }
    return false;
}

static bool find_return_value(const char *text, CK_ULONG *ret_number)
{
    char name[CKR_NAME_MAX];

    for (CK_RV rv = 0; rv < LAST_STANDARD_NUMBER; rv++) {
        ckr_name(rv, name);
        if (strcmp(name, text) == 0) {
            *ret_number = rv;
            return true;
        }
    }
    return false;
}

static bool find_attribute(const char *text, CK_ULONG *ret_number)
{
    for (CK_ATTRIBUTE_TYPE type = 0; type < LAST_STANDARD_NUMBER; type++) {
        const char *name = cka_name(type);

        if (name != NULL && strcmp(name, text) == 0) {
            *ret_number = type;
            return true;
        }
    }
    return false;
}

bool word_number(enum word_kind kind, const char *text, CK_ULONG *ret_number)
{
    switch (kind) {
    case WORD_FUNCTION:
        return find_function(text, ret_number);
    case WORD_CKR:
        return find_return_value(text, ret_number) || read_number(text, ret_number);
    case WORD_CKA:
        return find_attribute(text, ret_number) || read_number(text, ret_number);
    case WORD_CKM:
        return FIND(mechanisms, text, ret_number) || read_number(text, ret_number);
    case WORD_TOKEN_FLAG:
        return FIND(token_flags, text, ret_number) || read_number(text, ret_number);
    case WORD_SLOT_FLAG:
        return FIND(slot_flags, text, ret_number) || read_number(text, ret_number);
    case WORD_MECHANISM_FLAG:
        return FIND(mechanism_flags, text, ret_number) || read_number(text, ret_number);
    }
    return false;
}
