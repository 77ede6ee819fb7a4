/* SPDX-License-Identifier: Apache-2.0 */
#include "material.h"

#include "base/i18n.h"
#include "base/memory.h"

struct attestation_material *attestation_material_new(void)
{
    return memory_new(1, sizeof(struct attestation_material));
}

static void cvs_clear(struct attestation_material *material)
{
    for (size_t i = 0; i < material->cv_count; i++) {
        bytes_clear(&material->cv_bytes[i]);
    }
    memory_free(material->cv_bytes);
    memory_free(material->cvs);
}

void attestation_material_free(struct attestation_material *material)
{
    if (material == NULL) {
        return;
    }
    certificate_list_clear(&material->certificates);
    cvs_clear(material);
    memory_free(material);
}

size_t attestation_material_count(const struct attestation_material *material)
{
    return material->certificates.count + material->cv_count;
}

bool is_card_verifiable(struct slice content)
{
    return content.size >= 2 &&
           (content.data[0] == 0x67 || (content.data[0] == 0x7f && content.data[1] == 0x21));
}

static bool refuse_amount(const char *source, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("cannot take attestations from '%s'"), source);
    return failure_cause(failure, _("with it there would be more than %u certificates"),
                         ATTESTATION_MATERIAL_LIMIT);
}

static bool refuse_card_verifiable(const char *source, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("cannot take attestations from '%s'"), source);
    return failure_cause(failure, _("a card-verifiable certificate in it is damaged"));
}

static bool has_cv(const struct attestation_material *material, struct slice whole)
{
    for (size_t i = 0; i < material->cv_count; i++) {
        if (slice_equal(slice_of_bytes(&material->cv_bytes[i]), whole)) {
            return true;
        }
    }
    return false;
}

static void add_cv(struct attestation_material *material, struct slice whole)
{
    size_t last = material->cv_count;
    struct slice rest;

    if (has_cv(material, whole)) {
        return;
    }
    material->cv_bytes = memory_resize(material->cv_bytes, last + 1, sizeof *material->cv_bytes);
    material->cvs = memory_resize(material->cvs, last + 1, sizeof *material->cvs);
    material->cv_bytes[last] = bytes_copy(whole.data, whole.size);
    rest = slice_of_bytes(&material->cv_bytes[last]);
    if (cv_take(&rest, &material->cvs[last])) { /* as it was a moment ago */
        material->cv_count++;
    }
}

static bool add_card_verifiable(struct attestation_material *material, struct slice content,
                                const char *source, struct failure *failure)
{
    struct slice rest = content;
    struct cv cv = {0};
    size_t count = 0;

    for (; rest.size > 0; count++) {
        if (!cv_take(&rest, &cv)) {
            return refuse_card_verifiable(source, failure);
        }
    }
    if (attestation_material_count(material) + count > ATTESTATION_MATERIAL_LIMIT) {
        return refuse_amount(source, failure);
    }
    for (rest = content; cv_take(&rest, &cv);) {
        add_cv(material, cv.whole);
    }
    return true;
}

/* Moves what MORE has and LIST has not. */
static void join_lists(struct certificate_list *list, struct certificate_list *more)
{
    list->items = memory_resize(list->items, list->count + more->count, sizeof *list->items);
    for (size_t i = 0; i < more->count; i++) {
        bool known = false;

        for (size_t k = 0; !known && k < list->count; k++) {
            known = slice_equal(certificate_der(list->items[k]), certificate_der(more->items[i]));
        }
        if (!known) {
            list->items[list->count++] = TAKE(more->items[i]);
        }
    }
}

bool attestation_material_add(struct attestation_material *material, struct slice content,
                              const char *source, struct failure *failure)
{
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list more = {0};

    if (is_card_verifiable(content)) {
        return add_card_verifiable(material, content, source, failure);
    }
    if (!certificate_file_read(content, source, &more, failure)) {
        return false;
    }
    if (attestation_material_count(material) + more.count > ATTESTATION_MATERIAL_LIMIT) {
        return refuse_amount(source, failure);
    }
    join_lists(&material->certificates, &more);
    return true;
}
