/* SPDX-License-Identifier: Apache-2.0 */
#include "custody/evidence.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

#define BY_MODULE N_("any module, a configuration file, or a wrapper around a module")
#define BY_ISSUER N_("the CA, or whoever it was told by")

/* The evidence of this folder; each row is explained in docs/evidence.md. */
static const struct evidence_kind {
    const char *id;
    enum evidence_layer layer;
    const char *spoofable_by;
} kinds[] = {
    {"module.identity", LAYER_MODULE, BY_MODULE},
    {"module.admission", LAYER_MODULE, N_("nobody gains by it")},
    {"module.slot-flags", LAYER_MODULE, BY_MODULE},
    {"module.mechanisms", LAYER_MODULE, BY_MODULE},
    {"module.strings", LAYER_MODULE, BY_MODULE},
    {"module.versions", LAYER_MODULE, BY_MODULE},
    {"module.padding", LAYER_MODULE, BY_MODULE},
    {"key.local", LAYER_MODULE, BY_MODULE},
    {"key.generation", LAYER_MODULE, BY_MODULE},
    {"key.sensitive", LAYER_MODULE, BY_MODULE},
    {"key.extractable", LAYER_MODULE, BY_MODULE},
    {"key.uses", LAYER_MODULE, BY_MODULE},
    {"probe.readout", LAYER_PROBE, BY_MODULE},
    {"probe.wrap", LAYER_PROBE, BY_MODULE},
    {"probe.copy", LAYER_PROBE, BY_MODULE},
    {"probe.change", LAYER_PROBE, BY_MODULE},
    {"probe.template", LAYER_PROBE, BY_MODULE},
    {"file.key", LAYER_FILE, N_("nobody gains by it")},
    {"copy.seen", LAYER_FILE, N_("nobody gains by it")},
    {"ca.statement", LAYER_CERTIFICATE, BY_ISSUER},
    {"ca.path", LAYER_CERTIFICATE, N_("whoever holds a key of that path")},
    {"attestation.chain", LAYER_VENDOR, N_("whoever holds the manufacturer's keys")},
    {"attestation.rejected", LAYER_VENDOR, N_("anybody: it does not hold")},
    {"attestation.advisory", LAYER_VENDOR, N_("nobody gains by it")},
    {"possession.shown", LAYER_POSSESSION,
     N_("nobody without the key; a relay can hide where it is")},
    {"possession.failed", LAYER_POSSESSION, N_("any module")},
};

static const struct evidence_kind *kind_of(const char *id)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].id, id) == 0) {
            return &kinds[i];
        }
    }
    abort(); /* evidence that is in no catalog cannot be explained to anybody */
}

void evidence_add_item(struct evidence_list *list, struct evidence item)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count] = item;
    list->count++;
}

void evidence_add(struct evidence_list *list, const char *id, enum evidence_weight weight,
                  const char *value, ...)
{
    const struct evidence_kind *kind = kind_of(id);
    struct evidence item = {.id = kind->id,
                            .layer = kind->layer,
                            .weight = weight,
                            .spoofable_by = _(kind->spoofable_by)};
    va_list values;

    va_start(values, value);
    item.value = text_format_values(value, values);
    va_end(values);
    evidence_add_item(list, item);
}

const struct evidence *evidence_find(const struct evidence_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, id) == 0) {
            return &list->items[i];
        }
    }
    return NULL;
}

void evidence_list_clear(struct evidence_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        memory_free(list->items[i].value);
        memory_free(list->items[i].meaning);
    }
    memory_free(list->items);
    *list = (struct evidence_list){0};
}

const char *evidence_id_at(size_t position)
{
    return position < sizeof kinds / sizeof *kinds ? kinds[position].id : NULL;
}
