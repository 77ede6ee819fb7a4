/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/must_use.h"

/* Where a piece of evidence was seen: who would have to lie for it to be wrong. */
enum evidence_layer {
    LAYER_MODULE,      /* what the PKCS#11 module answered */
    LAYER_PROCESS,     /* what the module did to this process, and the file it came from */
    LAYER_READER,      /* PC/SC and the devices of the kernel */
    LAYER_FILE,        /* a key file */
    LAYER_CERTIFICATE, /* a statement of a CA */
    LAYER_VENDOR,      /* a signature of a manufacturer */
    LAYER_PROBE,       /* what the token did when it was tried */
    LAYER_POSSESSION,  /* a fresh signature of the key */
    LAYER_COUNT
};

/* What a piece of evidence is good for. */
enum evidence_weight {
    WEIGHT_CONTEXT,   /* says where, not what */
    WEIGHT_CLAIM,     /* somebody's word: raises nothing above "claims" */
    WEIGHT_SUPPORT,   /* fits a physical device; needed for "identified" */
    WEIGHT_PROOF,     /* cannot be had without the device or its maker */
    WEIGHT_ADMISSION, /* says "software" of itself, and is believed */
    WEIGHT_AGAINST,   /* speaks against hardware, or against the key being kept in */
    WEIGHT_COUNT
};

/* "module", "process", … and "claim", "proof", …: names in JSON, not translated. */
const char *evidence_layer_name(enum evidence_layer layer);
const char *evidence_weight_name(enum evidence_weight weight);

/*
 * Something that was seen. Every id is explained in docs/evidence.md, those of readers and
 * processes in docs/readers.md. VALUE and MEANING may hold foreign text: escape them when printing.
 */
struct evidence {
    const char *id; /* "module.slot-flags": stable, for scripts and auditors; static */
    enum evidence_layer layer;
    enum evidence_weight weight;
    char *value;              /* what was seen */
    char *meaning;            /* what that means, one sentence, translated; NULL: VALUE says it */
    const char *spoofable_by; /* who could make it up; translated, static */
};

struct evidence_list {
    struct evidence *items;
    size_t count;
};

/* Adds evidence of the catalog of this folder: layer and possible forgers come from there. */
void evidence_add(struct evidence_list *list, const char *id, enum evidence_weight weight,
                  const char *value, ...) PRINTF_LIKE(4, 5);
/* Adds evidence collected elsewhere; its texts are taken over. */
void evidence_add_item(struct evidence_list *list, struct evidence item);
/* The first with that id; NULL when there is none. */
const struct evidence *evidence_find(const struct evidence_list *list, const char *id);
void evidence_list_clear(struct evidence_list *list);

/* The ids of the catalog, by position; NULL after the last. */
const char *evidence_id_at(size_t position);
