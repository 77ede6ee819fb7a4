/* SPDX-License-Identifier: Apache-2.0 */

/* One object of a key file: what can be said of a private key without keeping it. */

#include <openssl/provider.h>

#include "base/memory.h"
#include "key_file_internal.h"

/* Larger ones take minutes to sign, and nobody has them. */
#define LARGEST_TRIED 8192
#define SMALLEST_TRIED 1024 /* where a PKCS#1 signature with any digest fits in */

DEFINE_CLEANUP(EVP_MD_CTX *, EVP_MD_CTX_free);

struct key_file_item *key_reader_add(struct key_reader *reader, enum key_file_kind kind,
                                     const char *format)
{
    struct key_file *file = &reader->file;

    if (file->count == KEY_FILE_MOST) {
        reader->too_many = true;
        return NULL;
    }
    file->items = memory_resize(file->items, file->count + 1, sizeof *file->items);
    reader->ids = memory_resize(reader->ids, file->count + 1, sizeof *reader->ids);
    file->items[file->count] = (struct key_file_item){.kind = kind, .format = format};
    reader->ids[file->count] = (struct bytes){0};
    return &file->items[file->count++];
}

bool key_reader_pay(struct key_reader *reader, uint64_t rounds)
{
    if (reader->password == NULL || rounds > reader->rounds_left) {
        return false;
    }
    reader->rounds_left -= rounds;
    return true;
}

OSSL_LIB_CTX *key_reader_opener(struct key_reader *reader)
{
    if (reader->opener == NULL) {
        reader->opener = OSSL_LIB_CTX_new();
        reader->providers[0] = OSSL_PROVIDER_load(reader->opener, "default");
        /* RC2 and DES; where it is not installed, such files stay closed. */
        reader->providers[1] = OSSL_PROVIDER_load(reader->opener, "legacy");
        crypto_forget_errors();
    }
    return reader->opener;
}

void key_reader_close_opener(struct key_reader *reader)
{
    for (size_t i = 0; i < sizeof reader->providers / sizeof *reader->providers; i++) {
        if (reader->providers[i] != NULL) {
            (void)OSSL_PROVIDER_unload(reader->providers[i]); /* nothing of it is in use */
        }
    }
    OSSL_LIB_CTX_free(reader->opener);
}

/* A kind that OpenSSL does not know is no key to show. */
void key_item_from_spki(struct key_file_item *item, struct slice spki)
{
    struct failure unknown = {0};

    if (!public_key_from_spki(spki, &item->key, &unknown)) {
        failure_clear(&unknown);
    }
}

void key_item_from_parts(struct key_file_item *item, const struct key_parts *parts)
{
    struct failure unknown = {0};

    if (!public_key_from_parts(parts, &item->key, &unknown)) {
        failure_clear(&unknown);
    }
}

/*
 * Numbers that are longer than the modulus asks for would keep us busy. RSA has five of half its
 * length and three of its whole length, about.
 */
static bool is_quick(const EVP_PKEY *key)
{
    int bits = EVP_PKEY_get_bits(key);

    return bits <= LARGEST_TRIED && i2d_PrivateKey(key, NULL) <= 6 * bits / 8 + 512;
}

/* Does the private half sign what the public half verifies? A kind that cannot sign may pass. */
static bool halves_fit(EVP_PKEY *key)
{
    static const unsigned char message[] = "do both halves fit";
    CLEANUP(EVP_MD_CTX_free) EVP_MD_CTX *signer = EVP_MD_CTX_new();
    CLEANUP(EVP_MD_CTX_free) EVP_MD_CTX *verifier = EVP_MD_CTX_new();
    unsigned char signature[LARGEST_TRIED / 8];
    size_t size = sizeof signature;

    if (!is_quick(key) || (EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) < SMALLEST_TRIED) ||
        EVP_DigestSignInit_ex(signer, NULL, NULL, crypto_context(), NULL, key, NULL) != 1 ||
        EVP_DigestVerifyInit_ex(verifier, NULL, NULL, crypto_context(), NULL, key, NULL) != 1) {
        return true;
    }
    return EVP_DigestSign(signer, signature, &size, message, sizeof message) == 1 &&
           EVP_DigestVerify(verifier, signature, size, message, sizeof message) == 1;
}

