/* SPDX-License-Identifier: Apache-2.0 */

/* Objects of a key file that OpenSSL reads as they stand. */

#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "key_file_internal.h"

DEFINE_CLEANUP(PKCS7 *, PKCS7_free);
DEFINE_CLEANUP(X509_PUBKEY *, X509_PUBKEY_free);

static bool add_spki(struct key_reader *reader, enum key_file_kind kind, const char *format,
                     X509_PUBKEY *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes spki = CRYPTO_ENCODE(i2d_X509_PUBKEY, key);
    struct key_file_item *item = key_reader_add(reader, kind, format);

    if (item != NULL) {
        key_item_from_spki(item, slice_of_bytes(&spki));
    }
    return true;
}

bool key_read_certificate(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(X509_free) X509 *certificate = d2i_X509_AUX(NULL, &position, (long)data.size);

    return certificate != NULL && position == data.data + data.size &&
           add_spki(reader, KEY_FILE_CERTIFICATE, "X.509", X509_get_X509_PUBKEY(certificate));
}

bool key_read_request(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(X509_REQ_free) X509_REQ *request = d2i_X509_REQ(NULL, &position, (long)data.size);

    return request != NULL && position == data.data + data.size &&
           add_spki(reader, KEY_FILE_REQUEST, "PKCS#10", X509_REQ_get_X509_PUBKEY(request));
}

bool key_read_public(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(X509_PUBKEY_free) X509_PUBKEY *key = d2i_X509_PUBKEY(NULL, &position, (long)data.size);

    return key != NULL && position == data.data + data.size &&
           add_spki(reader, KEY_FILE_PUBLIC, "SubjectPublicKeyInfo", key);
}

/* Below it two numbers are rather an ECDSA signature than an RSA key. */
#define SMALLEST_RSA 1024

bool key_read_rsa_public(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &position, (long)data.size);
    CLEANUP_VALUE(bytes_clear) struct bytes spki = {0};
    struct key_file_item *item;

    if (key == NULL || position != data.data + data.size || EVP_PKEY_get_bits(key) < SMALLEST_RSA) {
        return false;
    }
    item = key_reader_add(reader, KEY_FILE_PUBLIC, "PKCS#1");
    spki = CRYPTO_ENCODE(i2d_PUBKEY, key);
    if (item != NULL) {
        key_item_from_spki(item, slice_of_bytes(&spki));
    }
    return true;
}

bool key_read_pkcs7(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(PKCS7_free) PKCS7 *bundle = d2i_PKCS7(NULL, &position, (long)data.size);

    if (bundle == NULL || position != data.data + data.size || !PKCS7_type_is_signed(bundle)) {
        return false;
    }
    (void)key_reader_add(reader, KEY_FILE_CERTIFICATE, "PKCS#7"); /* the reader knows if not */
    return true;
}

/* The forms older than PKCS#8. NULL when DATA is none of them. */
static EVP_PKEY *parse_traditional(struct slice data, const char **ret_format)
{
    static const struct {
        int type;
        const char *format;
    } forms[] = {{EVP_PKEY_RSA, "PKCS#1"}, {EVP_PKEY_EC, "SEC 1"}, {EVP_PKEY_DSA, "DSA"}};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const unsigned char *position = data.data;
        EVP_PKEY *key = d2i_PrivateKey_ex(forms[i].type, NULL, &position, (long)data.size,
                                          crypto_context(), NULL);

        if (key != NULL && position == data.data + data.size) {
            *ret_format = forms[i].format;
            return key;
        }
        EVP_PKEY_free(key);
    }
    return NULL;
}

bool key_read_traditional(struct key_reader *reader, struct slice data)
{
    const char *format = NULL;
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = NULL;
    struct key_file_item *item;

    if (key_read_pkcs8(reader, data)) { /* under a wrong name */
        return true;
    }
    key = parse_traditional(data, &format);
    if (key == NULL) {
        return false;
    }
    item = key_reader_add(reader, KEY_FILE_PRIVATE, format);
    if (item != NULL) {
        key_item_from_private(item, key);
    }
    return true;
}

static int give_password(char *buffer, int size, int writing, void *reader)
{
    const struct secret *password = ((const struct key_reader *)reader)->password;

    (void)writing;
    if (secret_size(password) > (size_t)size) {
        return -1;
    }
    memcpy(buffer, secret_data(password), secret_size(password));
    return (int)secret_size(password);
}

/* "DEK-Info: AES-256-CBC,0123…": RFC 1421, 4.6.1.3; the caller frees the name. */
static char *cipher_name(const char *header)
{
    static const char field[] = "DEK-Info: ";
    const char *value = strstr(header, field);

    value = value == NULL ? "" : value + sizeof field - 1;
    return memory_copy_text_n(value, strcspn(value, ",\r\n"));
}

void key_read_traditional_encrypted(struct key_reader *reader, char *header, unsigned char *data,
                                    long size)
{
    struct key_file_item *item = key_reader_add(reader, KEY_FILE_PRIVATE, "PEM");
    CLEANUP(text_free) char *cipher = cipher_name(header);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = NULL;
    EVP_CIPHER_INFO info = {0};

    if (item == NULL) {
        return;
    }
    item->encrypted = true;
    item->protection = text_format(_("%s, its key made with one round of MD5"), cipher);
    if (reader->password == NULL) {
        return;
    }
    if (PEM_get_EVP_CIPHER_INFO(header, &info) == 1 &&
        PEM_do_header(&info, data, &size, give_password, reader) == 1) {
        key = parse_traditional(slice_of(data, (size_t)size), &item->format);
    }
    item->opened = key != NULL;
    reader->file.password_refused |= key == NULL;
    if (key != NULL) {
        key_item_from_private(item, key);
    }
}
