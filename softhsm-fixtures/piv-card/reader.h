/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The virtual reader: vpcd's protocol. Each message is a length of two bytes, big-endian, and that
 * many bytes. A message of one byte is for the reader's side of the card; any other is an APDU.
 */

#define READER_MESSAGE_LIMIT UINT16_MAX

enum reader_control {
    READER_POWER_OFF = 0,
    READER_POWER_ON = 1,
    READER_RESET = 2,
    READER_GET_ATR = 4, /* the only one that is answered */
};

/* Waits up to ten seconds for the reader. Returns a socket, or -1 with errno set. */
int reader_connect(uint16_t port);

/* MESSAGE has READER_MESSAGE_LIMIT bytes. False when the reader is gone. */
bool reader_receive(int reader, uint8_t *message, size_t *ret_size);
bool reader_send(int reader, const uint8_t *data, size_t size);
