/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/verdict.h"

#include <string.h>

static const char *const names[REQUIRE_COUNT] = {
    [REQUIRE_NOTHING] = "nothing",
    [REQUIRE_SOFT] = "soft",
    [REQUIRE_CLAIMS] = "claims",
    [REQUIRE_IDENTIFIED] = "identified",
    [REQUIRE_CA_ASSERTED] = "ca-asserted",
    [REQUIRE_ATTESTED] = "attested",
    [REQUIRE_HARD] = "hard",
};

bool requirement_read(const char *name, enum requirement *ret_requirement)
{
    for (int i = REQUIRE_SOFT; i < REQUIRE_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_requirement = (enum requirement)i;
            return true;
        }
    }
    return false;
}

const char *requirement_name(enum requirement requirement)
{
    return names[requirement];
}

bool requirement_met(enum requirement requirement, const struct verdict *verdict)
{
    bool soft = verdict->hardness == HARDNESS_SOFT;

    switch (requirement) {
    case REQUIRE_SOFT:
        return soft;
    case REQUIRE_HARD:
        return verdict->hardness == HARDNESS_HARD;
    case REQUIRE_CLAIMS: /* the grades from here on are in order */
        return !soft && verdict->token >= GRADE_CLAIMS;
    case REQUIRE_IDENTIFIED:
        return !soft && verdict->token >= GRADE_IDENTIFIED;
    case REQUIRE_CA_ASSERTED:
        return !soft && verdict->token >= GRADE_CA_ASSERTED;
    case REQUIRE_ATTESTED:
        return !soft && verdict->token >= GRADE_ATTESTED;
    case REQUIRE_NOTHING:
    case REQUIRE_COUNT:
        break;
    }
    return true;
}
