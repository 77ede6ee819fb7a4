/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/request.h"

X509_REQ *request_built(const struct name *subject, const struct extensions *extensions,
                        struct failure *failure)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    CLEANUP(public_key_free) struct public_key *public_key = key_public(key);
    CLEANUP(extensions_free) struct extensions *none = extensions_new();
    const struct signer signer = key_signer(key);
    const struct request_spec spec = {.subject = subject,
                                      .extensions = extensions != NULL ? extensions : none,
                                      .scheme = SIGNATURE_EDDSA,
                                      .digest = DIGEST_DEFAULT};
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    const unsigned char *position;
    X509_REQ *request;

    if (!request_build(&spec, public_key, &signer, &der, failure)) {
        return NULL;
    }
    position = der.data;
    request = d2i_X509_REQ(NULL, &position, (long)der.size);
    assert_non_null(request);
    assert_ptr_equal(position, der.data + der.size);
    return request;
}

X509_NAME *subject_built(const char *text)
{
    CLEANUP(name_free) struct name *name = NULL;
    CLEANUP(X509_REQ_free) X509_REQ *request = NULL;
    struct failure failure = {0};

    assert_done(name_parse(text, &name, &failure), &failure);
    request = request_built(name, NULL, &failure);
    assert_done(request != NULL, &failure);
    return X509_NAME_dup(X509_REQ_get_subject_name(request));
}
