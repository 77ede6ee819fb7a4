/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/enroll.h"
#include "pkcs11/sign.h"
#include "x509/public_key.h"

/* Builds, signs, verifies and writes the request of ORDER, whose scheme and digest are chosen. */
bool request_write(const struct request_order *order, const struct public_key *key,
                   struct key_signer *signer, struct failure *failure) MUST_USE;

/*
 * Adds the PIN of signatures to SIGNER: the one given for that, else the user PIN. Class PIN when
 * the token refused it for signatures before. Where the key is not known to want one, a user PIN
 * that was refused is just not offered.
 */
bool signer_set_pin(struct workplace *workplace, const struct open_token *open,
                    struct key_signer *signer, struct failure *failure) MUST_USE;

/* After request_write: remembers a PIN of signatures that was refused, forgets when one was right.
 */
void signer_learn(struct workplace *workplace, const struct open_token *open,
                  const struct key_signer *signer, const struct failure *failure);

/* Fills in the parts of a result that name the token and the request. */
void result_set_token(struct enroll_result *result, const struct token *token);
