/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

#define DEFAULT_PORT 35963 /* vpcd's first slot; the second is the next port */
#define DEFAULT_SERIAL 12345678

/* T=1, four historical bytes "mPIV", check byte. */
static const uint8_t default_atr[] = {0x3B, 0x84, 0x80, 0x01, 0x6D, 0x50, 0x49, 0x56, 0x27};

static const char usage[] =
    "usage: piv-card [OPTION...]\n"
    "  --port PORT      TCP port of the virtual reader on 127.0.0.1 (35963)\n"
    "  --serial NUMBER  serial number (12345678)\n"
    "  --state FILE     keep keys, objects and tries in FILE: pulled = killed, inserted = started\n"
    "  --atr HEX        answer to reset (3B8480016D50495627)\n"
    "  --apdu-log FILE  append each APDU and its answer; PINs are in clear\n"
    "  --cut-after N    answer N APDUs; carry out one more and go away without an answer\n"
    "  --cut-at HEX     the same at the first APDU with this instruction byte, such as 87\n";

static bool complain(const char *option, const char *value)
{
    (void)fprintf(stderr, "piv-card: --%s does not take '%s'\n", option, value);
    return false;
}

static bool read_number(const char *option, const char *text, unsigned long most,
                        unsigned long *ret_value)
{
    char *end;

    errno = 0;
    *ret_value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *text == '-' || *ret_value > most) {
        return complain(option, text);
    }
    return true;
}

static bool set_option(struct options *options, int letter, const char *name)
{
    unsigned long number = 0;
    size_t size;

    switch (letter) {
    case 'p':
        if (!read_number(name, optarg, UINT16_MAX, &number)) {
            return false;
        }
        options->port = (uint16_t)number;
        return true;
    case 's':
        if (!read_number(name, optarg, UINT32_MAX, &number)) {
            return false;
        }
        options->serial = (uint32_t)number;
        return true;
    case 'f':
        options->state_file = optarg;
        return true;
    case 'l':
        options->log_file = optarg;
        return true;
    case 'a':
        return (hex_read(optarg, options->atr, sizeof options->atr, &options->atr_size) &&
                options->atr_size >= 2) ||
               complain(name, optarg);
    case 'i':
        options->cut_at_instruction = true;
        return (hex_read(optarg, &options->instruction, 1, &size) && size == 1) ||
               complain(name, optarg);
    case 'c':
        options->cut = true;
        return read_number(name, optarg, UINT32_MAX, &options->cut_after);
    default:
        (void)fputs(usage, stderr);
        return false;
    }
}

bool options_parse(int argc, char **argv, struct options *ret_options)
{
    static const struct option table[] = {
        {"port", required_argument, NULL, 'p'},     {"serial", required_argument, NULL, 's'},
        {"state", required_argument, NULL, 'f'},    {"atr", required_argument, NULL, 'a'},
        {"apdu-log", required_argument, NULL, 'l'}, {"cut-after", required_argument, NULL, 'c'},
        {"cut-at", required_argument, NULL, 'i'},   {NULL, 0, NULL, 0},
    };
    int letter, index = 0;

    *ret_options = (struct options){.port = DEFAULT_PORT, .serial = DEFAULT_SERIAL};
    memcpy(ret_options->atr, default_atr, sizeof default_atr);
    ret_options->atr_size = sizeof default_atr;
    while ((letter = getopt_long(argc, argv, "", table, &index)) != -1) {
        if (!set_option(ret_options, letter, table[index].name)) {
            return false;
        }
    }
    if (optind != argc) {
        (void)fputs(usage, stderr);
        return false;
    }
    return true;
}
