/* SPDX-License-Identifier: Apache-2.0 */

/* Password-based encryption in words: PKCS#5 (RFC 8018), PKCS#12 (RFC 7292), scrypt (RFC 7914). */

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "key_file_internal.h"

/* What cannot be read is never tried. */
#define UNKNOWN_ROUNDS UINT64_MAX

DEFINE_CLEANUP(PBE2PARAM *, PBE2PARAM_free);
DEFINE_CLEANUP(PBEPARAM *, PBEPARAM_free);
DEFINE_CLEANUP(PBKDF2PARAM *, PBKDF2PARAM_free);
DEFINE_CLEANUP(SCRYPT_PARAMS *, SCRYPT_PARAMS_free);

/* Names that OpenSSL has none for, or that people write otherwise. */
static const struct {
    const char *oid;
    const char *name;
} names[] = {
    {"1.2.840.113549.2.7", "HMAC-SHA1"},    {"1.2.840.113549.2.8", "HMAC-SHA224"},
    {"1.2.840.113549.2.9", "HMAC-SHA256"},  {"1.2.840.113549.2.10", "HMAC-SHA384"},
    {"1.2.840.113549.2.11", "HMAC-SHA512"}, {"1.2.840.113549.3.7", "3DES-CBC"},
    {"1.2.840.113549.1.5.13", "PBES2"},     {"1.2.840.113549.1.5.14", "PBMAC1"}, /* RFC 9579 */
};

/* Ends up in a text, so the caller frees it. */
static char *name_of(const ASN1_OBJECT *object)
{
    char oid[128] = "";

    (void)OBJ_obj2txt(oid, sizeof oid, object, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(oid, names[i].oid) == 0) {
            return memory_copy_text(names[i].name);
        }
    }
    return memory_copy_text(OBJ_obj2nid(object) != NID_undef ? OBJ_nid2sn(OBJ_obj2nid(object))
                                                             : oid);
}

static const ASN1_OBJECT *algorithm_object(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;

    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    return object;
}

static void *unpack(const X509_ALGOR *algorithm, const ASN1_ITEM *item)
{
    const void *value = NULL;
    int type = V_ASN1_UNDEF;

    X509_ALGOR_get0(NULL, &type, &value, algorithm);
    return type == V_ASN1_SEQUENCE ? ASN1_item_unpack(value, item) : NULL;
}

static uint64_t number(const ASN1_INTEGER *integer)
{
    uint64_t value = 0;

    return integer != NULL && ASN1_INTEGER_get_uint64(&value, integer) == 1 ? value
                                                                            : UNKNOWN_ROUNDS;
}

static char *rounds_text(uint64_t rounds)
{
    return rounds == UNKNOWN_ROUNDS
               ? memory_copy_text(_("an unknown number of rounds"))
               : text_format(P_("%" PRIu64 " round", "%" PRIu64 " rounds", rounds), rounds);
}

static char *pbkdf2_text(const X509_ALGOR *kdf, uint64_t *ret_rounds)
{
    CLEANUP(PBKDF2PARAM_free) PBKDF2PARAM *pbkdf2 = unpack(kdf, ASN1_ITEM_rptr(PBKDF2PARAM));
    CLEANUP(text_free) char *rounds = NULL;
    CLEANUP(text_free) char *prf = NULL;

    if (pbkdf2 == NULL) {
        return memory_copy_text("PBKDF2");
    }
    *ret_rounds = number(pbkdf2->iter);
    rounds = rounds_text(*ret_rounds);
    prf = pbkdf2->prf == NULL ? memory_copy_text("HMAC-SHA1") /* the default of RFC 8018 */
                              : name_of(algorithm_object(pbkdf2->prf));
    return text_format(_("PBKDF2 with %s and %s"), prf, rounds);
}

