/* SPDX-License-Identifier: Apache-2.0 */

/* What is said of a key or a device beside the verdict. */

#include "support.h"

#include "yubikey.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

/* A statement about KEY (NULL: P-256) by a device with FIRMWARE; how the advisory stands. */
static bool advised(const struct yubikey *yubikey, EVP_PKEY *key, const char *firmware,
                    enum attestation_advisory advisory)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made statement = made_new(&(struct made_shape){
        .subject = LEAF_NAME,
        .issuer = &yubikey->f9,
        .key = key,
        .vendor = {{YUBIKEY_OID "3", firmware}, SERIAL_12345678, POLICY_ONCE_CACHED}});

    court_open_with(&court, yubikey, false);
    court_add(&court, &statement);
    assert_valid(&court);
    made_clear(&statement);
    return court.answer.advisories[advisory];
}

static void eucleak_is_told_by_firmware_and_kind_of_key(void **state)
{
    EVP_PKEY *rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);

    assert_true(advised(*state, NULL, "050403", ATTESTATION_ADVISORY_EUCLEAK));
    assert_true(advised(*state, NULL, "0506ff", ATTESTATION_ADVISORY_EUCLEAK));
    assert_true(advised(*state, NULL, "040307", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(*state, NULL, "050700", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(*state, NULL, "060000", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(*state, rsa, "050403", ATTESTATION_ADVISORY_EUCLEAK));
    EVP_PKEY_free(rsa);
}

/* A modulus as the affected chips make them: a power of 65537 modulo the product of small primes.
 */
static EVP_PKEY *roca_key(void)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *product = BN_new();
    BIGNUM *modulus = BN_new();
    BIGNUM *generator = BN_new();
    BIGNUM *exponent = BN_new();
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters;

    assert_int_equal(BN_one(product), 1);
    for (BN_ULONG n = 2; n <= 167; n++) {
        BN_ULONG d = 2;

        while (n % d != 0) {
            d++;
        }
        assert_int_equal(d < n || BN_mul_word(product, n), 1);
    }
    assert_int_equal(BN_set_word(generator, 65537) && BN_set_word(exponent, 123456789), 1);
    assert_int_equal(BN_mod_exp(modulus, generator, exponent, product, context), 1);
    assert_int_equal(BN_lshift(exponent, product, 1700) /* a multiple of the product */, 1);
    assert_int_equal(BN_add(modulus, modulus, exponent), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, generator), 1);
    parameters = OSSL_PARAM_BLD_to_param(builder);
    assert_int_equal(EVP_PKEY_fromdata_init(maker), 1);
    assert_int_equal(EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters), 1);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(maker);
    BN_free(exponent);
    BN_free(generator);
    BN_free(modulus);
    BN_free(product);
    BN_CTX_free(context);
    return key;
}

static void roca_is_told_by_the_key_itself(void **state)
{
    EVP_PKEY *weak = roca_key();
    EVP_PKEY *strong = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);

    assert_true(advised(*state, weak, "050403", ATTESTATION_ADVISORY_ROCA));
    assert_false(advised(*state, strong, "040307", ATTESTATION_ADVISORY_ROCA));
    assert_false(advised(*state, NULL, "040307", ATTESTATION_ADVISORY_ROCA));
    EVP_PKEY_free(strong);
    EVP_PKEY_free(weak);
}

static void dates_are_told_and_do_not_decide(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;

    court_open_with(&court, yubikey, true); /* valid from 2020 until 2050 */
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    court.question.now = 1800000000; /* 2027 */
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_NOT_YET]);
    court.question.now = 2600000000; /* 2052 */
    assert_valid(&court);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    court.question.now = 1500000000; /* 2017 */
    assert_valid(&court);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_NOT_YET]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eucleak_is_told_by_firmware_and_kind_of_key),
        cmocka_unit_test(roca_is_told_by_the_key_itself),
        cmocka_unit_test(dates_are_told_and_do_not_decide),
    };

    return cmocka_run_group_tests_name("attestation_advisories", tests, yubikey_setup,
                                       yubikey_teardown);
}
