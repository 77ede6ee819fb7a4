/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/object.h"
#include "x509/certificate.h"

/* The tokens certificates may go to; those with a session are open and logged in. */
struct place_list {
    struct open_token *items; /* session NULL: only looked at from outside so far */
    size_t count;
};

/* Where one certificate belongs. */
struct placement {
    bool found;
    size_t place;              /* index into the places */
    struct object private_key; /* its id and label are adopted */
    bool present;              /* the certificate is there already */
};

/* The tokens a selector allows; class not-found when there are none. */
bool places_find(struct workplace *workplace, const struct token_selector *selector,
                 struct place_list *ret_places, struct failure *failure) MUST_USE;

/*
 * Looks for the key of CERTIFICATE: on the only token after login; among several, first from
 * outside for the public key, so that the PIN goes only to the token that has it.
 */
bool placement_find(struct workplace *workplace, struct place_list *places,
                    const struct certificate *certificate, struct placement *ret_placement,
                    struct failure *failure) MUST_USE;

void placement_clear(struct placement *placement);
void place_list_clear(struct place_list *places);
