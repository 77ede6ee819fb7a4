/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/* Does anything say that the keys are in hardware? */
bool claims_hardware(const struct custody_facts *facts);

/* Does the module say of itself that it is software, or plays hardware? */
bool admits_software(const struct custody_facts *facts);

/* Is the file of the module the one of the package that has the module it says it is? */
bool is_from_its_package(const struct custody_facts *facts);

/*
 * How an attribute comes about, by the table, as far as the module is what it says it is: one that
 * admits software, or comes from its package. Else unknown: a name can be borrowed.
 */
enum provenance provenance_of(const struct custody_facts *facts, enum provenance by_table);

/* Is the history of its keys known to the token, rather than made up, written or hearsay? */
bool counts_keys(enum provenance provenance);
