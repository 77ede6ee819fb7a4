/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "crypto.h"
#include "x509/public_key.h"

EVP_PKEY *public_key_openssl(const struct public_key *key); /* borrowed */
