/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/certificate_file.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "content.h"
#include "crypto.h"

DEFINE_CLEANUP(PKCS7 *, PKCS7_free);
DEFINE_CLEANUP(PKCS12 *, PKCS12_free);

static bool refuse(const char *source, struct failure *failure, const char *cause, const char *hint)
{
    (void)failure_set(failure, FAILURE_INPUT, _("cannot take certificates from '%s'"), source);
    (void)failure_cause(failure, "%s", cause);
    return hint == NULL ? false : failure_hint(failure, "%s", hint);
}

static bool refuse_private_key(const char *source, struct failure *failure)
{
    return refuse(source, failure, _("it holds a private key"),
                  _("a CA never sends one back: give only the certificate, and keep that file "
                    "safe"));
}

static bool refuse_request(const char *source, struct failure *failure)
{
    return refuse(source, failure, _("it is a certification request, not a certificate"),
                  _("send it to the CA, and install what comes back"));
}

static bool refuse_pkcs12(const char *source, struct failure *failure)
{
    return refuse(source, failure, _("it is a PKCS#12 file, which holds a private key of its own"),
                  _("the key was not made on the token; ask the CA for the certificate alone"));
}

static bool is_listed(const struct certificate_list *certificates, struct slice der)
{
    for (size_t i = 0; i < certificates->count; i++) {
        if (slice_equal(certificate_der(certificates->items[i]), der)) {
            return true;
        }
    }
    return false;
}

static bool add_certificate(struct slice der, const char *source,
                            struct certificate_list *certificates, struct failure *failure)
{
    struct certificate *certificate = NULL;

    if (is_listed(certificates, der)) {
        return true;
    }
    if (!certificate_parse(der, source, &certificate, failure)) {
        return false;
    }
    certificates->items =
        memory_resize(certificates->items, certificates->count + 1, sizeof certificate);
    certificates->items[certificates->count++] = certificate;
    return true;
}

static bool add_pkcs7(const PKCS7 *bundle, const char *source,
                      struct certificate_list *certificates, struct failure *failure)
{
    STACK_OF(X509) *inside = NULL;

    if (PKCS7_type_is_signed(bundle) && bundle->d.sign != NULL) {
        inside = bundle->d.sign->cert;
    }
    if (inside == NULL || sk_X509_num(inside) == 0) {
        return refuse(source, failure, _("it is PKCS#7 without certificates"), NULL);
    }
    for (int i = 0; i < sk_X509_num(inside); i++) {
        CLEANUP_VALUE(bytes_clear)
        struct bytes der = CRYPTO_ENCODE(i2d_X509, sk_X509_value(inside, i));

        if (!add_certificate(slice_of_bytes(&der), source, certificates, failure)) {
            return false;
        }
    }
    return true;
}

/*
 * A block of PEM by its name; blocks that are neither certificates nor suspect are passed over and
 * not counted.
 */
static bool add_block(const char *name, struct slice der, const char *source,
                      struct certificate_list *certificates, size_t *blocks,
                      struct failure *failure)
{
    const unsigned char *position = der.data;

    if (strstr(name, "PRIVATE KEY") != NULL) {
        return refuse_private_key(source, failure);
    }
    if (strstr(name, "CERTIFICATE REQUEST") != NULL) {
        return refuse_request(source, failure);
    }
    if (strcmp(name, PEM_STRING_X509) == 0 || strcmp(name, PEM_STRING_X509_OLD) == 0) {
        (*blocks)++;
        return add_certificate(der, source, certificates, failure);
    }
    if (strcmp(name, PEM_STRING_PKCS7) == 0 || strcmp(name, PEM_STRING_PKCS7_SIGNED) == 0 ||
        strcmp(name, PEM_STRING_CMS) == 0) {
        CLEANUP(PKCS7_free) PKCS7 *bundle = d2i_PKCS7(NULL, &position, (long)der.size);

        (*blocks)++;
        if (bundle == NULL) {
            (void)refuse(source, failure, _("its PKCS#7 block cannot be read"), NULL);
            return crypto_cause(failure);
        }
        return add_pkcs7(bundle, source, certificates, failure);
    }
    return true;
}

