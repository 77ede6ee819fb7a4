/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/enroll.h"
#include "pkcs11/sign.h"
#include "x509/public_key.h"

/* Builds, signs, verifies and writes the request of ORDER for KEY. */
bool request_write(const struct request_order *order, enum signature_scheme scheme,
                   enum digest digest, const struct public_key *key, struct key_signer *signer,
                   struct failure *failure) MUST_USE;

/* Fills in the parts of a result that name the token and the request. */
void result_set_token(struct enroll_result *result, const struct token *token);
