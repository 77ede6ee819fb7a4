/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cryptoki.h"
#include "pkcs11/key_pair.h"

/* enum key_protection of an attribute; PROTECTS_NOTHING for the others. */
unsigned key_protection_of(CK_ATTRIBUTE_TYPE type);

/* The value with which the attribute protects the key. */
bool key_protection_value(CK_ATTRIBUTE_TYPE type);
