/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/object.h"

/*
 * Is a private key that was deleted really gone? Some tokens report success and keep it (a YubiKey
 * through ykcs11; OpenSC/OpenSC#383). By its id, or by its label when it has none. Class module
 * when it is still there. Where the security officer deleted it, the user looks in a new session:
 * ykcs11 hides the key for the rest of the old one.
 */
bool key_is_gone(struct workplace *workplace, struct open_token *open, struct slice id,
                 const char *label, struct failure *failure) MUST_USE;
