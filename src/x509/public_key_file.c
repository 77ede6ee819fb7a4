/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/public_key_file.h"

#include <openssl/pem.h>

#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "crypto.h"
#include "x509/certificate.h"

/* The DER in the first block of PEM that is a public key or a certificate; empty without one. */
static struct bytes take_pem(struct slice content)
{
    CLEANUP(BIO_free_all) BIO *file = BIO_new_mem_buf(content.data, (int)content.size);
    struct bytes der = {0};
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    long size = 0;

    while (file != NULL && der.size == 0 && PEM_read_bio(file, &name, &header, &data, &size) == 1) {
        bool wanted = strcmp(name, PEM_STRING_PUBLIC) == 0 || strcmp(name, PEM_STRING_X509) == 0;

        if (wanted && size > 0) {
            der = bytes_copy(data, (size_t)size);
        }
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    crypto_forget_errors();
    return der;
}

bool public_key_parse(struct slice content, const char *source, struct public_key **ret_key,
                      struct failure *failure)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes pem = {0};
    CLEANUP(certificate_free) struct certificate *certificate = NULL;
    struct slice der = content;

    if (content.size <= INT_MAX) {
        pem = take_pem(content);
    }
    if (pem.size > 0) {
        der = slice_of_bytes(&pem);
    }
    if (public_key_from_spki(der, ret_key, &ignored)) {
        return true;
    }
    if (certificate_parse(der, source, &certificate, &ignored)) {
        return public_key_from_spki(public_key_spki(certificate_key(certificate)), ret_key,
                                    failure);
    }
    crypto_forget_errors();
    (void)failure_set(failure, FAILURE_INPUT, _("cannot take a public key from '%s'"), source);
    (void)failure_cause(failure, _("it is neither a public key nor a certificate, in PEM or DER"));
    return failure_hint(failure, _("'openssl pkey -pubin' and 'openssl x509' read such files"));
}
