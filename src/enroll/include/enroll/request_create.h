/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/enroll.h"
#include "pkcs11/uri.h"
#include "x509/public_key.h"

/*
 * A request for a key that is on a token already; with PUBLIC_KEY (else NULL) the one of the keys
 * named that belongs to it, which also serves where the token shows no public half. The token is
 * only read. The self-signature is verified before the file exists, so a public key that does not
 * belong to the private one is found out.
 */
bool request_create(struct workplace *workplace, const struct object_selector *selector,
                    const struct public_key *public_key, const struct request_order *order,
                    bool dry_run, struct enroll_result *ret_result,
                    struct failure *failure) MUST_USE;
