/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"

/* A distinguished name (RFC 5280, 4.1.2.4). */
struct name;

/*
 * Reads "/C=SE/O=Example AB/CN=www.example.com", in the order given. '/' starts the next RDN, '+'
 * another attribute of the same RDN; inside a value they, and a backslash, are written with a
 * backslash in front. Commas, quotes and equal signs stand for themselves. Attributes are named as
 * in RFC 4519, X.520 and ETSI EN 319 412, ignoring case, or by dotted OID. A bare SN is refused: it
 * means surname to some and serialNumber to others.
 *
 * String types follow RFC 5280 and X.520: PrintableString for C, serialNumber and
 * jurisdictionC, IA5String for emailAddress and DC, UTF8String for all else; lengths are checked
 * against the upper bounds. Class input, naming the attribute.
 */
bool name_parse(const char *text, struct name **ret_name, struct failure *failure) MUST_USE;

/* From DER; false when it is not a name. */
bool name_from_der(struct slice der, struct name **ret_name) MUST_USE;

void name_free(struct name *name);
DEFINE_CLEANUP(struct name *, name_free);

/* In the syntax of name_parse, so that it can be pasted back; not escaped for a terminal. */
char *name_text(const struct name *name);

/* What people call the holder: CN, else O, else the whole name. Caller frees. */
char *name_short_text(const struct name *name);
