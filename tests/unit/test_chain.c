/* SPDX-License-Identifier: Apache-2.0 */

/* root -> intermediate -> leaf, and what must not be taken for it. */

#include "support.h"

#include "keys.h"

#include <openssl/rsa.h>

#include <string.h>

#include "x509/chain.h"

enum { ROOT, INTERMEDIATE, LEAF, LEVELS };

static EVP_PKEY *keys[LEVELS];
static struct certificate *certificates[LEVELS];

/* 2031-01-01, within the validity certificate_make gives. */
#define NOW 1924992000

static struct certificate *parse(X509 *made)
{
    struct bytes der = ENCODE(i2d_X509, made);
    struct certificate *certificate = NULL;
    struct failure failure = {0};

    assert_done(certificate_parse(slice_of_bytes(&der), "made", &certificate, &failure), &failure);
    bytes_clear(&der);
    X509_free(made);
    return certificate;
}

static struct certificate *make(const struct certificate_shape *shape)
{
    return parse(certificate_make(shape));
}

static int make_hierarchy(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEVELS; i++) {
        keys[i] = key_make(i == ROOT ? "rsa:2048" : "P-256");
    }
    certificates[ROOT] =
        make(&(struct certificate_shape){.key = keys[ROOT], .subject = "root", .ca = true});
    certificates[INTERMEDIATE] = make(&(struct certificate_shape){.key = keys[INTERMEDIATE],
                                                                  .issuer_key = keys[ROOT],
                                                                  .subject = "intermediate",
                                                                  .issuer = "root",
                                                                  .ca = true});
    certificates[LEAF] = make(&(struct certificate_shape){.key = keys[LEAF],
                                                          .issuer_key = keys[INTERMEDIATE],
                                                          .subject = "leaf",
                                                          .issuer = "intermediate"});
    return 0;
}

static int clear_hierarchy(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEVELS; i++) {
        EVP_PKEY_free(keys[i]);
        certificate_free(certificates[i]);
    }
    return 0;
}

/* The result for CERTIFICATE over BETWEEN to ANCHOR, each NULL for none. */
static struct certificate_chain check(struct certificate *certificate, struct certificate *between,
                                      struct certificate *anchor, timestamp when)
{
    struct certificate_list intermediates = {.items = &between, .count = between != NULL};
    struct certificate_list anchors = {.items = &anchor, .count = anchor != NULL};
    struct certificate_chain chain = {0};

    certificate_chain_check(certificate, &intermediates, &anchors, when, &chain);
    return chain;
}

static void assert_anchored(struct certificate_chain chain, size_t length)
{
    if (!chain.anchored) {
        print_error("%s\n", chain.reason);
    }
    assert_true(chain.anchored);
    assert_null(chain.reason);
    assert_int_equal(chain.count, length);
    certificate_chain_clear(&chain);
}

static void assert_broken(struct certificate_chain chain, unsigned depth, const char *fragment)
{
    assert_false(chain.anchored);
    assert_int_equal(chain.depth, depth);
    if (strstr(chain.reason, fragment) == NULL) {
        print_error("wanted '%s', got '%s'\n", fragment, chain.reason);
        fail();
    }
    certificate_chain_clear(&chain);
}

static void a_path_to_a_given_root_is_found_and_named(void **state)
{
    struct certificate_chain chain =
        check(certificates[LEAF], certificates[INTERMEDIATE], certificates[ROOT], NOW);

    (void)state;
    assert_int_equal(chain.count, 3);
    assert_string_equal(chain.path[0], "/CN=leaf");
    assert_string_equal(chain.path[1], "/CN=intermediate");
    assert_string_equal(chain.path[2], "/CN=root");
    assert_anchored(chain, 3);
}

static void an_intermediate_may_be_the_anchor(void **state)
{
    (void)state;
    assert_anchored(check(certificates[LEAF], NULL, certificates[INTERMEDIATE], NOW), 2);
}

static void nothing_is_trusted_but_the_anchors(void **state)
{
    (void)state;
    assert_broken(check(certificates[LEAF], certificates[INTERMEDIATE], NULL, NOW), 1,
                  "at depth 1, '/CN=intermediate': unable to get");
    assert_broken(check(certificates[LEAF], NULL, certificates[ROOT], NOW), 0,
                  "at depth 0, '/CN=leaf': unable to get");
    assert_broken(check(certificates[ROOT], NULL, certificates[INTERMEDIATE], NOW), 0,
                  "self-signed certificate");
}

