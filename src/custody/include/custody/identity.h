/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/claims.h"

/* What is truly behind a module, as far as its identity tells. */
enum module_kind {
    MODULE_UNKNOWN,
    MODULE_SOFTWARE, /* keys in files or memory of a computer */
    MODULE_EMULATOR, /* a simulator of hardware */
    MODULE_MOCK,     /* a test double */
    MODULE_REMOTE,   /* a service over the network; hardware or not is its own affair */
    MODULE_PROXY,    /* hides the real module */
    MODULE_CARD,     /* whatever is in the PC/SC reader */
    MODULE_TPM,      /* a TPM, whichever */
    MODULE_HSM,      /* hardware, or its simulator behind the same library */
    MODULE_NO_KEYS,  /* a trust store */
    MODULE_KIND_COUNT
};

/* How an attribute of a key comes about, by module. */
enum provenance {
    PROVENANCE_UNKNOWN,
    PROVENANCE_MODULE_COMPUTED,  /* kept by the module as the standard says */
    PROVENANCE_DEVICE_DERIVED,   /* computed from what the device says */
    PROVENANCE_DEVICE,           /* the device says it */
    PROVENANCE_HOST_WRITTEN,     /* a flag some program wrote to the card */
    PROVENANCE_SYNTHESIZED,      /* made up by middleware for every key */
    PROVENANCE_CONSTANT,         /* always the same */
    PROVENANCE_SERVICE_REPORTED, /* a service says it */
    PROVENANCE_ABSENT,           /* never there */
    PROVENANCE_COUNT
};

/* A row of the table of modules. Texts belong to the table. */
struct module_identity {
    enum module_kind kind;
    const char *id;             /* "softhsm2"; NULL when nothing is known */
    const char *title;          /* "SoftHSM 2" */
    const char *sentence;       /* where a key of it is, for people; NULL: none */
    const char *token_sentence; /* where all its keys are */
    const char *source;
    const char *tell;      /* the field that gave it away, "token.model" */
    const char *also_fits; /* title of another row that it fits and cannot be as well; NULL: none */
    enum provenance local;
    enum provenance generation_mechanism;
    enum provenance always_sensitive;
    enum provenance never_extractable;
    bool serial_of_device; /* the serial number of the token is the one its maker gave */
    const char *packages;  /* of the system, that have this module; NULL: none known */
};

struct module_table;

/* The shipped table, with those of the person and the site before it (settings/folder.h). */
bool module_table_read(struct module_table **ret_table, struct failure *failure) MUST_USE;
void module_table_free(struct module_table *table);
DEFINE_CLEANUP(struct module_table *, module_table_free);

/*
 * The row that fits what the module says and the name of its file. A row that admits software or an
 * emulator is preferred to any that claims hardware: nobody gains by a lie in that direction.
 */
struct module_identity module_identify(const struct module_table *table,
                                       const struct token_claims *claims);

const char *provenance_name(enum provenance provenance);
const char *provenance_meaning(enum provenance provenance); /* translated */
const char *module_kind_name(enum module_kind kind);
