/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"

/*
 * What is known of modules and tokens that differ from the standard, as data: the files quirks/
 * *.conf that are part of the program, those of the site in /etc/hardtoken/quirks, and the person's
 * own in ~/.config/hardtoken/quirks (settings/folder.h says which hides which). docs/quirks.md has
 * the names. Files are read once, by modules_open; rules live as long as the modules.
 */

/* Are all files right? Class input, naming file and line. Without any module. */
bool quirks_check(struct failure *failure) MUST_USE;

/* One rule: a section of a file. */
struct quirk;

/* The rules that apply to one token, those that win first. Its rules are borrowed. */
struct quirk_set {
    const struct quirk **items;
    size_t count;
};

/* Another list of the same rules. */
struct quirk_set quirk_set_copy(const struct quirk_set *set);
void quirk_set_clear(struct quirk_set *set);

/* A rule for people; texts are those of the file and live as long as the rule. */
struct quirk_note {
    const char *file;    /* "ykcs11.conf", or the path of a file of one's own */
    const char *section; /* "keys" */
    const char *source;  /* where this is known from: an address or owner/repository#number */
    const char *why;     /* one sentence */
    const char *const *effects; /* as in the file: "omit.private = CKA_EXTRACTABLE" */
    size_t effect_count;
};
struct quirk_note quirk_note(const struct quirk *quirk);

/* What a token does otherwise, or wants done otherwise. */
enum quirk_flag {
    QUIRK_WRITE_AS_SO,        /* only the security officer makes, stores and deletes objects */
    QUIRK_LOGIN_TO_READ,      /* nothing is seen before a login, whatever its flags say */
    QUIRK_NO_CERTIFICATES,    /* keeps no certificate objects */
    QUIRK_ID_MUST_BE_GIVEN,   /* ids are places on the token, so none can be made up */
    QUIRK_ONE_BY_ONE,         /* attributes are read one a call */
    QUIRK_FORCED_USER,        /* a key that wants its PIN each time wants CKU_USER */
    QUIRK_RAW_POINT,          /* keeps CKA_EC_POINT without its OCTET STRING */
    QUIRK_EDWARDS_BY_NAME,    /* takes Edwards curves by name, not by object identifier */
    QUIRK_PIN_IS_INITIALIZED, /* whatever CKF_USER_PIN_INITIALIZED says */
    QUIRK_IS_INITIALIZED,     /* whatever CKF_TOKEN_INITIALIZED says */
    QUIRK_NO_PIN_PAD,         /* whatever CKF_PROTECTED_AUTHENTICATION_PATH says */
    QUIRK_FLAG_COUNT
};

/* The rule that sets FLAG; NULL when it is not set. */
const struct quirk *quirks_flag(const struct quirk_set *set, enum quirk_flag flag);

/* Numbers of the kind "id.bytes"; 0 when no rule has it. */
enum quirk_number { QUIRK_ID_BYTES, QUIRK_PIN_MIN, QUIRK_PIN_MAX, QUIRK_NUMBER_COUNT };
unsigned long quirks_number(const struct quirk_set *set, enum quirk_number number);

/* What a PIN of this token looks like, for people; NULL when nothing is known. */
const char *quirks_pin_hint(const struct quirk_set *set);
