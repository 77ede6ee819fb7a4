/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Reads hex digits, blanks allowed in between. False when TEXT is not hex or longer than LIMIT. */
bool hex_read(const char *text, uint8_t *data, size_t limit, size_t *ret_size);

void hex_write(FILE *file, const uint8_t *data, size_t size);
