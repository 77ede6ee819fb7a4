/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "card.h"

/* Firmware before metadata (5.3), so that hosts do without it. */
extern const uint8_t card_version[3];

/*
 * Gives the card its attestation key (F9) and the certificate for it. The certificate is
 * self-signed: nobody has a reason to believe what the card attests.
 */
void attest_make_key(struct card *card);
