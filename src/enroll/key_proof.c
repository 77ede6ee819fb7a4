/* SPDX-License-Identifier: Apache-2.0 */
#include "key_proof.h"

#include "pkcs11/sign.h"

bool key_proves_itself(const struct open_token *open, const struct object *private_key,
                       const struct public_key *public_key)
{
    static const char message[] = "hardtoken: does this private key belong to the public key?";
    bool each_time = private_key->always_authenticate == YES;
    const struct secret *pin = open->sign_pin == NULL ? open->pin : open->sign_pin;
    struct key_signer signer = {.session = open->session,
                                .private_key = private_key->handle,
                                .always_authenticate = each_time,
                                /* No attempt with a PIN nobody knows to be wanted. */
                                .context_pin = each_time ? pin : NULL};
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes raw = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes signature = {0};
    CLEANUP_VALUE(signature_pieces_clear) struct signature_pieces pieces = {0};
    struct signature_input input = {0};
    enum signature_scheme scheme = SIGNATURE_DEFAULT;
    enum digest digest = DIGEST_DEFAULT;

    if (!signature_choose(public_key_type(public_key), public_key_bits(public_key), &scheme,
                          &digest, &ignored)) {
        return false;
    }
    signature_prepare(scheme, digest, slice_of_text(message), &pieces, &input);
    return key_sign(&signer, &input, &raw, &ignored) &&
           signature_to_der(public_key, &raw, &signature, &ignored) &&
           public_key_verifies(public_key, scheme, digest, input.message,
                               slice_of_bytes(&signature));
}

bool key_belongs_to(const struct open_token *open, const struct object *private_key,
                    const struct public_key *public_key)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(public_key_free) struct public_key *shown = NULL;

    if (private_key->parts.type != public_key_type(public_key)) {
        return false;
    }
    if (public_key_from_parts(&private_key->parts, &shown, &ignored)) {
        return public_key_equal(shown, public_key);
    }
    return key_proves_itself(open, private_key, public_key);
}
