/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "observe.h"
#include "tables.h"

/* Adds an observation for each variable that is set and has a row of KIND; returns how many. */
size_t observe_variables(const struct card_tables *tables, enum trace_kind kind,
                         enum observation_name name, struct observations *observations);
