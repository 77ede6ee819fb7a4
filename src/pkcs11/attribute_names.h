/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/must_use.h"
#include "cryptoki.h"

/* How the value of an attribute is shown, and whether a data file can give it. */
enum attribute_form { FORM_BOOL, FORM_NUMBER, FORM_TEXT, FORM_HEX };

/* "CKA_LABEL"; "?" for one that no template of ours and no quirk knows. */
const char *attribute_name(CK_ATTRIBUTE_TYPE type);
enum attribute_form attribute_form(CK_ATTRIBUTE_TYPE type);

/* The other way round; false when the name is not known. */
bool attribute_type(const char *name, CK_ATTRIBUTE_TYPE *ret_type) MUST_USE;
