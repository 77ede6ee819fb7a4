/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/pkcs12.h>

#include "crypto.h"
#include "x509/key_file.h"

DEFINE_CLEANUP(PKCS12 *, PKCS12_free);
DEFINE_CLEANUP(PKCS8_PRIV_KEY_INFO *, PKCS8_PRIV_KEY_INFO_free);
DEFINE_CLEANUP(X509_SIG *, X509_SIG_free);

/* A file being read. */
struct key_reader {
    const char *source;
    const struct secret *password; /* NULL: none, or none any more */
    OSSL_LIB_CTX *opener;          /* with old ciphers too; made when a password is used */
    OSSL_PROVIDER *providers[2];   /* of the opener */
    uint64_t rounds_left;          /* a file cannot make us calculate for hours */
    struct key_file file;
    struct bytes *ids; /* localKeyID of each item; mostly empty */
    bool too_many;     /* an item was left out */
};

/* A new item, valid until the next one; NULL when there are too many. */
struct key_file_item *key_reader_add(struct key_reader *reader, enum key_file_kind kind,
                                     const char *format);

/* An encryption with a password, or a MAC: its name in words, and what it costs to try. */
struct protection {
    char *text; /* the holder frees it */
    uint64_t rounds;
};
void protection_read(const X509_ALGOR *algorithm, struct protection *ret_protection);
void protection_read_mac(const PKCS12 *file, struct protection *ret_protection);

/* May the password be tried at this price? Pays it. */
bool key_reader_pay(struct key_reader *reader, uint64_t rounds);
OSSL_LIB_CTX *key_reader_opener(struct key_reader *reader);
void key_reader_close_opener(struct key_reader *reader);

/* What is known of a private key once it is in the clear: its public half, nothing else. */
void key_item_from_private(struct key_file_item *item, EVP_PKEY *key);
void key_item_from_pkcs8(struct key_file_item *item, const PKCS8_PRIV_KEY_INFO *info);
void key_item_from_spki(struct key_file_item *item, struct slice spki);
void key_item_from_parts(struct key_file_item *item, const struct key_parts *parts);

/*
 * Each takes one form of object; false when DATA is not exactly one of it. Then nothing is added.
 */
bool key_read_pkcs12(struct key_reader *reader, struct slice data);
bool key_read_pkcs8(struct key_reader *reader, struct slice data);
/* LABELLED: its PEM block says what it is, so the scheme may be an unknown one. */
bool key_read_pkcs8_encrypted(struct key_reader *reader, struct slice data, bool labelled);
/* An encrypted PKCS#8 key, in a file of its own or in PKCS#12, into ITEM. */
void key_open_pkcs8(struct key_reader *reader, struct key_file_item *item, const X509_SIG *sealed);
bool key_read_traditional(struct key_reader *reader, struct slice data);
/* The content of a PEM block with an encryption HEADER, DATA being decrypted in place. */
void key_read_traditional_encrypted(struct key_reader *reader, char *header, unsigned char *data,
                                    long size);
bool key_read_public(struct key_reader *reader, struct slice data);
bool key_read_rsa_public(struct key_reader *reader, struct slice data);
bool key_read_certificate(struct key_reader *reader, struct slice data);
bool key_read_request(struct key_reader *reader, struct slice data);
bool key_read_pkcs7(struct key_reader *reader, struct slice data);
bool key_read_openssh(struct key_reader *reader, struct slice data);
bool key_read_tss2(struct key_reader *reader, struct slice data);
bool key_read_pointer(struct key_reader *reader, struct slice data);

/* What CONTENT looks like that is no file of keys; NULL when like nothing known. */
const char *key_file_looks_like(struct slice content);
