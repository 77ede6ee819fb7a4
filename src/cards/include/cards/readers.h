/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * The readers as PC/SC (pcsc-lite) tells of them. libpcsclite is loaded at the first call of
 * readers_read, not linked: the program runs where it is not installed.
 */
enum readers_answer {
    READERS_LISTED,     /* the list is what pcscd said; it may be empty */
    READERS_NO_LIBRARY, /* libpcsclite is not installed */
    READERS_NO_SERVICE, /* pcscd does not run and could not be started */
    READERS_DENIED,     /* pcscd does not talk to this user */
    READERS_TIMED_OUT,  /* no answer within the limit */
    READERS_FAILED,     /* anything else: see code */
};

/* Attributes that only the driver of a reader can answer (PC/SC part 3, SCardGetAttrib). */
enum reader_attribute_id {
    READER_VENDOR_NAME,
    READER_VENDOR_SERIAL,  /* VENDOR_IFD_SERIAL_NO */
    READER_VENDOR_VERSION, /* VENDOR_IFD_VERSION */
    READER_CHANNEL_ID,
    READER_MAXINPUT,
    READER_ATR_STRING,
    READER_FEATURES, /* CM_IOCTL_GET_FEATURE_REQUEST: not an attribute, but answered by the driver
                        too */
    READER_ATTRIBUTES,
};

enum reader_attribute_state {
    READER_NOT_ASKED, /* no connection to the reader; see struct reader */
    READER_ANSWERED,
    READER_REFUSED, /* code says with what, usually 0x8010001f: not supported */
};

struct reader_attribute {
    enum reader_attribute_state state;
    uint32_t code;
    struct bytes value; /* at most 264 bytes, the largest that pcsc-lite passes on */
};

struct reader {
    char *name;
    bool present; /* a card is in it */
    bool mute;    /* and does not answer */
    bool in_use;  /* another program has a connection to the card */
    bool exclusive;
    struct bytes atr; /* of the card, from pcscd; empty without card */
    bool connected;
    uint32_t connect_code; /* why not: SCARD_E_SHARING_VIOLATION while a program has it alone */
    struct reader_attribute attributes[READER_ATTRIBUTES];
    bool has_usb_id; /* the driver told both: wIdVendor and wIdProduct of its TLV properties */
    uint16_t usb_vendor;
    uint16_t usb_product;
};

struct readers {
    enum readers_answer answer;
    uint32_t code; /* of pcsc-lite, for READERS_FAILED */
    struct reader *items;
    size_t count;
};

/*
 * Lists the readers and asks each driver what it tells. Never fails: answer says what stood in the
 * way. Waits at most LIMIT milliseconds: PC/SC has no time limits of its own, so the questions are
 * asked in a thread; one that hangs is left behind, with its connection, until pcscd answers or the
 * process ends. What was told until then counts; a reader it did not come to has connected false
 * and connect_code 0x8010000a, and when not even the list came, the answer is READERS_TIMED_OUT.
 *
 * Readers are connected with SCARD_SHARE_DIRECT and left with SCARD_LEAVE_CARD: a card is not
 * powered, reset or locked, no command is sent to it, other programs stay connected. pcscd holds
 * such a connection back while somebody has a transaction; the limit covers that too.
 * Attributes that pcscd answers itself (friendly name, system name) are not asked for.
 *
 * To be called after the snapshots of cards/process.h: afterwards libpcsclite is loaded for good.
 */
void readers_read(unsigned limit, struct readers *ret_readers);
void readers_clear(struct readers *readers);

/* "VENDOR_NAME", … for output. */
const char *reader_attribute_name(enum reader_attribute_id id);

/*
 * Did the driver answer anything about the reader: an attribute other than ATR_STRING, or USB ids
 * among the features? Virtual readers may answer ATR_STRING and an empty list of features.
 */
bool reader_tells_anything(const struct reader *reader);

/*
 * CHANNEL_ID of a reader on USB: 0x0020 in the upper half, then bus and address (PC/SC part 3).
 * False when the driver did not answer or means another kind of channel.
 */
bool reader_usb_channel(const struct reader *reader, unsigned *ret_bus, unsigned *ret_address);

enum reader_match {
    READER_NO_MATCH,
    READER_SAME_NAME,   /* equal, the name of the reader cut to the 64 bytes of a description */
    READER_NAME_PREFIX, /* the description, at least 8 bytes, begins one name and no other */
    READER_AMBIGUOUS,   /* more than one fits */
};

/*
 * The reader a slot is about: card modules put its name into slotDescription, 64 bytes of it.
 * Blanks and NULs at the end do not count. NULL unless *ret_match is one of the two that name one
 * reader.
 */
const struct reader *readers_for_slot(const struct readers *readers, struct slice slot_description,
                                      enum reader_match *ret_match);
