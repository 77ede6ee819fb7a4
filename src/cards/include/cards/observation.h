/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What an observation speaks for. None of them is a proof; the page docs/readers.md says why. */
enum observation_meaning {
    MEANS_CONTEXT,  /* neither for nor against */
    MEANS_PHYSICAL, /* as a physical reader would have it */
    MEANS_VIRTUAL,  /* the reader, its bus or the machine is made by software */
    MEANS_EMULATED, /* what answers as a card or TPM is a program, or a device that imitates one */
    MEANS_SOFTWARE, /* keys are kept by software on this computer */
    MEANS_REMOTE,   /* the module talks to another process or machine */
    MEANS_CONTRADICTION, /* two sources that should agree do not */
};

/* One fact with its source. Value and sentence hold what others wrote: escape them when printed. */
struct observation {
    const char *id; /* stable, as docs/readers.md has it: "reader.usb.controller"; never freed */
    enum observation_meaning meaning;
    char *value;        /* what was seen; "" when there is nothing to show, never NULL */
    char *sentence;     /* the same for people, translated */
    const char *forger; /* who could fake it, translated; never freed */
};

/* In the order they were made; {0} is empty. */
struct observations {
    struct observation *items;
    size_t count;
};

void observations_clear(struct observations *observations);

/* The first one with that id; NULL when there is none. */
const struct observation *observations_find(const struct observations *observations,
                                            const char *id);
/* Does one of them mean that? */
bool observations_mean(const struct observations *observations, enum observation_meaning meaning);

/* All ids there are, by position; NULL after the last. */
const char *observation_id_at(size_t position);

/* "context", "physical", "virtual", "emulated", "software", "remote", "contradiction". */
const char *observation_meaning_name(enum observation_meaning meaning);
