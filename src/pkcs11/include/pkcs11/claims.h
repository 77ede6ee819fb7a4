/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/object.h"
#include "pkcs11/session.h"
#include "pkcs11/token.h"

/*
 * What a module reports of itself, of a slot, a token and a key. All of it is the word of the
 * module: none of it proves anything about hardware.
 */

/* Fields that are to be padded with blanks (PKCS#11 v2.40, 3.1) and were with NULs. */
enum claimed_field {
    CLAIMED_LIBRARY_MANUFACTURER = 1 << 0,
    CLAIMED_LIBRARY_DESCRIPTION = 1 << 1,
    CLAIMED_SLOT_MANUFACTURER = 1 << 2,
    CLAIMED_SLOT_DESCRIPTION = 1 << 3,
    CLAIMED_TOKEN_LABEL = 1 << 4,
    CLAIMED_TOKEN_MANUFACTURER = 1 << 5,
    CLAIMED_TOKEN_MODEL = 1 << 6,
    CLAIMED_TOKEN_SERIAL = 1 << 7,
};

/* Trailing blanks and NULs are removed from texts; they are the module's bytes, not to be trusted.
 */
struct token_claims {
    char *module_path;
    char *library_manufacturer;
    char *library_description;
    unsigned library_version[2];
    char *slot_manufacturer;
    char *slot_description;
    unsigned slot_hardware_version[2];
    unsigned slot_firmware_version[2];
    unsigned long slot;
    unsigned long slot_flags; /* CK_SLOT_INFO.flags */
    char *token_label;
    char *token_manufacturer;
    char *token_model;
    char *token_serial;
    unsigned token_hardware_version[2];
    unsigned token_firmware_version[2];
    unsigned long token_flags;            /* CK_TOKEN_INFO.flags */
    unsigned nul_padded;                  /* enum claimed_field */
    unsigned long mechanisms;             /* how many there are */
    unsigned long mechanisms_in_hardware; /* of them, with CKF_HW */
};

enum claims_detail { CLAIMS_BRIEF, CLAIMS_WITH_MECHANISMS };

/*
 * Reads it again from the module: C_GetInfo, C_GetSlotInfo, C_GetTokenInfo; with mechanisms also
 * C_GetMechanismList and one C_GetMechanismInfo for each. Class module, or token lost.
 */
bool token_claims_read(const struct token *token, enum claims_detail detail,
                       struct token_claims *ret_claims, struct failure *failure) MUST_USE;
void token_claims_clear(struct token_claims *claims);

/* What CKA_KEY_GEN_MECHANISM says. */
enum generation_claim {
    GENERATION_NOT_TOLD,    /* the key has no such attribute */
    GENERATION_UNAVAILABLE, /* CK_UNAVAILABLE_INFORMATION: not generated here */
    GENERATION_TOLD,
};

/* Attributes of a private key (PKCS#11 v2.40, 4.9); UNKNOWN where the token does not tell. */
struct key_claims {
    enum tristate local;
    enum generation_claim generation;
    unsigned long generation_mechanism; /* CK_MECHANISM_TYPE, for GENERATION_TOLD */
    enum tristate sensitive;
    enum tristate always_sensitive;
    enum tristate extractable;
    enum tristate never_extractable;
    enum tristate private_object;
    enum tristate modifiable;
    enum tristate copyable;
    enum tristate wrap_with_trusted;
    enum tristate always_authenticate;
    enum tristate sign;
    enum tristate decrypt;
    enum tristate unwrap;
    enum tristate derive;
};

/* One C_GetAttributeValue, which does not ask for anything secret. */
bool key_claims_read(struct session *session, const struct object *private_key,
                     struct key_claims *ret_claims, struct failure *failure) MUST_USE;
