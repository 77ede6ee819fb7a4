/* SPDX-License-Identifier: Apache-2.0 */
/* PIN tries, PIN pads, and keys that want the PIN for each signature. */
#include "calls.h"
#include "doubles.h"
#include "scenario.h"

#include <stdio.h>
#include <string.h>

static struct {
    CK_ULONG left;               /* tries, when the scenario counts them */
    unsigned char last[PIN_MAX]; /* the user PIN that was right, to compare with later */
    CK_ULONG last_size;
    bool sign_began; /* the last C_SignInit began an operation */
    bool pin_proven; /* the last C_Login was context-specific, with the right PIN */
} login;

static void read_state(void)
{
    const char *path = scenario_get()->pin_state;
    FILE *file = path[0] == '\0' ? NULL : fopen(path, "re");

    if (file == NULL) {
        return; /* the first process makes it */
    }
    if (fscanf(file, "%lu", &login.left) != 1 || login.left > scenario_get()->pin_tries) {
        (void)fprintf(stderr, "fault-module: %s: not a number of tries\n", path);
        login.left = 0;
    }
    (void)fclose(file); /* only read */
}

static void write_state(void)
{
    const char *path = scenario_get()->pin_state;
    FILE *file = path[0] == '\0' ? NULL : fopen(path, "we");

    if (path[0] == '\0') {
        return;
    }
    if (file == NULL || fprintf(file, "%lu\n", login.left) < 0 || fclose(file) != 0) {
        (void)fprintf(stderr, "fault-module: cannot write '%s'\n", path);
    }
}

void login_reset(void)
{
    explicit_bzero(&login, sizeof login);
    login.left = scenario_get()->pin_tries;
    read_state();
}

CK_FLAGS login_flags(CK_FLAGS flags)
{
    CK_ULONG tries = scenario_get()->pin_tries;

    if (tries == 0) {
        return flags;
    }
    flags &= ~(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
    if (login.left == 0) {
        return flags | CKF_USER_PIN_LOCKED;
    }
    if (login.left == 1) {
        flags |= CKF_USER_PIN_FINAL_TRY;
    }
    return login.left < tries ? flags | CKF_USER_PIN_COUNT_LOW : flags;
}

void login_sign_began(bool began)
{
    login.sign_began = began;
    login.pin_proven = false;
}

bool login_allows_signature(void)
{
    bool allowed = login.pin_proven && previous_call() == FUNCTION_C_Login;

    login.pin_proven = false;
    return allowed;
}

static void remember(const CK_BYTE *pin, CK_ULONG length)
{
    login.last_size = 0;
    if (pin != NULL && length <= sizeof login.last) {
        memcpy(login.last, pin, length);
        login.last_size = length;
    }
}

static bool is_remembered(const CK_BYTE *pin, CK_ULONG length)
{
    return pin != NULL && login.last_size > 0 && length == login.last_size &&
           memcmp(pin, login.last, length) == 0;
}

/* The PIN is asked for after C_SignInit, with nothing in between, as PIV cards want it. */
static CK_RV prove_pin(const CK_BYTE *pin, CK_ULONG length)
{
    if (!login.sign_began || previous_call() != FUNCTION_C_SignInit) {
        return CKR_OPERATION_NOT_INITIALIZED;
    }
    login.pin_proven = is_remembered(pin, length);
    return login.pin_proven ? CKR_OK : CKR_PIN_INCORRECT;
}

/* A right PIN gives all tries back, a wrong one takes one. */
static void count_try(CK_RV rv)
{
    if (scenario_get()->pin_tries == 0 || (rv != CKR_OK && rv != CKR_PIN_INCORRECT)) {
        return;
    }
    login.left = rv == CKR_OK ? scenario_get()->pin_tries : login.left - 1;
    write_state();
}

static CK_RV present_pin(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_BYTE *pin,
                         CK_ULONG length)
{
    const struct scenario *scenario = scenario_get();

    if (user == CKU_CONTEXT_SPECIFIC && scenario->no_context_login) {
        return CKR_USER_TYPE_INVALID;
    }
    if (user == CKU_CONTEXT_SPECIFIC && scenario->always_authenticate) {
        return prove_pin(pin, length);
    }
    /* Such a module takes the user's login for that, also when the user is logged in. */
    if (scenario->no_context_login && login.sign_began && previous_call() == FUNCTION_C_Login) {
        login.pin_proven = is_remembered(pin, length);
        return login.pin_proven ? CKR_OK : CKR_PIN_INCORRECT;
    }
    return real_module()->C_Login(session, user, pin, length);
}

CK_RV double_C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_BYTE *pin, CK_ULONG length)
{
    const struct scenario *scenario = scenario_get();
    unsigned char pad_pin[PIN_MAX];
    CK_RV rv;

    login.pin_proven = false;
    if (user == CKU_SO) {
        return real_module()->C_Login(session, user, pin, length);
    }
    if (scenario->pin_tries > 0 && login.left == 0) {
        return CKR_PIN_LOCKED;
    }
    if (pin == NULL && scenario->pin_pad) {
        length = strlen(scenario->pad_pin);
        memcpy(pad_pin, scenario->pad_pin, length);
        pin = pad_pin;
    }
    rv = present_pin(session, user, pin, length);
    count_try(rv);
    if (rv == CKR_OK && user == CKU_USER) {
        remember(pin, length);
    }
    return rv;
}
