/* SPDX-License-Identifier: Apache-2.0 */
#include "ca.h"

#include "bed.h"

#include <openssl/pem.h>
#include <string.h>

#include "base/memory.h"

#define DAY (24 * 60 * 60)

EVP_PKEY *key_new(bool rsa)
{
    EVP_PKEY *key = rsa ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048)
                        : EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");

    assert_non_null(key);
    return key;
}

static X509 *start(const char *name, EVP_PKEY *key, int from_day, int to_day)
{
    static long serial = 1000;
    X509 *certificate = X509_new();

    assert_non_null(certificate);
    assert_int_equal(X509_set_version(certificate, X509_VERSION_3), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial), 1);
    assert_non_null(X509_gmtime_adj(X509_getm_notBefore(certificate), (long)from_day * DAY));
    assert_non_null(X509_gmtime_adj(X509_getm_notAfter(certificate), (long)to_day * DAY));
    add_common_name(X509_get_subject_name(certificate), name);
    assert_int_equal(X509_set_pubkey(certificate, key), 1);
    return certificate;
}

static void finish(X509 *certificate, X509 *issuer, EVP_PKEY *issuer_key)
{
    assert_int_equal(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)), 1);
    assert_true(X509_sign(certificate, issuer_key, EVP_sha256()) > 0);
}

struct ca ca_make(const char *name, const struct ca *issuer)
{
    struct ca ca = {.key = key_new(false)};

    ca.certificate = start(name, ca.key, -1, 3650);
    add_extension(ca.certificate, NID_basic_constraints, "critical,CA:TRUE");
    finish(ca.certificate, issuer != NULL ? issuer->certificate : ca.certificate,
           issuer != NULL ? issuer->key : ca.key);
    return ca;
}

void ca_clear(struct ca *ca)
{
    EVP_PKEY_free(ca->key);
    X509_free(ca->certificate);
    *ca = (struct ca){0};
}

static void add_padding(X509 *certificate, size_t size)
{
    char *text = memory_new(size + 1, 1);

    memset(text, 'x', size);
    add_extension(certificate, NID_netscape_comment, text);
    memory_free(text);
}

X509 *ca_issue(const struct ca *ca, EVP_PKEY *key, struct ca_wish wish)
{
    X509 *certificate = start(wish.name, key, wish.from_day == 0 ? -1 : wish.from_day,
                              wish.to_day == 0 ? 365 : wish.to_day);

    add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE");
    if (wish.key_usage != NULL) {
        add_extension(certificate, NID_key_usage, wish.key_usage);
    }
    if (wish.padding > 0) {
        add_padding(certificate, wish.padding);
    }
    finish(certificate, ca->certificate, ca->key);
    return certificate;
}

struct bytes certificate_bytes(X509 *certificate)
{
    unsigned char *der = NULL;
    int size = i2d_X509(certificate, &der);
    struct bytes bytes;

    assert_true(size > 0);
    bytes = bytes_copy(der, (size_t)size);
    OPENSSL_free(der);
    return bytes;
}

void list_add(struct certificate_list *list, X509 *certificate)
{
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};

    assert_true(certificate_file_read(slice_of_bytes(&der), "test", list, &failure));
}

X509_REQ *request_verified(const struct bytes *content)
{
    BIO *bio = BIO_new_mem_buf(content->data, (int)content->size);
    X509_REQ *request = PEM_read_bio_X509_REQ(bio, NULL, NULL, NULL);

    if (request == NULL) {
        const unsigned char *der = content->data;

        request = d2i_X509_REQ(NULL, &der, (long)content->size);
    }
    BIO_free(bio);
    assert_non_null(request);
    assert_int_equal(X509_REQ_verify(request, X509_REQ_get0_pubkey(request)), 1);
    return request;
}
