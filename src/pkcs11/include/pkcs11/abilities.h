/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "pkcs11/token.h"

/* What a token says it can do with one kind of key. */
struct ability {
    bool generate;
    bool sign;
    unsigned long least_bits; /* of keys it generates, or signs with; 0 when it does not say */
    unsigned long most_bits;
};

/* From the list of mechanisms (PKCS#11 v2.40, 5.5): claims, nothing was tried. */
struct token_abilities {
    unsigned long mechanisms; /* how many there are */
    struct ability rsa;
    struct ability ec;
    struct ability edwards;
    bool rsa_pkcs1; /* signature schemes */
    bool rsa_pss;
};

/* One C_GetMechanismList and one C_GetMechanismInfo for each mechanism that matters; no login. */
bool token_abilities_read(const struct token *token, struct token_abilities *ret_abilities,
                          struct failure *failure) MUST_USE;
