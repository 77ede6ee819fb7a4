/* SPDX-License-Identifier: Apache-2.0 */
#include "key_gone.h"

#include "base/i18n.h"
#include "officer.h"

bool key_is_gone(struct workplace *workplace, struct open_token *open, struct slice id,
                 const char *label, struct failure *failure)
{
    const struct object_filter filter = {
        .type = OBJECT_PRIVATE_KEY, .id = id, .label = id.size > 0 ? NULL : label};
    const struct token *token = &open->token;
    bool exists = false;

    if (!officer_leave(workplace, open, failure) ||
        !objects_exist(open->session, &filter, &exists, failure)) {
        return false;
    }
    if (!exists) {
        return true;
    }
    (void)failure_set(failure, FAILURE_MODULE, _("token '%s' still has the key '%s'"), token->label,
                      label);
    (void)failure_cause(failure, _("the module reported that it was deleted, and shows it all the "
                                   "same"));
    (void)failure_hint(failure, _("only a new key in its place, or the tool of the token's vendor, "
                                  "removes it"));
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}
