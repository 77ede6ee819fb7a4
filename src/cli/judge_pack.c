/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_pack.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "json.h"
#include "pack_parts.h"
#include "pack_readme.h"
#include "x509/digest.h"

#define MODULE_LIMIT (512u * 1024 * 1024)

static bool check_fields(const struct text_list *fields, struct failure *failure)
{
    for (size_t i = 0; i < fields->count; i++) {
        const char *equals = strchr(fields->items[i], '=');

        if (equals == NULL || equals == fields->items[i]) {
            (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a field"), fields->items[i]);
            return failure_hint(failure, _("write it as NAME=VALUE"));
        }
    }
    return true;
}

static bool is_empty(DIR *directory)
{
    const struct dirent *entry;

    while ((entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            return false;
        }
    }
    return true;
}

/* A folder that is there must be empty: renaming replaces such a one. */
static bool check_folder(const char *path, DIR *directory, struct failure *failure)
{
    bool empty = is_empty(directory);

    (void)closedir(directory); /* only read from */
    if (!empty) {
        (void)failure_set(failure, FAILURE_INPUT, _("the folder '%s' is not empty"), path);
        return failure_hint(failure, _("choose a folder that is not there yet"));
    }
    return true;
}

bool judge_pack_check(const char *directory, const struct text_list *fields,
                      struct failure *failure)
{
    CLEANUP(text_free) char *path = pack_path(directory);
    DIR *stream;

    if (!check_fields(fields, failure)) {
        return false;
    }
    stream = opendir(path);
    if (stream != NULL) {
        return check_folder(path, stream, failure);
    }
    return errno == ENOENT ? file_check_new(path, false, failure)
                           : failure_errno(failure, errno, _("cannot write '%s'"), path);
}

static void add_fields(const struct text_list *fields, json_t *object)
{
    for (size_t i = 0; i < fields->count; i++) {
        const char *equals = strchr(fields->items[i], '=');
        CLEANUP(text_free)
        char *name = memory_copy_text_n(fields->items[i], (size_t)(equals - fields->items[i]));
        CLEANUP(text_free) char *escaped = text_escape(slice_of_text(name), ESCAPE_PLAIN);

        json_put(object, escaped, json_text(equals + 1));
    }
}

static void add_about(const struct judged *judged, const struct text_list *fields,
                      struct pack_parts *parts)
{
    json_t *object = json_object();
    json_t *given = json_object();

    add_fields(fields, given);
    json_put(object, "pack", json_integer(1));
    json_put(object, "tool", json_string("hardtoken"));
    json_put(object, "tool_version", json_string(HARDTOKEN_VERSION));
    json_put(object, "time", json_time(judged->time));
    json_put(object, "token", json_text(judged->judgement->token_uri));
    json_put(object, "key", json_text(judged->judgement->key_uri));
    json_put(object, "sentence", json_text(judged->verdict->sentence));
    json_put(object, "fields", given);
    pack_add_json(parts, "pack.json", object);
}

/* Of the file on disk now; NULL when it cannot be read. */
static json_t *digest_of_file(const char *path)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP(text_free) char *hex = NULL;
    uint8_t digest[SHA256_SIZE];

    if (path == NULL || !file_read(path, MODULE_LIMIT, &content, &failure)) {
        return json_null();
    }
    sha256(slice_of_bytes(&content), digest);
    hex = hex_encode(slice_of(digest, sizeof digest));
    return json_string(hex);
}

static void add_module(const struct judgement *judgement, struct pack_parts *parts)
{
    const struct module_file *file = &judgement->module_file;
    json_t *object = json_object();

    json_put(object, "module", json_text(judgement->token.module_path));
    json_put(object, "file", json_text(file->real_path));
    json_put(object, "sha256", digest_of_file(file->real_path));
    json_put(object, "package", json_text(file->package));
    json_put(object, "packages_known", json_boolean(file->packages_known));
    json_put(object, "others_can_write", json_boolean(file->others_can_write));
    json_put(object, "process", judge_observations_json(&judgement->process));
    pack_add_json(parts, "module.json", object);
}

