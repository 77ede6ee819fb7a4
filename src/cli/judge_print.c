/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judge_view.h"
#include "page.h"
#include "render.h"
#include "table.h"
#include "x509/digest.h"

#define WEIGHT_WIDTH 9
#define ID_WIDTH 22

static void print_fingerprint(const struct bytes *spki)
{
    uint8_t digest[SHA256_SIZE];

    if (spki->size > 0) {
        sha256(slice_of_bytes(spki), digest);
        CLEANUP(text_free) char *hex = hex_encode(slice_of(digest, sizeof digest));

        print_field(_("key SHA-256"), hex);
    }
}

static void print_place(const struct judgement *judgement)
{
    page_field_format(_("token"), _("%s (%s, serial %s)"), judgement->token.label,
                      judgement->token.model, judgement->token.serial);
    print_field(_("module"), judgement->token.module_path);
    print_field(_("key"), judgement->key_name);
    print_field(_("uri"), judgement->key_uri != NULL ? judgement->key_uri : judgement->token_uri);
    print_fingerprint(&judgement->spki);
}

static void print_file(const struct judged_file *file)
{
    print_field(_("file"), file->path);
    page_field_format(_("holds"), file->key_name != NULL ? _("%s (%s), %s") : _("%s (%s)"),
                      file->kind, file->format, file->key_name);
    page_field(_("subject"), file->subject);
    page_field(_("issuer"), file->issuer);
    if (file->subject == NULL) {
        page_field(_("protection"), file->protection != NULL ? file->protection : _("none"));
        page_field(_("integrity"), file->integrity);
    }
    if (file->subject == NULL && file->others_can_read) {
        page_field_format(_("permissions"), _("%04o: others than its owner may read the file"),
                          file->mode);
    }
    print_fingerprint(&file->spki);
}

static void print_grades(const struct judged *judged)
{
    const struct verdict *verdict = judged->verdict;

    page_field_format(_("grade"), "%s: %s", token_grade_name(verdict->token),
                      token_grade_meaning(verdict->token));
    if (verdict->has_key) {
        page_field_format(_("origin"), "%s: %s", key_origin_name(verdict->origin),
                          key_origin_meaning(verdict->origin));
        page_field_format(_("export"), "%s: %s", key_export_name(verdict->export),
                          key_export_meaning(verdict->export));
    }
    if (verdict->duplicate_seen) {
        page_field(_("copy"), _("the same key was seen elsewhere"));
    }
    if (judged->file != NULL && judged->file->subject != NULL) {
        page_field(_("note"), _("what a certificate says of a device is the word of its CA; this "
                                "program has not seen the device"));
    }
}

static void print_findings(const char *name, const struct finding_list *list,
                           const struct finding_list *but_not)
{
    for (size_t i = 0; i < list->count; i++) {
        if (but_not == NULL || finding_find(but_not, list->items[i].id) == NULL) {
            page_field_format(name, "%s: %s", list->items[i].id, list->items[i].text);
        }
    }
}

/* Evidence that moves the verdict, or says what the module is; the rest is for --explain. */
static bool matters(const struct evidence *evidence)
{
    return (evidence->weight != WEIGHT_CONTEXT && evidence->weight != WEIGHT_CLAIM) ||
           strcmp(evidence->id, "module.identity") == 0 ||
           strcmp(evidence->id, "ca.statement") == 0;
}

static const char *text_of(const struct evidence *evidence)
{
    return evidence->meaning != NULL ? evidence->meaning : evidence->value;
}

static void print_evidence_lines(const struct evidence_list *list)
{
    bool any = false;

    for (size_t i = 0; i < list->count; i++) {
        const struct evidence *evidence = &list->items[i];

        if (!matters(evidence)) {
            continue;
        }
        if (!any) {
            (void)printf("\n%s:\n", _("evidence"));
            any = true;
        }
        (void)printf("  %-*s  %-*s  ", WEIGHT_WIDTH, evidence_weight_name(evidence->weight),
                     ID_WIDTH, evidence->id);
        page_fill(2 + WEIGHT_WIDTH + 2 + ID_WIDTH + 2, text_of(evidence));
    }
}

