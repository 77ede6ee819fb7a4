/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/must_use.h"

/* Bytes somebody else owns. */
struct slice {
    const uint8_t *data;
    size_t size;
};

/* Bytes the holder owns; {NULL, 0} is empty. Not for secrets. */
struct bytes {
    uint8_t *data;
    size_t size;
};

struct slice slice_of(const void *data, size_t size);
struct slice slice_of_bytes(const struct bytes *bytes);
struct slice slice_of_text(const char *text);
bool slice_equal(struct slice a, struct slice b);
/* Order by content, then by length: <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);

struct bytes bytes_copy(const void *data, size_t size);
void bytes_append(struct bytes *bytes, const void *data, size_t size);
void bytes_clear(struct bytes *bytes);

/* Lower-case hexadecimal without separators; the caller frees it. */
char *hex_encode(struct slice bytes);

/* Upper-case hexadecimal with a colon between bytes; the caller frees it. */
char *hex_encode_colons(struct slice bytes);

/* 0 to 15 for a hexadecimal digit of either case, -1 for anything else. */
int hex_value(char digit);

/*
 * Reads hexadecimal of either case; colons and blanks between bytes are allowed.
 * Returns false, and leaves ret_bytes alone, when TEXT is empty or is anything else.
 */
bool hex_decode(const char *text, struct bytes *ret_bytes) MUST_USE;
