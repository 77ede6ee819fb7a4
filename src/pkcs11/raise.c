/* SPDX-License-Identifier: Apache-2.0 */
#include "raise.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "pkcs11/ckr.h"

bool raise_on_token(struct failure *failure, const struct token *token)
{
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

bool raise_cryptoki(struct failure *failure, const struct token *token, const char *function,
                    unsigned long rv, const char *action, ...)
{
    char *text = NULL;
    va_list values;
    int size;

    if (failure_is_set(failure)) {
        failure->ignoring = true;
        return false;
    }
    va_start(values, action);
    size = vasprintf(&text, action, values);
    va_end(values);
    (void)failure_set(failure, ckr_class(rv), "%s", size < 0 ? action : text);
    if (size >= 0) {
        memory_free(text);
    }
    failure_set_cryptoki(failure, function, ckr_name(rv), rv);
    return token == NULL ? false : raise_on_token(failure, token);
}