static char *scrypt_text(const X509_ALGOR *kdf, uint64_t *ret_rounds)
{
    CLEANUP(SCRYPT_PARAMS_free)
    SCRYPT_PARAMS *scrypt = unpack(kdf, ASN1_ITEM_rptr(SCRYPT_PARAMS));
    uint64_t n;
    uint64_t r;
    uint64_t p;

    if (scrypt == NULL) {
        return memory_copy_text("scrypt");
    }
    n = number(scrypt->costParameter);
    r = number(scrypt->blockSize);
    p = number(scrypt->parallelizationParameter);
    /* Each factor stays below 2^20, so the product fits. */
    *ret_rounds = (n | r | p) >> 20 == 0 ? n * r * p : UNKNOWN_ROUNDS;
    return text_format("scrypt N=%" PRIu64 " r=%" PRIu64 " p=%" PRIu64, n, r, p);
}

/* PBES2, and PBMAC1 whose parameters have the same shape (RFC 8018, A.4 and A.5). */
static void read_scheme_2(const X509_ALGOR *algorithm, const char *scheme,
                          struct protection *protection)
{
    CLEANUP(PBE2PARAM_free) PBE2PARAM *parts = unpack(algorithm, ASN1_ITEM_rptr(PBE2PARAM));
    CLEANUP(text_free) char *cipher = NULL;
    CLEANUP(text_free) char *kdf = NULL;

    if (parts == NULL) {
        protection->text = memory_copy_text(scheme);
        return;
    }
    cipher = name_of(algorithm_object(parts->encryption));
    if (OBJ_obj2nid(algorithm_object(parts->keyfunc)) == NID_id_pbkdf2) {
        kdf = pbkdf2_text(parts->keyfunc, &protection->rounds);
    } else if (OBJ_obj2nid(algorithm_object(parts->keyfunc)) == NID_id_scrypt) {
        kdf = scrypt_text(parts->keyfunc, &protection->rounds);
    } else {
        kdf = name_of(algorithm_object(parts->keyfunc));
    }
    protection->text = text_format("%s, %s, %s", scheme, cipher, kdf);
}

/* PBES1 and the schemes of PKCS#12: all of them with ciphers or digests of the last century. */
static void read_scheme_1(const X509_ALGOR *algorithm, const char *scheme,
                          struct protection *protection)
{
    CLEANUP(PBEPARAM_free) PBEPARAM *parts = unpack(algorithm, ASN1_ITEM_rptr(PBEPARAM));
    CLEANUP(text_free) char *rounds = NULL;

    if (parts != NULL) {
        protection->rounds = number(parts->iter);
    }
    rounds = rounds_text(protection->rounds);
    protection->text = text_format(_("%s (legacy), %s"), scheme, rounds);
}

void protection_read(const X509_ALGOR *algorithm, struct protection *ret_protection)
{
    CLEANUP(text_free) char *scheme = name_of(algorithm_object(algorithm));
    struct protection protection = {.rounds = UNKNOWN_ROUNDS};

    if (strcmp(scheme, "PBES2") == 0 || strcmp(scheme, "PBMAC1") == 0) {
        read_scheme_2(algorithm, scheme, &protection);
    } else if (strncmp(scheme, "PBE-", 4) == 0) {
        read_scheme_1(algorithm, scheme, &protection);
    } else {
        protection.text = TAKE(scheme);
    }
    *ret_protection = protection;
}

void protection_read_mac(const PKCS12 *file, struct protection *ret_protection)
{
    const X509_ALGOR *algorithm = NULL;
    const ASN1_INTEGER *iterations = NULL;
    struct protection protection = {0};
    CLEANUP(text_free) char *name = NULL;
    CLEANUP(text_free) char *rounds = NULL;

    PKCS12_get0_mac(NULL, &algorithm, NULL, &iterations, file);
    if (algorithm == NULL) {
        *ret_protection = protection;
        return;
    }
    name = name_of(algorithm_object(algorithm));
    if (strcmp(name, "PBMAC1") == 0) {
        protection_read(algorithm, ret_protection);
        return;
    }
    protection.rounds = iterations == NULL ? 1 : number(iterations); /* DEFAULT 1 */
    rounds = rounds_text(protection.rounds);
    protection.text = text_format(_("HMAC-%s, PKCS#12 key derivation, %s"), name, rounds);
    *ret_protection = protection;
}
