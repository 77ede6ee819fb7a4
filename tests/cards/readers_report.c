/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage: readers_report SLOT [MODULE.so]
 *
 * Prints what src/cards makes of the slot with that description, one line a fact:
 *     place PLACE / family ID counts YES-OR-NO / ID MEANING VALUE
 * With MODULE the module is loaded and initialized first, and what it did is among the facts.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include <p11-kit/pkcs11.h>

#include "base/text.h"
#include "cards/process.h"
#include "cards/reader_verdict.h"

#define LIMIT 2000 /* milliseconds */

static void print(const struct observations *observations)
{
    for (size_t i = 0; i < observations->count; i++) {
        const struct observation *item = &observations->items[i];

        (void)printf("%s %s %s\n", item->id, observation_meaning_name(item->meaning), item->value);
    }
}

static bool report_module(const char *path, const struct card_tables *tables)
{
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};
    CLEANUP_VALUE(module_file_clear) struct module_file file = {0};
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CK_FUNCTION_LIST_PTR functions = NULL;
    CK_C_GetFunctionList get = NULL;
    CK_ULONG count = 0;

    *(void **)&get = library == NULL ? NULL : dlsym(library, "C_GetFunctionList");
    if (get == NULL || get(&functions) != CKR_OK || functions->C_Initialize(NULL) != CKR_OK ||
        functions->C_GetSlotList(CK_TRUE, NULL, &count) != CKR_OK) {
        return false;
    }
    after = process_snapshot_take();
    process_difference(before, after, &change);
    process_observe(tables, &change, &observations);
    module_file_read(path, NULL, &file);
    module_file_observe(&file, &observations);
    environment_observe(tables, &observations);
    print(&observations);
    return true;
}

int main(int argc, char **argv)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP(card_tables_free) struct card_tables *tables = NULL;
    CLEANUP_VALUE(readers_clear) struct readers readers = {0};
    CLEANUP_VALUE(reader_verdict_clear) struct reader_verdict verdict = {0};
    struct reader_question question = {.readers = &readers};

    if (argc < 2 || argc > 3 || !card_tables_load(&tables, &failure)) {
        return 2;
    }
    if (argc == 3 && !report_module(argv[2], tables)) {
        return 1;
    }
    readers_read(LIMIT, &readers);
    question.tables = tables;
    question.slot_description = slice_of_text(argv[1]);
    reader_judge(&question, &verdict);
    (void)printf("place %s\n", reader_place_name(verdict.place));
    if (verdict.family != NULL) {
        (void)printf("family %s counts %s\n", verdict.family->id,
                     verdict.family_counts ? "yes" : "no");
    }
    print(&verdict.observations);
    return 0;
}
