/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/cleanup.h"

/* What the tests make certificates from, with libcrypto alone. */

DEFINE_CLEANUP(EVP_PKEY *, EVP_PKEY_free);
DEFINE_CLEANUP(X509 *, X509_free);
DEFINE_CLEANUP(X509_REQ *, X509_REQ_free);

void add_common_name(X509_NAME *name, const char *value);
/* VALUE as openssl.cnf writes it. */
void add_extension(X509 *certificate, int nid, const char *value);
