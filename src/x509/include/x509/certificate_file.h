/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "x509/certificate.h"

/* Certificates a CA sent back; the holder owns them. */
struct certificate_list {
    struct certificate **items;
    size_t count;
};

/* Largest file that is looked at. */
#define CERTIFICATE_FILE_LIMIT (4u * 1024 * 1024)

/*
 * Adds all certificates in CONTENT to the list: PEM (also several, with text between them), DER, or
 * PKCS#7 (RFC 2315 signed-data, PEM or DER). SOURCE is named in messages. Anything else (a private
 * key, a request, PKCS#12, a file cut short, no certificate at all) is class input with its own
 * reason. A certificate that is there twice is added once.
 */
bool certificate_file_read(struct slice content, const char *source,
                           struct certificate_list *certificates, struct failure *failure) MUST_USE;
void certificate_list_clear(struct certificate_list *certificates);
