/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/* Does anything say that the keys are in hardware? */
bool claims_hardware(const struct custody_facts *facts);
/* Does the module say of itself that it is software, or plays hardware? */
bool admits_software(const struct custody_facts *facts);

/*
 * Adds what cannot be true at once. Each rule has an id, R1 to R15 or a name, which is explained in
 * docs/evidence.md.
 */
void contradictions_find(const struct custody_facts *facts, struct finding_list *findings);

/* The ids of all rules, by position; NULL after the last. */
const char *contradiction_id_at(size_t position);
