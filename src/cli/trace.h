/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdint.h>

/* The callback of struct module_trace: one line a call on standard error. */
void trace_call(void *context, const char *module, const char *function, unsigned long rv,
                const char *rv_name, uint64_t microseconds);
