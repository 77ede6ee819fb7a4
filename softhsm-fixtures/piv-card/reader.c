/* SPDX-License-Identifier: Apache-2.0 */
#include "reader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECT_TRIES 500
#define CONNECT_PAUSE_NS (20L * 1000 * 1000)

static void set_flag(int reader, int option)
{
    const int on = 1;

    (void)setsockopt(reader, IPPROTO_TCP, option, &on, sizeof on);
}

int reader_connect(uint16_t port)
{
    const struct timespec pause = {.tv_nsec = CONNECT_PAUSE_NS};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int reader = -1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < CONNECT_TRIES; i++) {
        reader = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (reader < 0) {
            return -1;
        }
        if (connect(reader, (const struct sockaddr *)&address, sizeof address) == 0) {
            set_flag(reader, TCP_NODELAY);
            return reader;
        }
        (void)close(reader);
        if (errno != ECONNREFUSED) {
            return -1;
        }
        (void)nanosleep(&pause, NULL);
    }
    errno = ETIMEDOUT;
    return -1;
}

/* vpcd sends length and content apart; without a quick ACK each costs 40 ms. It does not stick. */
static bool receive_all(int reader, uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t part;

        set_flag(reader, TCP_QUICKACK);
        part = recv(reader, data, size, 0);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part <= 0) {
            return false;
        }
        data += part;
        size -= (size_t)part;
    }
    return true;
}

bool reader_receive(int reader, uint8_t *message, size_t *ret_size)
{
    uint8_t length[2];

    if (!receive_all(reader, length, sizeof length)) {
        return false;
    }
    *ret_size = (size_t)length[0] << 8 | length[1];
    return receive_all(reader, message, *ret_size);
}

bool reader_send(int reader, const uint8_t *data, size_t size)
{
    uint8_t message[2 + READER_MESSAGE_LIMIT];
    size_t sent = 0;

    if (size > READER_MESSAGE_LIMIT) {
        errno = EMSGSIZE;
        return false;
    }
    message[0] = (uint8_t)(size >> 8);
    message[1] = (uint8_t)size;
    memcpy(message + 2, data, size);
    while (sent < size + 2) {
        ssize_t part = send(reader, message + sent, size + 2 - sent, MSG_NOSIGNAL);

        if (part < 0 && errno != EINTR) {
            return false;
        }
        sent += part < 0 ? 0 : (size_t)part;
    }
    return true;
}
