/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>

#include "base/failure.h"
#include "base/notices.h"

/* Version of the JSON documents; raised when a field changes its meaning or goes. */
#define JSON_SCHEMA 1

/* Shows a failure on standard error, one fact a line. */
void report_failure(const struct failure *failure);

/* Shows notices on standard error. */
void report_notices(const struct notices *notices);

/* The same as members of the document: "error" and "notices". */
void report_failure_json(json_t *document, const struct failure *failure);
void report_notices_json(json_t *document, const struct notices *notices);

/* Prints the document and ends the line; false when standard output cannot be written. */
bool report_json(json_t *document);
