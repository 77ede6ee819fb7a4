/* SPDX-License-Identifier: Apache-2.0 */
#include "roll_back.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "key_gone.h"
#include "officer.h"

static void note_left_behind(struct workplace *workplace, const struct open_token *open,
                             const struct key_pair_spec *spec, const struct failure *reason)
{
    CLEANUP(text_free)
    char *uri = object_uri(&open->token, OBJECT_PRIVATE_KEY, spec->id, spec->label);

    notices_add(
        workplace->notices,
        _("a new key pair may be left on the token, it could not be removed (%s); remove it "
          "with: hardtoken key delete '%s'"),
        reason->rv_name == NULL ? reason->action : reason->rv_name, uri);
}

bool roll_back(struct workplace *workplace, struct open_token *open,
               const struct key_pair_spec *spec, const struct key_pair *pair)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};
    bool officer = quirks_flag(&open->token.quirks, QUIRK_WRITE_AS_SO) != NULL;

    if (officer) {
        return sweep(workplace, open, spec); /* the handles ended with the login */
    }
    if (!key_pair_delete(open->session, pair, &reason)) {
        note_left_behind(workplace, open, spec, &reason);
        return false;
    }
    return true;
}

static bool delete_pair(const struct open_token *open, const struct object_list *objects,
                        struct failure *failure)
{
    for (size_t i = 0; i < objects->count; i++) {
        enum object_type type = objects->items[i].type;

        if ((type == OBJECT_PRIVATE_KEY || type == OBJECT_PUBLIC_KEY) &&
            !object_delete(open->session, &objects->items[i], failure)) {
            return false;
        }
    }
    return true;
}

bool sweep(struct workplace *workplace, struct open_token *open, const struct key_pair_spec *spec)
{
    const struct object_filter filter = {.id = spec->id};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    if (!officer_begin(workplace, open, &reason) ||
        !objects_find(open->session, &filter, &objects, &reason) ||
        !delete_pair(open, &objects, &reason) ||
        (objects.count > 0 && !key_is_gone(workplace, open, spec->id, spec->label, &reason))) {
        note_left_behind(workplace, open, spec, &reason);
        return false;
    }
    return true;
}
