/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <pthread.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "x509/digest.h"

static OSSL_LIB_CTX *context;

static void crypto_start(void)
{
    /* No configuration, and no clean-up at exit: a module may use OpenSSL in its own destructors.
     */
    (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
    context = OSSL_LIB_CTX_new();
    if (context == NULL) {
        abort(); /* out of memory before anything was begun */
    }
}

OSSL_LIB_CTX *crypto_context(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, crypto_start);
    return context;
}

EVP_MD *crypto_digest(enum digest digest)
{
    return EVP_MD_fetch(crypto_context(), digest_name(digest), NULL);
}

bool crypto_cause(struct failure *failure)
{
    unsigned long code = ERR_peek_last_error();
    const char *reason = code == 0 ? NULL : ERR_reason_error_string(code);

    ERR_clear_error();
    return reason == NULL ? false : failure_cause(failure, "%s", reason);
}

void crypto_forget_errors(void)
{
    ERR_clear_error();
}

static void digest_with(const char *name, struct slice data, uint8_t *ret_digest)
{
    EVP_MD *md = EVP_MD_fetch(crypto_context(), name, NULL);

    if (md == NULL || EVP_Digest(data.data, data.size, ret_digest, NULL, md, NULL) != 1) {
        abort(); /* OpenSSL without SHA: the installation is broken */
    }
    EVP_MD_free(md);
}

void sha1(struct slice data, uint8_t ret_digest[SHA1_SIZE])
{
    digest_with("SHA1", data, ret_digest);
}

void sha256(struct slice data, uint8_t ret_digest[SHA256_SIZE])
{
    digest_with("SHA256", data, ret_digest);
}

void pbkdf2_sha256(struct slice password, struct slice salt, unsigned rounds,
                   uint8_t ret_digest[SHA256_SIZE])
{
    static char digest[] = "SHA256";
    void *secret = (void *)(uintptr_t)password.data; /* parameters lack const, but are only read */
    void *seasoning = (void *)(uintptr_t)salt.data;
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, secret, password.size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, seasoning, salt.size),
        OSSL_PARAM_construct_uint(OSSL_KDF_PARAM_ITER, &rounds),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *kdf = EVP_KDF_fetch(crypto_context(), "PBKDF2", NULL);
    EVP_KDF_CTX *derivation = EVP_KDF_CTX_new(kdf);

    if (derivation == NULL ||
        EVP_KDF_derive(derivation, ret_digest, SHA256_SIZE, parameters) != 1) {
        abort(); /* OpenSSL without PBKDF2: the installation is broken */
    }
    EVP_KDF_CTX_free(derivation);
    EVP_KDF_free(kdf);
}

void random_bytes(uint8_t *ret_bytes, size_t size)
{
    if (RAND_bytes_ex(crypto_context(), ret_bytes, size, 0) != 1) {
        abort(); /* no randomness: nothing that follows would be safe */
    }
}
