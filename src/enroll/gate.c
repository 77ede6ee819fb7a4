/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/gate.h"

#include "base/i18n.h"
#include "enroll/judge.h"

bool gate_check(enum requirement requirement, struct failure *failure)
{
    if (requirement != REQUIRE_ATTESTED && requirement != REQUIRE_CA_ASSERTED) {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' cannot be required here"),
                      requirement_name(requirement));
    (void)failure_cause(failure, requirement == REQUIRE_ATTESTED
                                     ? _("the manufacturer's statement is about a key that exists")
                                     : _("a CA's statement is in the certificate of a key"));
    return failure_hint(failure,
                        _("require 'hard' or 'identified' here, and afterwards: hardtoken "
                          "judge URI --possession --require %s"),
                        requirement_name(requirement));
}

/* Can the key be read in the clear (a soft key, wherever it is), or be taken out encrypted? */
static bool is_readable(const struct object *key)
{
    return key != NULL && key->sensitive == NO && key->extractable == YES;
}

static bool can_leave(const struct object *key)
{
    return key != NULL && (key->sensitive == NO || key->extractable == YES);
}

static bool passes(enum requirement requirement, const struct verdict *verdict,
                   const struct object *key)
{
    if (requirement == REQUIRE_SOFT) {
        return requirement_met(requirement, verdict) || is_readable(key);
    }
    return requirement_met(requirement, verdict) && !is_readable(key) &&
           (requirement != REQUIRE_HARD || !can_leave(key));
}

static bool refuse(enum requirement requirement, const struct token *token,
                   const struct verdict *verdict, const struct object *key, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_NO, _("token '%s' is not '%s' as required"), token->label,
                      requirement_name(requirement));
    if (requirement != REQUIRE_SOFT && requirement_met(requirement, verdict)) {
        (void)failure_cause(failure, _("the key '%s' can be read or taken out of it"), key->label);
    } else if (verdict->hardness != HARDNESS_SOFT && verdict->contradictions.count > 0) {
        (void)failure_cause(failure, "%s", verdict->contradictions.items[0].text);
    } else {
        (void)failure_cause(failure, _("it is judged '%s': %s"), token_grade_name(verdict->token),
                            token_grade_meaning(verdict->token));
    }
    return failure_hint(failure, _("nothing was made or written; 'hardtoken judge' says why, and "
                                   "what would raise the grade"));
}

bool gate_pass(enum requirement requirement, const struct token *token, const struct object *key,
               struct failure *failure)
{
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    if (requirement == REQUIRE_NOTHING) {
        return true;
    }
    if (!gate_check(requirement, failure) || !judge_tokens_briefly(token, 1, &verdict, failure)) {
        return false;
    }
    return passes(requirement, &verdict, key) ? true
                                              : refuse(requirement, token, &verdict, key, failure);
}
