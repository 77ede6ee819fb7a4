/* SPDX-License-Identifier: Apache-2.0 */
#include "public_half.h"

#include "base/i18n.h"
#include "key_proof.h"
#include "pkcs11/public_half.h"
#include "x509/certificate.h"

/* Public keys that may be the one, each once. */
struct candidates {
    struct public_key *items[PROOFS_LIMIT];
    size_t count;
    size_t private_keys; /* how many private keys they could belong to */
};

static void candidates_clear(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        public_key_free(candidates->items[i]);
    }
    *candidates = (struct candidates){0};
}

/* As far as the private key tells: its type, and the modulus if it shows that. */
static bool may_belong(const struct object *private_key, const struct public_key *public_key)
{
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    struct slice modulus = slice_of_bytes(&private_key->parts.modulus);

    public_key_parts(public_key, &parts);
    return parts.type == private_key->parts.type &&
           (modulus.size == 0 || slice_equal(modulus, slice_of_bytes(&parts.modulus)));
}

/* The public key an object shows; false when it is none, or cannot be read. */
static bool read_public_key(const struct object *object, struct public_key **ret_key)
{
    CLEANUP(certificate_free) struct certificate *certificate = NULL;
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};

    if (object->type == OBJECT_PUBLIC_KEY) {
        return key_parts_are_whole(&object->parts) &&
               public_key_from_parts(&object->parts, ret_key, &ignored);
    }
    return object->type == OBJECT_CERTIFICATE &&
           certificate_parse(slice_of_bytes(&object->value), "token", &certificate, &ignored) &&
           public_key_from_spki(public_key_spki(certificate_key(certificate)), ret_key, &ignored);
}

static bool has_candidate(const struct candidates *candidates, const struct public_key *key)
{
    for (size_t i = 0; i < candidates->count; i++) {
        if (public_key_equal(candidates->items[i], key)) {
            return true;
        }
    }
    return false;
}

static void add_candidate(const struct object *object, const struct object *private_key,
                          struct candidates *candidates)
{
    CLEANUP(public_key_free) struct public_key *key = NULL;

    if (object->type == OBJECT_PRIVATE_KEY) {
        candidates->private_keys += object->parts.type == private_key->parts.type;
        return;
    }
    if (candidates->count < PROOFS_LIMIT && read_public_key(object, &key) &&
        may_belong(private_key, key) && !has_candidate(candidates, key)) {
        candidates->items[candidates->count++] = TAKE(key);
    }
}

static bool collect(struct open_token *open, const struct object *private_key,
                    const struct object_filter *filter, struct candidates *candidates,
                    struct failure *failure)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    if (!objects_find(open->session, filter, &objects, failure)) {
        return false;
    }
    for (size_t i = 0; i < objects.count; i++) {
        add_candidate(&objects.items[i], private_key, candidates);
    }
    return true;
}

static bool decide(const struct open_token *open, const struct object *private_key,
                   struct candidates *candidates, bool believed, enum proof proof,
                   struct public_key **ret_key)
{
    for (size_t i = 0; i < candidates->count; i++) {
        if (believed || (proof == PROOF_BY_SIGNATURE &&
                         key_proves_itself(open, private_key, candidates->items[i]))) {
            *ret_key = TAKE(candidates->items[i]);
            return true;
        }
    }
    return false;
}

static bool find_by_id(struct open_token *open, const struct object *private_key, enum proof proof,
                       struct public_key **ret_key, struct failure *failure)
{
    const struct object_filter filter = {.id = slice_of_bytes(&private_key->id)};
    CLEANUP_VALUE(candidates_clear) struct candidates candidates = {0};

    return filter.id.size > 0 && collect(open, private_key, &filter, &candidates, failure) &&
           decide(open, private_key, &candidates,
                  candidates.count == 1 && candidates.private_keys <= 1, proof, ret_key);
}

static bool find_by_info(struct open_token *open, const struct object *private_key,
                         struct public_key **ret_key)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes spki = {0};

    return object_public_key_info(open->session, private_key, &spki) &&
           public_key_from_spki(slice_of_bytes(&spki), ret_key, &ignored);
}

/* Everything on the token; keys that want a PIN for each signature are left alone. */
static bool find_by_proof(struct open_token *open, const struct object *private_key,
                          struct public_key **ret_key, struct failure *failure)
{
    const struct object_filter keys = {.type = OBJECT_PUBLIC_KEY};
    const struct object_filter certificates = {.type = OBJECT_CERTIFICATE};
    CLEANUP_VALUE(candidates_clear) struct candidates candidates = {0};

    return private_key->always_authenticate != YES &&
           collect(open, private_key, &keys, &candidates, failure) &&
           collect(open, private_key, &certificates, &candidates, failure) &&
           decide(open, private_key, &candidates, false, PROOF_BY_SIGNATURE, ret_key);
}

bool public_half_find(struct open_token *open, const struct object *private_key, enum proof proof,
                      struct public_key **ret_key, struct failure *failure)
{
    if (key_parts_are_whole(&private_key->parts)) {
        return public_key_from_parts(&private_key->parts, ret_key, failure);
    }
    if (find_by_id(open, private_key, proof, ret_key, failure) ||
        (!failure_is_set(failure) && find_by_info(open, private_key, ret_key)) ||
        (!failure_is_set(failure) && proof == PROOF_BY_SIGNATURE &&
         find_by_proof(open, private_key, ret_key, failure))) {
        return true;
    }
    (void)failure_set(failure, FAILURE_NOT_FOUND,
                      _("the public half of key '%s' is not on token '%s'"), private_key->label,
                      open->token.label);
    (void)failure_cause(failure,
                        _("no public key and no certificate there is known to be its own"));
    return failure_hint(failure, _("'hardtoken request create' takes it from a file with "
                                   "--public-key"));
}
