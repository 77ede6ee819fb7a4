/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "x509/public_key.h"

/*
 * The public key in CONTENT, the bytes of a file called SOURCE in messages: a SubjectPublicKeyInfo
 * in PEM ("PUBLIC KEY") or DER, as `openssl pkey -pubout` writes it, or the one of a certificate in
 * PEM or DER. Class input.
 */
bool public_key_parse(struct slice content, const char *source, struct public_key **ret_key,
                      struct failure *failure) MUST_USE;
