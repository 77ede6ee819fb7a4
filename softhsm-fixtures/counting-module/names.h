/* SPDX-License-Identifier: Apache-2.0 */
/* Names of functions, return values and attribute types as the standard spells them. */
#pragma once

#include <p11-kit/pkcs11.h>

#define CKR_NAME_MAX 48

/* function is an enum function below FUNCTION_COUNT. */
const char *function_name(unsigned function);

/* Writes the name, or the number in hex when it has none here. */
void ckr_name(CK_RV rv, char ret_name[CKR_NAME_MAX]);

/* NULL when the type has no name here. */
const char *cka_name(CK_ATTRIBUTE_TYPE type);
