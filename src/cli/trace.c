/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void trace_call(void *context, const char *module, const char *function, unsigned long rv,
                const char *rv_name, uint64_t microseconds)
{
    const char *slash = strrchr(module, '/');

    (void)context;
    (void)fprintf(stderr, "hardtoken: trace: %s %s %s (0x%lx) %" PRIu64 " us\n",
                  slash == NULL ? module : slash + 1, function, rv_name, rv, microseconds);
}
