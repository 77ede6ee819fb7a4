/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/must_use.h"

/*
 * The fields of a certificate (RFC 5280, 4.1) that lists and installation need, as slices of the
 * certificate's own DER. Reading them is ten times cheaper than parsing the whole certificate.
 */
struct certificate_outline {
    struct slice serial_number; /* the whole INTEGER */
    struct slice issuer;        /* Name */
    struct slice subject;       /* Name */
    struct slice spki;          /* SubjectPublicKeyInfo */
    timestamp not_before;
    timestamp not_after;
};

/* False when DER does not begin like a certificate or has anything behind it. */
bool certificate_outline_read(struct slice der, struct certificate_outline *ret_outline) MUST_USE;

/* The serial number in hexadecimal, without a leading zero byte; caller frees. */
char *certificate_outline_serial(const struct certificate_outline *outline);
