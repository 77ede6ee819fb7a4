/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "x509/certificate.h"
#include "x509/public_key.h"

/*
 * Did KEY sign CERTIFICATE? Names are the caller's part. An ECDSA signature whose INTEGERs lack the
 * leading zero of DER, as Luna HSMs write them, is read as the numbers they mean.
 */
bool link_verifies(const struct certificate *certificate, const struct public_key *key);

/* Is it signed with a digest of at least 112 bits of strength (no MD5, no SHA-1)? */
bool link_is_strong(const struct certificate *certificate);
