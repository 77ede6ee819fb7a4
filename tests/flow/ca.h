/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "x509/certificate_file.h"
#include "x509_parts.h"

/* A CA in the test, made with libcrypto alone. */

struct ca {
    EVP_PKEY *key;
    X509 *certificate;
};

/* ISSUER NULL: a root. */
struct ca ca_make(const char *name, const struct ca *issuer);
void ca_clear(struct ca *ca);

/* A certificate to be issued; zero takes an ordinary value. */
struct ca_wish {
    const char *name;      /* commonName */
    int from_day;          /* 0: yesterday */
    int to_day;            /* 0: in a year */
    const char *key_usage; /* as openssl.cnf writes it; NULL: none */
    size_t padding;        /* size of an extension that only makes it long */
};
X509 *ca_issue(const struct ca *ca, EVP_PKEY *key, struct ca_wish wish); /* caller frees */

EVP_PKEY *key_new(bool rsa); /* RSA-2048 or EC P-256; caller frees */

/* Adds a certificate as the program would read it from a file. */
void list_add(struct certificate_list *list, X509 *certificate);
struct bytes certificate_bytes(X509 *certificate); /* DER; caller clears */

/* The request in a file, PEM or DER; fails the test when it does not verify. Caller frees. */
X509_REQ *request_verified(const struct bytes *content);
