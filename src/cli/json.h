/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "pkcs11/object.h"

/*
 * Values for the JSON document. Texts from tokens and files may be any bytes: they are escaped the
 * way they are on a terminal, so that the document is always valid UTF-8. NULL becomes null.
 */
json_t *json_text(const char *text);
json_t *json_hex(const struct bytes *bytes);
json_t *json_time(timestamp time);
json_t *json_tristate(enum tristate value);
json_t *json_texts(char *const *texts, size_t count);
json_t *json_version(const unsigned version[2]); /* "2.6" */

/* Is the member NAME true? False when it is not there. */
bool json_flag(const json_t *object, const char *name);

/* Sets a member of a JSON object. */
void json_put(json_t *object, const char *name, json_t *value);
