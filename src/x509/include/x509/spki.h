/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/key_parts.h"
#include "base/must_use.h"

/*
 * SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) from the parts a token shows. The EC point may be raw or
 * wrapped in an OCTET STRING or BIT STRING: told apart by the length the curve demands, never by
 * the first byte. The curve may be an object identifier or, for Edwards curves, a PrintableString.
 * No cryptography is done: this is cheap enough for lists. False when the parts do not make a key.
 */
bool spki_from_parts(const struct key_parts *parts, struct bytes *ret_spki) MUST_USE;

/* "RSA 2048", "EC P-256", "Ed25519"; the caller frees it. */
char *key_parts_name(const struct key_parts *parts);
