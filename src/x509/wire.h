/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/must_use.h"

/*
 * Big-endian numbers and strings with their length in front, as TPM 2.0 (two bytes) and SSH (four
 * bytes, RFC 4251, 5) marshal them. Each takes from the front of *REST; false when it is too short.
 */
bool wire_number(struct slice *rest, unsigned size, uint32_t *ret_number) MUST_USE;
bool wire_string(struct slice *rest, unsigned length_size, struct slice *ret_string) MUST_USE;
