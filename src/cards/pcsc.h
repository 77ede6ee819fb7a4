/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <winscard.h>

/*
 * libpcsclite, loaded and not linked. Linked, it would be mapped at every start, also of
 * `hardtoken --version`; the program would not start where it is not installed; and the difference
 * of libraries (cards/process.h) could not tell that a module brought it in. The types are those of
 * its header, so that a change there does not compile.
 */
struct pcsc {
    __typeof__(SCardEstablishContext) *establish_context;
    __typeof__(SCardReleaseContext) *release_context;
    __typeof__(SCardListReaders) *list_readers;
    __typeof__(SCardGetStatusChange) *get_status_change;
    __typeof__(SCardConnect) *connect;
    __typeof__(SCardDisconnect) *disconnect;
    __typeof__(SCardGetAttrib) *get_attrib;
    __typeof__(SCardControl) *control;
};

/* False when there is no such library, or it lacks one of the functions. It is never unloaded. */
bool pcsc_load(struct pcsc *ret_pcsc);
