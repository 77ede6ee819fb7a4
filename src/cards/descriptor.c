/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/memory.h"
#include "base/text.h"
#include "snapshot.h"

union address {
    struct sockaddr any;
    struct sockaddr_un local;
    struct sockaddr_in inet;
    struct sockaddr_in6 inet6;
    struct sockaddr_storage storage;
};

/* unix(7): a path ends at its NUL or with the address; an abstract one begins with NUL. */
static struct process_opening local_opening(const struct sockaddr_un *address, socklen_t size)
{
    size_t path = size > offsetof(struct sockaddr_un, sun_path)
                      ? size - offsetof(struct sockaddr_un, sun_path)
                      : 0;

    if (path == 0) {
        return (struct process_opening){OPENING_OTHER, memory_copy_text("unix")};
    }
    path = path < sizeof address->sun_path ? path : sizeof address->sun_path;
    if (address->sun_path[0] == '\0') {
        return (struct process_opening){OPENING_UNIX,
                                        text_format("@%.*s", (int)path - 1, address->sun_path + 1)};
    }
    return (struct process_opening){
        OPENING_UNIX, memory_copy_text_n(address->sun_path, strnlen(address->sun_path, path))};
}

static struct process_opening inet_opening(const union address *peer)
{
    const struct in6_addr *address = &peer->inet6.sin6_addr;
    char text[INET6_ADDRSTRLEN] = "";
    bool four = peer->any.sa_family == AF_INET;
    const void *four_bytes = &peer->inet.sin_addr;
    unsigned port = ntohs(four ? peer->inet.sin_port : peer->inet6.sin6_port);

    if (!four && IN6_IS_ADDR_V4MAPPED(address)) { /* IPv4 through a socket of IPv6 */
        four = true;
        four_bytes = &address->s6_addr[12];
    }
    if (four) {
        (void)inet_ntop(AF_INET, four_bytes, text, sizeof text);
        return (struct process_opening){OPENING_TCP, text_format("%s:%u", text, port)};
    }
    (void)inet_ntop(AF_INET6, address, text, sizeof text);
    return (struct process_opening){OPENING_TCP, text_format("[%s]:%u", text, port)};
}

/* The kernel is asked about the socket itself: it is ours, so no table of /proc/net is needed. */
static struct process_opening socket_opening(int number, const char *target)
{
    union address peer = {0};
    socklen_t size = sizeof peer;
    int type = 0;
    socklen_t type_size = sizeof type;

    if (getpeername(number, &peer.any, &size) != 0 ||
        getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &type_size) != 0) {
        return (struct process_opening){OPENING_OTHER, memory_copy_text(target)};
    }
    if (peer.any.sa_family == AF_UNIX) {
        return local_opening(&peer.local, size);
    }
    if ((peer.any.sa_family == AF_INET || peer.any.sa_family == AF_INET6) && type == SOCK_STREAM) {
        return inet_opening(&peer);
    }
    return (struct process_opening){OPENING_OTHER, memory_copy_text(target)};
}

struct process_opening descriptor_opening(int number, const char *target)
{
    struct stat status = {0};

    if (fstat(number, &status) == 0 && S_ISSOCK(status.st_mode)) {
        return socket_opening(number, target);
    }
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
        return (struct process_opening){OPENING_DEVICE, memory_copy_text(target)};
    }
    return (struct process_opening){target[0] == '/' ? OPENING_FILE : OPENING_OTHER,
                                    memory_copy_text(target)};
}