void key_item_from_private(struct key_file_item *item, EVP_PKEY *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = CRYPTO_ENCODE(i2d_PUBKEY, key);

    item->placeholder = !halves_fit(key);
    key_item_from_spki(item, slice_of_bytes(&spki));
    crypto_forget_errors();
}

/* Kinds whose public half costs little to find: others could keep us calculating for hours. */
static bool is_common(const PKCS8_PRIV_KEY_INFO *info)
{
    static const int kinds[] = {NID_rsaEncryption, NID_rsassaPss, NID_X9_62_id_ecPublicKey,
                                NID_ED25519,       NID_ED448,     NID_X25519,
                                NID_X448};
    const ASN1_OBJECT *object = NULL;

    if (PKCS8_pkey_get0(&object, NULL, NULL, NULL, info) != 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (OBJ_obj2nid(object) == kinds[i]) {
            return true;
        }
    }
    return false;
}

void key_item_from_pkcs8(struct key_file_item *item, const PKCS8_PRIV_KEY_INFO *info)
{
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = is_common(info) ? EVP_PKCS82PKEY_ex(info, crypto_context(), NULL) : NULL;

    if (key != NULL) {
        key_item_from_private(item, key);
    }
    crypto_forget_errors();
}

bool key_read_pkcs8(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(PKCS8_PRIV_KEY_INFO_free)
    PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &position, (long)data.size);
    struct key_file_item *item;

    if (info == NULL || position != data.data + data.size) {
        return false;
    }
    item = key_reader_add(reader, KEY_FILE_PRIVATE, "PKCS#8");
    if (item != NULL) {
        key_item_from_pkcs8(item, info);
    }
    return true;
}

void key_open_pkcs8(struct key_reader *reader, struct key_file_item *item, const X509_SIG *sealed)
{
    const X509_ALGOR *algorithm = NULL;
    struct protection protection = {0};
    CLEANUP(PKCS8_PRIV_KEY_INFO_free) PKCS8_PRIV_KEY_INFO *info = NULL;

    X509_SIG_get0(sealed, &algorithm, NULL);
    protection_read(algorithm, &protection);
    item->encrypted = true;
    item->protection = protection.text;
    if (!key_reader_pay(reader, protection.rounds)) {
        return;
    }
    info = PKCS8_decrypt_ex(sealed, (const char *)secret_data(reader->password),
                            (int)secret_size(reader->password), key_reader_opener(reader), NULL);
    item->opened = info != NULL;
    if (info != NULL) {
        key_item_from_pkcs8(item, info);
    } else {
        reader->file.password_refused = true;
    }
}

/* A DigestInfo has the same shape. */
static bool is_password_based(const X509_SIG *sealed)
{
    const X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *object = NULL;

    X509_SIG_get0(sealed, &algorithm, NULL);
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    return EVP_PBE_find(EVP_PBE_TYPE_OUTER, OBJ_obj2nid(object), NULL, NULL, NULL) == 1;
}

bool key_read_pkcs8_encrypted(struct key_reader *reader, struct slice data, bool labelled)
{
    const unsigned char *position = data.data;
    CLEANUP(X509_SIG_free) X509_SIG *sealed = d2i_X509_SIG(NULL, &position, (long)data.size);
    struct key_file_item *item;

    if (sealed == NULL || position != data.data + data.size ||
        !(labelled || is_password_based(sealed))) {
        return false;
    }
    item = key_reader_add(reader, KEY_FILE_PRIVATE, "PKCS#8");
    if (item != NULL) {
        key_open_pkcs8(reader, item, sealed);
    }
    return true;
}
