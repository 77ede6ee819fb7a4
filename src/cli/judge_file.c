/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_file.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judge_certificate.h"
#include "x509/key_file.h"

static void read_permissions(struct judged_file *file)
{
    struct stat status = {0};

    if (stat(file->path, &status) == 0) {
        file->mode = status.st_mode & 07777;
        file->others_can_read = (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
    }
}

static void take_item(const struct key_file_item *item, const char *kind, struct judged_file *file)
{
    file->kind = memory_copy_text(kind);
    file->format = item->format;
    file->encrypted = item->encrypted;
    file->protection = memory_copy_text(item->protection);
    if (item->key != NULL) {
        struct slice spki = public_key_spki(item->key);

        file->key_name = memory_copy_text(public_key_name(item->key));
        file->spki = bytes_copy(spki.data, spki.size);
    }
}

static void add_file_evidence(struct judged_file *file, enum evidence_weight weight)
{
    evidence_add(&file->verdict.evidence, "file.key", weight,
                 file->protection == NULL ? _("%s, not encrypted") : _("%s, %s"), file->format,
                 file->protection);
    if (file->others_can_read) {
        evidence_add(&file->verdict.evidence, "file.key", WEIGHT_AGAINST,
                     _("others than its owner may read the file (mode %04o)"), file->mode);
    }
}

static void find_copies(struct judged_file *file, const struct judge_inputs *inputs)
{
    for (size_t i = 0; file->spki.size > 0 && i < inputs->copy_count; i++) {
        if (slice_equal(slice_of_bytes(&file->spki), inputs->copy_slices[i])) {
            file->verdict.duplicate_seen = true;
            evidence_add(&file->verdict.evidence, "copy.seen", WEIGHT_AGAINST, "%s",
                         inputs->copy_names[i]);
        }
    }
}

/* Whoever has the file, and its password, has the key. */
static void judge_private_key(const struct key_file_item *item, struct judged_file *file)
{
    struct verdict *verdict = &file->verdict;

    take_item(item, _("private key"), file);
    verdict->hardness = HARDNESS_SOFT;
    verdict->token = GRADE_SOFTWARE;
    verdict->has_key = true;
    verdict->export = EXPORT_READABLE;
    verdict->sentence = memory_copy_text(
        item->encrypted
            ? _("Soft: a file holds this key, encrypted; whoever has both file and password has "
                "the key.")
            : _("Soft: a file holds this key, not encrypted; whoever can read the file has the "
                "key."));
    add_file_evidence(file, WEIGHT_ADMISSION);
}

static void judge_sealed(const struct key_file_item *item, struct judged_file *file)
{
    take_item(item, _("sealed file"), file);
    file->verdict.hardness = HARDNESS_SOFT;
    file->verdict.token = GRADE_SOFTWARE;
    file->verdict.sentence = memory_copy_text(
        _("Soft: whatever key is in this file, whoever has both file and password has it."));
    add_file_evidence(file, WEIGHT_ADMISSION);
    finding_add(&file->verdict.not_checked, "content",
                _("without its password it cannot be told whether a key is in the file"));
}

/* TSS2 PRIVATE KEY: of use in one TPM only, which may be a chip or a program. */
static void judge_tpm_key(const struct key_file_item *item, struct judged_file *file)
{
    struct verdict *verdict = &file->verdict;

    take_item(item, _("private key of a TPM"), file);
    verdict->token = GRADE_CLAIMS;
    verdict->has_key = true;
    verdict->sentence = memory_copy_text(
        _("Unproven: only the TPM that made this file can use the key in it; whether that TPM is a "
          "chip or a program cannot be seen here."));
    add_file_evidence(file, WEIGHT_CLAIM);
    /* Unlike an admission of software, this is worth making up. */
    verdict->evidence.items[0].spoofable_by = _("whoever made the file");
    finding_add(&verdict->capped_by, "tpm-not-bound",
                _("no certificate of a TPM maker was tied to this key"));
    finding_add(&verdict->would_raise, "token",
                _("judge the key through the PKCS#11 module of the TPM"));
}

static void judge_placeholder(const struct key_file_item *item, struct judged_file *file)
{
    take_item(item, _("stand-in for a private key"), file);
    file->verdict.sentence = memory_copy_text(
        _("Unproven: this file looks like a private key and is none: its two halves do not fit. "
          "The key is elsewhere, or the file is damaged."));
    add_file_evidence(file, WEIGHT_CONTEXT);
    finding_add(&file->verdict.would_raise, "token", _("judge the key on its token"));
}

static bool refuse_no_key(const char *path, const struct key_file *content, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' is not a key and not a certificate"), path);
    if (key_file_find(content, KEY_FILE_REQUEST) != NULL) {
        (void)failure_cause(failure,
                            _("it is a certification request; a request says nothing about "
                              "where its key is"));
        return failure_hint(failure, _("judge the key on its token, or the file it is in"));
    }
    (void)failure_cause(failure, _("it is a public key; everybody may have it"));
    return failure_hint(failure, _("judge the private key, or its certificate"));
}

/* The strongest of what the file holds: a private key in it is what counts. */
static bool judge_content(const struct key_file *content, const struct judge_inputs *inputs,
                          struct judged_file *file, char **ret_uri, struct failure *failure)
{
    const struct key_file_item *item = key_file_find(content, KEY_FILE_PRIVATE);

    if (item != NULL) {
        if (item->placeholder) {
            judge_placeholder(item, file);
        } else {
            judge_private_key(item, file);
        }
    } else if ((item = key_file_find(content, KEY_FILE_SEALED)) != NULL) {
        judge_sealed(item, file);
    } else if ((item = key_file_find(content, KEY_FILE_TPM)) != NULL) {
        judge_tpm_key(item, file);
    } else if ((item = key_file_find(content, KEY_FILE_POINTER)) != NULL && item->uri != NULL) {
        *ret_uri = memory_copy_text(item->uri);
    } else if ((item = key_file_find(content, KEY_FILE_CERTIFICATE)) != NULL) {
        file->format = item->format;
        return judge_certificate_file(file->path, inputs, file, failure);
    } else {
        return refuse_no_key(file->path, content, failure);
    }
    find_copies(file, inputs);
    return true;
}

bool judge_file(const char *path, const struct judge_inputs *inputs, struct judged_file *ret_file,
                char **ret_uri, struct failure *failure)
{
    CLEANUP_VALUE(judged_file_clear) struct judged_file file = {.path = memory_copy_text(path)};
    CLEANUP_VALUE(key_file_clear) struct key_file content = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes bytes = {0};
    CLEANUP(text_free) char *uri = NULL;

    if (!file_read_private(path, KEY_FILE_LIMIT, &bytes, failure) ||
        !key_file_judge(&bytes, path, NULL, &content, failure)) {
        return false;
    }
    read_permissions(&file);
    file.integrity = memory_copy_text(content.integrity);
    if (!judge_content(&content, inputs, &file, &uri, failure)) {
        return false;
    }
    *ret_uri = TAKE(uri);
    if (*ret_uri == NULL) {
        *ret_file = file;
        file = (struct judged_file){0};
    }
    return true;
}

void judged_file_clear(struct judged_file *file)
{
    memory_free(file->path);
    memory_free(file->kind);
    memory_free(file->protection);
    memory_free(file->integrity);
    memory_free(file->key_name);
    bytes_clear(&file->spki);
    memory_free(file->subject);
    memory_free(file->issuer);
    attestation_clear(&file->attestation);
    verdict_clear(&file->verdict);
    *file = (struct judged_file){0};
}