static void add_reader(const struct judgement *judgement, struct pack_parts *parts)
{
    json_t *object = json_object();

    /* Nothing observed: nobody looked, as there can be no reader behind this module. */
    json_put(object, "place",
             judgement->reader.observations.count > 0
                 ? json_string(reader_place_name(judgement->reader.place))
                 : json_null());
    json_put(object, "observations", judge_observations_json(&judgement->reader.observations));
    pack_add_json(parts, "reader.json", object);
}

static const char *outcome_name(enum probe_outcome outcome)
{
    switch (outcome) {
    case PROBE_REFUSED:
        return "refused";
    case PROBE_ALLOWED:
        return "allowed";
    case PROBE_IMPOSSIBLE:
        return "impossible";
    case PROBE_UNEXPECTED:
    default:
        return "unexpected";
    }
}

/* A line a try, with tabs: probe, function, what was tried, what the module returned, what that
 * means. */
static void add_probes(const struct probe_list *probes, struct pack_parts *parts)
{
    struct text text = {0};
    CLEANUP(text_free) char *whole = NULL;

    for (size_t i = 0; i < probes->count; i++) {
        const struct probe_result *probe = &probes->items[i];

        text_addf(&text, "%s\t%s\t%s\t%s\t0x%lx\t%s\n", probe->probe, probe->function,
                  probe->subject, probe->rv_name, probe->rv, outcome_name(probe->outcome));
    }
    whole = text_take(&text);
    pack_add_text(parts, "probes.txt", whole);
}

static void add_attestation(const struct attestation *attestation, struct pack_parts *parts)
{
    pack_add_json(parts, "attestation.json", judge_attestation_json(attestation));
    for (size_t i = 0; i < attestation->chain_count; i++) {
        CLEANUP(text_free) char *name = text_format("attestation-%zu.der", i);

        pack_add(parts, name, slice_of_bytes(&attestation->chain[i]));
    }
}

static void add_possession(const struct judgement *judgement, struct pack_parts *parts)
{
    const struct possession_proof *proof = &judgement->possession;

    if (judgement->spki.size > 0) {
        pack_add(parts, "public-key.der", slice_of_bytes(&judgement->spki));
    }
    if (proof->signature.size > 0) {
        pack_add(parts, "possession-nonce.bin", slice_of_bytes(&proof->nonce));
        pack_add(parts, "possession-message.bin", slice_of_bytes(&proof->message));
        pack_add(parts, "possession-signature.bin", slice_of_bytes(&proof->signature));
    }
}

static bool add_sums(const struct judged *judged, const struct pack_seal *seal,
                     struct pack_parts *parts, struct failure *failure)
{
    CLEANUP(text_free) char *sums = pack_sums(parts);
    CLEANUP(text_free) char *time = timestamp_text(judged->time);
    /* Begins like nothing else a key signs; sha256sum takes the line for a comment. */
    CLEANUP(text_free)
    char *whole = text_format("# hardtoken evidence pack v1, %s\n%s", time, sums);
    CLEANUP_VALUE(bytes_clear) struct bytes signature = {0};

    pack_add_text(parts, "SHA256SUMS", whole);
    if (seal == NULL) {
        return true;
    }
    if (!seal->sign(seal->context, slice_of_text(whole), &signature, failure)) {
        return false;
    }
    pack_add(parts, "SHA256SUMS.sig", slice_of_bytes(&signature));
    return true;
}

bool judge_pack_write(const char *directory, const struct judged *judged, json_t *verdict,
                      const struct text_list *fields, const struct pack_seal *seal,
                      struct failure *failure)
{
    CLEANUP_VALUE(pack_parts_clear) struct pack_parts parts = {0};
    CLEANUP(text_free) char *readme = NULL;
    const struct judgement *judgement = judged->judgement;

    pack_add_json(&parts, "verdict.json", verdict);
    pack_add_json(&parts, "claims.json", judge_dump_json(judged));
    add_about(judged, fields, &parts);
    add_module(judgement, &parts);
    add_reader(judgement, &parts);
    add_probes(&judgement->probes, &parts);
    add_attestation(&judgement->attestation, &parts);
    add_possession(judgement, &parts);
    readme = pack_readme(judgement, seal != NULL);
    pack_add_text(&parts, "README.txt", readme);
    return add_sums(judged, seal, &parts, failure) && pack_write(&parts, directory, failure);
}
