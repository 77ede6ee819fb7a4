/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

#include "custody_facts.h"

/* What modules said when they were run, or what their sources say; what they are. */
static const struct {
    struct module_texts texts;
    const char *id;
    enum module_kind kind;
    const char *rival; /* begins the title of a row that fits too */
} cases[] = {
    {{"/usr/lib/softhsm/libsofthsm2.so", "SoftHSM", "Implementation of PKCS11", "SoftHSM project",
      "SoftHSM slot ID 0x2b", "SoftHSM project", "SoftHSM v2", "61d2a5b97f0e1a2b"},
     "softhsm2",
     MODULE_SOFTWARE,
     NULL},
    /* NSS with a configuration that calls it a Luna */
    {{"/usr/lib/libsoftokn3.so", "Thales Group", "Luna HSM PKCS#11", "Thales Group",
      "Luna UHD Slot", "Thales Group", "NSS 3", "0000000000000000"},
     "nss",
     MODULE_SOFTWARE,
     "a Thales Luna"},
    /* openCryptoki with a configuration that calls its slot a Luna's */
    {{"/usr/lib/opencryptoki/libopencryptoki.so", "IBM", "Meta PKCS11 LIBRARY", "Thales",
      "Net Token Slot", "IBM Corp.", "IBM SoftTok", "123"},
     "opencryptoki-soft",
     MODULE_SOFTWARE,
     "a Thales Luna"},
    {{"/usr/lib/libopencryptoki.so", "IBM", "openCryptoki", "IBM", "Linux", "IBM", "Soft", ""},
     "opencryptoki-soft",
     MODULE_SOFTWARE,
     NULL},
    {{"/usr/lib/libopencryptoki.so", "IBM", "openCryptoki", "IBM", "Linux", "IBM", "EP11",
      "93AABC7X69330380"},
     "opencryptoki-ep11",
     MODULE_HSM,
     NULL},
    {{"/usr/lib/libtpm2_pkcs11.so.1", "tpm2-software.github.io", "TPM2.0 Cryptoki", "IBM", "a",
      "IBM", "SW   TPM", "0000000000000000"},
     "tpm-software",
     MODULE_EMULATOR,
     NULL},
    {{"/usr/lib/libtpm2_pkcs11.so.1", "tpm2-software.github.io", "TPM2.0 Cryptoki", "Infineon", "a",
      "Infineon", "SLB9670", "0000000000000000"},
     "tpm2-pkcs11",
     MODULE_TPM,
     NULL},
    {{"/usr/lib/libykcs11.so.2", "Yubico (www.yubico.com)", "PKCS#11 PIV Library (SP-800-73)",
      "Yubico (www.yubico.com)", "Yubico YubiKey OTP+FIDO+CCID 00 00", "Yubico (www.yubico.com)",
      "YubiKey YK5", "12345678"},
     "ykcs11",
     MODULE_CARD,
     NULL},
    {{"/usr/lib/opensc-pkcs11.so", "OpenSC Project", "OpenSC smartcard framework", "",
      "Yubico YubiKey OTP+FIDO+CCID 00 00", "piv_II", "PKCS#15 emulated", "00f5"},
     "opensc-emulated",
     MODULE_CARD,
     NULL},
    {{"/usr/lib/opensc-pkcs11.so", "OpenSC Project", "OpenSC smartcard framework", "", "MyEID",
      "Aventra Ltd.", "PKCS#15", "0106004065952228"},
     "opensc",
     MODULE_CARD,
     NULL},
    {{"/usr/lib/p11-kit-proxy.so", "PKCS#11 Kit", "PKCS#11 Kit Proxy Module", "x", "y", "z", "m",
      "1"},
     "p11-kit-proxy",
     MODULE_PROXY,
     NULL},
    /* through the proxy, what is behind it still admits */
    {{"/usr/lib/p11-kit-proxy.so", "PKCS#11 Kit", "PKCS#11 Kit Proxy Module", "SoftHSM project",
      "SoftHSM slot", "SoftHSM project", "SoftHSM v2", "1"},
     "softhsm2",
     MODULE_SOFTWARE,
     NULL},
    {{"/x/pkcs11-mock.so", "Pkcs11Interop Project", "Mock module", "Pkcs11Interop Project",
      "Mock slot", "Pkcs11Interop Project", "Mock token", "0123456789A"},
     "pkcs11-mock",
     MODULE_MOCK,
     NULL},
    {{"/x/libcs_pkcs11_R3.so", "Utimaco IS GmbH", "CryptoServer PKCS#11", "Utimaco IS GmbH",
      "3001@127.0.0.1 - SLOT_0000", "Utimaco IS GmbH", "CryptoServer", "1"},
     "utimaco",
     MODULE_HSM,
     NULL},
    {{"/x/libkryoptic_pkcs11.so", "Kryoptic", "Kryoptic PKCS11 Module", "Thales", "Luna K7",
      "Kryoptic Project", "v1", "7"},
     "kryoptic",
     MODULE_SOFTWARE,
     NULL},
    {{"/x/libnethsm_pkcs11.so", "Nitrokey", "Nitrokey NetHsm PKCS#11 library", "Nitrokey GmbH",
      "NetHSM", "Nitrokey GmbH", "NetHSM", "unknown"},
     "nethsm",
     MODULE_REMOTE,
     NULL},
};

static void modules_are_known_for_what_they_are(void **state)
{
    CLEANUP(module_table_free) struct module_table *table = NULL;
    struct failure failure = {0};
    size_t count = 0;

    (void)state;
    assert_done(module_table_read(&table, &failure), &failure);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct token_claims claims = {0};
        struct module_identity identity;

        texts_into(&claims, &cases[i].texts, &cases[i].texts, &cases[i].texts);
        identity = module_identify(table, &claims);
        assert_non_null(identity.id);
        assert_string_equal(identity.id, cases[i].id);
        assert_int_equal(identity.kind, cases[i].kind);
        if (cases[i].rival == NULL) {
            assert_null(identity.also_fits);
        } else {
            assert_non_null(identity.also_fits);
            assert_ptr_equal(strstr(identity.also_fits, cases[i].rival), identity.also_fits);
        }
        count++;
    }
    assert_int_equal(count, 16);
}

static void a_module_nobody_knows_is_unknown(void **state)
{
    static const struct module_texts texts = {"/x/y.so", "a", "b", "c", "d", "e", "f", "g"};
    CLEANUP(module_table_free) struct module_table *table = NULL;
    struct failure failure = {0};
    struct token_claims claims = {0};

    (void)state;
    assert_done(module_table_read(&table, &failure), &failure);
    texts_into(&claims, &texts, &texts, &texts);
    assert_int_equal(module_identify(table, &claims).kind, MODULE_UNKNOWN);
    assert_null(module_identify(table, &claims).id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modules_are_known_for_what_they_are),
        cmocka_unit_test(a_module_nobody_knows_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
