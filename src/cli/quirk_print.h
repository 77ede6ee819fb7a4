/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>

#include "pkcs11/quirks.h"

/* Quirks and templates, as several commands show them. */

/* TEXT may be NULL: an empty array, or nothing. */
json_t *text_lines_json(const char *text);
void print_text_lines(const char *name, const char *text);

/* "file", "section", "source", "why", "effects" of each rule. */
json_t *quirks_json(const struct quirk_set *set);
void print_quirks(const char *name, const struct quirk_set *set);
