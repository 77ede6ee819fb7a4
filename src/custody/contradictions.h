/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/*
 * Adds what cannot be true at once. Each rule has an id, R1 to R15 or a name, which is explained in
 * docs/evidence.md.
 */
void contradictions_find(const struct custody_facts *facts, struct finding_list *findings);

/* The ids of all rules, by position; NULL after the last. */
const char *contradiction_id_at(size_t position);
