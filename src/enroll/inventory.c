/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/inventory.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "inventory_add.h"
#include "pairing.h"

static bool find_all(struct session *session, struct token_objects *objects,
                     struct failure *failure)
{
    const struct object_filter private_keys = {.type = OBJECT_PRIVATE_KEY};
    const struct object_filter public_keys = {.type = OBJECT_PUBLIC_KEY};
    const struct object_filter certificates = {.type = OBJECT_CERTIFICATE};

    return objects_find(session, &private_keys, &objects->private_keys, failure) &&
           objects_find(session, &public_keys, &objects->public_keys, failure) &&
           objects_find(session, &certificates, &objects->certificates, failure);
}

static void note_unknown_halves(struct workplace *workplace, const struct inventory *inventory,
                                size_t token)
{
    size_t count = 0;

    for (size_t i = 0; i < inventory->key_count; i++) {
        count += inventory->keys[i].token == token && inventory->keys[i].has_private &&
                 inventory->keys[i].half_unknown;
    }
    if (count > 0) {
        notices_add(workplace->notices,
                    P_("token '%s' does not tell which public key belongs to %zu private key: "
                       "others have its id",
                       "token '%s' does not tell which public keys belong to %zu private keys: "
                       "they share their ids",
                       count),
                    inventory->tokens[token].token.label, count);
    }
}

bool inventory_add_token(struct workplace *workplace, struct token *token, enum login_wish login,
                         struct inventory *inventory, struct failure *failure)
{
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(token_objects_clear) struct token_objects objects = {0};
    struct inventory_token *place;

    if (!workplace_open_token(workplace, token, SESSION_READ_ONLY, login, &open, failure) ||
        !find_all(open.session, &objects, failure)) {
        return false;
    }
    inventory->tokens =
        memory_resize(inventory->tokens, inventory->token_count + 1, sizeof *inventory->tokens);
    place = &inventory->tokens[inventory->token_count];
    *place = (struct inventory_token){.token = open.token,
                                      .uri = token_uri(&open.token),
                                      .logged_in = session_is_logged_in(open.session) ||
                                                   !open.token.login_required};
    inventory->token_count++;
    pair_objects(inventory, inventory->token_count - 1, &objects);
    session_close(TAKE(open.session)); /* before the token it points to moves away */
    open.token = (struct token){0};
    return true;
}

void inventory_note_left_out(struct workplace *workplace, const struct failure *reason)
{
    notices_add(workplace->notices, _("a token is left out: %s (%s)"), reason->action,
                reason->rv_name == NULL ? "-" : reason->rv_name);
}

static bool check_tokens(struct workplace *workplace, const struct token_selector *selector,
                         size_t count, struct failure *failure)
{
    if (count == 0 && selector != NULL) {
        (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no token '%s'"),
                          token_selector_text(selector));
        return failure_hint(failure, _("'hardtoken token list' shows what the modules see"));
    }
    if (count > 1 && workplace->pin_given) {
        (void)failure_set(failure, FAILURE_USAGE, _("one PIN is not tried on %zu tokens"), count);
        return failure_hint(failure, _("choose one token with --token and its URI; 'hardtoken "
                                       "token list' prints them"));
    }
    return true;
}

bool inventory_read(struct workplace *workplace, const struct token_selector *selector,
                    struct inventory *ret_inventory, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    if (!tokens_read(workplace->modules, selector, TOKEN_INFO, workplace->notices, &tokens,
                     failure)) {
        return false;
    }
    if (!check_tokens(workplace, selector, token_list_keep_initialized(&tokens), failure)) {
        return false;
    }
    for (size_t i = 0; i < tokens.count; i++) {
        CLEANUP_VALUE(failure_clear) struct failure reason = {0};

        if (tokens.count == 1) {
            if (!inventory_add_token(workplace, &tokens.items[i], LOGIN_IF_PIN_GIVEN, &inventory,
                                     failure)) {
                return false;
            }
        } else if (!inventory_add_token(workplace, &tokens.items[i], LOGIN_IF_PIN_GIVEN, &inventory,
                                        &reason)) {
            inventory_note_left_out(workplace, &reason);
        }
    }
    for (size_t i = 0; i < inventory.token_count; i++) {
        note_unknown_halves(workplace, &inventory, i);
    }
    *ret_inventory = inventory;
    inventory = (struct inventory){0};
    return true;
}

static void key_clear(struct inventory_key *key)
{
    memory_free(key->uri);
    memory_free(key->label);
    bytes_clear(&key->id);
    memory_free(key->name);
    bytes_clear(&key->spki);
}

static void certificate_clear(struct inventory_certificate *certificate)
{
    memory_free(certificate->uri);
    memory_free(certificate->label);
    bytes_clear(&certificate->id);
    bytes_clear(&certificate->der);
    memory_free(certificate->subject);
    memory_free(certificate->subject_short);
    memory_free(certificate->issuer);
    memory_free(certificate->serial);
}

void inventory_clear(struct inventory *inventory)
{
    for (size_t i = 0; i < inventory->token_count; i++) {
        token_clear(&inventory->tokens[i].token);
        memory_free(inventory->tokens[i].uri);
    }
    for (size_t i = 0; i < inventory->key_count; i++) {
        key_clear(&inventory->keys[i]);
    }
    for (size_t i = 0; i < inventory->certificate_count; i++) {
        certificate_clear(&inventory->certificates[i]);
    }
    memory_free(inventory->tokens);
    memory_free(inventory->keys);
    memory_free(inventory->certificates);
    *inventory = (struct inventory){0};
}
