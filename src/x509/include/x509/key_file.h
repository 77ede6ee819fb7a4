/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "x509/public_key.h"

/* Largest file that is looked at, and most objects in one. */
#define KEY_FILE_LIMIT (1024u * 1024)
#define KEY_FILE_MOST 256u

enum key_file_kind {
    KEY_FILE_PRIVATE,     /* a private key: who has the file, and its password, has the key */
    KEY_FILE_TPM,         /* a private key wrapped by a TPM 2.0, of use in that TPM only */
    KEY_FILE_POINTER,     /* no key: the PKCS#11 URI of one */
    KEY_FILE_SEALED,      /* what is inside cannot be told without the password */
    KEY_FILE_PUBLIC,      /* a public key */
    KEY_FILE_REQUEST,     /* a certification request */
    KEY_FILE_CERTIFICATE, /* a certificate, or PKCS#7 that may hold several */
};

/* One object in a file. */
struct key_file_item {
    enum key_file_kind kind;
    const char *format;      /* "PKCS#8", "OpenSSH": the name of a standard, not translated */
    bool pem;                /* else DER, or inside of PKCS#12 */
    bool encrypted;          /* with a password (a TPM's wrapping is no encryption here) */
    bool opened;             /* encrypted, and the password given has opened it */
    char *protection;        /* how it is protected, in words; NULL: not at all */
    bool placeholder;        /* the private half does not fit the public one: no key at all, but
                                what engines of some HSMs write to name one; or damaged */
    char *uri;               /* of a pointer, without pin-value; else NULL */
    bool uri_holds_pin;      /* a pin-value was in it */
    struct public_key *key;  /* NULL when it cannot be had without a password, or at all */
    bool key_by_certificate; /* the key is that of a certificate that claims to belong to it */
};

struct key_file {
    struct key_file_item *items; /* in the order of the file */
    size_t count;
    char *integrity;       /* what guards a PKCS#12 file against changes; NULL: nothing */
    bool password_refused; /* the password given does not open the file */
};

/*
 * Tells what CONTENT is, by what is in it and never by a name: PKCS#12 (RFC 7292), PKCS#8 plain and
 * encrypted (RFC 5208, 8018), PKCS#1, SEC 1 and DSA keys, in PEM (also traditionally encrypted) or
 * DER; OpenSSH keys; keys bound to a TPM 2.0 (TSS2 PRIVATE KEY); URIs of pkcs11-provider; public
 * keys, requests, certificates. PEM may hold several. SOURCE is named in messages.
 *
 * PASSWORD (NULL: none) is tried where something is encrypted, but not where more than ten million
 * rounds would have to be calculated for it. A wrong one is no failure: what can be said without it
 * is said, and password_refused. OpenSSH keys are not decrypted; their public half is in the clear.
 *
 * CONTENT (see file_read_private) is taken over and wiped, whatever comes of it. Class input when
 * it is none of these, with what it looks like instead; when it is cut short or damaged; when it is
 * too large. The caller clears the result.
 */
bool key_file_judge(struct bytes *content, const char *source, const struct secret *password,
                    struct key_file *ret_file, struct failure *failure) MUST_USE;
void key_file_clear(struct key_file *file);

/* The first item of KIND; NULL when there is none. */
const struct key_file_item *key_file_find(const struct key_file *file, enum key_file_kind kind);
