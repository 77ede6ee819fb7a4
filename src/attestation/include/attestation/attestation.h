/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "attestation/anchors.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"

/*
 * Vendor attestation: a statement, signed by a device with a key its maker put into it, that a
 * private key was made in that device. Verified offline, and only against keys of the makers that
 * are known by value (attestation/anchors.h): that a certificate carries a vendor's object
 * identifiers means nothing by itself.
 *
 * A valid attestation is about a public key. That whoever shows it has the private key is proven by
 * a fresh signature, which is the caller's part.
 *
 * What is checked for each product, in which order, and what each reason means:
 * docs/attestation.md.
 */

/* Everything found that might attest a key, on a token and in files, in any order. */
struct attestation_material;

struct attestation_material *attestation_material_new(void);
void attestation_material_free(struct attestation_material *material);
DEFINE_CLEANUP(struct attestation_material *, attestation_material_free);

/*
 * Takes what is in CONTENT, which is copied: X.509 certificates (DER, PEM with one or more,
 * PKCS#7), or card-verifiable certificates and requests (BSI TR-03110-3, appendix C; one or more,
 * one behind the other). What is there already is not taken twice. SOURCE is named in messages.
 * Class input, and nothing was taken, when it is anything else, and when it would be more than
 * ATTESTATION_MATERIAL_LIMIT.
 */
#define ATTESTATION_MATERIAL_LIMIT 64u
bool attestation_material_add(struct attestation_material *material, struct slice content,
                              const char *source, struct failure *failure) MUST_USE;

/* How many certificates and requests were taken. */
size_t attestation_material_count(const struct attestation_material *material);

/* What it must be about. All of it is borrowed. */
struct attestation_question {
    /* SubjectPublicKeyInfo of the key, DER; empty: the statement is judged alone. */
    struct slice spki;
    /*
     * Serial number of the device as its module shows it; NULL when there is no token, or when the
     * module is known to show a number of its own there. Compared without leading zeros and blanks,
     * ignoring case.
     */
    const char *serial;
    /* The PIV key reference the key is in, 0x9a..0x9e or 0x82..0x95; 0 when unknown. */
    unsigned piv_slot;
    /* Only for the advisories about dates; 0 leaves them out. */
    timestamp now;
};

enum attestation_verdict {
    ATTESTATION_NONE,     /* there is no statement of a vendor we know: nothing is proven */
    ATTESTATION_VALID,    /* signed by a genuine device, about this key */
    ATTESTATION_REJECTED, /* there is a statement, and it does not hold: see reason */
};

enum attestation_product {
    ATTESTATION_YUBIKEY_PIV,
    ATTESTATION_YUBIHSM,
    ATTESTATION_SMARTCARD_HSM, /* also Nitrokey HSM 2 */
    ATTESTATION_LUNA,
};
#define ATTESTATION_PRODUCTS 4

enum attestation_reason {
    ATTESTATION_REASON_NONE,
    /* which key, token and slot */
    ATTESTATION_REASON_KEY,
    ATTESTATION_REASON_SERIAL,
    ATTESTATION_REASON_SLOT,
    /* the chain */
    ATTESTATION_REASON_MALFORMED,
    ATTESTATION_REASON_NO_ISSUER,
    ATTESTATION_REASON_SIGNATURE,
    ATTESTATION_REASON_WEAK_SIGNATURE,
    ATTESTATION_REASON_ROOT,
    ATTESTATION_REASON_PREVIEW,
    ATTESTATION_REASON_DEPTH,
    ATTESTATION_REASON_PATH_LENGTH,
    ATTESTATION_REASON_NOT_CA,
    ATTESTATION_REASON_SUB_CA,
    ATTESTATION_REASON_ATTESTED_ISSUER,
    ATTESTATION_REASON_USAGE,
    /* what is said about the key */
    ATTESTATION_REASON_IMPORTED,
    ATTESTATION_REASON_EXPORTABLE,
    ATTESTATION_REASONS, /* how many */
};

/* Stable, for machines: "serial-differs"; "" for none. All are explained in docs/attestation.md. */
const char *attestation_reason_id(enum attestation_reason reason);
/* One sentence for people, translated; "" for none. */
const char *attestation_reason_text(enum attestation_reason reason);

enum attestation_origin {
    ATTESTATION_ORIGIN_UNKNOWN,
    ATTESTATION_ORIGIN_GENERATED, /* in the device */
    ATTESTATION_ORIGIN_IMPORTED,
};