static bool read_pem(struct slice content, const char *source,
                     struct certificate_list *certificates, size_t *ret_blocks,
                     struct failure *failure)
{
    CLEANUP(BIO_free_all) BIO *memory = BIO_new_mem_buf(content.data, (int)content.size);
    size_t begun = content_count_lines(content, "-----BEGIN ");
    size_t read = 0;
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    long size = 0;
    bool good = true;

    while (good && PEM_read_bio(memory, &name, &header, &data, &size) == 1) {
        good = add_block(name, slice_of(data, (size_t)size), source, certificates, ret_blocks,
                         failure);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, (size_t)size); /* it may be a key */
        read++;
    }
    crypto_forget_errors();
    if (good && read < begun) {
        return refuse(source, failure, _("a PEM block in it is cut short or damaged"),
                      _("copy the whole file again, from the BEGIN line to the END line"));
    }
    return good;
}

static bool is_request(struct slice content)
{
    const unsigned char *position = content.data;
    CLEANUP(X509_REQ_free) X509_REQ *request = d2i_X509_REQ(NULL, &position, (long)content.size);

    return request != NULL;
}

static bool is_pkcs12(struct slice content)
{
    const unsigned char *position = content.data;
    CLEANUP(PKCS12_free) PKCS12 *file = d2i_PKCS12(NULL, &position, (long)content.size);

    return file != NULL;
}

static bool is_private_key(struct slice content)
{
    const unsigned char *position = content.data;
    CLEANUP(EVP_PKEY_free)
    EVP_PKEY *key =
        d2i_AutoPrivateKey_ex(NULL, &position, (long)content.size, crypto_context(), NULL);
    X509_SIG *encrypted;

    if (key != NULL) {
        return true;
    }
    position = content.data;
    encrypted = d2i_X509_SIG(NULL, &position, (long)content.size);
    X509_SIG_free(encrypted);
    return encrypted != NULL;
}

static bool refuse_der(struct slice content, const char *source, struct failure *failure)
{
    if (content_is_cut_short(content)) {
        return refuse(source, failure, _("it is cut short: it ends before its own length says"),
                      _("copy the whole file again"));
    }
    if (is_request(content)) {
        return refuse_request(source, failure);
    }
    if (is_pkcs12(content)) {
        return refuse_pkcs12(source, failure);
    }
    if (is_private_key(content)) {
        return refuse_private_key(source, failure);
    }
    if (content.size > 0 && content.data[0] == 0x30) {
        return refuse(source, failure, _("it is DER with something behind it, or of another kind"),
                      _("a DER file holds one certificate and nothing else; PEM may hold several"));
    }
    return refuse(source, failure, _("it is none of PEM, DER and PKCS#7"),
                  _("ask the CA for the certificate in one of these forms"));
}

static bool read_der(struct slice content, const char *source,
                     struct certificate_list *certificates, struct failure *failure)
{
    const unsigned char *position = content.data;
    CLEANUP(PKCS7_free) PKCS7 *bundle = NULL;
    struct certificate_outline outline = {0};
    bool good;

    if (certificate_outline_read(content, &outline)) {
        return add_certificate(content, source, certificates, failure);
    }
    if (content.size > 0 && content.data[0] == 0x30) {
        bundle = d2i_PKCS7(NULL, &position, (long)content.size);
    }
    good = bundle != NULL ? add_pkcs7(bundle, source, certificates, failure)
                          : refuse_der(content, source, failure);
    crypto_forget_errors();
    return good;
}

bool certificate_file_read(struct slice content, const char *source,
                           struct certificate_list *certificates, struct failure *failure)
{
    size_t blocks = 0;

    content = content_begin(content);
    if (content_count_lines(content, "-----BEGIN ") == 0) {
        return read_der(content, source, certificates, failure);
    }
    if (!read_pem(content, source, certificates, &blocks, failure)) {
        return false;
    }
    if (blocks == 0) {
        return refuse(source, failure, _("there is no certificate in it"), NULL);
    }
    return true;
}

void certificate_list_clear(struct certificate_list *certificates)
{
    for (size_t i = 0; i < certificates->count; i++) {
        certificate_free(certificates->items[i]);
    }
    memory_free(certificates->items);
    *certificates = (struct certificate_list){0};
}
