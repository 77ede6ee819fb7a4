/* SPDX-License-Identifier: Apache-2.0 */
#include "pcsc.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

bool pcsc_load(struct pcsc *ret_pcsc)
{
    static const struct {
        const char *name;
        size_t offset;
    } functions[] = {{"SCardEstablishContext", offsetof(struct pcsc, establish_context)},
                     {"SCardReleaseContext", offsetof(struct pcsc, release_context)},
                     {"SCardListReaders", offsetof(struct pcsc, list_readers)},
                     {"SCardGetStatusChange", offsetof(struct pcsc, get_status_change)},
                     {"SCardConnect", offsetof(struct pcsc, connect)},
                     {"SCardDisconnect", offsetof(struct pcsc, disconnect)},
                     {"SCardGetAttrib", offsetof(struct pcsc, get_attrib)},
                     {"SCardControl", offsetof(struct pcsc, control)}};
    void *library = dlopen("libpcsclite.so.1", RTLD_NOW | RTLD_LOCAL);
    struct pcsc pcsc = {0};

    if (library == NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(library, functions[i].name);

        if (function == NULL) {
            return false;
        }
        memcpy((char *)&pcsc + functions[i].offset, &function, sizeof function);
    }
    *ret_pcsc = pcsc;
    return true;
}
