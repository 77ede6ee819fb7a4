/* SPDX-License-Identifier: Apache-2.0 */
#include "raise.h"

#include <stdarg.h>

#include "base/memory.h"
#include "base/text.h"
#include "pkcs11/ckr.h"

bool raise_on_token(struct failure *failure, const struct token *token)
{
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

bool raise_cryptoki(struct failure *failure, const struct token *token, const char *function,
                    unsigned long rv, const char *action, ...)
{
    CLEANUP(text_free) char *text = NULL;
    va_list values;

    va_start(values, action);
    text = text_format_values(action, values);
    va_end(values);
    (void)failure_set(failure, ckr_class(rv), "%s", text);
    failure_set_cryptoki(failure, function, ckr_name(rv), rv);
    if (token == NULL) {
        return false;
    }
    explain_state(failure, token, function, rv);
    return raise_on_token(failure, token);
}
