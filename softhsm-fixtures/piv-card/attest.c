/* SPDX-License-Identifier: Apache-2.0 */

/* Yubico's ATTEST: a certificate that says a key was made on this card. */

#include "attest.h"

#include <openssl/ec.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>

#include "instructions.h"
#include "tlv.h"

#define CERTIFICATE_LIMIT 2048
#define OBJECT_ATTESTATION 0x5FFF01

/* Yubico's extensions, DER of the value: firmware, serial number, PIN and touch policy. */
#define OID_FIRMWARE "1.3.6.1.4.1.41482.3.3"
#define OID_SERIAL "1.3.6.1.4.1.41482.3.7"
#define OID_POLICY "1.3.6.1.4.1.41482.3.8"
#define PIN_POLICY_NEVER 1
#define PIN_POLICY_ONCE 2
#define PIN_POLICY_ALWAYS 3
#define TOUCH_POLICY_NEVER 1

const uint8_t card_version[3] = {5, 2, 4};

static bool set_name(X509_NAME *name, const char *common_name)
{
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common_name,
                                      -1, -1, 0) == 1;
}

static bool add_extension(X509 *certificate, const char *oid, const uint8_t *value, size_t size)
{
    ASN1_OBJECT *type = OBJ_txt2obj(oid, 1);
    ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new();
    X509_EXTENSION *extension = NULL;
    bool added = type != NULL && data != NULL && ASN1_OCTET_STRING_set(data, value, (int)size) &&
                 (extension = X509_EXTENSION_create_by_OBJ(NULL, type, 0, data)) != NULL &&
                 X509_add_ext(certificate, extension, -1) == 1;

    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(data);
    ASN1_OBJECT_free(type);
    return added;
}

static bool add_facts(X509 *certificate, const struct card *card, uint8_t reference)
{
    const uint32_t serial = card->serial;
    const uint8_t number[] = {0x02,
                              5,
                              0,
                              (uint8_t)(serial >> 24),
                              (uint8_t)(serial >> 16),
                              (uint8_t)(serial >> 8),
                              (uint8_t)serial};
    uint8_t policy[] = {PIN_POLICY_ONCE, TOUCH_POLICY_NEVER};

    if (reference == KEY_SIGNATURE) {
        policy[0] = PIN_POLICY_ALWAYS;
    } else if (reference == KEY_CARD_AUTHENTICATION) {
        policy[0] = PIN_POLICY_NEVER;
    }
    return add_extension(certificate, OID_FIRMWARE, card_version, sizeof card_version) &&
           add_extension(certificate, OID_SERIAL, number, sizeof number) &&
           add_extension(certificate, OID_POLICY, policy, sizeof policy);
}

/* A certificate over PAIR's public key, signed with the attestation key. NULL on failure. */
static X509 *new_certificate(EVP_PKEY *pair, EVP_PKEY *issuer, const char *subject)
{
    X509 *certificate = X509_new();

    if (certificate != NULL && X509_set_version(certificate, X509_VERSION_3) &&
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) &&
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) != NULL &&
        X509_time_adj_ex(X509_getm_notAfter(certificate), 3650, 0, NULL) != NULL &&
        set_name(X509_get_subject_name(certificate), subject) &&
        set_name(X509_get_issuer_name(certificate), "Test PIV Attestation") &&
        X509_set_pubkey(certificate, pair) && issuer != NULL) {
        return certificate;
    }
    X509_free(certificate);
    return NULL;
}

/* Writes DER to BUFFER (CERTIFICATE_LIMIT bytes) and frees the certificate. Zero on failure. */
static size_t sign_certificate(X509 *certificate, EVP_PKEY *issuer, uint8_t *buffer)
{
    int size = 0;

    if (X509_sign(certificate, issuer, EVP_sha256()) > 0) {
        size = i2d_X509(certificate, NULL);
        size = size <= 0 || size > CERTIFICATE_LIMIT ? 0 : i2d_X509(certificate, &buffer);
    }
    X509_free(certificate);
    return size < 0 ? 0 : (size_t)size;
}

static bool store_certificate(struct card *card, const uint8_t *der, size_t size)
{
    static const uint8_t end[] = {0x71, 1, 0, 0xFE, 0}; /* not compressed; no error detection */
    struct answer object = {.size = 0};

    tlv_add_header(&object, 0x53, tlv_header_size(0x70, size) + size + sizeof end);
    tlv_add(&object, 0x70, der, size);
    answer_add(&object, end, sizeof end);
    return card_set_object(card, OBJECT_ATTESTATION, object.data, object.size);
}

void attest_make_key(struct card *card)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    X509 *certificate = pair == NULL ? NULL : new_certificate(pair, pair, "Test PIV Attestation");
    uint8_t der[CERTIFICATE_LIMIT];
    size_t size = certificate == NULL ? 0 : sign_certificate(certificate, pair, der);

    if (size == 0 || !card_set_key(card, KEY_ATTESTATION, pair) ||
        !store_certificate(card, der, size)) {
        abort();
    }
}

enum status_word attest(struct card *card, const struct command *command, struct answer *answer)
{
    const struct key *key = card_find_key(card, command->p1);
    const struct key *issuer = card_find_key(card, KEY_ATTESTATION);
    X509 *certificate;
    uint8_t der[CERTIFICATE_LIMIT];
    char subject[64];
    size_t size;

    if (key == NULL || issuer == NULL || key == issuer) {
        return SW_WRONG_DATA;
    }
    (void)snprintf(subject, sizeof subject, "YubiKey PIV Attestation %02x", key->reference);
    certificate = new_certificate(key->pair, issuer->pair, subject);
    if (certificate == NULL) {
        return SW_FAILED;
    }
    if (!add_facts(certificate, card, key->reference)) {
        X509_free(certificate);
        return SW_FAILED;
    }
    size = sign_certificate(certificate, issuer->pair, der);
    if (size == 0) {
        return SW_FAILED;
    }
    answer_add(answer, der, size);
    return SW_OK;
}
