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
    {0x01, "CKR_CANCEL", N_("the operation was canceled"),
     N_("run the command again if that was not meant")},
    {0x02, "CKR_HOST_MEMORY", N_("the module ran out of memory on this computer"),
     N_("free memory on this computer and try again")},
    {0x03, "CKR_SLOT_ID_INVALID", N_("the slot is not there any more"),
     N_("run 'hardtoken token list' and try again")},
    {0x05, "CKR_GENERAL_ERROR", N_("the module gave no reason"),
     N_("run again with --trace, and look at the log of the module")},
    {0x06, "CKR_FUNCTION_FAILED", N_("the module gave no reason"),
     N_("run again with --trace, and look at the log of the module")},
    {0x07, "CKR_ARGUMENTS_BAD", N_("the module does not accept the arguments of the call"),
     N_("this module needs other arguments than most; tell its vendor, and run with --trace")},
    {0x08, "CKR_NO_EVENT", N_("nothing happened on any slot"), N_("nothing needs to be done")},
    {0x09, "CKR_NEED_TO_CREATE_THREADS", N_("the module must be allowed to start threads"),
     N_("the module cannot be used by this program")},
    {0x0a, "CKR_CANT_LOCK", N_("the module cannot be used by several threads"),
     N_("the module cannot be used by this program")},
    {0x10, "CKR_ATTRIBUTE_READ_ONLY", N_("the token does not let this attribute be set"),
     N_("the token decides this attribute itself")},
    {0x11, "CKR_ATTRIBUTE_SENSITIVE", N_("the token does not reveal this attribute"),
     N_("that is as it should be for a private key")},
    {0x12, "CKR_ATTRIBUTE_TYPE_INVALID", N_("the token does not know one of the attributes"),
     N_("the token is older or simpler than what was asked for; try without --id or with a shorter "
        "--label")},
    {0x13, "CKR_ATTRIBUTE_VALUE_INVALID",
     N_("the token does not accept the value of one of the attributes"),
     N_("the key type, the id or the label may be one this token does not support")},
    {0x1b, "CKR_ACTION_PROHIBITED", N_("the token does not allow this on that object"),
     N_("the object was made so that this is forbidden")},
    {0x20, "CKR_DATA_INVALID", N_("the token does not accept the data"),
     N_("choose another --digest or --sign-with")},
    {0x21, "CKR_DATA_LEN_RANGE", N_("the data is too long or too short for this key"),
     N_("choose a larger key or a shorter --digest")},
    {0x30, "CKR_DEVICE_ERROR", N_("the token or its reader reported a fault"),
     N_("take the token out, put it back and try again")},
    {0x31, "CKR_DEVICE_MEMORY", N_("the token is full"),
     N_("delete objects that are no longer needed; 'hardtoken list' shows them")},
    {0x32, "CKR_DEVICE_REMOVED", N_("the token was taken out"),
     N_("put the token back and run the command again")},
    {0x40, "CKR_ENCRYPTED_DATA_INVALID", N_("the encrypted data is broken"),
     N_("check the data that was given")},
    {0x41, "CKR_ENCRYPTED_DATA_LEN_RANGE", N_("the encrypted data has a wrong length"),
     N_("check the data that was given")},
    {0x42, "CKR_AEAD_DECRYPT_FAILED",
     N_("the encrypted data was changed or the key is another one"),
     N_("check the data and the key")},
    {0x50, "CKR_FUNCTION_CANCELED", N_("the operation was canceled on the token or its reader"),
     N_("run the command again if that was not meant")},
    {0x51, "CKR_FUNCTION_NOT_PARALLEL", N_("the module does not work in parallel"),
     N_("that is normal; the module is misusing this answer")},
    {0x54, "CKR_FUNCTION_NOT_SUPPORTED", N_("the module does not implement this function"),
     N_("the token or its module is too simple for this command")},
    {0x60, "CKR_KEY_HANDLE_INVALID", N_("the key is not on the token any more"),
     N_("run 'hardtoken key list' and try again")},
    {0x62, "CKR_KEY_SIZE_RANGE", N_("the token does not support keys of this size"),
     N_("choose another size with --key")},
    {0x63, "CKR_KEY_TYPE_INCONSISTENT", N_("the key is of another kind than the mechanism"),
     N_("choose another --sign-with")},
    {0x64, "CKR_KEY_NOT_NEEDED", N_("the operation takes no key"),
     N_("this is a fault of the module")},
    {0x65, "CKR_KEY_CHANGED", N_("the key is another one than before"), N_("start again")},
    {0x66, "CKR_KEY_NEEDED", N_("the operation needs a key"), N_("this is a fault of the module")},
    {0x67, "CKR_KEY_INDIGESTIBLE", N_("the key cannot be used in a digest"),
     N_("this is a fault of the module")},
    {0x68, "CKR_KEY_FUNCTION_NOT_PERMITTED", N_("the key may not be used for this"),
     N_("the key must have been made for signing (CKA_SIGN)")},
    {0x69, "CKR_KEY_NOT_WRAPPABLE", N_("the key may not be wrapped"),
     N_("the key was made so that it stays on the token")},
    {0x6a, "CKR_KEY_UNEXTRACTABLE", N_("the key cannot leave the token"),
     N_("that is as it should be")},
    {0x70, "CKR_MECHANISM_INVALID", N_("the token cannot do this kind of key or signature"),
     N_("choose another --key, --sign-with or --digest")},
    {0x71, "CKR_MECHANISM_PARAM_INVALID",
     N_("the token does not support this combination of parameters"),
     N_("choose another --digest or --sign-with")},
    {0x82, "CKR_OBJECT_HANDLE_INVALID", N_("the object is not on the token any more"),
     N_("run 'hardtoken list' and try again")},
    {0x90, "CKR_OPERATION_ACTIVE", N_("another operation is still running on the token"),
     N_("close other programs that use the token and try again")},
    {0x91, "CKR_OPERATION_NOT_INITIALIZED", N_("the module lost the operation half way"),
     N_("run the command again")},
    {0xa0, "CKR_PIN_INCORRECT", N_("the PIN is wrong"),
     N_("make sure of the PIN before the next try: each wrong one may count")},
    {0xa1, "CKR_PIN_INVALID", N_("the PIN holds characters the token does not accept"),
     N_("use digits or letters as the card's letter says")},
    {0xa2, "CKR_PIN_LEN_RANGE", N_("the PIN is too short or too long for this token"),
     N_("'hardtoken token show' tells the lengths it takes")},
    {0xa3, "CKR_PIN_EXPIRED", N_("the PIN has expired and must be changed first"),
     N_("change the PIN first")},
    {0xa4, "CKR_PIN_LOCKED", N_("the PIN is locked"),
     N_("unblock it with the PUK or SO PIN: 'hardtoken pin unblock'")},
    {0xb0, "CKR_SESSION_CLOSED", N_("the session with the token was closed"),
     N_("if the token was taken out, put it back; then run the command again")},
    {0xb1, "CKR_SESSION_COUNT", N_("too many sessions are open on the token"),
     N_("close other programs that use the token")},
    {0xb3, "CKR_SESSION_HANDLE_INVALID", N_("the session with the token ended"),
     N_("if the token was taken out, put it back; then run the command again")},
    {0xb4, "CKR_SESSION_PARALLEL_NOT_SUPPORTED",
     N_("the module wants parallel sessions, which are not used any more"),
     N_("the module is older than PKCS#11 v2.0; get a newer one")},
    {0xb5, "CKR_SESSION_READ_ONLY", N_("the token can only be read"),
     N_("use another token, or ask who manages it")},
    {0xb6, "CKR_SESSION_EXISTS", N_("a session with the token is open"),
     N_("close other programs that use the token")},
    {0xb7, "CKR_SESSION_READ_ONLY_EXISTS", N_("a session that only reads is open"),
     N_("close other programs that use the token")},
    {0xb8, "CKR_SESSION_READ_WRITE_SO_EXISTS", N_("the security officer is logged in"),
     N_("close the program that manages the token")},
    {0xc0, "CKR_SIGNATURE_INVALID", N_("the signature is wrong"), N_("check the data and the key")},
    {0xc1, "CKR_SIGNATURE_LEN_RANGE", N_("the signature has a wrong length"),
     N_("check the data and the key")},
    {0xd0, "CKR_TEMPLATE_INCOMPLETE", N_("the token wants an attribute that was not given"),
     N_("run with --dry-run to see what was asked for")},
    {0xd1, "CKR_TEMPLATE_INCONSISTENT",
     N_("the token does not accept this combination of attributes"),
     N_("run with --dry-run to see what was asked for; another --key may work")},
    {0xe0, "CKR_TOKEN_NOT_PRESENT", N_("there is no token in the slot"),
     N_("put the token in and run the command again")},
    {0xe1, "CKR_TOKEN_NOT_RECOGNIZED", N_("the module does not know this kind of token"),
     N_("use the module of the token's vendor")},
    {0xe2, "CKR_TOKEN_WRITE_PROTECTED", N_("the token is write-protected"),
     N_("remove the write protection, or use another token")},
    {0xf0, "CKR_UNWRAPPING_KEY_HANDLE_INVALID", N_("the unwrapping key is not there"),
     N_("run 'hardtoken key list'")},
    {0xf1, "CKR_UNWRAPPING_KEY_SIZE_RANGE", N_("the unwrapping key has a wrong size"),
     N_("use another key")},
    {0xf2, "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", N_("the unwrapping key is of another kind"),
     N_("use another key")},
    {0x100, "CKR_USER_ALREADY_LOGGED_IN", N_("somebody is logged in already"),
     N_("close other programs that use the token")},
    {0x101, "CKR_USER_NOT_LOGGED_IN", N_("the token wants the PIN first"),
     N_("give the PIN with --pin-file, --pin-fd or --pin-env")},
    {0x102, "CKR_USER_PIN_NOT_INITIALIZED", N_("the user PIN was never set"),
     N_("set it with the SO PIN: 'hardtoken pin init'")},
    {0x103, "CKR_USER_TYPE_INVALID", N_("the token does not let this kind of user do that"),
     N_("some tokens generate keys only for the security officer (SO)")},
    {0x104, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", N_("another user is logged in"),
     N_("close other programs that use the token")},
    {0x105, "CKR_USER_TOO_MANY_TYPES", N_("too many kinds of users are logged in"),
     N_("close other programs that use the token")},
    {0x110, "CKR_WRAPPED_KEY_INVALID", N_("the wrapped key is broken"),
     N_("check the data that was given")},
    {0x112, "CKR_WRAPPED_KEY_LEN_RANGE", N_("the wrapped key has a wrong length"),
     N_("check the data that was given")},
    {0x113, "CKR_WRAPPING_KEY_HANDLE_INVALID", N_("the wrapping key is not there"),
     N_("run 'hardtoken key list'")},
    {0x114, "CKR_WRAPPING_KEY_SIZE_RANGE", N_("the wrapping key has a wrong size"),
     N_("use another key")},
    {0x115, "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", N_("the wrapping key is of another kind"),
     N_("use another key")},
    {0x120, "CKR_RANDOM_SEED_NOT_SUPPORTED", N_("the token takes no seed for its random numbers"),
     N_("nothing needs to be done")},
    {0x121, "CKR_RANDOM_NO_RNG", N_("the token has no random number generator"),
     N_("use another token")},
    {0x130, "CKR_DOMAIN_PARAMS_INVALID", N_("the token does not support this curve"),
     N_("choose another --key")},
    {0x140, "CKR_CURVE_NOT_SUPPORTED", N_("the token does not support this curve"),
     N_("choose another --key")},
    {0x150, "CKR_BUFFER_TOO_SMALL", N_("the module wrote more than it said"),
     N_("run again; if it stays, this is a fault of the module")},
    {0x160, "CKR_SAVED_STATE_INVALID", N_("the saved state is broken"), N_("start again")},
    {0x170, "CKR_INFORMATION_SENSITIVE", N_("the information may not leave the token"),
     N_("that is as it should be")},
    {0x180, "CKR_STATE_UNSAVEABLE", N_("the state of the operation cannot be saved"),
     N_("nothing needs to be done")},
    {0x190, "CKR_CRYPTOKI_NOT_INITIALIZED", N_("the module was shut down half way"),
     N_("run the command again")},
    {0x191, "CKR_CRYPTOKI_ALREADY_INITIALIZED", N_("the module is in use in this process already"),
     N_("nothing needs to be done")},
    {0x1a0, "CKR_MUTEX_BAD", N_("the locks of the module are broken"),
     N_("this is a fault of the module")},
    {0x1a1, "CKR_MUTEX_NOT_LOCKED", N_("the locks of the module are broken"),
     N_("this is a fault of the module")},
    {0x1b0, "CKR_NEW_PIN_MODE", N_("the token wants a new PIN first"),
     N_("change the PIN with the tool of the vendor")},
    {0x1b1, "CKR_NEXT_OTP", N_("the token wants the next one-time password"),
     N_("wait for the next one and try again")},
    {0x1c0, "CKR_EXCEEDED_MAX_ITERATIONS", N_("the token gave up after many tries"),
     N_("run the command again")},
    {0x1c1, "CKR_FIPS_SELF_TEST_FAILED", N_("the self-test of the module failed"),
     N_("the module may not be used until it is repaired; tell its vendor")},
    {0x1c2, "CKR_LIBRARY_LOAD_FAILED", N_("the module could not load a library it needs"),
     N_("install what the module needs; its log names it")},
    {0x1c3, "CKR_PIN_TOO_WEAK", N_("the new PIN is too simple for this token"),
     N_("choose a longer PIN with fewer repeated digits")},
    {0x1c4, "CKR_PUBLIC_KEY_INVALID", N_("the token finds the public key invalid"),
     N_("generate the key again")},
    {0x200, "CKR_FUNCTION_REJECTED", N_("the token or a person refused the operation"),
     N_("run the command again and confirm on the token")},
    {0x201, "CKR_TOKEN_RESOURCE_EXCEEDED", N_("the token has no resources left for this"),
     N_("close other programs that use the token, or restart it")},
    {0x202, "CKR_OPERATION_CANCEL_FAILED", N_("the running operation could not be canceled"),
     N_("run the command again")},
    {0x203, "CKR_KEY_EXHAUSTED", N_("the key may not be used any more"), N_("generate a new key")},
};

