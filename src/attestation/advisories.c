/* SPDX-License-Identifier: Apache-2.0 */

/* Weaknesses that are known of keys and devices, whether or not the statement holds. */

#include <openssl/bn.h>

#include <stdio.h>

#include "judgment.h"
#include "x509/public_key.h"

DEFINE_CLEANUP(BIGNUM *, BN_free);

/* M of the paper below is at least the product of the primes up to here. */
#define ROCA_LAST_PRIME 167u

static bool is_prime(unsigned number)
{
    for (unsigned divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0) {
            return false;
        }
    }
    return true;
}

/* Is VALUE a power of 65537 modulo PRIME? */
static bool is_power(unsigned value, unsigned prime)
{
    unsigned power = 1;

    do {
        if (power == value) {
            return true;
        }
        power = power * (65537 % prime) % prime;
    } while (power != 1);
    return false;
}

/*
 * Nemec et al., The Return of Coppersmith's Attack (CCS 2017), 3: primes of the affected chips are
 * k*M + 65537^a mod M, so the modulus is a power of 65537 modulo each small prime. A key made in
 * any other way passes by chance with a probability below 2^-27.
 */
static bool is_roca(const struct public_key *key)
{
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    CLEANUP(BN_free) BIGNUM *modulus = NULL;

    if (public_key_type(key) != KEY_RSA) {
        return false;
    }
    public_key_parts(key, &parts);
    modulus = BN_bin2bn(parts.modulus.data, (int)parts.modulus.size, NULL);
    for (unsigned prime = 3; modulus != NULL && prime <= ROCA_LAST_PRIME; prime += 2) {
        if (is_prime(prime) && !is_power((unsigned)BN_mod_word(modulus, prime), prime)) {
            return false;
        }
    }
    return modulus != NULL;
}

static bool is_before(const char *firmware, unsigned major, unsigned minor)
{
    unsigned found_major = 0;
    unsigned found_minor = 0;

    if (firmware == NULL || sscanf(firmware, "%3u.%3u", &found_major, &found_minor) != 2) {
        return false;
    }
    return found_major < major || (found_major == major && found_minor < minor);
}

/* https://www.yubico.com/support/security-advisories/ysa-2024-03/ */
static bool is_eucleak(const struct attestation *answer, const struct public_key *key)
{
    if (public_key_type(key) != KEY_EC) {
        return false;
    }
    return (answer->product == ATTESTATION_YUBIKEY_PIV && is_before(answer->firmware, 5, 7)) ||
           (answer->product == ATTESTATION_YUBIHSM && is_before(answer->firmware, 2, 4));
}

void advise(struct attestation *answer)
{
    CLEANUP(public_key_free) struct public_key *key = NULL;
    struct failure failure = {0};

    if (!public_key_from_spki(slice_of_bytes(&answer->spki), &key, &failure)) {
        failure_clear(&failure); /* a key we cannot read has no known weakness */
        return;
    }
    answer->advisories[ATTESTATION_ADVISORY_ROCA] = is_roca(key);
    answer->advisories[ATTESTATION_ADVISORY_EUCLEAK] = is_eucleak(answer, key);
}
