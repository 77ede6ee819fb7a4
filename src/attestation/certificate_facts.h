/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/must_use.h"
#include "x509/certificate.h"

/* What vendors write into certificates. OIDs are dotted. */

bool extension_present(const struct certificate *certificate, const char *oid);
/* The content of extnValue, borrowed; false when absent. */
bool extension_read(const struct certificate *certificate, const char *oid,
                    struct slice *ret_value) MUST_USE;
/* Is an extension there twice, so that it depends on the reader what is said? */
bool extension_repeated(const struct certificate *certificate);

/* DER inside extnValue; false when it is anything else. */
bool der_integer(struct slice value, uint64_t *ret_number) MUST_USE;
bool der_octets(struct slice value, struct slice *ret_octets) MUST_USE;
/* A BIT STRING of at most 64 bits as a number, the first byte highest. */
bool der_bits(struct slice value, uint64_t *ret_bits) MUST_USE;
/* UTF8String; NULL when it is not; caller frees. */
char *der_text(struct slice value);

/* The last commonName of the subject, UTF-8; "" when there is none; caller frees. */
char *common_name(const struct certificate *certificate);

/* Extended key usages: exactly OID; any that begins with PREFIX, which ends with a dot. */
bool has_purpose(const struct certificate *certificate, const char *oid);
bool has_purpose_below(const struct certificate *certificate, const char *prefix);

/* "5.4.3" from three bytes; NULL for any other number of them; caller frees. */
char *version_text(struct slice bytes);