/* Else anybody could state anything about himself. */
static void a_certificate_is_not_its_own_anchor(void **state)
{
    (void)state;
    assert_broken(check(certificates[LEAF], NULL, certificates[LEAF], NOW), 0,
                  "'/CN=leaf' is its own anchor");
    assert_broken(check(certificates[ROOT], NULL, certificates[ROOT], NOW), 0,
                  "'/CN=root' is its own anchor");
}

static void dates_count_at_the_time_given(void **state)
{
    timestamp before = 0;
    timestamp after = 0;

    (void)state;
    assert_true(timestamp_from_utc(2019, 12, 31, 23, 59, 59, &before));
    assert_true(timestamp_from_utc(2040, 1, 2, 0, 0, 0, &after));
    assert_broken(check(certificates[LEAF], NULL, certificates[INTERMEDIATE], before), 1,
                  "certificate is not yet valid");
    assert_broken(check(certificates[LEAF], NULL, certificates[INTERMEDIATE], after), 1,
                  "certificate has expired");
}

static void a_signature_of_another_key_is_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *other = key_make("P-256");
    CLEANUP(certificate_free)
    struct certificate *forged = make(&(struct certificate_shape){
        .issuer_key = other, .subject = "leaf", .issuer = "intermediate"});

    (void)state;
    assert_broken(check(forged, NULL, certificates[INTERMEDIATE], NOW), 0,
                  "at depth 0, '/CN=leaf': certificate signature failure");
}

static void one_that_is_no_ca_cannot_issue(void **state)
{
    CLEANUP(certificate_free)
    struct certificate *below = make(&(struct certificate_shape){
        .issuer_key = keys[LEAF], .subject = "below", .issuer = "leaf"});

    (void)state;
    assert_broken(check(below, certificates[LEAF], certificates[INTERMEDIATE], NOW), 1,
                  "at depth 1, '/CN=leaf': invalid CA certificate");
}

static void sign_pss(X509 *certificate, EVP_PKEY *key)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *options = NULL;

    assert_int_equal(EVP_DigestSignInit(context, &options, EVP_sha256(), NULL, key), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST), 1);
    assert_true(X509_sign_ctx(certificate, context) > 0);
    EVP_MD_CTX_free(context);
}

/* As the Danish OCES CAs sign. */
static void pss_signatures_verify(void **state)
{
    X509 *made = certificate_make(
        &(struct certificate_shape){.issuer_key = keys[ROOT], .subject = "leaf", .issuer = "root"});
    CLEANUP(certificate_free) struct certificate *leaf = NULL;

    (void)state;
    sign_pss(made, keys[ROOT]);
    leaf = parse(made);
    assert_anchored(check(leaf, NULL, certificates[ROOT], NOW), 2);
}

static void sha1_signatures_are_not_believed(void **state)
{
    X509 *made = certificate_make(
        &(struct certificate_shape){.issuer_key = keys[ROOT], .subject = "leaf", .issuer = "root"});
    CLEANUP(certificate_free) struct certificate *leaf = NULL;

    (void)state;
    assert_true(X509_sign(made, keys[ROOT], EVP_sha1()) > 0);
    leaf = parse(made);
    assert_broken(check(leaf, NULL, certificates[ROOT], NOW), 0, "digest algorithm too weak");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_to_a_given_root_is_found_and_named),
        cmocka_unit_test(an_intermediate_may_be_the_anchor),
        cmocka_unit_test(nothing_is_trusted_but_the_anchors),
        cmocka_unit_test(a_certificate_is_not_its_own_anchor),
        cmocka_unit_test(dates_count_at_the_time_given),
        cmocka_unit_test(a_signature_of_another_key_is_refused),
        cmocka_unit_test(one_that_is_no_ca_cannot_issue),
        cmocka_unit_test(pss_signatures_verify),
        cmocka_unit_test(sha1_signatures_are_not_believed),
    };

    return cmocka_run_group_tests_name("chain", tests, make_hierarchy, clear_hierarchy);
}
