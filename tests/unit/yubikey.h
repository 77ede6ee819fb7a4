/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "court.h"

/* YubiKeys of the tests' own. */

#define YUBIKEY_OID "1.3.6.1.4.1.41482.3."
#define FIRMWARE_5_4_3                                                                             \
    {                                                                                              \
        YUBIKEY_OID "3", "050403"                                                                  \
    }
#define SERIAL_12345678                                                                            \
    {                                                                                              \
        YUBIKEY_OID "7", "020400bc614e"                                                            \
    }
#define POLICY_ONCE_CACHED                                                                         \
    {                                                                                              \
        YUBIKEY_OID "8", "0203"                                                                    \
    }
#define USB_C_KEYCHAIN                                                                             \
    {                                                                                              \
        YUBIKEY_OID "9", "03"                                                                      \
    }
#define ALL_FACTS                                                                                  \
    {                                                                                              \
        FIRMWARE_5_4_3, SERIAL_12345678, POLICY_ONCE_CACHED, USB_C_KEYCHAIN                        \
    }

#define F9_NAME "Yubico PIV Attestation"
#define LEAF_NAME "YubiKey PIV Attestation 9a"
/* Rules of an anchor right above F9. */
#define DIRECT "yubikey_piv = *\npath_length = 1"

/* A root, the key of one device, and its statement about the key in 9a. */
struct yubikey {
    struct made root;
    struct made f9;
    struct made leaf;
};

struct made f9_under(const struct made *issuer);
struct made leaf_under(const struct made *issuer);

/* For a group of tests: *STATE is a struct yubikey. */
int yubikey_setup(void **state);
int yubikey_teardown(void **state);

/* A court that trusts the root, with F9, and with the statement when LEAF. */
void court_open_with(struct court *court, const struct yubikey *yubikey, bool leaf);
