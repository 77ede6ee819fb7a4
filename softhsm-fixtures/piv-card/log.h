/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The log of APDUs: "> COMMAND" and "< ANSWER" in hex, and words for what happened to the card.
 * PINs are in it.
 */

/* NULL for no log. False with errno set. */
bool log_open(const char *path);
void log_bytes(char direction, const uint8_t *data, size_t size);
void log_word(const char *word);
