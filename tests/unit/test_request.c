/* SPDX-License-Identifier: Apache-2.0 */

/* Building requests: request_build with software keys behind the signer. */

#include "support.h"

#include "keys.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <string.h>

#include "base/memory.h"
#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/request.h"

static const enum digest digests[] = {DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512};

/* request_build for /CN=a with KEY inside and SIGNER's signature. */
static bool build(EVP_PKEY *key, const struct signer *signer, enum signature_scheme scheme,
                  enum digest digest, struct bytes *ret_der, struct failure *failure)
{
    CLEANUP(public_key_free) struct public_key *public_key = key_public(key);
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    CLEANUP(name_free) struct name *subject = NULL;
    struct request_spec spec = {.extensions = extensions, .scheme = scheme, .digest = digest};

    assert_done(name_parse("/C=SE/CN=a", &subject, failure), failure);
    spec.subject = subject;
    return request_build(&spec, public_key, signer, ret_der, failure);
}

static X509_REQ *built(EVP_PKEY *key, enum signature_scheme scheme, enum digest digest)
{
    const struct signer signer = key_signer(key);
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    const unsigned char *position;
    struct failure failure = {0};
    X509_REQ *request;

    assert_done(build(key, &signer, scheme, digest, &der, &failure), &failure);
    position = der.data;
    request = d2i_X509_REQ(NULL, &position, (long)der.size);
    assert_non_null(request);
    return request;
}

static const struct {
    const char *kind;
    enum signature_scheme scheme;
    int nids[3]; /* signature algorithm for each digest; one when there is no digest */
    int parameter;
} algorithms[] = {
    {"rsa:2048",
     SIGNATURE_RSA_PKCS1,
     {NID_sha256WithRSAEncryption, NID_sha384WithRSAEncryption, NID_sha512WithRSAEncryption},
     V_ASN1_NULL},
    {"rsa:2048", SIGNATURE_RSA_PSS, {NID_rsassaPss, NID_rsassaPss, NID_rsassaPss}, V_ASN1_SEQUENCE},
    {"P-256",
     SIGNATURE_ECDSA,
     {NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512},
     V_ASN1_UNDEF},
    {"P-384",
     SIGNATURE_ECDSA,
     {NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512},
     V_ASN1_UNDEF},
    {"P-521",
     SIGNATURE_ECDSA,
     {NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512},
     V_ASN1_UNDEF},
    {"ED25519", SIGNATURE_EDDSA, {NID_ED25519, 0, 0}, V_ASN1_UNDEF},
    {"ED448", SIGNATURE_EDDSA, {NID_ED448, 0, 0}, V_ASN1_UNDEF},
};

/* RFC 5280, 4.1.1.2 and RFC 5758, 8410: which parameters stand behind the algorithm. */
static void assert_algorithm(const X509_REQ *request, int nid, int parameter)
{
    const X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *object = NULL;
    int type = 0;

    X509_REQ_get0_signature(request, NULL, &algorithm);
    X509_ALGOR_get0(&object, &type, NULL, algorithm);
    assert_int_equal(OBJ_obj2nid(object), nid);
    assert_int_equal(type, parameter);
}

static void requests_of_every_algorithm_verify(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        EVP_PKEY *key = key_make(algorithms[i].kind);
        bool hashed = algorithms[i].scheme != SIGNATURE_EDDSA;

        for (size_t k = 0; k < (hashed ? COUNT_OF(digests) : 1); k++) {
            X509_REQ *request =
                built(key, algorithms[i].scheme, hashed ? digests[k] : DIGEST_DEFAULT);

            assert_int_equal(X509_REQ_verify(request, key), 1);
            assert_int_equal(X509_REQ_get_version(request), X509_REQ_VERSION_1);
            assert_int_equal(EVP_PKEY_eq(X509_REQ_get0_pubkey(request), key), 1);
            assert_algorithm(request, algorithms[i].nids[k], algorithms[i].parameter);
            X509_REQ_free(request);
            cases++;
        }
        EVP_PKEY_free(key);
    }
    assert_int_equal(cases, 17);
}

static void pss_parameters_are_salt_of_digest_length_and_mgf1_of_the_same_digest(void **state)
{
    static const int nids[] = {NID_sha256, NID_sha384, NID_sha512};
    EVP_PKEY *key = key_make("rsa:2048");
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(digests); i++) {
        X509_REQ *request = built(key, SIGNATURE_RSA_PSS, digests[i]);
        const X509_ALGOR *algorithm = NULL;
        RSA_PSS_PARAMS *pss;
        X509_ALGOR *mask_digest;

        X509_REQ_get0_signature(request, NULL, &algorithm);
        pss = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);
        assert_non_null(pss);
        assert_int_equal(OBJ_obj2nid(pss->hashAlgorithm->algorithm), nids[i]);
        assert_int_equal(OBJ_obj2nid(pss->maskGenAlgorithm->algorithm), NID_mgf1);
        mask_digest =
            ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), pss->maskGenAlgorithm->parameter);
        assert_non_null(mask_digest);
        assert_int_equal(OBJ_obj2nid(mask_digest->algorithm), nids[i]);
        assert_int_equal(ASN1_INTEGER_get(pss->saltLength), digest_size(digests[i]));
        assert_null(pss->trailerField); /* the default is not encoded */
        X509_ALGOR_free(mask_digest);
        RSA_PSS_PARAMS_free(pss);
        X509_REQ_free(request);
        cases++;
    }
    assert_int_equal(cases, 3);
    EVP_PKEY_free(key);
}

