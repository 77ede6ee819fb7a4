/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/object.h"

/*
 * Has no object on the token LABEL, and none ID (not looked at when it is empty)? Else class input,
 * and the URI of who has it.
 */
bool names_are_free(const struct open_token *open, const char *label, struct slice id,
                    struct failure *failure) MUST_USE;