/* What a code means when a certain function returns it: looked at first. */
static const struct ckr_in_function {
    const char *function;
    unsigned long rv;
    const char *cause;
    const char *hint;
} in_functions[] = {
    {"C_Initialize", 0x05,
     N_("the module could not start: its configuration or its service is missing"),
     N_("look for its configuration file or service (SOFTHSM2_CONF, pcscd, tpm2-abrmd, "
        "pkcsslotd)")},
    {"C_Initialize", 0x06,
     N_("the module could not start: its configuration or its service is missing"),
     N_("look for its configuration file or service (SOFTHSM2_CONF, pcscd, tpm2-abrmd, "
        "pkcsslotd)")},
    {"C_Initialize", 0x07, N_("the module refuses every way of starting it that hardtoken knows"),
     N_("some modules need a parameter, such as the folder of a database")},
    {"C_Initialize", 0x30, N_("the module found no device or service to talk to"),
     N_("is the reader plugged in, and does its service (pcscd) run?")},
    {"C_GetSlotList", 0x30, N_("the service that talks to readers does not answer"),
     N_("start it (systemctl start pcscd) and try again")},
    {"C_Login", 0x05,
     N_("the token refused the PIN without a reason; with some modules this means that it is "
        "wrong"),
     N_("count it as a wrong try, and make sure of the PIN")},
    {"C_Login", 0x06,
     N_("the token refused the PIN without a reason; with some modules this means that it is "
        "wrong"),
     N_("count it as a wrong try, and make sure of the PIN")},
    {"C_Login", 0x20,
     N_("the token refused the PIN without a reason; with some modules this means that it is "
        "wrong"),
     N_("count it as a wrong try, and make sure of the PIN")},
    {"C_Login", 0x07, N_("the token does not take a PIN of this form"),
     N_("HSMs may want user:password; see the manual of the module")},
    {"C_GenerateKeyPair", 0x05,
     N_("the token could not make the key: it may be full, or the id may be in use"),
     N_("run 'hardtoken list'; choose another --id or delete what is not needed")},
    {"C_GenerateKeyPair", 0x13, N_("the token does not support this key type, id or label"),
     N_("choose another --key or --id")},
    {"C_GenerateKeyPair", 0x62, N_("the token does not make keys of this size"),
     N_("choose another --key")},
    {"C_GenerateKeyPair", 0x70, N_("the token does not make keys of this type"),
     N_("choose another --key")},
    {"C_GenerateKeyPair", 0x101, N_("the token makes keys only after login"),
     N_("give the PIN with --pin-file, --pin-fd or --pin-env")},
    {"C_GenerateKeyPair", 0x103, N_("the token makes keys only for the security officer (SO)"),
     N_("make the key with the tool of the vendor, then use 'hardtoken request create'")},
    {"C_SignInit", 0x70, N_("the token cannot sign this way"),
     N_("choose another --sign-with or --digest")},
    {"C_SignInit", 0x54, N_("the token cannot sign"), N_("use the module of the token's vendor")},
    {"C_Sign", 0x101,
     N_("the key wants its PIN for each signature, and the token says it did not get it"),
     N_("the key may want a signature PIN of its own")},
    {"C_CreateObject", 0x54, N_("the token keeps no certificates"),
     N_("keep the certificate in a file")},
    {"C_CreateObject", 0x103,
     N_("the token takes certificates only from the security officer (SO)"),
     N_("write it with the tool of the vendor")},
    {"C_CreateObject", 0xd1, N_("the token does not take certificate objects in this form"),
     N_("write it with the tool of the vendor, or keep it in a file")},
    {"C_DestroyObject", 0x1b, N_("the object may not be deleted"),
     N_("only setting up the token again removes it")},
    {"C_DestroyObject", 0x103, N_("the token lets only the security officer (SO) delete this"),
     N_("delete it with the tool of the vendor")},
    {"C_DestroyObject", 0x54, N_("this module only reads and signs"),
     N_("use the module or the tool of the token's vendor")},
    {"C_GenerateKeyPair", 0x54, N_("this module only reads and signs"),
     N_("use the module or the tool of the token's vendor")},
    {"C_GenerateKeyPair", 0x12,
     N_("the token does not take one of the attributes that protect a key"),
     N_("make the key with the tool of the vendor, then use 'hardtoken request create'")},
    {"C_SignInit", 0x63, N_("the token does not sign with this key"),
     N_("'hardtoken key list' shows which keys sign")},
    {"C_DestroyObject", 0xb5, N_("the token can only be read"), N_("ask who manages it")},
    {"C_InitToken", 0xa0, N_("the SO PIN is wrong"),
     N_("setting up a token again needs its present SO PIN")},
    {"C_InitToken", 0xb6, N_("another program uses the token"), N_("close it and try again")},
    {"C_InitPIN", 0xa2, N_("the new user PIN is too short or too long for this token"),
     N_("choose a PIN of another length")},
};

static void explain_in_function(struct failure *failure)
{
    for (size_t i = 0; i < sizeof in_functions / sizeof *in_functions; i++) {
        if (in_functions[i].rv == failure->rv &&
            strcmp(in_functions[i].function, failure->function) == 0) {
            (void)failure_cause(failure, "%s", _(in_functions[i].cause));
            (void)failure_hint(failure, "%s", _(in_functions[i].hint));
        }
    }
}

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

    if (failure->function != NULL) {
        explain_in_function(failure);
    }
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
