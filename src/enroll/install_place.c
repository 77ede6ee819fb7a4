/* SPDX-License-Identifier: Apache-2.0 */

/* Which key on which token a certificate belongs to. Never by label, subject or file name. */

#include "install_place.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "key_proof.h"
#include "x509/public_key.h"

bool places_find(struct workplace *workplace, const struct token_selector *selector,
                 struct place_list *ret_places, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    struct place_list places = {0};

    if (!tokens_read(workplace->modules, selector, TOKEN_INFO, workplace->notices, &tokens,
                     failure)) {
        return false;
    }
    if (token_list_keep_initialized(&tokens) == 0) {
        if (selector == NULL) {
            (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no initialized token"));
        } else {
            (void)failure_set(failure, FAILURE_NOT_FOUND, _("there is no token '%s'"),
                              token_selector_text(selector));
        }
        return failure_hint(failure, _("put the token in; 'hardtoken token list' shows what the "
                                       "modules see"));
    }
    token_note_slot_number(selector, &tokens.items[0], workplace->notices);
    places.items = memory_new(tokens.count, sizeof *places.items);
    places.count = tokens.count;
    for (size_t i = 0; i < tokens.count; i++) {
        places.items[i].token = tokens.items[i];
    }
    tokens.count = 0;
    *ret_places = places;
    return true;
}

static bool open_place(struct workplace *workplace, struct open_token *place,
                       struct failure *failure)
{
    struct token token = place->token;

    if (place->session != NULL) {
        return true;
    }
    place->token = (struct token){0};
    return workplace_open_token(workplace, &token, SESSION_READ_WRITE, LOGIN, place, failure);
}

/* How private keys came to be looked at. */
enum evidence {
    FOUND_BY_KEY, /* they show the public key: no other proof is needed */
    FOUND_BY_ID,  /* the only one with the id of the public key is believed */
    FOUND_BY_TYPE /* nothing but a signature tells */
};

static size_t count_candidates(const struct object_list *objects, enum key_type type)
{
    size_t count = 0;

    for (size_t i = 0; i < objects->count; i++) {
        count +=
            objects->items[i].type == OBJECT_PRIVATE_KEY && objects->items[i].parts.type == type;
    }
    return count;
}

/* The private key among OBJECTS; where the evidence leaves a doubt it must prove itself. */
static bool choose_private_key(struct open_token *place, struct object_list *objects,
                               const struct public_key *public_key, enum evidence evidence,
                               struct object *ret_key)
{
    enum key_type type = public_key_type(public_key);
    bool believed = evidence == FOUND_BY_KEY ||
                    (evidence == FOUND_BY_ID && count_candidates(objects, type) == 1);

    for (size_t i = 0; i < objects->count; i++) {
        struct object *object = &objects->items[i];

        if (object->type == OBJECT_PRIVATE_KEY && object->parts.type == type &&
            (believed || key_proves_itself(place, object, public_key))) {
            *ret_key = *object;
            *object = (struct object){0};
            return true;
        }
    }
    return false;
}

static bool is_present(const struct object_list *objects, const struct certificate *certificate)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->items[i].type == OBJECT_CERTIFICATE &&
            slice_equal(slice_of_bytes(&objects->items[i].value), certificate_der(certificate))) {
            return true;
        }
    }
    return false;
}

/*
 * Last resort: private keys of the right type that neither show their public half nor share an id
 * with it prove themselves by a signature. Keys that want a PIN for each one are left alone.
 */
static bool search_by_proof(struct open_token *place, const struct certificate *certificate,
                            struct placement *placement, struct failure *failure)
{
    const struct object_filter filter = {.type = OBJECT_PRIVATE_KEY};
    const struct object_filter itself = {.type = OBJECT_CERTIFICATE,
                                         .value = certificate_der(certificate)};
    const struct public_key *public_key = certificate_key(certificate);
    CLEANUP_VALUE(object_list_clear) struct object_list keys = {0};
    struct object_list candidates = {0};

    if (!objects_find(place->session, &filter, &keys, failure)) {
        return false;
    }
    candidates.items = memory_new(keys.count, sizeof *candidates.items);
    for (size_t i = 0; i < keys.count; i++) {
        struct object *key = &keys.items[i];

        if (key->parts.type == public_key_type(public_key) && key->parts.modulus.size == 0 &&
            key->parts.ec_point.size == 0 && key->always_authenticate != YES) {
            candidates.items[candidates.count++] = *key;
            *key = (struct object){0};
        }
    }
    placement->found =
        candidates.count <= PROOFS_LIMIT &&
        choose_private_key(place, &candidates, public_key, FOUND_BY_TYPE, &placement->private_key);
    object_list_clear(&candidates);
    return !placement->found || placement->present ||
           objects_exist(place->session, &itself, &placement->present, failure);
}

