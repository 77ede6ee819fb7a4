/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/possession.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "crypto.h"
#include "x509/digest.h"

static const char separator[] = "hardtoken possession proof v1"; /* signed with its NUL */

struct bytes possession_message(const struct public_key *key,
                                const uint8_t nonce[POSSESSION_NONCE_SIZE], timestamp time)
{
    CLEANUP(text_free) char *moment = timestamp_text(time);
    struct slice spki = public_key_spki(key);
    struct bytes message = {0};

    bytes_append(&message, separator, sizeof separator);
    bytes_append(&message, nonce, POSSESSION_NONCE_SIZE);
    bytes_append(&message, spki.data, spki.size);
    bytes_append(&message, moment, strlen(moment));
    return message;
}

void possession_begin(const struct public_key *key, timestamp now,
                      struct possession *ret_possession)
{
    struct possession possession = {.time = now};

    random_bytes(possession.nonce, sizeof possession.nonce);
    possession.message = possession_message(key, possession.nonce, now);
    *ret_possession = possession;
}

void possession_clear(struct possession *possession)
{
    bytes_clear(&possession->message);
    *possession = (struct possession){0};
}

bool possession_sign(const struct possession *possession, const struct public_key *key,
                     enum signature_scheme scheme, enum digest digest, const struct signer *signer,
                     struct bytes *ret_signature, struct failure *failure)
{
    struct slice message = slice_of_bytes(&possession->message);
    CLEANUP_VALUE(bytes_clear) struct bytes signature = {0};

    if (!signature_make(key, scheme, digest, message, signer, &signature, failure)) {
        return false;
    }
    if (!public_key_verifies(key, scheme, digest, message, slice_of_bytes(&signature))) {
        crypto_forget_errors();
        (void)failure_set(failure, FAILURE_NO, _("possession of the private key is not shown"));
        return failure_cause(failure, _("the signature over a fresh message does not verify with "
                                        "the public key"));
    }
    *ret_signature = signature;
    signature = (struct bytes){0};
    return true;
}
