/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/card_service.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

const char *card_service_socket(void)
{
    const char *named = secure_getenv("PCSCLITE_CSOCK_NAME");

    return named != NULL && named[0] != '\0' ? named : "/run/pcscd/pcscd.comm";
}

bool card_service_answers(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = card_service_socket();
    bool answers;
    int descriptor;

    if (strlen(path) >= sizeof address.sun_path) {
        return false;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return false;
    }
    answers = connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0;
    (void)close(descriptor); /* nothing was sent */
    return answers;
}

static int is_pcsc_library(struct dl_phdr_info *info, size_t size, void *found)
{
    (void)size;
    *(bool *)found = *(bool *)found || strstr(info->dlpi_name, "libpcsclite") != NULL;
    return 0;
}

bool card_service_is_used(void)
{
    bool found = false;

    (void)dl_iterate_phdr(is_pcsc_library, &found); /* the callback always goes on */
    return found;
}
