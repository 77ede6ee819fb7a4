/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "x509/certificate.h"
#include "x509/public_key.h"

/*
 * For layers that go on with libcrypto where this one ends: what they make must live in the same
 * library context. All is borrowed. The types are those of openssl/types.h, named here so that
 * including this header asks for no other.
 */
struct ossl_lib_ctx_st;
struct evp_pkey_st;
struct x509_st;

/*
 * OpenSSL of our own: a library context nobody configured, so that neither a broken openssl.cnf nor
 * what a PKCS#11 module does to the default context can change a result. Made once, on first use,
 * and kept until the process ends: the one piece of global state in the program.
 */
struct ossl_lib_ctx_st *crypto_context(void);

/* Empties OpenSSL's error queue after a failure that is no news to anybody. */
void crypto_forget_errors(void);

struct x509_st *certificate_openssl(const struct certificate *certificate);
struct evp_pkey_st *public_key_openssl(const struct public_key *key);
