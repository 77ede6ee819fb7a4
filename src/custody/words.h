/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "custody/identity.h"

/* Reads the names of provenance_name and module_kind_name; false for anything else. */
bool provenance_read(const char *name, enum provenance *ret_provenance);
bool module_kind_read(const char *name, enum module_kind *ret_kind);
