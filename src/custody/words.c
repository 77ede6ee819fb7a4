/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <string.h>

#include "base/i18n.h"
#include "custody/evidence.h"
#include "custody/verdict.h"

static const char *const layer_names[LAYER_COUNT] = {
    [LAYER_MODULE] = "module", [LAYER_PROCESS] = "process",         [LAYER_READER] = "reader",
    [LAYER_FILE] = "file",     [LAYER_CERTIFICATE] = "certificate", [LAYER_VENDOR] = "vendor",
    [LAYER_PROBE] = "probe",   [LAYER_POSSESSION] = "possession",
};

const char *evidence_layer_name(enum evidence_layer layer)
{
    return layer_names[layer];
}

static const char *const weight_names[WEIGHT_COUNT] = {
    [WEIGHT_CONTEXT] = "context", [WEIGHT_CLAIM] = "claim",         [WEIGHT_SUPPORT] = "support",
    [WEIGHT_PROOF] = "proof",     [WEIGHT_ADMISSION] = "admission", [WEIGHT_AGAINST] = "against",
};

const char *evidence_weight_name(enum evidence_weight weight)
{
    return weight_names[weight];
}

/* A value of an enumeration: its name for machines, and what it means to people. */
struct word {
    const char *name;
    const char *meaning;
};

static const struct word grades[GRADE_COUNT] = {
    [GRADE_UNKNOWN] = {"unknown", N_("nothing is known about this token")},
    [GRADE_SOFTWARE] = {"software", N_("software on a computer keeps the keys")},
    [GRADE_EMULATED] = {"emulated", N_("a program plays the token or its reader")},
    [GRADE_REMOTE] = {"remote", N_("a service elsewhere keeps the keys, in a way not known here")},
    [GRADE_CLAIMS] = {"claims", N_("said to be hardware; nothing confirms it")},
    [GRADE_IDENTIFIED] = {"identified",
                          N_("everything seen fits a physical device; it is not proven")},
    [GRADE_CA_ASSERTED] = {"ca-asserted", N_("a CA states that the key is in a secure device")},
    [GRADE_ATTESTED] = {"attested",
                        N_("the manufacturer's signature shows that the key is in its device")},
};

static const struct word origins[ORIGIN_COUNT] = {
    [ORIGIN_UNKNOWN] = {"unknown", N_("where the key was made is not known")},
    [ORIGIN_IMPORTED] = {"imported", N_("the key was made elsewhere and put here")},
    [ORIGIN_SYNTHESIZED] = {"origin-synthesized",
                            N_("made here, says middleware that says so of every key")},
    [ORIGIN_HEARSAY] = {"generated-by-hearsay",
                        N_("made here, says what somebody wrote or reported; nobody checked")},
    [ORIGIN_GENERATED_REPORTED] = {"generated-reported",
                                   N_("made here, as the token keeps count of it")},
    [ORIGIN_GENERATED_ATTESTED] = {"generated-attested",
                                   N_("made here, as the manufacturer's signature shows")},
};

static const struct word exports[EXPORT_COUNT] = {
    [EXPORT_UNKNOWN] = {"unknown", N_("whether the key can leave is not known")},
    [EXPORT_READABLE] = {"readable", N_("the key can be read out")},
    [EXPORT_WRAPPABLE] = {"wrappable", N_("the key may be taken out, encrypted")},
    [EXPORT_REPORTED] = {"non-exportable-reported", N_("the key cannot leave, says the token")},
    [EXPORT_REPORTED_PROBED] = {"non-exportable-reported+probed",
                                N_("the key cannot leave, says the token, and it refused a try")},
    [EXPORT_REFUSED_ATTESTED] = {"non-exportable-attested",
                                 N_("the key cannot leave, as the manufacturer's signature "
                                    "shows")},
};

static const struct word provenances[PROVENANCE_COUNT] = {
    [PROVENANCE_UNKNOWN] = {"unknown", N_("how it comes about is not known")},
    [PROVENANCE_MODULE_COMPUTED] = {"module-computed", N_("the module keeps count of it")},
    [PROVENANCE_DEVICE_DERIVED] = {"device-derived", N_("derived from what the device says")},
    [PROVENANCE_DEVICE] = {"device", N_("the device says it")},
    [PROVENANCE_HOST_WRITTEN] = {"host-written", N_("some program wrote it to the card")},
    [PROVENANCE_SYNTHESIZED] = {"synthesized", N_("reported, but made up by the middleware")},
    [PROVENANCE_CONSTANT] = {"constant", N_("reported, but the same for every key")},
    [PROVENANCE_SERVICE_REPORTED] = {"service-reported", N_("a service says it")},
    [PROVENANCE_ABSENT] = {"absent", N_("this module never tells it")},
};

static const char *const kinds[MODULE_KIND_COUNT] = {
    [MODULE_UNKNOWN] = "unknown", [MODULE_SOFTWARE] = "software", [MODULE_EMULATOR] = "emulator",
    [MODULE_MOCK] = "mock",       [MODULE_REMOTE] = "remote",     [MODULE_PROXY] = "proxy",
    [MODULE_CARD] = "card",       [MODULE_TPM] = "tpm",           [MODULE_HSM] = "hsm",
    [MODULE_NO_KEYS] = "no-keys",
};

const char *token_grade_name(enum token_grade grade)
{
    return grades[grade].name;
}

const char *token_grade_meaning(enum token_grade grade)
{
    return _(grades[grade].meaning);
}

const char *key_origin_name(enum key_origin origin)
{
    return origins[origin].name;
}

const char *key_origin_meaning(enum key_origin origin)
{
    return _(origins[origin].meaning);
}

const char *key_export_name(enum key_export export)
{
    return exports[export].name;
}

const char *key_export_meaning(enum key_export export)
{
    return _(exports[export].meaning);
}

const char *provenance_name(enum provenance provenance)
{
    return provenances[provenance].name;
}

const char *provenance_meaning(enum provenance provenance)
{
    return _(provenances[provenance].meaning);
}

bool provenance_read(const char *name, enum provenance *ret_provenance)
{
    for (int i = 0; i < PROVENANCE_COUNT; i++) {
        if (strcmp(provenances[i].name, name) == 0) {
            *ret_provenance = (enum provenance)i;
            return true;
        }
    }
    return false;
}

const char *module_kind_name(enum module_kind kind)
{
    return kinds[kind];
}

bool module_kind_read(const char *name, enum module_kind *ret_kind)
{
    for (int i = 0; i < MODULE_KIND_COUNT; i++) {
        if (strcmp(kinds[i], name) == 0) {
            *ret_kind = (enum module_kind)i;
            return true;
        }
    }
    return false;
}

const char *hardness_name(enum hardness hardness)
{
    switch (hardness) {
    case HARDNESS_HARD:
        return "hard";
    case HARDNESS_SOFT:
        return "soft";
    case HARDNESS_UNPROVEN:
    default:
        return "unproven";
    }
}
