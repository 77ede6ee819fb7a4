/* SPDX-License-Identifier: Apache-2.0 */
#include "raise.h"

#include <stdarg.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pkcs11/ckr.h"
#include "presence.h"
#include "quirks_internal.h"

bool raise_on_token(struct failure *failure, const struct token *token)
{
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

static void explain_loss(struct failure *failure, enum presence presence)
{
    if (presence == PRESENCE_GONE) {
        (void)failure_cause(failure, _("the token is not in its slot any more"));
    } else {
        (void)failure_cause(failure, _("another token is in its slot now"));
    }
    (void)failure_hint(failure, _("put the token back and run the command again"));
}

bool ckr_blames_template(unsigned long rv)
{
    return rv == CKR_TEMPLATE_INCONSISTENT || rv == CKR_ATTRIBUTE_TYPE_INVALID ||
           rv == CKR_ATTRIBUTE_VALUE_INVALID || rv == CKR_ATTRIBUTE_READ_ONLY;
}

/* What a quirk counts as a wrong PIN is one. */
static enum failure_class class_of(const struct token *token, const char *function,
                                   unsigned long rv)
{
    if (token != NULL && strcmp(function, "C_Login") == 0 &&
        quirks_pin_refused(&token->quirks, rv)) {
        return FAILURE_PIN;
    }
    return ckr_class(rv);
}

bool raise_cryptoki(struct failure *failure, const struct token *token, const char *function,
                    unsigned long rv, const char *action, ...)
{
    CLEANUP(text_free) char *text = NULL;
    enum presence presence = PRESENCE_THERE;
    va_list values;

    /* Not for a failure that is not the first, which is not recorded; and a token that is being
     * set up changes its slot and its serial number. */
    if (token != NULL && token->initialized && !failure_is_set(failure) && may_mean_gone(rv)) {
        presence = token_presence(token);
    }
    va_start(values, action);
    text = text_format_values(action, values);
    va_end(values);
    (void)failure_set(
        failure, presence == PRESENCE_THERE ? class_of(token, function, rv) : FAILURE_TOKEN_LOST,
        "%s", text);
    failure_set_cryptoki(failure, function, ckr_name(rv), rv);
    if (presence != PRESENCE_THERE) {
        explain_loss(failure, presence);
    } else if (token != NULL) {
        quirks_explain(&token->quirks, function, rv, failure);
        explain_state(failure, token, function, rv);
    }
    return token == NULL ? false : raise_on_token(failure, token);
}
