/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

/*
 * The PC/SC service (pcscd), through which card modules reach readers. Without it they start
 * without complaint and see no slots.
 */

/* Where the socket of the service is: $PCSCLITE_CSOCK_NAME, or the usual place. */
const char *card_service_socket(void);

/* Does somebody listen on the socket? */
bool card_service_answers(void);

/* Has any module that is loaded brought in the library of the service, so that it matters? */
bool card_service_is_used(void);
