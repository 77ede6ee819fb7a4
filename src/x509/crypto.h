/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/evp.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/algorithm.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "x509/libcrypto.h"

/* The digest, fetched; the caller frees it with EVP_MD_free. */
EVP_MD *crypto_digest(enum digest digest);

/* Adds OpenSSL's reason as the cause and empties its error queue. Returns false. */
bool crypto_cause(struct failure *failure);

/* DER of an object with an i2d function, into bytes the caller owns; empty when it fails. */
#define CRYPTO_ENCODE(function, object)                                                            \
    __extension__({                                                                                \
        unsigned char *der_ = NULL;                                                                \
        int size_ = function(object, &der_);                                                       \
        struct bytes encoded_ = size_ > 0 ? bytes_copy(der_, (size_t)size_) : (struct bytes){0};   \
        OPENSSL_free(der_);                                                                        \
        encoded_;                                                                                  \
    })

DEFINE_CLEANUP(ASN1_OBJECT *, ASN1_OBJECT_free);
DEFINE_CLEANUP(ASN1_TYPE *, ASN1_TYPE_free);
DEFINE_CLEANUP(BIO *, BIO_free_all);
DEFINE_CLEANUP(EVP_MD *, EVP_MD_free);
DEFINE_CLEANUP(EVP_PKEY *, EVP_PKEY_free);
DEFINE_CLEANUP(GENERAL_NAME *, GENERAL_NAME_free);
DEFINE_CLEANUP(GENERAL_NAMES *, GENERAL_NAMES_free);
DEFINE_CLEANUP(X509 *, X509_free);
DEFINE_CLEANUP(X509_ALGOR *, X509_ALGOR_free);
DEFINE_CLEANUP(X509_NAME *, X509_NAME_free);
DEFINE_CLEANUP(X509_REQ *, X509_REQ_free);
