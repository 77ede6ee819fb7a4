/* SPDX-License-Identifier: Apache-2.0 */
#include "environment.h"

#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cards/process.h"

size_t observe_variables(const struct card_tables *tables, enum trace_kind kind,
                         enum observation_name name, struct observations *observations)
{
    size_t count = 0;

    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        const char *equals = strchr(*variable, '=');
        CLEANUP(text_free) char *key = NULL;
        const struct known_trace *trace;

        if (equals == NULL || equals == *variable) {
            continue;
        }
        key = memory_copy_text_n(*variable, (size_t)(equals - *variable));
        trace = known_trace_of(tables, kind, key, equals + 1);
        if (trace != NULL) {
            observe(
                observations, name, trace->meaning, memory_copy_text(*variable),
                text_format(_("the variable '%s' is '%s': it %s"), key, equals + 1, trace->about));
            count++;
        }
    }
    return count;
}

void environment_observe(const struct card_tables *tables, struct observations *observations)
{
    (void)observe_variables(tables, TRACE_ENVIRONMENT, OBSERVE_PROCESS_ENVIRONMENT, observations);
}
