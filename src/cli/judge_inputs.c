/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_inputs.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "x509/key_file.h"

static bool read_attestations(const struct text_list *files, struct judge_inputs *inputs,
                              struct failure *failure)
{
    for (size_t i = 0; i < files->count; i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes content = {0};

        if (!file_read(files->items[i], CERTIFICATE_FILE_LIMIT, &content, failure) ||
            !attestation_material_add(inputs->material, slice_of_bytes(&content), files->items[i],
                                      failure)) {
            return false;
        }
    }
    return true;
}

/* An anchor may end the attestation of a manufacturer, the path of a CA, or both. */
static bool read_anchors(const struct text_list *files, struct judge_inputs *inputs,
                         struct failure *failure)
{
    for (size_t i = 0; i < files->count; i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
        CLEANUP_VALUE(failure_clear) struct failure no_certificate = {0};

        if (!file_read(files->items[i], CERTIFICATE_FILE_LIMIT, &content, failure) ||
            !attestation_anchors_add(inputs->anchors, slice_of_bytes(&content), files->items[i],
                                     failure)) {
            return false;
        }
        if (!certificate_file_read(slice_of_bytes(&content), files->items[i], &inputs->ca_anchors,
                                   &no_certificate)) {
            continue; /* a key or another kind of certificate: for attestations only */
        }
    }
    inputs->ca_anchor_slices = memory_new(inputs->ca_anchors.count, sizeof(struct slice));
    for (size_t i = 0; i < inputs->ca_anchors.count; i++) {
        inputs->ca_anchor_slices[i] = certificate_der(inputs->ca_anchors.items[i]);
    }
    return true;
}

static void add_copy(struct judge_inputs *inputs, const char *path, const struct public_key *key)
{
    struct slice spki = public_key_spki(key);
    size_t count = inputs->copy_count + 1;

    inputs->copies = memory_resize(inputs->copies, count, sizeof *inputs->copies);
    inputs->copy_names = memory_resize(inputs->copy_names, count, sizeof *inputs->copy_names);
    inputs->copies[count - 1] = bytes_copy(spki.data, spki.size);
    inputs->copy_names[count - 1] = path;
    inputs->copy_count = count;
}

/* Private keys only: everybody may have the public key or the certificate. */
static bool read_copy(const char *path, struct notices *notices, struct judge_inputs *inputs,
                      struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};
    size_t found = 0;

    if (!file_read_private(path, KEY_FILE_LIMIT, &content, failure) ||
        !key_file_judge(&content, path, NULL, &file, failure)) {
        return false;
    }
    for (size_t i = 0; i < file.count; i++) {
        const struct key_file_item *item = &file.items[i];
        bool private = item->kind == KEY_FILE_PRIVATE && !item->placeholder;

        found += private || item->kind == KEY_FILE_SEALED;
        if (private && item->key != NULL) {
            add_copy(inputs, path, item->key);
        } else if (private || item->kind == KEY_FILE_SEALED) {
            notices_add(notices, _("'%s' is encrypted: whether it has the same key cannot be told"),
                        path);
        }
    }
    if (found == 0) {
        return failure_set(failure, FAILURE_INPUT, _("'%s' has no private key to compare with"),
                           path);
    }
    return true;
}

static bool read_copies(const struct text_list *files, struct notices *notices,
                        struct judge_inputs *inputs, struct failure *failure)
{
    for (size_t i = 0; i < files->count; i++) {
        if (!read_copy(files->items[i], notices, inputs, failure)) {
            return false;
        }
    }
    inputs->copy_slices = memory_new(inputs->copy_count, sizeof(struct slice));
    for (size_t i = 0; i < inputs->copy_count; i++) {
        inputs->copy_slices[i] = slice_of_bytes(&inputs->copies[i]);
    }
    return true;
}

bool judge_inputs_read(const struct options *options, struct notices *notices,
                       struct judge_inputs *ret_inputs, struct failure *failure)
{
    CLEANUP_VALUE(judge_inputs_clear)
    struct judge_inputs inputs = {.material = attestation_material_new(),
                                  .anchors = attestation_anchors_new()};

    if (!attestation_anchors_add_shipped(inputs.anchors, failure) ||
        !read_attestations(&options->attestations, &inputs, failure) ||
        !read_anchors(&options->anchors, &inputs, failure) ||
        !read_copies(&options->compares, notices, &inputs, failure)) {
        return false;
    }
    *ret_inputs = inputs;
    inputs = (struct judge_inputs){0};
    return true;
}

void judge_inputs_clear(struct judge_inputs *inputs)
{
    attestation_material_free(inputs->material);
    attestation_anchors_free(inputs->anchors);
    certificate_list_clear(&inputs->ca_anchors);
    memory_free(inputs->ca_anchor_slices);
    for (size_t i = 0; i < inputs->copy_count; i++) {
        bytes_clear(&inputs->copies[i]);
    }
    memory_free(inputs->copies);
    memory_free(inputs->copy_slices);
    memory_free(inputs->copy_names);
    *inputs = (struct judge_inputs){0};
}
