/* SPDX-License-Identifier: Apache-2.0 */
#include "apdu.h"

#include <stdlib.h>
#include <string.h>

/* Case 1 is four bytes alone; OpenSC sends VERIFY like that. */
bool command_parse(const uint8_t *message, size_t size, struct command *ret_command)
{
    size_t begin = 5, length;

    if (size < 4) {
        return false;
    }
    *ret_command = (struct command){
        .class = message[0], .instruction = message[1], .p1 = message[2], .p2 = message[3]};
    if (size <= 5) {
        return true;
    }
    length = message[4];
    if (length == 0 && size > 7) {
        length = (size_t)message[5] << 8 | message[6];
        begin = 7;
    }
    if (length > size - begin) {
        return false;
    }
    ret_command->data = message + begin;
    ret_command->size = length;
    return true;
}

void answer_clear(struct answer *answer)
{
    answer->size = 0;
}

void answer_add(struct answer *answer, const uint8_t *data, size_t size)
{
    if (size > sizeof answer->data - answer->size) {
        abort();
    }
    if (size > 0) {
        memcpy(answer->data + answer->size, data, size);
        answer->size += size;
    }
}

void answer_add_byte(struct answer *answer, uint8_t byte)
{
    answer_add(answer, &byte, 1);
}
