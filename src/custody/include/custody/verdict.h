/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/must_use.h"
#include "custody/evidence.h"

/* What kind of place the token is. Order is that of the table in docs/evidence.md, not a ladder. */
enum token_grade {
    GRADE_UNKNOWN,
    GRADE_SOFTWARE,    /* it says so itself */
    GRADE_EMULATED,    /* a simulator, a virtual reader, a mock */
    GRADE_REMOTE,      /* a service elsewhere; how it keeps keys is not known */
    GRADE_CLAIMS,      /* hardware, says the module; nothing confirms it */
    GRADE_IDENTIFIED,  /* everything seen fits a physical device; not proven */
    GRADE_CA_ASSERTED, /* a CA says so, and this program checked the path and the key */
    GRADE_ATTESTED,    /* its manufacturer's signature says so, and the key is here */
    GRADE_COUNT
};

/* Where the key came from. */
enum key_origin {
    ORIGIN_UNKNOWN,
    ORIGIN_IMPORTED,           /* it was made elsewhere */
    ORIGIN_SYNTHESIZED,        /* "generated here", says middleware that says so of every key */
    ORIGIN_HEARSAY,            /* "generated here", as somebody once wrote on the card */
    ORIGIN_GENERATED_REPORTED, /* "generated here", as the module or device keeps count */
    ORIGIN_GENERATED_ATTESTED, /* the manufacturer's signature says so */
    ORIGIN_COUNT
};

/* Whether it can leave. */
enum key_export {
    EXPORT_UNKNOWN,
    EXPORT_READABLE,         /* its value can be read */
    EXPORT_WRAPPABLE,        /* it may be taken out encrypted */
    EXPORT_REPORTED,         /* not, says the module */
    EXPORT_REPORTED_PROBED,  /* not, says the module, and refused when tried */
    EXPORT_REFUSED_ATTESTED, /* not, says the manufacturer's signature */
    EXPORT_COUNT
};

/* In one word: what --require hard and --require soft ask for. */
enum hardness { HARDNESS_UNPROVEN, HARDNESS_SOFT, HARDNESS_HARD };

/* Names in JSON and for --require: "ca-asserted", "generated-reported"; not translated. */
const char *token_grade_name(enum token_grade grade);
const char *key_origin_name(enum key_origin origin);
const char *key_export_name(enum key_export export);
const char *hardness_name(enum hardness hardness);
/* One sentence that says what the grade means; translated. */
const char *token_grade_meaning(enum token_grade grade);
const char *key_origin_meaning(enum key_origin origin);
const char *key_export_meaning(enum key_export export);

/* A text with a stable id: a contradiction ("R7"), something not checked, a way to a better grade.
 */
struct finding {
    const char *id; /* static */
    char *text;     /* translated; foreign text in it: escape when printing */
};

struct finding_list {
    struct finding *items;
    size_t count;
};

void finding_add(struct finding_list *list, const char *id, const char *text, ...)
    PRINTF_LIKE(3, 4);
const struct finding *finding_find(const struct finding_list *list, const char *id);
void finding_list_clear(struct finding_list *list);

/* The whole verdict about a token or a key. */
struct verdict {
    enum hardness hardness;
    enum token_grade token;
    bool has_key; /* false: the key fields below say nothing */
    enum key_origin origin;
    enum key_export export;
    bool duplicate_seen;
    char *sentence; /* the verdict for people, one sentence; translated */
    struct evidence_list evidence;
    struct finding_list contradictions; /* R1 … R15 and others */
    struct finding_list capped_by;      /* rules that kept the grade down */
    struct finding_list not_checked;    /* and why */
    struct finding_list would_raise;    /* what to add for a better grade */
};

void verdict_clear(struct verdict *verdict);

/* What --require may ask for. */
enum requirement {
    REQUIRE_NOTHING,
    REQUIRE_SOFT,
    REQUIRE_CLAIMS,
    REQUIRE_IDENTIFIED,
    REQUIRE_CA_ASSERTED,
    REQUIRE_ATTESTED,
    REQUIRE_HARD,
    REQUIRE_COUNT
};

/* Reads a level by name; false for a name that is none. */
bool requirement_read(const char *name, enum requirement *ret_requirement);
const char *requirement_name(enum requirement requirement);

/*
 * Does the verdict reach it? "soft" and "hard" look at the hardness; the others at the token's
 * grade, of which claims < identified < ca-asserted < attested. A soft key reaches none of those.
 */
bool requirement_met(enum requirement requirement, const struct verdict *verdict);
