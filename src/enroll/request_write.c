/* SPDX-License-Identifier: Apache-2.0 */

/* What making a pair with a request and making only a request have in common. */

#include "request_write.h"

#include "base/file.h"
#include "base/memory.h"
#include "enroll/pin_memory.h"
#include "x509/request.h"

bool request_write(const struct request_order *order, const struct public_key *key,
                   struct key_signer *signer, struct failure *failure)
{
    const struct request_spec spec = {.subject = order->subject,
                                      .extensions = order->extensions,
                                      .scheme = order->scheme,
                                      .digest = order->digest};
    const struct signer callback = {.sign = key_sign, .context = signer};
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes pem = {0};

    if (!request_build(&spec, key, &callback, &der, failure)) {
        return false;
    }
    if (order->format == FORMAT_DER) {
        return file_write_new(order->out, slice_of_bytes(&der), order->overwrite, failure);
    }
    pem = request_to_pem(slice_of_bytes(&der));
    return file_write_new(order->out, slice_of_bytes(&pem), order->overwrite, failure);
}

bool signer_set_pin(struct workplace *workplace, const struct open_token *open,
                    struct key_signer *signer, struct failure *failure)
{
    const struct secret *pin = open->sign_pin == NULL ? open->pin : open->sign_pin;

    if (open->sign_pin != NULL || signer->always_authenticate) {
        signer->context_pin = pin;
        return open->sign_pin != NULL || /* looked at when it was given */
               pin_memory_check(workplace, &open->token, PIN_SIGN, pin, failure);
    }
    if (!pin_memory_knows(workplace, &open->token, PIN_SIGN, pin)) {
        signer->context_pin = pin;
    }
    return true;
}

void signer_learn(struct workplace *workplace, const struct open_token *open,
                  const struct key_signer *signer, const struct failure *failure)
{
    if (signer->context_pin_proven) {
        pin_memory_forget(workplace, &open->token, PIN_SIGN);
        return;
    }
    pin_memory_learn(workplace, &open->token, PIN_SIGN, signer->context_pin, failure);
}

void result_set_token(struct enroll_result *result, const struct token *token)
{
    result->token_uri = token_uri(token);
    result->token_label = memory_copy_text(token->label);
    result->token_serial = memory_copy_text(token->serial);
}

void enroll_result_clear(struct enroll_result *result)
{
    memory_free(result->token_uri);
    memory_free(result->token_label);
    memory_free(result->token_serial);
    memory_free(result->key_uri);
    memory_free(result->key);
    memory_free(result->label);
    memory_free(result->id);
    memory_free(result->subject);
    memory_free(result->fingerprint);
    memory_free(result->request);
    memory_free(result->templates);
    quirk_set_clear(&result->quirks);
    *result = (struct enroll_result){0};
}