/* The objects of the key: those with its public key, then all others with the same id. */
static bool search_by_id(struct open_token *place, const struct certificate *certificate,
                         struct object_list *same_key, struct placement *placement,
                         struct failure *failure)
{
    const struct public_key *public_key = certificate_key(certificate);
    const struct object_filter filter = {.id = slice_of_bytes(&same_key->items[0].id),
                                         .except = same_key};
    CLEANUP_VALUE(object_list_clear) struct object_list same_id = {0};

    if (filter.id.size > 0 && !objects_find(place->session, &filter, &same_id, failure)) {
        return false;
    }
    placement->present = is_present(&same_id, certificate);
    placement->found =
        choose_private_key(place, same_key, public_key, FOUND_BY_KEY, &placement->private_key) ||
        choose_private_key(place, &same_id, public_key, FOUND_BY_ID, &placement->private_key);
    return true;
}

static bool search_by_key(struct open_token *place, const struct certificate *certificate,
                          const struct key_parts *parts, struct placement *placement,
                          struct failure *failure)
{
    const struct object_filter by_key = {.public_key = parts};
    CLEANUP_VALUE(object_list_clear) struct object_list same_key = {0};

    if (!objects_find(place->session, &by_key, &same_key, failure) ||
        (same_key.count > 0 && !search_by_id(place, certificate, &same_key, placement, failure))) {
        return false;
    }
    return placement->found || search_by_proof(place, certificate, placement, failure);
}

/* Does this token show the public key to anybody? One that cannot be looked at is a notice. */
static bool shows_key(struct workplace *workplace, struct open_token *place,
                      const struct object_filter *filter)
{
    CLEANUP(session_close) struct session *session = NULL;
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};
    bool exists = false;

    if (place->session == NULL && quirks_flag(&place->token.quirks, QUIRK_LOGIN_TO_READ) != NULL) {
        /* No PIN is sent to a token that may not be meant. */
        notices_add(workplace->notices,
                    _("token '%s' is left out: it shows nothing before a login; choose it with "
                      "--token if the key is there"),
                    place->token.label);
        return false;
    }
    if ((place->session == NULL &&
         !session_open(&place->token, SESSION_READ_ONLY, &session, &reason)) ||
        !objects_exist(place->session != NULL ? place->session : session, filter, &exists,
                       &reason)) {
        notices_add(workplace->notices, _("token '%s' is left out: %s (%s)"), place->token.label,
                    reason.action, reason.rv_name == NULL ? "-" : reason.rv_name);
        return false;
    }
    return exists;
}

/* How many tokens show the public key, and the first of them. */
static size_t find_from_outside(struct workplace *workplace, struct place_list *places,
                                const struct key_parts *parts, size_t *ret_first)
{
    const struct object_filter filter = {.public_key = parts};
    size_t matches = 0;

    for (size_t i = 0; i < places->count; i++) {
        if (shows_key(workplace, &places->items[i], &filter) && matches++ == 0) {
            *ret_first = i;
        }
    }
    return matches;
}

static bool refuse_several(const struct place_list *places, const char *subject, size_t matches,
                           struct failure *failure)
{
    CLEANUP_VALUE(text_clear) struct text text = {0};

    (void)failure_set(failure, FAILURE_NOT_FOUND, _("the key of certificate '%s' is on %zu tokens"),
                      subject, matches);
    text_add(&text, _("choose one with --token:"));
    for (size_t i = 0; i < places->count; i++) {
        CLEANUP(text_free) char *uri = token_uri(&places->items[i].token);

        text_addf(&text, "\n%s", uri);
    }
    return failure_hint(failure, "%s", text.data);
}

bool placement_find(struct workplace *workplace, struct place_list *places,
                    const struct certificate *certificate, struct placement *ret_placement,
                    struct failure *failure)
{
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    struct placement placement = {0};
    size_t matches = 1;

    public_key_parts(certificate_key(certificate), &parts);
    if (places->count > 1) {
        matches = find_from_outside(workplace, places, &parts, &placement.place);
    }
    if (matches > 1) {
        CLEANUP(text_free) char *subject = certificate_subject(certificate);

        return refuse_several(places, subject, matches, failure);
    }
    if (matches == 1) {
        struct open_token *place = &places->items[placement.place];

        if (!open_place(workplace, place, failure) ||
            !search_by_key(place, certificate, &parts, &placement, failure)) {
            return false;
        }
        /* A token may say that it needs no login, and show private keys only after one. */
        if (!placement.found && workplace_log_in_late(place, failure) &&
            !search_by_key(place, certificate, &parts, &placement, failure)) {
            return false;
        }
        if (failure_is_set(failure)) {
            return false;
        }
    }
    *ret_placement = placement;
    return true;
}

void placement_clear(struct placement *placement)
{
    object_clear(&placement->private_key);
    *placement = (struct placement){0};
}

void place_list_clear(struct place_list *places)
{
    for (size_t i = 0; i < places->count; i++) {
        open_token_close(&places->items[i]);
    }
    memory_free(places->items);
    *places = (struct place_list){0};
}
