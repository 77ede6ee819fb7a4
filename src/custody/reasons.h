/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/* Adds the facts to the evidence of the verdict, each with what it is worth. */
void evidence_of_facts(const struct custody_facts *facts, struct verdict *verdict);

/* Adds what was not checked, and what would give a better grade than the one that stands. */
void reasons_find(const struct custody_facts *facts, struct verdict *verdict);
