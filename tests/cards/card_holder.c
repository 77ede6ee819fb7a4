/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage: card_holder shared|transaction|exclusive READER
 *
 * Another program with the card: connects to it, prints "ready", waits for the end of standard
 * input, and sends the card a command. Exit status 0: the card was as it had been left; 1: not.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <winscard.h>

static bool hold(SCARDCONTEXT context, const char *mode, const char *reader, SCARDHANDLE *ret_card)
{
    DWORD protocol = 0;
    DWORD share = strcmp(mode, "exclusive") == 0 ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;

    return SCardConnect(context, reader, share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, ret_card,
                        &protocol) == SCARD_S_SUCCESS &&
           (strcmp(mode, "transaction") != 0 ||
            SCardBeginTransaction(*ret_card) == SCARD_S_SUCCESS);
}

/* After a reset or a removal the first command is refused with a warning. */
static bool card_is_as_before(SCARDHANDLE card)
{
    static const BYTE get_challenge[] = {0x00, 0x84, 0x00, 0x00, 0x08};
    BYTE answer[MAX_BUFFER_SIZE];
    DWORD size = sizeof answer;

    return SCardTransmit(card, SCARD_PCI_T1, get_challenge, sizeof get_challenge, NULL, answer,
                         &size) == SCARD_S_SUCCESS &&
           size >= 2;
}

int main(int argc, char **argv)
{
    SCARDCONTEXT context = 0;
    SCARDHANDLE card = 0;
    bool same;

    if (argc != 3 ||
        SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS ||
        !hold(context, argv[1], argv[2], &card)) {
        return 2;
    }
    (void)puts("ready");
    (void)fflush(stdout);
    while (getchar() != EOF) {
    }
    same = card_is_as_before(card);
    (void)SCardDisconnect(card, SCARD_LEAVE_CARD);
    (void)SCardReleaseContext(context);
    return same ? 0 : 1;
}