enum attestation_export {
    ATTESTATION_EXPORT_UNKNOWN, /* the statement does not say */
    ATTESTATION_EXPORT_NEVER,   /* the device has no way to give the private key out */
    ATTESTATION_EXPORT_WRAPPED, /* encrypted under another key */
};

enum attestation_pin_policy {
    ATTESTATION_PIN_UNKNOWN,
    ATTESTATION_PIN_NEVER,
    ATTESTATION_PIN_ONCE,   /* a session */
    ATTESTATION_PIN_ALWAYS, /* for every signature */
};

enum attestation_touch_policy {
    ATTESTATION_TOUCH_UNKNOWN,
    ATTESTATION_TOUCH_NEVER,
    ATTESTATION_TOUCH_ALWAYS,
    ATTESTATION_TOUCH_CACHED, /* for 15 seconds */
};

enum attestation_serial_check {
    ATTESTATION_SERIAL_NOT_ASKED,  /* the question named none */
    ATTESTATION_SERIAL_EQUAL,      /* a difference is a reason to reject */
    ATTESTATION_SERIAL_NOT_STATED, /* the statement names none, or one of another kind */
};

/* A known weakness of the device or key, whatever the verdict. */
enum attestation_advisory {
    ATTESTATION_ADVISORY_ROCA,    /* CVE-2017-15361, by the key itself */
    ATTESTATION_ADVISORY_EUCLEAK, /* YSA-2024-03, by firmware */
    ATTESTATION_ADVISORY_EXPIRED, /* a certificate of the chain */
    ATTESTATION_ADVISORY_NOT_YET, /* a certificate of the chain is not valid yet */
    ATTESTATION_ADVISORY_SERIAL,  /* asked about, not stated */
    ATTESTATION_ADVISORIES,       /* how many */
};
const char *attestation_advisory_id(enum attestation_advisory advisory);   /* "roca" */
const char *attestation_advisory_text(enum attestation_advisory advisory); /* translated */

/*
 * The answer. Fields below `product` are what the statement says; with any verdict but valid they
 * are what a stranger wrote, good for explaining and nothing else, and say nothing good of the key.
 * Texts are NULL when the statement does not say, and are not escaped for a terminal.
 */
struct attestation {
    enum attestation_verdict verdict;
    enum attestation_reason reason; /* when rejected */
    char *detail;                   /* what exactly, in one sentence, translated; may be NULL */

    enum attestation_product product; /* not with ATTESTATION_NONE */
    struct bytes spki;                /* the attested key, as encoded anew by x509 */
    char *model;                      /* "YubiKey 5", "Luna K7" */
    char *serial;
    char *firmware;    /* "5.4.3" */
    char *slot;        /* PIV key reference "9a", or object id "0x1234" */
    char *label;       /* YubiHSM */
    char *form_factor; /* YubiKey: "USB-C keychain" */
    bool fips;         /* the device says it is of the FIPS series */
    enum attestation_origin origin;
    enum attestation_export export;
    enum attestation_pin_policy pin_policy;
    enum attestation_touch_policy touch_policy;
    enum attestation_serial_check serial_check;
    bool advisories[ATTESTATION_ADVISORIES];

    /* The chain as it was followed, statement first, DER; the anchor is not in it. */
    struct bytes *chain;
    size_t chain_count;
    char *anchor_name;   /* NULL unless the chain ended at one */
    char *anchor_sha256; /* of the anchor's certificate, hexadecimal */
    bool anchor_given;   /* by the caller, not shipped with the program */
};

/*
 * Judges what MATERIAL says about QUESTION. Of several statements about the key the first valid one
 * is the answer, else the first. When no key is asked about, the answer is the first statement that
 * does not hold, else the first. It cannot fail: what cannot be read proves nothing. The caller
 * clears the answer.
 */
void attestation_judge(const struct attestation_material *material,
                       const struct attestation_anchors *anchors,
                       const struct attestation_question *question, struct attestation *ret_answer);
void attestation_clear(struct attestation *attestation);

/* For people and for machines; never translated. */
const char *attestation_vendor(enum attestation_product product);       /* "Yubico" */
const char *attestation_product_name(enum attestation_product product); /* "YubiKey PIV" */

/* The PIV key reference for the CKA_ID that libykcs11 gives a key (1..24); 0 for any other. */
unsigned attestation_piv_slot(struct slice id);
