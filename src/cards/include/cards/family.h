/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "cards/observation.h"

/*
 * What is known about cards, readers, buses and processes: the data files of the folder evidence,
 * which are part of the program. Every row names its source.
 */
struct card_tables;

/* Class bug: a shipped file is wrong. */
bool card_tables_load(struct card_tables **ret_tables, struct failure *failure) MUST_USE;
void card_tables_free(struct card_tables *tables);
DEFINE_CLEANUP(struct card_tables *, card_tables_free);

enum card_kind {
    CARD_GENUINE,  /* the answer to reset of a product; an imitation may send the same */
    CARD_EMULATOR, /* the answer to reset of a program that plays a card */
};

/* A row of evidence/cards.conf: an answer to reset (ISO/IEC 7816-3) and who sends it. */
struct card_family {
    char *id;   /* section: "yubikey-5" */
    char *name; /* "YubiKey 5" */
    enum card_kind kind;
    char *atr; /* hexadecimal digits, upper case; '.' is any digit */
    char *usb; /* token with its own reader: "1050:04.."; NULL for cards that fit any reader */
    char *imitations; /* known imitations that send the same; NULL when none is known */
    char *source;
};

/* The row that fits with the fewest free digits; NULL when none does. */
const struct card_family *card_family_of(const struct card_tables *tables, struct slice atr);
/* By position; NULL after the last. */
const struct card_family *card_family_at(const struct card_tables *tables, size_t position);

enum reader_kind {
    READER_KIND_GENUINE,
    READER_KIND_VIRTUAL,  /* made by software */
    READER_KIND_EMULATED, /* a device that imitates a token */
};

/* A row of evidence/readers.conf: a reader known by its PC/SC name or its USB id. */
struct known_reader {
    char *id;
    char *about; /* "virtual reader of vsmartcard" */
    enum reader_kind kind;
    char *name; /* fnmatch(3) pattern, any case; NULL when only the id counts */
    char *usb;  /* "0E0F:0004", '.' is any digit; NULL when only the name counts */
    char *source;
};

/* NULL when it is not known. Of rows that fit, one that is not genuine comes first. */
const struct known_reader *known_reader_by_name(const struct card_tables *tables, const char *name);
const struct known_reader *known_reader_by_usb(const struct card_tables *tables, uint16_t vendor,
                                               uint16_t product);
const struct known_reader *known_reader_at(const struct card_tables *tables, size_t position);
