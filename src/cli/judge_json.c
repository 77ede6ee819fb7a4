/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "base/text.h"
#include "json.h"
#include "judge_view.h"
#include "x509/digest.h"

static json_t *fingerprint_json(const struct bytes *spki)
{
    uint8_t digest[SHA256_SIZE];
    CLEANUP(text_free) char *hex = NULL;

    if (spki->size == 0) {
        return json_null();
    }
    sha256(slice_of_bytes(spki), digest);
    hex = hex_encode(slice_of(digest, sizeof digest));
    return json_string(hex);
}

static json_t *findings_json(const struct finding_list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++) {
        json_t *object = json_object();

        json_put(object, "id", json_string(list->items[i].id));
        json_put(object, "text", json_text(list->items[i].text));
        (void)json_array_append_new(array, object);
    }
    return array;
}

static json_t *evidence_json(const struct evidence_list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++) {
        const struct evidence *evidence = &list->items[i];
        json_t *object = json_object();

        json_put(object, "id", json_string(evidence->id));
        json_put(object, "layer", json_string(evidence_layer_name(evidence->layer)));
        json_put(object, "weight", json_string(evidence_weight_name(evidence->weight)));
        json_put(object, "value", json_text(evidence->value));
        json_put(object, "meaning", json_text(evidence->meaning));
        json_put(object, "spoofable_by", json_text(evidence->spoofable_by));
        (void)json_array_append_new(array, object);
    }
    return array;
}

static json_t *identity_json(const struct module_identity *identity)
{
    json_t *object = json_object();

    json_put(object, "module", json_text(identity->id));
    json_put(object, "title", json_text(identity->title));
    json_put(object, "kind", json_string(module_kind_name(identity->kind)));
    json_put(object, "tell", json_text(identity->tell));
    json_put(object, "confidence", json_string(identity->id == NULL ? "none" : "strings"));
    return object;
}

static void put_grade(json_t *object, const struct verdict *verdict)
{
    json_put(object, "grade", json_string(token_grade_name(verdict->token)));
    json_put(object, "capped_by", findings_json(&verdict->capped_by));
}

static json_t *judged_token_json(const struct judged *judged)
{
    const struct token *token = &judged->judgement->token;
    json_t *object = json_object();

    put_grade(object, judged->verdict);
    json_put(object, "identity", identity_json(&judged->identity));
    json_put(object, "uri", json_text(judged->judgement->token_uri));
    json_put(object, "label", json_text(token->label));
    json_put(object, "serial", json_text(token->serial));
    json_put(object, "model", json_text(token->model));
    json_put(object, "manufacturer", json_text(token->manufacturer));
    json_put(object, "module", json_text(token->module_path));
    return object;
}

static json_t *file_json(const struct judged_file *file, const struct verdict *verdict)
{
    CLEANUP(text_free) char *mode = text_format("%04o", file->mode);
    json_t *object = json_object();

    put_grade(object, verdict);
    json_put(object, "path", json_text(file->path));
    json_put(object, "kind", json_text(file->kind));
    json_put(object, "format", json_text(file->format));
    json_put(object, "encrypted", json_boolean(file->encrypted));
    json_put(object, "protection", json_text(file->protection));
    json_put(object, "integrity", json_text(file->integrity));
    json_put(object, "mode", json_string(mode));
    json_put(object, "others_can_read", json_boolean(file->others_can_read));
    json_put(object, "subject", json_text(file->subject));
    json_put(object, "issuer", json_text(file->issuer));
    return object;
}

static json_t *key_json(const struct verdict *verdict, const char *uri, const char *name,
                        const struct bytes *spki)
{
    json_t *object = json_object();

    json_put(object, "uri", json_text(uri));
    json_put(object, "key", json_text(name));
    json_put(object, "spki_sha256", fingerprint_json(spki));
    json_put(object, "origin",
             verdict->has_key ? json_string(key_origin_name(verdict->origin)) : json_null());
    json_put(object, "export",
             verdict->has_key ? json_string(key_export_name(verdict->export)) : json_null());
    json_put(object, "duplicate_seen", json_boolean(verdict->duplicate_seen));
    return object;
}

