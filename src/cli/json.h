/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>

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
