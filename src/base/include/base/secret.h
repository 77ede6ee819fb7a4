/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/must_use.h"

/*
 * A PIN: in pages of its own, locked into memory where the system allows it, left out of core
 * dumps, and wiped over its whole capacity when freed. Nothing formats or logs one.
 */
struct secret;

/* Room for CAPACITY bytes. */
struct secret *secret_new(size_t capacity);
void secret_free(struct secret *secret);
DEFINE_CLEANUP(struct secret *, secret_free);

/* Adds SIZE bytes; false (and nothing added) when they do not fit. */
bool secret_append(struct secret *secret, const void *data, size_t size) MUST_USE;

/* Removes the last byte; false when there is none. */
bool secret_drop_last(struct secret *secret);

/* One trailing newline (LF or CRLF) is not part of a PIN read from a file. */
void secret_trim_newline(struct secret *secret);

/*
 * Recodes what was typed in CODESET (as nl_langinfo names it) into UTF-8, which Cryptoki wants
 * (PKCS#11 v2.40, 3.2). ASCII, UTF-8 and codesets nobody knows stay as they are. False, and nothing
 * changed, when a byte is none of CODESET or the result does not fit.
 */
bool secret_recode(struct secret *secret, const char *codeset) MUST_USE;

bool secret_equal(const struct secret *a, const struct secret *b);
const uint8_t *secret_data(const struct secret *secret);
size_t secret_size(const struct secret *secret);
