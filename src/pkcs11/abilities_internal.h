/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "cryptoki.h"
#include "pkcs11/token.h"

/* The types of all mechanisms (PKCS#11 v2.40, 5.5), in one call as a rule; the caller frees them.
 */
bool mechanisms_list(const struct token *token, CK_MECHANISM_TYPE **ret_types, CK_ULONG *ret_count,
                     struct failure *failure) MUST_USE;
