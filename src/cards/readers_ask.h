/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <winscard.h>

#include "cards/readers.h"

/*
 * What is found is handed over piece by piece, so that what was found before a hang counts.
 * Both run in the thread that asks.
 */
struct readers_sink {
    /* Takes the list over: names, states, answers to reset; connect_code says "not yet". */
    void (*listed)(void *context, struct readers *readers);
    /* Takes over what the driver of the reader at POSITION told. */
    void (*asked)(void *context, size_t position, struct reader *reader);
    void *context;
};

/* Asks PC/SC for all there is; waits as long as pcscd lets it wait. */
void readers_ask(const struct readers_sink *sink);