/* What the standard itself says of the flag that other tools take for proof. */
static void print_remark(const struct evidence *evidence)
{
    if (strcmp(evidence->id, "module.slot-flags") == 0) {
        page_field(_("  remark"),
                   _("PKCS#11 3.2 (general data types, CK_SLOT_INFO) says that no security meaning "
                     "may be read into CKF_HW_SLOT: it tells of a physical realization, not of how "
                     "mechanisms are implemented or keys are kept"));
    }
}

static void print_evidence_table(const struct evidence_list *list)
{
    (void)printf("\n%s:\n", _("all evidence"));
    for (size_t i = 0; i < list->count; i++) {
        const struct evidence *evidence = &list->items[i];

        (void)printf("%s (%s, %s)\n", evidence->id, evidence_layer_name(evidence->layer),
                     evidence_weight_name(evidence->weight));
        page_field(_("  seen"), evidence->value);
        page_field(_("  means"), evidence->meaning);
        page_field(_("  faked by"), evidence->spoofable_by);
        print_remark(evidence);
    }
}

static void print_keys(const struct judgement *judgement)
{
    const char *headings[] = {_("KEY"), _("TYPE"), _("VERDICT"), _("ORIGIN"), _("EXPORT")};
    struct table *table = table_new(headings, sizeof headings / sizeof *headings);

    for (size_t i = 0; i < judgement->key_count; i++) {
        const struct judged_key *key = &judgement->keys[i];

        table_add(table, key->label);
        table_add(table, key->name == NULL ? "" : key->name);
        table_add(table, hardness_name(key->verdict.hardness));
        table_add(table, key_origin_name(key->verdict.origin));
        table_add(table, key_export_name(key->verdict.export));
    }
    if (!table_is_empty(table)) {
        (void)printf("\n%s:\n", _("keys"));
        table_print(table, "  ");
    }
    table_free(table);
}

static void print_requirement(const struct judged *judged)
{
    CLEANUP(text_free) char *shortfall = NULL;

    if (judged->requirement == REQUIRE_NOTHING) {
        return;
    }
    if (requirement_met(judged->requirement, judged->verdict)) {
        page_field_format(_("required"), _("%s: met"), requirement_name(judged->requirement));
        return;
    }
    shortfall = judged_shortfall(judged);
    page_field_format(_("required"), _("%s: not met; %s"), requirement_name(judged->requirement),
                      shortfall);
}

char *judged_shortfall(const struct judged *judged)
{
    const struct verdict *verdict = judged->verdict;
    const struct finding_list *reasons =
        verdict->contradictions.count > 0 ? &verdict->contradictions : &verdict->capped_by;
    const char *name = hardness_name(verdict->hardness);

    if (judged->requirement == REQUIRE_SOFT || verdict->hardness == HARDNESS_SOFT) {
        return text_format(_("the verdict is '%s', the grade '%s'"), name,
                           token_grade_name(verdict->token));
    }
    return text_format(_("the verdict is '%s', the grade '%s'%s%s"), name,
                       token_grade_name(verdict->token), reasons->count > 0 ? ": " : "",
                       reasons->count > 0 ? reasons->items[0].text : "");
}

void judge_print(const struct judged *judged, bool explain)
{
    const struct verdict *verdict = judged->verdict;

    page_fill(0, verdict->sentence);
    (void)printf("\n");
    if (judged->file != NULL) {
        print_file(judged->file);
    } else {
        print_place(judged->judgement);
    }
    print_grades(judged);
    print_findings(_("contradiction"), &verdict->contradictions, NULL);
    if (explain) {
        print_findings(_("kept down by"), &verdict->capped_by, &verdict->contradictions);
        print_findings(_("not checked"), &verdict->not_checked, NULL);
    }
    print_findings(_("would raise"), &verdict->would_raise, NULL);
    print_requirement(judged);
    if (judged->judgement != NULL) {
        print_keys(judged->judgement);
    }
    if (explain) {
        print_evidence_table(&verdict->evidence);
    } else {
        print_evidence_lines(&verdict->evidence);
    }
}
