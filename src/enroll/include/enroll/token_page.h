/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "enroll/inventory.h"
#include "enroll/workplace.h"
#include "x509/portrait.h"

/* All there is to say of one card or token, for the person at the desk. */

/* A slot of the card, with its PIN. */
struct page_slot {
    struct token token; /* with its slot */
    char *uri;
    char *pin_name; /* "Signature PIN": where the label names it in parentheses; else "" */
    bool read;      /* false: not initialized, or its objects cannot be read */
    bool logged_in; /* false: its private keys could not be seen */
};

/* A key, the halves of all slots taken together. */
struct page_key {
    size_t key;  /* index into the keys of the inventory */
    size_t slot; /* index into the slots: where the private half is, as far as it is seen */
    bool has_private;
    bool has_public;
    bool
        half_unknown; /* its other half is there, but several have its id and nothing tells which */
    size_t certificate_count;
};

struct page_certificate {
    size_t certificate; /* index into the certificates of the inventory */
    size_t slot;
    size_t key; /* index into the keys of the page, by public key; NO_KEY */
    bool chain; /* an issuer: it needs no key here */
    bool has_portrait;
    struct portrait portrait;
};

enum oddity_kind {
    ODD_EXPIRED,
    ODD_EXPIRING, /* in less than EXPIRING_DAYS */
    ODD_NOT_YET_VALID,
    ODD_CERTIFICATE_WITHOUT_KEY,
    ODD_CERTIFICATE_TWICE,
    ODD_CERTIFICATE_ID,    /* another than that of its key */
    ODD_DUPLICATE_ID,      /* on certificates of different keys */
    ODD_NOT_A_CERTIFICATE, /* not X.509, or broken */
    ODD_KEY_WITHOUT_CERTIFICATE,
    ODD_KEY_TWICE,
    ODD_TWO_KEYS_ONE_ID,
    ODD_PUBLIC_WITHOUT_PRIVATE,
    ODD_PRIVATE_WITHOUT_PUBLIC, /* and it does not show its public key, so nothing fits it */
    ODD_READABLE_KEY,
    ODD_LABEL, /* not UTF-8 */
    ODD_FULL,
};

#define EXPIRING_DAYS 60
#define ROOM_NEEDED 2048 /* bytes: less than a key and its certificate take */

struct oddity {
    enum oddity_kind kind;
    char *text; /* for people */
    char *uri;  /* of the object or token it is about */
};

struct token_page {
    char *name; /* of the card: the label without the name of the PIN */
    struct page_slot *slots;
    size_t slot_count;
    size_t chosen; /* the slot that was asked for */
    timestamp now; /* what days are counted from */
    struct inventory inventory;
    struct page_key *keys;
    size_t key_count;
    struct page_certificate *certificates;
    size_t certificate_count;
    struct oddity *odd;
    size_t odd_count;
};

/*
 * Reads the card with the token SELECTOR names. Without a PIN only what all may see is read. With
 * one, it is that of the token that is named; class usage when several slots of the card are.
 * Calls: one C_GetTokenInfo and C_GetSlotInfo a slot, then what inventory_read makes. A slot of the
 * card that cannot be read is a notice, unless it is the one that was asked for.
 */
bool token_page_read(struct workplace *workplace, const struct token_selector *selector,
                     struct token_page *ret_page, struct failure *failure) MUST_USE;
void token_page_clear(struct token_page *page);

/* Was everything seen: each slot read, and logged in to where that is needed? */
bool token_page_is_whole(const struct token_page *page);

/* "expired", "key-without-certificate": for data, never translated. */
const char *oddity_name(enum oddity_kind kind);
