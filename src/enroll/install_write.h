/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/certificate_object.h"
#include "pkcs11/object.h"
#include "x509/certificate.h"

/* What is written of CERTIFICATE, which must outlive it. */
struct certificate_spec certificate_spec_of(const struct certificate *certificate, struct slice id,
                                            const char *label);

/* Writes the certificate of KEY, and has the journal know it before and after. */
bool leaf_write(struct workplace *workplace, struct open_token *place,
                const struct certificate *certificate, const struct object *key,
                struct failure *failure) MUST_USE;

/* The certificate of KEY is there already: the job that waits for it is done. */
bool leaf_is_present(struct workplace *workplace, const struct open_token *place,
                     const struct certificate *certificate, const struct object *key,
                     struct failure *failure) MUST_USE;

/* Writes a certificate that belongs to no key; recorded too, but about no job. */
bool issuer_write(struct workplace *workplace, struct open_token *place,
                  const struct certificate *certificate, const char *label,
                  struct failure *failure) MUST_USE;
