/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "pkcs11/abilities.h"
#include "pkcs11/modules.h"
#include "pkcs11/token.h"

/* One slot of a module, with or without a token. */
struct probed_slot {
    unsigned long slot;
    char *description;
    char *manufacturer;
    bool hardware; /* CKF_HW_SLOT: a claim */
    bool removable;
    bool present;    /* the slot says there is a token */
    bool token_read; /* and it could be read */
    struct token token;
    bool abilities_read;
    struct token_abilities abilities;
};

/* What a module says of itself (CK_INFO, PKCS#11 v2.40, 3.1) and shows without a login. */
struct module_probe {
    char *description;
    char *manufacturer;
    unsigned library_version[2];
    unsigned cryptoki_version[2];
    bool interface_list; /* exports C_GetInterfaceList, PKCS#11 v3.0, 5.4 */
    enum module_start start;
    const struct quirk_set *quirks; /* those about the module itself; borrowed */
    struct probed_slot *slots;
    size_t slot_count;
};

/*
 * Looks at the module INDEX of MODULES. Only reads: no session, no login, no key. A slot that
 * cannot be read is a notice. Run it in a process that may crash or hang.
 */
bool module_probe_read(struct modules *modules, size_t index, struct notices *notices,
                       struct module_probe *ret_probe, struct failure *failure) MUST_USE;
void module_probe_clear(struct module_probe *probe);
