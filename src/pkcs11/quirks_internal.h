/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "cryptoki.h"
#include "pkcs11/quirks.h"
#include "settings/settings.h"

/* Which template an attribute is in; QUIRK_READ is what is asked of an object. */
enum quirk_template { QUIRK_PUBLIC, QUIRK_PRIVATE, QUIRK_CERTIFICATE, QUIRK_READ };

/* An attribute that is left out, or sent with another value than ours. */
struct attribute_change {
    enum quirk_template where;
    CK_ATTRIBUTE_TYPE type;
    bool forced; /* else left out */
    bool value;  /* only boolean attributes are forced */
};

/* What a return value means with this module. */
struct quirk_meaning {
    char *function;
    CK_RV rv;
    char *cause; /* either may be NULL */
    char *hint;
};

/* MAJOR.MINOR as the token says it, from FROM (inclusive) to BELOW (exclusive). */
struct version_range {
    unsigned from[2];
    unsigned below[2];
};

/* Globs; NULL matches everything. */
struct quirk_match {
    char *path;
    char *library;
    char *manufacturer;
    char *model;
    struct version_range firmware;
    bool has_firmware;
};

/* The steps of C_Initialize a module is started with. */
#define START_STEPS 4

struct quirk {
    char *file;
    char *section;
    char *source;
    char *why;
    char **effects;
    size_t effect_count;
    struct quirk_match match;
    signed char flags[QUIRK_FLAG_COUNT]; /* -1 no, 0 not said, 1 yes */
    unsigned long numbers[QUIRK_NUMBER_COUNT];
    struct attribute_change *changes;
    size_t change_count;
    struct quirk_meaning *meanings;
    size_t meaning_count;
    CK_RV *refusals; /* what C_Login returns for a wrong PIN */
    size_t refusal_count;
    enum module_start steps[START_STEPS];
    size_t step_count;
    char *reserved;     /* CK_C_INITIALIZE_ARGS.pReserved */
    char *reserved_env; /* the environment variable it is taken from, when that is set */
    char *pin_hint;
};

/* All rules of all files, in the order in which they win. */
struct quirk_table {
    struct quirk *items;
    size_t count;
};

/* What rules are matched against. A NULL is not known, and no glob matches it. */
struct quirk_subject {
    const char *path;
    const char *manufacturer;
    const char *model;
    unsigned firmware[2];
    /* Asked only when all else of a rule matches: what the module says of itself may cost a call.
     */
    const char *(*library)(void *context);
    void *context;
};

/* Reads one section. Class input, naming file and line. */
bool quirk_read(const struct settings *settings, const struct settings_section *section,
                struct quirk *ret_quirk, struct failure *failure) MUST_USE;
void quirk_clear(struct quirk *quirk);

/* Reads the files of the person, the site and the program. Class input. */
bool quirk_table_load(struct quirk_table *ret_table, struct failure *failure) MUST_USE;
void quirk_table_clear(struct quirk_table *table);

struct quirk_set quirks_for(const struct quirk_table *table, const struct quirk_subject *subject);

/* The rules of TABLE about a module before it is started: those that match by its path alone. */
struct quirk_set quirks_for_path(const struct quirk_table *table, const char *path);

/* What the first rule that knows it says of an attribute; NULL when none does. */
const struct attribute_change *quirks_attribute(const struct quirk_set *set,
                                                enum quirk_template where, CK_ATTRIBUTE_TYPE type);

/* What has to be added to a template: the changes by which an attribute is forced, one by one. */
const struct attribute_change *quirks_next_forced(const struct quirk_set *set,
                                                  enum quirk_template where, size_t *position);

/* Adds cause and hint where a rule has some for RV from FUNCTION. */
void quirks_explain(const struct quirk_set *set, const char *function, CK_RV rv,
                    struct failure *failure);

/* Does C_Login say with RV that the PIN was wrong? */
bool quirks_pin_refused(const struct quirk_set *set, CK_RV rv);

/* The rule that says how a module is started; NULL when none does. */
const struct quirk *quirks_start(const struct quirk_set *set);
/* What goes into pReserved, NULL when nothing does; the caller frees it. */
char *quirks_reserved(const struct quirk_set *set);
