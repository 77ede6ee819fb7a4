/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/clock.h"
#include "custody/identity.h"
#include "custody/verdict.h"
#include "enroll/judge.h"
#include "judge_file.h"

/* What 'hardtoken judge' found, for those who show it. All of it is borrowed. */
struct judged {
    const struct judgement *judgement; /* of a token or key; NULL: a file was judged */
    const struct judged_file *file;    /* NULL: a token or key was judged */
    const struct verdict *verdict;     /* of either */
    struct module_identity identity;   /* of the token's module */
    enum requirement requirement;
    timestamp time;
};

/* Why the requirement is not met, one sentence without a full stop; the caller frees it. */
char *judged_shortfall(const struct judged *judged);

/* The page: the verdict first; all evidence only with EXPLAIN. */
void judge_print(const struct judged *judged, bool explain);

/* The members of the document, as docs/json.md has them. */
void judge_put_json(json_t *document, const struct judged *judged);

/* What the module says of token and key, in the words of the IETF draft; see docs/json.md. */
json_t *judge_claims_json(const struct judged *judged);

/* Everything the module said, as it said it, with how each attribute comes about. */
json_t *judge_dump_json(const struct judged *judged);
json_t *judge_observations_json(const struct observations *observations);
json_t *judge_attestation_json(const struct attestation *attestation);
