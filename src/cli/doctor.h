/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/helper.h"
#include "cli.h"
#include "pkcs11/registry_files.h"

/*
 * The parts of 'hardtoken doctor'. A module is looked at by a helper (doctor_probe.c), which writes
 * JSON, one value a line: {"step": "C_Initialize"} before each step, so that what it was doing when
 * it crashed is known, then {"report": {…}}. The parent turns that into a verdict
 * (doctor_verdict.c) and the same document into a page (doctor_print.c).
 */

#define DOCTOR_PROBE_OPTION "--probe-module" /* hidden: only the program itself uses it */

/* The helper: looks at the module at PATH and returns the exit status. */
int doctor_probe(const char *path);

/*
 * What the helper found about the module at PATH, with "verdict" ("works", "works-with-remarks",
 * "does-not-work"), "remarks" (each a "text" and a "hint") and "messages" (lines it printed).
 */
json_t *doctor_judge(const char *path, const struct helper *helper, unsigned limit);

/* Does the verdict say that the module can be used? */
bool doctor_works(const json_t *report);

/* "card_service", "configuration_read", "configuration", "environment": what steers modules. */
void doctor_put_system(json_t *document, const struct registry_files *files);

/* The same facts as pages for people, on standard output. */
void doctor_print_system(const json_t *document);
void doctor_print_module(const json_t *report);
