/* SPDX-License-Identifier: Apache-2.0 */
#include "base/failure.h"

#include <stdarg.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static void PRINTF_LIKE(3, 0)
    record(struct failure *failure, enum failure_class class, const char *action, va_list values)
{
    if (failure_is_set(failure)) {
        failure->ignoring = true;
    } else {
        failure->class = class;
        failure->action = text_format_values(action, values);
    }
}

/* Fills in the cause or the hint of the failure that counts. */
static void PRINTF_LIKE(3, 0)
    add(const struct failure *failure, char **text, const char *format, va_list values)
{
    if (*text == NULL && !failure->ignoring) {
        *text = text_format_values(format, values);
    }
}

bool failure_set(struct failure *failure, enum failure_class class, const char *action, ...)
{
    va_list values;

    va_start(values, action);
    record(failure, class, action, values);
    va_end(values);
    return false;
}

bool failure_cause(struct failure *failure, const char *cause, ...)
{
    va_list values;

    va_start(values, cause);
    add(failure, &failure->cause, cause, values);
    va_end(values);
    return false;
}

bool failure_hint(struct failure *failure, const char *hint, ...)
{
    va_list values;

    va_start(values, hint);
    add(failure, &failure->hint, hint, values);
    va_end(values);
    return false;
}

void failure_set_cryptoki(struct failure *failure, const char *function, const char *rv_name,
                          unsigned long rv)
{
    if (failure->function == NULL && !failure->ignoring) {
        failure->function = memory_copy_text(function);
        failure->rv_name = memory_copy_text(rv_name);
        failure->rv = rv;
    }
}

void failure_set_token(struct failure *failure, const char *label, const char *serial,
                       const char *module, unsigned long slot)
{
    if (failure->token.module == NULL && !failure->ignoring) {
        failure->token.label = memory_copy_text(label);
        failure->token.serial = memory_copy_text(serial);
        failure->token.module = memory_copy_text(module);
        failure->token.slot = slot;
    }
}

bool failure_errno(struct failure *failure, int error_number, const char *action, ...)
{
    va_list values;

    va_start(values, action);
    record(failure, FAILURE_HOST, action, values);
    va_end(values);
    return failure_cause(failure, "%s", strerror(error_number));
}

void failure_settle(struct failure *failure)
{
    failure->ignoring = false;
}

bool failure_is_set(const struct failure *failure)
{
    return failure->class != FAILURE_NONE;
}

void failure_clear(struct failure *failure)
{
    memory_free(failure->action);
    memory_free(failure->token.label);
    memory_free(failure->token.serial);
    memory_free(failure->token.module);
    memory_free(failure->function);
    memory_free(failure->rv_name);
    memory_free(failure->cause);
    memory_free(failure->hint);
    *failure = (struct failure){0};
}
