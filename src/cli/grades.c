/* SPDX-License-Identifier: Apache-2.0 */
#include "grades.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "enroll/judge.h"
#include "json.h"

void grades_of_tokens(const struct token *tokens, size_t count, struct notices *notices,
                      struct grades *ret_grades)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    struct verdict *verdicts = memory_new(count, sizeof *verdicts);

    *ret_grades = (struct grades){0};
    if (count == 0 || !judge_tokens_briefly(tokens, count, verdicts, &failure)) {
        memory_free(verdicts);
        if (failure_is_set(&failure)) {
            notices_add(notices, _("no grades are shown: %s"), failure.action);
        }
        return;
    }
    *ret_grades = (struct grades){.verdicts = verdicts, .count = count};
}

void grades_of_inventory(const struct inventory *inventory, struct notices *notices,
                         struct grades *ret_grades)
{
    size_t count = inventory->token_count;
    struct token *borrowed = memory_new(count, sizeof *borrowed);

    for (size_t i = 0; i < count; i++) {
        borrowed[i] = inventory->tokens[i].token;
    }
    grades_of_tokens(borrowed, count, notices, ret_grades);
    memory_free(borrowed); /* the array alone */
}

void grades_clear(struct grades *grades)
{
    for (size_t i = 0; i < grades->count; i++) {
        verdict_clear(&grades->verdicts[i]);
    }
    memory_free(grades->verdicts);
    *grades = (struct grades){0};
}

const char *grade_of_token(const struct grades *grades, size_t token)
{
    return token < grades->count ? token_grade_name(grades->verdicts[token].token) : "";
}

const char *grade_of_key(const struct grades *grades, const struct inventory_key *key)
{
    if (key->has_private && key->extractable == YES) {
        return key->sensitive == NO ? key_export_name(EXPORT_READABLE)
                                    : key_export_name(EXPORT_WRAPPABLE);
    }
    return grade_of_token(grades, key->token);
}

void grades_put_json(json_t *object, const struct grades *grades, size_t token)
{
    bool known = token < grades->count;

    json_put(object, "grade", known ? json_string(grade_of_token(grades, token)) : json_null());
    json_put(object, "hardness",
             known ? json_string(hardness_name(grades->verdicts[token].hardness)) : json_null());
}
