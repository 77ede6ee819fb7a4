/* SPDX-License-Identifier: Apache-2.0 */
/* Names of the standard as numbers. All are case-sensitive; a number (0x30, 48) stands for itself.
 */
#pragma once

#include <p11-kit/pkcs11.h>

#include <stdbool.h>

enum word_kind {
    WORD_FUNCTION,   /* enum function */
    WORD_CKR,        /* return value */
    WORD_CKA,        /* attribute type */
    WORD_CKM,        /* mechanism */
    WORD_TOKEN_FLAG, /* CKF_ of CK_TOKEN_INFO */
    WORD_SLOT_FLAG,  /* CKF_ of CK_SLOT_INFO */
    WORD_MECHANISM_FLAG
};

/* False when TEXT is neither a name of that kind nor a number. */
bool word_number(enum word_kind kind, const char *text, CK_ULONG *ret_number);

/* Decimal or 0x hexadecimal, nothing behind it. */
bool read_number(const char *text, CK_ULONG *ret_number);
