/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cards/family.h"
#include "cards/observation.h"

/* A host controller of evidence/buses.conf. All that is not NULL must fit. */
struct known_bus {
    char *id;
    char *about;
    enum observation_meaning meaning;
    char *driver;
    char *pci; /* "1B36:000D" */
    char *pci_subsystem;
    char *source;
};

struct known_machine {
    char *id;
    char *about;
    char *vendor; /* fnmatch(3) */
    char *product;
    char *source;
};

enum trace_kind {
    TRACE_LIBRARY,
    TRACE_FILE,
    TRACE_DEVICE,
    TRACE_UNIX,
    TRACE_TCP,
    TRACE_ENVIRONMENT,
    TRACE_PCSC,
    TRACE_TPM,
};

/* A row of evidence/process.conf. */
struct known_trace {
    char *id;
    char *about;
    enum trace_kind kind;
    enum observation_meaning meaning;
    char *name;  /* fnmatch(3) */
    char *value; /* the same; NULL: any */
    char *source;
};

struct card_tables {
    struct card_family *families;
    size_t family_count;
    struct known_reader *readers;
    size_t reader_count;
    struct known_bus *buses;
    size_t bus_count;
    struct known_machine *machines;
    size_t machine_count;
    struct known_trace *traces;
    size_t trace_count;
};

/* Do the digits fit the pattern? Same length, any case, '.' in the pattern is any digit. */
bool digits_fit(const char *pattern, const char *digits);

/* The first row that fits; VALUE may be NULL. NULL when none does. */
const struct known_trace *known_trace_of(const struct card_tables *tables, enum trace_kind kind,
                                         const char *name, const char *value);