/* The token's private key does not belong to the public one it shows. */
static void a_signature_of_another_key_is_refused(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
        EVP_PKEY *shown = key_make(algorithms[i].kind);
        EVP_PKEY *signing = key_make(algorithms[i].kind);
        const struct signer liar = key_signer(signing);
        bool hashed = algorithms[i].scheme != SIGNATURE_EDDSA;
        struct bytes der = {0};
        struct failure failure = {0};

        assert_false(build(shown, &liar, algorithms[i].scheme,
                           hashed ? DIGEST_SHA256 : DIGEST_DEFAULT, &der, &failure));
        assert_null(der.data);
        assert_non_null(strstr(failure.cause, "does not belong to the public key"));
        assert_non_null(strstr(failure.hint, "no request was written"));
        assert_failure(&failure, FAILURE_MODULE, "signature of the token does not verify");
        EVP_PKEY_free(shown);
        EVP_PKEY_free(signing);
        cases++;
    }
    assert_int_equal(cases, 7);
}

/* Signs with the digest that was not asked for: the signature is sound, but not the right one. */
static bool sign_wrong_digest(void *context, const struct signature_input *input,
                              struct bytes *ret_signature, struct failure *failure)
{
    const struct signer signer = key_signer(context);
    struct signature_pieces pieces = {0};
    struct signature_input other = {0};
    bool done;

    signature_prepare(input->scheme, DIGEST_SHA512, input->message, &pieces, &other);
    done = signer.sign(signer.context, &other, ret_signature, failure);
    signature_pieces_clear(&pieces);
    return done;
}

static void a_signature_with_another_digest_is_refused(void **state)
{
    static const enum signature_scheme schemes[] = {SIGNATURE_RSA_PKCS1, SIGNATURE_RSA_PSS};
    EVP_PKEY *key = key_make("rsa:2048");
    const struct signer signer = {.sign = sign_wrong_digest, .context = key};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct bytes der = {0};
        struct failure failure = {0};

        assert_false(build(key, &signer, schemes[i], DIGEST_SHA256, &der, &failure));
        assert_null(der.data);
        assert_failure(&failure, FAILURE_MODULE, "does not verify");
        cases++;
    }
    assert_int_equal(cases, 2);
    EVP_PKEY_free(key);
}

static bool sign_nonsense(void *context, const struct signature_input *input,
                          struct bytes *ret_signature, struct failure *failure)
{
    const size_t *size = context;

    (void)input;
    (void)failure;
    *ret_signature = (struct bytes){.data = memory_new(*size, 1), .size = *size};
    return true;
}

static void a_signature_that_cannot_be_one_is_refused(void **state)
{
    static const struct {
        const char *kind;
        enum signature_scheme scheme;
        enum digest digest;
        size_t size;
        const char *fragment;
    } lies[] = {
        {"P-256", SIGNATURE_ECDSA, DIGEST_SHA256, 0, "broken signature"},
        {"P-256", SIGNATURE_ECDSA, DIGEST_SHA256, 63, "it has 63 bytes"},
        {"P-256", SIGNATURE_ECDSA, DIGEST_SHA256, 64, "does not verify"}, /* r = s = 0 */
        {"rsa:2048", SIGNATURE_RSA_PKCS1, DIGEST_SHA256, 0, "does not verify"},
        {"rsa:2048", SIGNATURE_RSA_PSS, DIGEST_SHA256, 256, "does not verify"},
        {"ED25519", SIGNATURE_EDDSA, DIGEST_DEFAULT, 0, "does not verify"},
        {"ED25519", SIGNATURE_EDDSA, DIGEST_DEFAULT, 64, "does not verify"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lies); i++) {
        EVP_PKEY *key = key_make(lies[i].kind);
        size_t size = lies[i].size;
        const struct signer signer = {.sign = sign_nonsense, .context = &size};
        struct bytes der = {0};
        struct failure failure = {0};

        assert_false(build(key, &signer, lies[i].scheme, lies[i].digest, &der, &failure));
        assert_null(der.data);
        assert_failure(&failure, FAILURE_MODULE, lies[i].fragment);
        EVP_PKEY_free(key);
        cases++;
    }
    assert_int_equal(cases, 7);
}

static bool refuse_to_sign(void *context, const struct signature_input *input,
                           struct bytes *ret_signature, struct failure *failure)
{
    (void)context;
    (void)input;
    (void)ret_signature;
    return failure_set(failure, FAILURE_TOKEN_LOST, "the token went away");
}

static void the_failure_of_the_signer_is_passed_on(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    const struct signer signer = {.sign = refuse_to_sign, .context = NULL};
    struct bytes der = {0};
    struct failure failure = {0};

    (void)state;
    assert_false(build(key, &signer, SIGNATURE_ECDSA, DIGEST_SHA256, &der, &failure));
    assert_null(der.data);
    assert_failure(&failure, FAILURE_TOKEN_LOST, "the token went away");
}

static void pem_holds_the_same_request(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    const struct signer signer = key_signer(key);
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes pem = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes expected = {0};
    struct failure failure = {0};

    (void)state;
    assert_done(build(key, &signer, SIGNATURE_EDDSA, DIGEST_DEFAULT, &der, &failure), &failure);
    pem = request_to_pem(slice_of_bytes(&der));
    expected = pem_of("CERTIFICATE REQUEST", slice_of_bytes(&der));
    assert_true(slice_equal(slice_of_bytes(&pem), slice_of_bytes(&expected)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_of_every_algorithm_verify),
        cmocka_unit_test(pss_parameters_are_salt_of_digest_length_and_mgf1_of_the_same_digest),
        cmocka_unit_test(a_signature_of_another_key_is_refused),
        cmocka_unit_test(a_signature_with_another_digest_is_refused),
        cmocka_unit_test(a_signature_that_cannot_be_one_is_refused),
        cmocka_unit_test(the_failure_of_the_signer_is_passed_on),
        cmocka_unit_test(pem_holds_the_same_request),
    };

    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
