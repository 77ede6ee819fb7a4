/* SPDX-License-Identifier: Apache-2.0 */
/* One call through the module: what is known about it, and what happens around it. */
#pragma once

#include "functions.h"

#include <stdbool.h>
#include <stdint.h>

struct attributes {
    const CK_ATTRIBUTE *list;
    CK_ULONG count;
};

struct call {
    enum function function;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE object;
    CK_FLAGS session_flags;
    CK_USER_TYPE user_type;
    bool has_mechanism;
    CK_MECHANISM_TYPE mechanism_type;
    struct attributes attributes[2]; /* the second one is the private key's */
    const CK_ULONG *found;           /* C_FindObjects: where the module puts the number found */

    bool serialized; /* holds the lock that lets one call through at a time */
    int64_t entered_ns, started_ns;
    int64_t cpu_started_ns;
    int64_t delay_ns, module_ns, cpu_ns;
};

/* To be called once, before the first call. */
void call_setup(void);

/* Waits (lock, delay) and starts the clocks. Follow it with the real call and call_end. */
void call_begin(struct call *call);

/* Stops the clocks, counts and traces. Returns rv. */
CK_RV call_end(struct call *call, CK_RV rv);
