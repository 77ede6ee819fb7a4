/* SPDX-License-Identifier: Apache-2.0 */
#include "calls.h"

#include "doubles.h"
#include "scenario.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static struct {
    CK_ULONG by_function[FUNCTION_COUNT];
    CK_ULONG all;
    bool vanished;
    bool swapped;
    enum function current;
    enum function previous;
} calls;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of calls, not held in the real module */

void calls_reset(void)
{
    (void)pthread_mutex_lock(&lock);
    memset(&calls, 0, sizeof calls);
    calls.current = FUNCTION_COUNT;
    calls.previous = FUNCTION_COUNT;
    (void)pthread_mutex_unlock(&lock);
}

bool token_vanished(void)
{
    return calls.vanished;
}

bool token_swapped(void)
{
    return calls.swapped;
}

enum function previous_call(void)
{
    return calls.previous;
}

static void count_call(enum function function)
{
    calls.by_function[function]++;
    calls.all++;
    calls.previous = calls.current;
    calls.current = function;
}

static bool applies(const struct rule *rule, enum function function)
{
    if (rule->function == FUNCTION_COUNT) {
        return rule->call == 0 || rule->call == calls.all;
    }
    return rule->function == (CK_ULONG)function &&
           (rule->call == 0 || rule->call == calls.by_function[function]);
}

/* The first rule of KIND for the call that is running, or NULL. */
static const struct rule *find_rule(enum rule_kind kind, enum function function)
{
    const struct scenario *scenario = scenario_get();

    for (size_t i = 0; i < scenario->rule_count; i++) {
        if (scenario->rules[i].kind == kind && applies(&scenario->rules[i], function)) {
            return &scenario->rules[i];
        }
    }
    return NULL;
}

/* What a call gets when there is no token: CKR_OK means the inner layer answers. */
static CK_RV answer_without_token(enum function function)
{
    switch ((int)function) {
    case FUNCTION_C_Initialize:
    case FUNCTION_C_Finalize:
    case FUNCTION_C_GetInfo:
    case FUNCTION_C_GetSlotList:
    case FUNCTION_C_GetSlotInfo:
    case FUNCTION_C_WaitForSlotEvent:
        return CKR_OK;
    case FUNCTION_C_GetTokenInfo:
    case FUNCTION_C_GetMechanismList:
    case FUNCTION_C_GetMechanismInfo:
    case FUNCTION_C_InitToken:
    case FUNCTION_C_OpenSession:
    case FUNCTION_C_CloseAllSessions:
        return CKR_TOKEN_NOT_PRESENT;
    default:
        return CKR_SESSION_HANDLE_INVALID;
    }
}

/* The call during which the token goes learns it; those that need no token never do. */
static CK_RV vanish(enum function function)
{
    bool first = !calls.vanished;
    CK_RV rv = answer_without_token(function);

    calls.vanished = true;
    return first && rv != CKR_OK ? CKR_DEVICE_REMOVED : rv;
}

/* As another program that uses the token does: everybody is logged out. */
static void log_out(void)
{
    CK_SLOT_ID slots[64];
    CK_ULONG count = sizeof slots / sizeof *slots;

    if (real_module()->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK) {
        return;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        CK_SESSION_HANDLE session;

        if (real_module()->C_OpenSession(slots[i], CKF_SERIAL_SESSION, NULL, NULL, &session) ==
            CKR_OK) {
            (void)real_module()->C_Logout(session); /* nobody may be logged in */
            (void)real_module()->C_CloseSession(session);
        }
    }
}

static CK_RV judge(enum function function, CK_ULONG *ret_seconds, bool *ret_crash)
{
    const struct rule *fail = find_rule(RULE_FAIL_BEFORE, function);
    const struct rule *hang = find_rule(RULE_HANG, function);
    CK_RV rv = CKR_OK;

    *ret_crash = find_rule(RULE_CRASH, function) != NULL;
    *ret_seconds = hang == NULL ? 0 : hang->seconds;
    calls.swapped = calls.swapped || find_rule(RULE_SWAP_TOKEN, function) != NULL;
    if (calls.vanished || find_rule(RULE_VANISH, function) != NULL) {
        rv = vanish(function);
    }
    return fail != NULL ? fail->rv : rv;
}

bool call_begin(enum function function, CK_RV *ret_rv)
{
    CK_ULONG seconds = 0;
    bool crash = false;
    bool out;

    (void)pthread_mutex_lock(&lock);
    count_call(function);
    *ret_rv = judge(function, &seconds, &crash);
    out = find_rule(RULE_LOG_OUT, function) != NULL;
    (void)pthread_mutex_unlock(&lock);
    if (out) {
        log_out();
    }
    if (crash) {
        (void)raise(SIGSEGV);
    }
    while (seconds > 0) {
        seconds = sleep((unsigned)seconds); /* a signal does not end it */
    }
    return *ret_rv == CKR_OK;
}

CK_RV call_end(enum function function, CK_RV rv)
{
    const struct rule *fail;

    (void)pthread_mutex_lock(&lock);
    fail = find_rule(RULE_FAIL_AFTER, function);
    (void)pthread_mutex_unlock(&lock);
    return fail == NULL ? rv : fail->rv;
}
