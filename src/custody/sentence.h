/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/* The verdict in one sentence that needs no expert; translated, the caller frees it. */
char *verdict_sentence(const struct custody_facts *facts, const struct verdict *verdict);
