/* SPDX-License-Identifier: Apache-2.0 */
#include "new_names.h"

#include "base/i18n.h"
#include "base/memory.h"

/* The private key if there is one: it is what the hint is about. */
static const struct object *most_telling(const struct object_list *objects)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->items[i].type == OBJECT_PRIVATE_KEY) {
            return &objects->items[i];
        }
    }
    return &objects->items[0];
}

/* Says which object has the label or id already. */
static bool refuse_taken(const struct open_token *open, const struct object_filter *filter,
                         struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    CLEANUP(text_free) char *uri = NULL;

    if (!objects_find(open->session, filter, &objects, failure)) {
        return false;
    }
    if (objects.count > 0) {
        const struct object *object = most_telling(&objects);

        uri = object_uri(&open->token, object->type, slice_of_bytes(&object->id), object->label);
    }
    if (filter->label != NULL) {
        (void)failure_set(failure, FAILURE_INPUT, _("the label '%s' is taken on token '%s'"),
                          filter->label, open->token.label);
    } else {
        CLEANUP(text_free) char *hex = hex_encode(filter->id);

        (void)failure_set(failure, FAILURE_INPUT, _("the id %s is taken on token '%s'"), hex,
                          open->token.label);
    }
    if (uri != NULL) {
        (void)failure_cause(failure, _("%s has it"), uri);
    }
    return failure_hint(failure, _("choose another with --label and --id; to make a request for "
                                   "the key that is there, use 'hardtoken request create'"));
}

static bool check_free(const struct open_token *open, const struct object_filter *filter,
                       struct failure *failure)
{
    bool taken = false;

    if (!objects_exist(open->session, filter, &taken, failure)) {
        return false;
    }
    return taken ? refuse_taken(open, filter, failure) : true;
}

bool names_are_free(const struct open_token *open, const char *label, struct slice id,
                    struct failure *failure)
{
    const struct object_filter by_label = {.label = label};
    const struct object_filter by_id = {.id = id};

    return check_free(open, &by_label, failure) &&
           (id.size == 0 || check_free(open, &by_id, failure));
}
