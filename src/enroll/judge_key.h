/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/key_lookup.h"
#include "judge_bench.h"
#include "judge_statement.h"

/* What can be seen of one key. */
struct key_facts {
    struct key_claims claims;
    struct probe_list probes;
    bool attestation_asked;
    struct attestation attestation;
    struct statement statement;
    enum possession_finding possession;
    struct possession_proof proof;
    char *copy; /* where the same key is too; NULL: nowhere seen */
    struct finding_list not_checked;
};

/* What goes on: for whom, on which opened token, with which wishes and tables. All borrowed. */
struct judging {
    struct workplace *workplace;
    struct open_token *open;
    const struct judge_order *order;
    const struct issuer_table *issuers;
    const struct token_facts *token;
    const struct object_list *certificates; /* all that are on the token */
    bool briefly; /* one of many keys: it is not asked to sign, not probed further, and copies are
                     not looked for */
};

/* Reads, and with the order's wishes tries, one key. Only what cannot be read at all fails. */
bool key_facts_read(const struct judging *judging, const struct found_key *key,
                    struct key_facts *ret_facts, struct failure *failure) MUST_USE;
void key_facts_clear(struct key_facts *facts);

/* Signs CONTENT with the key in the way that is chosen for its type, and verifies the signature. */
bool key_signs(const struct judging *judging, const struct found_key *key,
               const struct key_claims *claims, struct slice content, struct bytes *ret_signature,
               char **ret_algorithm, struct failure *failure) MUST_USE;

/* Adds the key to the facts of its token; borrows. */
void key_facts_view(const struct key_facts *facts, struct custody_facts *view);