static json_t *keys_json(const struct judgement *judgement)
{
    json_t *array = json_array();

    for (size_t i = 0; i < judgement->key_count; i++) {
        const struct judged_key *key = &judgement->keys[i];
        json_t *object = json_object();

        json_put(object, "uri", json_text(key->uri));
        json_put(object, "label", json_text(key->label));
        json_put(object, "key", json_text(key->name));
        json_put(object, "hardness", json_string(hardness_name(key->verdict.hardness)));
        json_put(object, "grade", json_string(token_grade_name(key->verdict.token)));
        json_put(object, "origin", json_string(key_origin_name(key->verdict.origin)));
        json_put(object, "export", json_string(key_export_name(key->verdict.export)));
        json_put(object, "contradictions", findings_json(&key->verdict.contradictions));
        (void)json_array_append_new(array, object);
    }
    return array;
}

static json_t *requirement_json(const struct judged *judged)
{
    CLEANUP(text_free) char *shortfall = NULL;
    json_t *object;
    bool met;

    if (judged->requirement == REQUIRE_NOTHING) {
        return json_null();
    }
    object = json_object();
    met = requirement_met(judged->requirement, judged->verdict);
    shortfall = met ? NULL : judged_shortfall(judged);
    json_put(object, "level", json_string(requirement_name(judged->requirement)));
    json_put(object, "met", json_boolean(met));
    json_put(object, "reason", json_text(shortfall));
    return object;
}

static json_t *possession_json(const struct possession_proof *possession)
{
    json_t *object;

    if (possession->signature.size == 0) {
        return json_null();
    }
    object = json_object();
    json_put(object, "algorithm", json_text(possession->algorithm));
    json_put(object, "nonce", json_hex(&possession->nonce));
    json_put(object, "message", json_hex(&possession->message));
    json_put(object, "signature", json_hex(&possession->signature));
    return object;
}

static void put_place(json_t *document, const struct judged *judged)
{
    const struct judgement *judgement = judged->judgement;
    bool key = judgement->key_uri != NULL;

    json_put(document, "target", json_string(key ? "key" : "token"));
    json_put(document, "token", judged_token_json(judged));
    json_put(
        document, "key",
        key ? key_json(judged->verdict, judgement->key_uri, judgement->key_name, &judgement->spki)
            : json_null());
    json_put(document, "keys", keys_json(judgement));
    json_put(document, "claims", judge_claims_json(judged));
    json_put(document, "attestation", judge_attestation_json(&judgement->attestation));
    json_put(document, "possession", possession_json(&judgement->possession));
}

static void put_file(json_t *document, const struct judged *judged)
{
    const struct judged_file *file = judged->file;

    json_put(document, "target", json_string("file"));
    json_put(document, "file", file_json(file, judged->verdict));
    json_put(document, "key", key_json(judged->verdict, NULL, file->key_name, &file->spki));
    json_put(document, "attestation", judge_attestation_json(&file->attestation));
}

void judge_put_json(json_t *document, const struct judged *judged)
{
    const struct verdict *verdict = judged->verdict;

    json_put(document, "sentence", json_text(verdict->sentence));
    json_put(document, "hardness", json_string(hardness_name(verdict->hardness)));
    json_put(document, "time", json_time(judged->time));
    json_put(document, "requirement", requirement_json(judged));
    if (judged->file != NULL) {
        put_file(document, judged);
    } else {
        put_place(document, judged);
    }
    json_put(document, "contradictions", findings_json(&verdict->contradictions));
    json_put(document, "not_checked", findings_json(&verdict->not_checked));
    json_put(document, "would_raise", findings_json(&verdict->would_raise));
    json_put(document, "evidence", evidence_json(&verdict->evidence));
}
