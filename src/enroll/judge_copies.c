/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_copies.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pkcs11/card.h"

static const char *copy_in_files(const struct judge_order *order, struct slice spki)
{
    for (size_t i = 0; i < order->copy_count; i++) {
        if (slice_equal(order->copies[i], spki)) {
            return order->copy_names[i];
        }
    }
    return NULL;
}

/*
 * One device may be seen through several slots or modules; a serial number of its own says so, and
 * one that is only zeros says nothing.
 */
static bool is_same_device(const struct token *a, const struct token *b)
{
    bool has_serial = a->serial[strspn(a->serial, "0")] != '\0';

    return (a->module == b->module && a->slot == b->slot) ||
           (has_serial && strcmp(a->serial, b->serial) == 0) || tokens_share_card(a, b);
}

enum presence { PRESENCE_NONE, PRESENCE_PUBLIC, PRESENCE_PRIVATE };

/* Is there a private key that shows this public key, or shares the id of a public one that is it?
 */
static enum presence look(struct session *session, const struct key_parts *parts)
{
    const struct object_filter public_filter = {.type = OBJECT_PUBLIC_KEY, .public_key = parts};
    const struct object_filter private_filter = {.type = OBJECT_PRIVATE_KEY, .public_key = parts};
    CLEANUP_VALUE(object_list_clear) struct object_list publics = {0};
    CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};
    bool there = false;

    if (objects_exist(session, &private_filter, &there, &unreadable) && there) {
        return PRESENCE_PRIVATE;
    }
    if (!objects_find(session, &public_filter, &publics, &unreadable) || publics.count == 0) {
        return PRESENCE_NONE;
    }
    for (size_t i = 0; i < publics.count && !there; i++) {
        const struct object_filter by_id = {.type = OBJECT_PRIVATE_KEY,
                                            .id = slice_of_bytes(&publics.items[i].id)};

        there = by_id.id.size > 0 && objects_exist(session, &by_id, &there, &unreadable) && there;
    }
    return there ? PRESENCE_PRIVATE : PRESENCE_PUBLIC;
}

static enum presence look_in_token(struct token *token, const struct key_parts *parts)
{
    CLEANUP(session_close) struct session *session = NULL;
    CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};

    return session_open(token, SESSION_READ_ONLY, &session, &unreadable) ? look(session, parts)
                                                                         : PRESENCE_NONE;
}

static char *copy_in_tokens(const struct judging *judging, const struct found_key *key,
                            struct finding_list *not_checked)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};

    if (!tokens_read(judging->workplace->modules, NULL, TOKEN_AND_SLOT_INFO,
                     judging->workplace->notices, &tokens, &unreadable)) {
        finding_add(not_checked, "copies", _("the other tokens could not be read"));
        return NULL;
    }
    public_key_parts(key->public_key, &parts);
    for (size_t i = 0; i < tokens.count; i++) {
        struct token *token = &tokens.items[i];
        enum presence presence = !token->initialized || is_same_device(token, &judging->open->token)
                                     ? PRESENCE_NONE
                                     : look_in_token(token, &parts);

        if (presence == PRESENCE_PRIVATE) {
            return text_format(_("token '%s' (serial %s)"), token->label, token->serial);
        }
        if (presence == PRESENCE_PUBLIC) {
            finding_add(not_checked, "copies",
                        _("token '%s' has the public half of this key; whether it has the private "
                          "one is seen only after a login there"),
                        token->label);
        }
    }
    return NULL;
}

void copies_find(const struct judging *judging, const struct found_key *key, char **ret_copy,
                 struct finding_list *not_checked)
{
    const char *file = copy_in_files(judging->order, public_key_spki(key->public_key));

    *ret_copy = file != NULL ? memory_copy_text(file) : copy_in_tokens(judging, key, not_checked);
}
