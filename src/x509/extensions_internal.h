/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "crypto.h"
#include "x509/extensions.h"

/* One name of an alternative name; the caller frees it. */
GENERAL_NAME *general_name_parse(const char *text, struct failure *failure);

/* "dns:www.example.com", as general_name_parse reads it; the caller frees it. */
char *general_name_text(const GENERAL_NAME *name);

/* Adds the extensions to a request; nothing when there are none. */
bool extensions_to_request(const struct extensions *extensions, X509_REQ *request,
                           struct failure *failure) MUST_USE;

/* The bits of a key usage as OpenSSL's KU_ masks; NULL has none. */
uint32_t key_usage_of(const ASN1_BIT_STRING *string);

/* What people read of a set of extensions, each a list of words; the caller frees the texts. */
char *key_usage_text(uint32_t bits);
char *ext_key_usage_text(const EXTENDED_KEY_USAGE *usages);

/* Puts "critical," in front of TEXT when CRITICAL is 1; TEXT is taken over. */
char *critical_text(int critical, char *text);
