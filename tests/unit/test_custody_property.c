/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Whatever a module reports, in any combination, the grade is never better than "claims", and the
 * key never hard, without evidence from outside the module.
 */

#include "support.h"

#include <stdint.h>
#include <string.h>

#include "custody_facts.h"

/* What real modules say, hardware and software. */
static const struct module_texts texts[] = {
    {"/usr/lib/softhsm/libsofthsm2.so", "SoftHSM", "Implementation of PKCS11", "SoftHSM project",
     "SoftHSM slot ID 0x2b", "SoftHSM project", "SoftHSM v2", "61d2a5b97f0e1a2b"},
    {"/usr/lib/libCryptoki2_64.so", "Thales Group", "Luna HSM PKCS#11", "Safenet, Inc.",
     "Luna UHD Slot", "SafeNet, Inc.", "Luna K7", "1238700701513"},
    {"/usr/lib/libykcs11.so.2", "Yubico (www.yubico.com)", "PKCS#11 PIV Library (SP-800-73)",
     "Yubico (www.yubico.com)", "Yubico YubiKey OTP+FIDO+CCID 00 00", "Yubico (www.yubico.com)",
     "YubiKey YK5", "12345678"},
    {"/usr/lib/opensc-pkcs11.so", "OpenSC Project", "OpenSC smartcard framework", "Gemalto",
     "Gemalto PC Twin Reader 00 00", "Aventra Ltd.", "PKCS#15", "0106004065952228"},
    {"/usr/lib/libcs_pkcs11_R3.so", "Utimaco IS GmbH", "CryptoServer PKCS#11 Library R3",
     "Utimaco IS GmbH", "3001@127.0.0.1 - SLOT_0000", "Utimaco IS GmbH", "CryptoServer", "1"},
    {"/usr/lib/libtpm2_pkcs11.so.1", "tpm2-software.github.io", "TPM2.0 Cryptoki", "Infineon",
     "Infineon", "Infineon", "SLB9670", "0000000000000000"},
    {"/opt/nfast/toolkits/pkcs11/libcknfast.so", "nCipher Corp. Ltd", "nFast PKCS#11", "nCipher",
     "accelerator", "nCipher Corp. Ltd", "", "6262-799D-D906"},
    {"/usr/lib/p11-kit-proxy.so", "PKCS#11 Kit", "PKCS#11 Kit Proxy Module", "", "", "", "", ""},
    {"/opt/unheard-of.so", "Nobody", "Nothing", "Nobody", "A slot", "Nobody", "A model", "77"},
};

/* A small generator with a fixed start: the same cases in every run. */
static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static enum tristate any_tristate(uint32_t *state)
{
    return (enum tristate)((int)(next_number(state) % 3) - 1);
}

static void any_key(uint32_t *state, struct key_claims *key)
{
    key->local = any_tristate(state);
    key->generation = (enum generation_claim)(next_number(state) % 3);
    key->sensitive = any_tristate(state);
    key->always_sensitive = any_tristate(state);
    key->extractable = any_tristate(state);
    key->never_extractable = any_tristate(state);
    key->always_authenticate = any_tristate(state);
    key->sign = any_tristate(state);
    key->decrypt = any_tristate(state);
    key->unwrap = any_tristate(state);
    key->derive = any_tristate(state);
}

static void any_versions(uint32_t *state, struct token_claims *token)
{
    token->library_version[0] = next_number(state) % 3;
    token->token_hardware_version[0] = next_number(state) % 3;
    token->token_firmware_version[0] = next_number(state) % 3;
    token->nul_padded = next_number(state) % 256;
}

struct counts {
    size_t cases;
    size_t grades[GRADE_COUNT];
};

static void check(const struct module_table *table, const struct token_claims *token,
                  uint32_t *random, struct counts *counts)
{
    struct probe_result result = {.probe = "readout",
                                  .function = "C_GetAttributeValue",
                                  .subject = "CKA_VALUE",
                                  .rv_name = "CKR_OK",
                                  .outcome = (enum probe_outcome)(next_number(random) % 4)};
    const struct probe_list probes = {&result, 1};
    struct key_claims key = {0};
    struct custody_facts facts = {.token = token,
                                  .identity = module_identify(table, token),
                                  .key = next_number(random) % 4 == 0 ? NULL : &key,
                                  .probes = &probes,
                                  .possession = (enum possession_finding)(next_number(random) % 3)};
    CLEANUP_VALUE(verdict_clear) struct verdict verdict = {0};

    any_key(random, &key);
    custody_grade(&facts, &verdict);
    assert_true(verdict.token <= GRADE_CLAIMS);
    assert_int_not_equal(verdict.hardness, HARDNESS_HARD);
    assert_int_not_equal(verdict.origin, ORIGIN_GENERATED_ATTESTED);
    assert_int_not_equal(verdict.export, EXPORT_REFUSED_ATTESTED);
    assert_non_null(verdict.sentence);
    counts->cases++;
    counts->grades[verdict.token]++;
}

static void a_module_alone_is_never_more_than_a_claim(void **state)
{
    static const unsigned long hardware[] = {0, 7, 20};
    CLEANUP(module_table_free) struct module_table *table = NULL;
    struct failure failure = {0};
    struct counts counts = {0};
    uint32_t random = 2463534242;
    size_t kinds = COUNT_OF(texts);

    (void)state;
    assert_done(module_table_read(&table, &failure), &failure);
    for (size_t i = 0; i < kinds * kinds * kinds * 8 * COUNT_OF(hardware); i++) {
        struct token_claims token = {.mechanisms = 20};
        size_t rest = i;

        texts_into(&token, &texts[rest % kinds], &texts[rest / kinds % kinds],
                   &texts[rest / kinds / kinds % kinds]);
        rest /= kinds * kinds * kinds;
        token.slot_flags = rest % 8;
        token.mechanisms_in_hardware = hardware[rest / 8];
        any_versions(&random, &token);
        check(table, &token, &random, &counts);
    }
    assert_int_equal(counts.cases, 17496);
    /* All grades that a module alone can have did come up: the cases are not all of one kind. */
    assert_true(counts.grades[GRADE_UNKNOWN] > 0);
    assert_true(counts.grades[GRADE_SOFTWARE] > 0);
    assert_true(counts.grades[GRADE_CLAIMS] > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_module_alone_is_never_more_than_a_claim),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
