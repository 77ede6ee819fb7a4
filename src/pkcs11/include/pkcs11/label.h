/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

/*
 * Does somebody who writes WANTED mean LABEL, of a token or an object? Blanks at the end of either
 * do not count, because tokens pad with them. A label that cannot be printed as it is (bytes that
 * are not UTF-8, control characters) may also be written the way it is printed: 'caf\xe9'.
 */
bool label_is_meant(const char *wanted, const char *label);
