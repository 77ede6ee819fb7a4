/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "pkcs11/object.h"
#include "pkcs11/session.h"

/* A certificate to be stored; all parts are DER, as the certificate has them. */
struct certificate_spec {
    struct slice value;
    struct slice subject;
    struct slice issuer;
    struct slice serial_number; /* the whole INTEGER */
    struct slice id;            /* CKA_ID of its key; empty for a CA certificate */
    const char *label;
};

/* Refuses a token of which a quirk says that it keeps no certificates: class module. */
bool certificate_can_be_stored(const struct token *token, struct failure *failure) MUST_USE;

/* What TOKEN would be sent, one attribute a line; the caller frees it. */
char *certificate_describe(const struct token *token, const struct certificate_spec *spec);

/*
 * Stores a certificate object (PKCS#11 v2.40, 4.6.3), reads it back and compares it byte for byte.
 * A token that refuses the template is asked again with less, one attribute at a time: without
 * CKA_PRIVATE, the serial number, the issuer, the label.
 * On a difference the object is removed again, class module.
 */
bool certificate_store(struct session *session, const struct certificate_spec *spec,
                       struct failure *failure) MUST_USE;
