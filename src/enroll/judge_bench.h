/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "cards/family.h"
#include "cards/readers.h"
#include "custody/facts.h"
#include "custody/identity.h"
#include "custody/issuers.h"
#include "enroll/judge.h"

/* What every judgement of one run looks things up in: tables, and the readers as PC/SC has them. */
struct judge_bench {
    struct module_table *modules;
    struct card_tables *cards;
    struct issuer_table *issuers;
    struct readers readers;
    bool readers_read;
    /* The file of the last module: all packages are searched for it, and tokens share modules. */
    char *module_path;
    struct module_file module_file;
};

bool judge_bench_open(struct judge_bench *ret_bench, struct failure *failure) MUST_USE;
void judge_bench_close(struct judge_bench *bench);

/* What can be seen of a token: claims, identity, file, process, reader. */
struct token_facts {
    struct token_claims claims;
    struct module_identity identity; /* texts belong to the bench */
    struct module_file file;
    struct observations process;
    bool reader_asked;
    struct reader_verdict reader; /* reader and family belong to the bench */
};

/* CHANGE is what the module did in a process of its own; NULL: not known. */
bool token_facts_read(struct judge_bench *bench, const struct token *token,
                      enum claims_detail detail, const struct process_change *change,
                      struct token_facts *ret_facts, struct failure *failure) MUST_USE;
void token_facts_clear(struct token_facts *facts);

/* The part of the facts that is about the token; borrows. */
struct custody_facts token_facts_view(const struct token_facts *facts);
