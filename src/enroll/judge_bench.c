/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_bench.h"

#include <string.h>

#include "base/memory.h"

/* A driver that does not answer by then is treated as one that tells nothing. */
#define READERS_LIMIT 2000 /* milliseconds */

bool judge_bench_open(struct judge_bench *ret_bench, struct failure *failure)
{
    struct judge_bench bench = {0};

    if (!module_table_read(&bench.modules, failure) || !card_tables_load(&bench.cards, failure) ||
        !issuer_table_read(&bench.issuers, failure)) {
        judge_bench_close(&bench);
        return false;
    }
    *ret_bench = bench;
    return true;
}

void judge_bench_close(struct judge_bench *bench)
{
    module_table_free(bench->modules);
    card_tables_free(bench->cards);
    issuer_table_free(bench->issuers);
    readers_clear(&bench->readers);
    memory_free(bench->module_path);
    module_file_clear(&bench->module_file);
    *bench = (struct judge_bench){0};
}

/* Only where a reader can be behind the module: asking wakes up other programs' drivers. */
static bool may_have_reader(enum module_kind kind)
{
    return kind == MODULE_CARD || kind == MODULE_UNKNOWN || kind == MODULE_PROXY;
}

static void look_at_reader(struct judge_bench *bench, struct token_facts *facts)
{
    struct reader_question question = {
        .tables = bench->cards, .slot_description = slice_of_text(facts->claims.slot_description)};

    if (!may_have_reader(facts->identity.kind)) {
        return;
    }
    if (!bench->readers_read) {
        readers_read(READERS_LIMIT, &bench->readers);
        bench->readers_read = true;
    }
    question.readers = &bench->readers;
    reader_judge(&question, &facts->reader);
    facts->reader_asked = true;
}

static struct module_file find_file(struct judge_bench *bench, const char *path)
{
    struct module_file file;

    if (bench->module_path == NULL || strcmp(bench->module_path, path) != 0) {
        memory_free(bench->module_path);
        module_file_clear(&bench->module_file);
        bench->module_path = memory_copy_text(path);
        module_file_read(path, NULL, &bench->module_file);
    }
    file = bench->module_file;
    file.real_path = memory_copy_text(file.real_path);
    file.package = memory_copy_text(file.package);
    return file;
}

static void look_at_process(struct judge_bench *bench, const struct process_change *change,
                            enum claims_detail detail, struct token_facts *facts)
{
    /* The grade of a token depends on the file only where it may be "identified". */
    if (detail != CLAIMS_BRIEF || facts->identity.kind == MODULE_CARD) {
        facts->file = find_file(bench, facts->claims.module_path);
        module_file_observe(&facts->file, &facts->process);
    }
    if (change != NULL) {
        process_observe(bench->cards, change, &facts->process);
    }
    environment_observe(bench->cards, &facts->process);
    if (facts->identity.kind == MODULE_TPM) {
        const struct kernel_view kernel = {0};

        tpm_observe(bench->cards, &kernel, &facts->process);
    }
}

bool token_facts_read(struct judge_bench *bench, const struct token *token,
                      enum claims_detail detail, const struct process_change *change,
                      struct token_facts *ret_facts, struct failure *failure)
{
    struct token_facts facts = {0};

    if (!token_claims_read(token, detail, &facts.claims, failure)) {
        return false;
    }
    facts.identity = module_identify(bench->modules, &facts.claims);
    look_at_process(bench, change, detail, &facts);
    look_at_reader(bench, &facts);
    *ret_facts = facts;
    return true;
}

void token_facts_clear(struct token_facts *facts)
{
    token_claims_clear(&facts->claims);
    module_file_clear(&facts->file);
    observations_clear(&facts->process);
    reader_verdict_clear(&facts->reader);
    *facts = (struct token_facts){0};
}

struct custody_facts token_facts_view(const struct token_facts *facts)
{
    return (struct custody_facts){.token = &facts->claims,
                                  .identity = facts->identity,
                                  .file = &facts->file,
                                  .process = &facts->process,
                                  .reader = facts->reader_asked ? &facts->reader : NULL};
}

bool judge_tokens_briefly(const struct token *tokens, size_t count, struct verdict *ret_verdicts,
                          struct failure *failure)
{
    CLEANUP_VALUE(judge_bench_close) struct judge_bench bench = {0};

    if (!judge_bench_open(&bench, failure)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        CLEANUP_VALUE(token_facts_clear) struct token_facts facts = {0};
        CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};
        struct custody_facts view = {0};

        ret_verdicts[i] = (struct verdict){0};
        if (token_facts_read(&bench, &tokens[i], CLAIMS_BRIEF, NULL, &facts, &unreadable)) {
            view = token_facts_view(&facts);
        }
        custody_grade(&view, &ret_verdicts[i]);
    }
    return true;
}
