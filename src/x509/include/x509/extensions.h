/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"

/* Extensions to be asked for in a request (RFC 5280, 4.2; RFC 2986 through PKCS#9
 * extensionRequest). */
struct extensions;

struct extensions *extensions_new(void);
void extensions_free(struct extensions *extensions);
DEFINE_CLEANUP(struct extensions *, extensions_free);

/*
 * One subject alternative name: dns:NAME, ip:ADDRESS, email:ADDRESS, uri:URI, upn:NAME (Microsoft's
 * user principal name) or dirname:/C=SE/... Class input, naming the value.
 */
bool extensions_add_san(struct extensions *extensions, const char *text,
                        struct failure *failure) MUST_USE;

/* "[critical,]digitalSignature,nonRepudiation": names of RFC 5280, 4.2.1.3. */
bool extensions_set_key_usage(struct extensions *extensions, const char *text,
                              struct failure *failure) MUST_USE;

/* "[critical,]clientAuth,1.3.6.1.4.1.311.20.2.2": names of RFC 5280, 4.2.1.12, or dotted OIDs. */
bool extensions_set_ext_key_usage(struct extensions *extensions, const char *text,
                                  struct failure *failure) MUST_USE;

/*
 * "OID=[critical,]VALUE" with VALUE as OpenSSL reads it for any extension: DER:HEX,
 * ASN1:TYPE:VALUE, or the words of a known extension. An extension given twice is class usage.
 */
bool extensions_add_other(struct extensions *extensions, const char *text,
                          struct failure *failure) MUST_USE;
