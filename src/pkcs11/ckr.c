/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/ckr.h"

#include <string.h>

#include "base/i18n.h"
#include "cryptoki.h"
#include "raise.h"

/* The codes of PKCS#11 v2.40 and v3.0, with the plain cause and the next step where there is one.
 */
static const struct ckr {
    unsigned long rv;
    const char *name;
    const char *cause;
    const char *hint;
} codes[] = {
    {0x00, "CKR_OK", NULL, NULL},
    {0x01, "CKR_CANCEL", N_("the operation was canceled"), NULL},
    {0x02, "CKR_HOST_MEMORY", N_("the module ran out of memory on this computer"), NULL},
    {0x03, "CKR_SLOT_ID_INVALID", N_("the slot is not there any more"),
     N_("run 'hardtoken token list' and try again")},
    {0x05, "CKR_GENERAL_ERROR", N_("the module gave no reason"),
     N_("run again with --trace, and look at the log of the module")},
    {0x06, "CKR_FUNCTION_FAILED", N_("the module gave no reason"),
     N_("run again with --trace, and look at the log of the module")},
    {0x07, "CKR_ARGUMENTS_BAD", N_("the module does not accept the arguments of the call"), NULL},
    {0x08, "CKR_NO_EVENT", N_("nothing happened on any slot"), NULL},
    {0x09, "CKR_NEED_TO_CREATE_THREADS", N_("the module must be allowed to start threads"), NULL},
    {0x0a, "CKR_CANT_LOCK", N_("the module cannot be used by several threads"), NULL},
    {0x10, "CKR_ATTRIBUTE_READ_ONLY", N_("the token does not let this attribute be set"), NULL},
    {0x11, "CKR_ATTRIBUTE_SENSITIVE", N_("the token does not reveal this attribute"), NULL},
    {0x12, "CKR_ATTRIBUTE_TYPE_INVALID", N_("the token does not know one of the attributes"), NULL},
    {0x13, "CKR_ATTRIBUTE_VALUE_INVALID",
     N_("the token does not accept the value of one of the attributes"),
     N_("the key type, the id or the label may be one this token does not support")},
    {0x1b, "CKR_ACTION_PROHIBITED", N_("the token does not allow this on that object"), NULL},
    {0x20, "CKR_DATA_INVALID", N_("the token does not accept the data"), NULL},
    {0x21, "CKR_DATA_LEN_RANGE", N_("the data is too long or too short for this key"), NULL},
    {0x30, "CKR_DEVICE_ERROR", N_("the token or its reader reported a fault"),
     N_("take the token out, put it back and try again")},
    {0x31, "CKR_DEVICE_MEMORY", N_("the token is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {0x32, "CKR_DEVICE_REMOVED", N_("the token was taken out"),
     N_("put the token back and run the command again")},
    {0x40, "CKR_ENCRYPTED_DATA_INVALID", NULL, NULL},
    {0x41, "CKR_ENCRYPTED_DATA_LEN_RANGE", NULL, NULL},
    {0x42, "CKR_AEAD_DECRYPT_FAILED", NULL, NULL},
    {0x50, "CKR_FUNCTION_CANCELED", N_("the operation was canceled on the token or its reader"),
     NULL},
    {0x51, "CKR_FUNCTION_NOT_PARALLEL", NULL, NULL},
    {0x54, "CKR_FUNCTION_NOT_SUPPORTED", N_("the module does not implement this function"), NULL},
    {0x60, "CKR_KEY_HANDLE_INVALID", N_("the key is not on the token any more"), NULL},
    {0x62, "CKR_KEY_SIZE_RANGE", N_("the token does not support keys of this size"),
     N_("choose another size with --key")},
    {0x63, "CKR_KEY_TYPE_INCONSISTENT", N_("the key is of another kind than the mechanism"), NULL},
    {0x64, "CKR_KEY_NOT_NEEDED", NULL, NULL},
    {0x65, "CKR_KEY_CHANGED", NULL, NULL},
    {0x66, "CKR_KEY_NEEDED", NULL, NULL},
    {0x67, "CKR_KEY_INDIGESTIBLE", NULL, NULL},
    {0x68, "CKR_KEY_FUNCTION_NOT_PERMITTED", N_("the key may not be used for this"),
     N_("the key must have been made for signing (CKA_SIGN)")},
    {0x69, "CKR_KEY_NOT_WRAPPABLE", NULL, NULL},
    {0x6a, "CKR_KEY_UNEXTRACTABLE", N_("the key cannot leave the token"), NULL},
    {0x70, "CKR_MECHANISM_INVALID", N_("the token cannot do this kind of key or signature"),
     N_("choose another --key, --sign-with or --digest")},
    {0x71, "CKR_MECHANISM_PARAM_INVALID",
     N_("the token does not support this combination of parameters"),
     N_("choose another --digest or --sign-with")},
    {0x82, "CKR_OBJECT_HANDLE_INVALID", N_("the object is not on the token any more"), NULL},
    {0x90, "CKR_OPERATION_ACTIVE", N_("another operation is still running on the token"), NULL},
    {0x91, "CKR_OPERATION_NOT_INITIALIZED", N_("the module lost the operation half way"), NULL},
    {0xa0, "CKR_PIN_INCORRECT", N_("the PIN is wrong"),
     N_("make sure of the PIN before the next try: each wrong one may count")},
    {0xa1, "CKR_PIN_INVALID", N_("the PIN holds characters the token does not accept"), NULL},
    {0xa2, "CKR_PIN_LEN_RANGE", N_("the PIN is too short or too long for this token"), NULL},
    {0xa3, "CKR_PIN_EXPIRED", N_("the PIN has expired and must be changed first"), NULL},
    {0xa4, "CKR_PIN_LOCKED", N_("the PIN is locked"), N_("unblock it with the PUK or SO PIN")},
    {0xb0, "CKR_SESSION_CLOSED", N_("the session with the token was closed"),
     N_("if the token was taken out, put it back; then run the command again")},
    {0xb1, "CKR_SESSION_COUNT", N_("too many sessions are open on the token"),
     N_("close other programs that use the token")},
    {0xb3, "CKR_SESSION_HANDLE_INVALID", N_("the session with the token ended"),
     N_("if the token was taken out, put it back; then run the command again")},
    {0xb4, "CKR_SESSION_PARALLEL_NOT_SUPPORTED", NULL, NULL},
    {0xb5, "CKR_SESSION_READ_ONLY", N_("the token can only be read"), NULL},
    {0xb6, "CKR_SESSION_EXISTS", N_("a session with the token is open"),
     N_("close other programs that use the token")},
    {0xb7, "CKR_SESSION_READ_ONLY_EXISTS", NULL, NULL},
    {0xb8, "CKR_SESSION_READ_WRITE_SO_EXISTS", NULL, NULL},
    {0xc0, "CKR_SIGNATURE_INVALID", NULL, NULL},
    {0xc1, "CKR_SIGNATURE_LEN_RANGE", NULL, NULL},
    {0xd0, "CKR_TEMPLATE_INCOMPLETE", N_("the token wants an attribute that was not given"), NULL},
    {0xd1, "CKR_TEMPLATE_INCONSISTENT",
     N_("the token does not accept this combination of attributes"), NULL},
    {0xe0, "CKR_TOKEN_NOT_PRESENT", N_("there is no token in the slot"),
     N_("put the token in and run the command again")},
    {0xe1, "CKR_TOKEN_NOT_RECOGNIZED", N_("the module does not know this kind of token"),
     N_("use the module of the token's vendor")},
    {0xe2, "CKR_TOKEN_WRITE_PROTECTED", N_("the token is write-protected"), NULL},
    {0xf0, "CKR_UNWRAPPING_KEY_HANDLE_INVALID", NULL, NULL},
    {0xf1, "CKR_UNWRAPPING_KEY_SIZE_RANGE", NULL, NULL},
    {0xf2, "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", NULL, NULL},
    {0x100, "CKR_USER_ALREADY_LOGGED_IN", N_("somebody is logged in already"), NULL},
    {0x101, "CKR_USER_NOT_LOGGED_IN", N_("the token wants the PIN first"),
     N_("give the PIN with --pin-file, --pin-fd or --pin-env")},
    {0x102, "CKR_USER_PIN_NOT_INITIALIZED", N_("the user PIN was never set"),
     N_("set it with the SO PIN; 'hardtoken token init' does so for a new token")},
    {0x103, "CKR_USER_TYPE_INVALID", N_("the token does not let this kind of user do that"), NULL},
    {0x104, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", N_("another user is logged in"), NULL},
    {0x105, "CKR_USER_TOO_MANY_TYPES", NULL, NULL},
    {0x110, "CKR_WRAPPED_KEY_INVALID", NULL, NULL},
    {0x112, "CKR_WRAPPED_KEY_LEN_RANGE", NULL, NULL},
    {0x113, "CKR_WRAPPING_KEY_HANDLE_INVALID", NULL, NULL},
    {0x114, "CKR_WRAPPING_KEY_SIZE_RANGE", NULL, NULL},
    {0x115, "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", NULL, NULL},
    {0x120, "CKR_RANDOM_SEED_NOT_SUPPORTED", NULL, NULL},
    {0x121, "CKR_RANDOM_NO_RNG", N_("the token has no random number generator"), NULL},
    {0x130, "CKR_DOMAIN_PARAMS_INVALID", N_("the token does not support this curve"),
     N_("choose another --key")},
    {0x140, "CKR_CURVE_NOT_SUPPORTED", N_("the token does not support this curve"),
     N_("choose another --key")},
    {0x150, "CKR_BUFFER_TOO_SMALL", NULL, NULL},
    {0x160, "CKR_SAVED_STATE_INVALID", NULL, NULL},
    {0x170, "CKR_INFORMATION_SENSITIVE", NULL, NULL},
    {0x180, "CKR_STATE_UNSAVEABLE", NULL, NULL},
    {0x190, "CKR_CRYPTOKI_NOT_INITIALIZED", N_("the module was shut down half way"), NULL},
    {0x191, "CKR_CRYPTOKI_ALREADY_INITIALIZED", NULL, NULL},
    {0x1a0, "CKR_MUTEX_BAD", NULL, NULL},
    {0x1a1, "CKR_MUTEX_NOT_LOCKED", NULL, NULL},
    {0x1b0, "CKR_NEW_PIN_MODE", NULL, NULL},
    {0x1b1, "CKR_NEXT_OTP", NULL, NULL},
    {0x1c0, "CKR_EXCEEDED_MAX_ITERATIONS", NULL, NULL},
    {0x1c1, "CKR_FIPS_SELF_TEST_FAILED", N_("the self-test of the module failed"), NULL},
    {0x1c2, "CKR_LIBRARY_LOAD_FAILED", N_("the module could not load a library it needs"), NULL},
    {0x1c3, "CKR_PIN_TOO_WEAK", N_("the new PIN is too simple for this token"), NULL},
    {0x1c4, "CKR_PUBLIC_KEY_INVALID", N_("the token finds the public key invalid"), NULL},
    {0x200, "CKR_FUNCTION_REJECTED", N_("the token or a person refused the operation"), NULL},
    {0x201, "CKR_TOKEN_RESOURCE_EXCEEDED", N_("the token has no resources left for this"), NULL},
    {0x202, "CKR_OPERATION_CANCEL_FAILED", NULL, NULL},
    {0x203, "CKR_KEY_EXHAUSTED", N_("the key may not be used any more"), NULL},
};

static const struct ckr *ckr_find(unsigned long rv)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].rv == rv) {
            return &codes[i];
        }
    }
    return NULL;
}

const char *ckr_name(unsigned long rv)
{
    const struct ckr *known = ckr_find(rv);

    if (known != NULL) {
        return known->name;
    }
    return rv >= CKR_VENDOR_DEFINED ? "CKR_VENDOR_DEFINED" : "unknown";
}

void ckr_explain(struct failure *failure)
{
    const struct ckr *known = failure->function == NULL ? NULL : ckr_find(failure->rv);

    if (known == NULL) {
        return;
    }
    if (known->cause != NULL) {
        (void)failure_cause(failure, "%s", _(known->cause));
    }
    if (known->hint != NULL) {
        (void)failure_hint(failure, "%s", _(known->hint));
    }
}

enum failure_class ckr_class(unsigned long rv)
{
    switch (rv) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_EXPIRED:
    case CKR_PIN_LOCKED:
    case CKR_PIN_TOO_WEAK:
    case CKR_USER_PIN_NOT_INITIALIZED:
    case CKR_USER_NOT_LOGGED_IN:
        return FAILURE_PIN;
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
        return FAILURE_TOKEN_LOST;
    default:
        return FAILURE_MODULE;
    }
}
