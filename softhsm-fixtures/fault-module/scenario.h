/* SPDX-License-Identifier: Apache-2.0 */
/* What the module shall do, as read from the scenario file. The words are in the README. */
#pragma once

#include "functions.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define RULES_MAX 64
#define NUMBERS_MAX 32
#define TOKEN_LABEL_WIDTH 32
#define LIBRARY_WIDTH 32
#define TOKEN_SERIAL_WIDTH 16
#define SLOT_DESCRIPTION_WIDTH 64
#define FIELD_MAX SLOT_DESCRIPTION_WIDTH
#define VIEWS_MAX 8
#define PIN_MAX 64
#define GIVEN_MAX 512

enum rule_kind {
    RULE_FAIL_BEFORE,
    RULE_FAIL_AFTER,
    RULE_VANISH,
    RULE_HANG,
    RULE_CRASH,
    RULE_LOG_OUT,
    RULE_SWAP_TOKEN
};

/* How EC points are shown and searched. */
enum point_form { POINT_OCTET_STRING, POINT_RAW, POINT_COMPRESSED, POINT_BIT_STRING };

/* Something that happens at the n-th call of a function. */
struct rule {
    enum rule_kind kind;
    CK_ULONG function; /* FUNCTION_COUNT: any */
    CK_ULONG call;     /* from 1; 0: every */
    CK_RV rv;          /* of the two RULE_FAIL */
    CK_ULONG seconds;  /* of RULE_HANG */
};

struct numbers {
    CK_ULONG items[NUMBERS_MAX];
    size_t count;
};

/* Flags to be set and to be taken away. */
struct flag_change {
    CK_FLAGS set;
    CK_FLAGS clear;
};

/* A text of CK_INFO, CK_TOKEN_INFO or CK_SLOT_INFO, padded to the widest field. */
struct field {
    bool given;
    unsigned char text[FIELD_MAX];
};

/* Versions of CK_INFO, CK_SLOT_INFO and CK_TOKEN_INFO. */
enum version_place {
    LIBRARY_VERSION,
    SLOT_HARDWARE,
    SLOT_FIRMWARE,
    TOKEN_HARDWARE,
    TOKEN_FIRMWARE,
    VERSION_COUNT
};

struct version {
    bool given;
    CK_VERSION number;
};

/* What C_CopyObject does when less protection is asked for. */
enum copy_kind {
    COPY_AS_REAL,
    COPY_WEAK,    /* a copy that shows the protection that was asked for */
    COPY_SAME,    /* a copy as protected as the original */
    COPY_ORIGINAL /* CKR_OK, and the original for a copy */
};

struct number_pair {
    bool given;
    CK_ULONG first;
    CK_ULONG second;
};

/* How tokens are shown; ONLY is the label of the real module, all tokens when it is not given. */
struct token_view {
    struct field only;
    struct flag_change flags;
    struct field label;
    struct field manufacturer;
    struct field model;
    struct field serial;
};

struct scenario {
    struct rule rules[RULES_MAX];
    size_t rule_count;
    struct token_view views[VIEWS_MAX]; /* the first is of all tokens; later ones win */
    size_t view_count;
    struct flag_change slot_flags;
    struct flag_change mechanism_flags;
    struct field library_description;
    struct field library_manufacturer;
    struct field slot_description;
    struct field slot_manufacturer;
    struct field other_serial; /* of the token that RULE_SWAP_TOKEN puts into the slot */
    struct version versions[VERSION_COUNT];
    struct number_pair public_memory; /* total, free */
    struct number_pair private_memory;
    struct number_pair sessions; /* open, at most */
    bool has_pin_length;
    CK_ULONG pin_min;
    CK_ULONG pin_max;
    CK_ULONG pin_tries; /* 0: the real module counts */
    char pin_state[PATH_MAX];
    bool pin_pad;
    char pad_pin[PIN_MAX];
    bool always_authenticate;
    bool no_context_login;
    bool initialize_refuses_arguments;
    enum point_form ec_point;
    bool ec_params_name;
    bool no_multi_attribute;
    bool wrong_signature;
    bool swap_public_key;
    enum copy_kind copy;
    struct numbers lacking; /* enum function */
    struct numbers refused_attributes;
    struct numbers hidden_mechanisms;
    struct numbers flipped_attributes;  /* one bit of the value is flipped when read */
    struct numbers weakened_attributes; /* of private keys; what is reported stands in the next */
    struct numbers weakened_values;
    CK_ATTRIBUTE_TYPE given_type; /* an attribute of private keys that is given as written */
    unsigned char given[GIVEN_MAX];
    size_t given_size; /* 0: none is given */
};

/*
 * Reads the file HARDTOKEN_FAULT_SCENARIO names; without one nothing is changed. False, after a
 * message on stderr with file and line, when a word is not known or an argument is wrong.
 */
bool scenario_read(void);

const struct scenario *scenario_get(void);

bool numbers_have(const struct numbers *numbers, CK_ULONG number);
