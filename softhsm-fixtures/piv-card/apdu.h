/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Most bytes of data in a command (all its chained parts together) and in an answer. */
#define APDU_DATA_LIMIT 16384

enum status_word {
    SW_OK = 0x9000,
    SW_TRIES_LEFT = 0x63C0, /* plus the number */
    SW_WRONG_LENGTH = 0x6700,
    SW_SECURITY_STATUS = 0x6982,
    SW_BLOCKED = 0x6983,
    SW_CONDITIONS = 0x6985,
    SW_WRONG_DATA = 0x6A80,
    SW_NOT_FOUND = 0x6A82,
    SW_NO_SPACE = 0x6A84,
    SW_WRONG_P1_P2 = 0x6A86,
    SW_NO_REFERENCE = 0x6A88,
    SW_UNKNOWN_INSTRUCTION = 0x6D00,
    SW_UNKNOWN_CLASS = 0x6E00,
    SW_FAILED = 0x6F00,
};

#define APDU_CLASS_CHAINING 0x10

/* A command APDU (ISO 7816-4). Le is not looked at: answers are cut into pieces of 256 bytes. */
struct command {
    uint8_t class;
    uint8_t instruction;
    uint8_t p1, p2;
    const uint8_t *data;
    size_t size;
};

struct answer {
    uint8_t data[APDU_DATA_LIMIT];
    size_t size;
};

/* Points into MESSAGE. False when the length is wrong. */
bool command_parse(const uint8_t *message, size_t size, struct command *ret_command);

/* Empties the answer. */
void answer_clear(struct answer *answer);

/* Appends to an answer; what does not fit is a bug of the caller and ends the program. */
void answer_add(struct answer *answer, const uint8_t *data, size_t size);
void answer_add_byte(struct answer *answer, uint8_t byte);
