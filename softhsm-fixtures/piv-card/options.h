/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ATR_LIMIT 33

struct options {
    uint16_t port;
    uint32_t serial;
    const char *state_file; /* NULL: keys and tries end with the program */
    const char *log_file;   /* NULL: no log */
    uint8_t atr[ATR_LIMIT];
    size_t atr_size;
    bool cut;
    unsigned long cut_after;
    bool cut_at_instruction;
    uint8_t instruction;
};

/* False after a message on standard error. */
bool options_parse(int argc, char **argv, struct options *ret_options);
