/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs.h"

#include <string.h>

#include "base/memory.h"
#include "enroll/inventory.h"
#include "witness.h"
#include "x509/request.h"

static const char *given(const char *text, const char *ordinary)
{
    return text != NULL ? text : ordinary;
}

/* Whatever the file is called, in the folder of the bed unless it is a path. */
static char *path_of(const struct bed *bed, const char *name)
{
    return name[0] == '/' ? memory_copy_text(name) : bed_path(bed, name);
}

static struct token_selector *selector_of(const char *token)
{
    struct token_selector *selector = NULL;
    struct failure failure = {0};

    if (token != NULL) {
        assert_true(token_selector_parse(token, &selector, &failure));
    }
    return selector;
}

static struct name *subject(void)
{
    struct name *name = NULL;
    struct failure failure = {0};

    assert_true(name_parse(SUBJECT, &name, &failure));
    return name;
}

bool job_enroll(struct bed *bed, struct enroll_wish wish, struct enroll_result *ret_result)
{
    CLEANUP(token_selector_free) struct token_selector *selector = selector_of(wish.token);
    CLEANUP(name_free) struct name *name = subject();
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    CLEANUP(text_free) char *out = path_of(bed, given(wish.out, REQUEST_FILE));
    CLEANUP_VALUE(bytes_clear) struct bytes id = {0};
    struct enroll_order order = {.token = selector,
                                 .label = given(wish.label, KEY_LABEL),
                                 .request = {.subject = name,
                                             .extensions = extensions,
                                             .scheme = wish.scheme,
                                             .digest = wish.digest,
                                             .out = out,
                                             .format = wish.format},
                                 .always_authenticate = wish.always_authenticate,
                                 .allow_weaker = wish.allow_weaker,
                                 .dry_run = wish.dry_run};

    assert_true(
        key_algorithm_parse(given(wish.algorithm, "ec:P-256"), &order.algorithm, &bed->failure));
    if (wish.id != NULL) {
        assert_true(hex_decode(wish.id, &id));
        order.id = slice_of_bytes(&id);
    }
    return enroll(&bed->workplace, &order, ret_result, &bed->failure);
}

bool job_enroll_only(struct bed *bed, struct enroll_wish wish)
{
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};

    return job_enroll(bed, wish, &result);
}

bool job_request(struct bed *bed, const char *key, struct enroll_wish wish)
{
    CLEANUP(name_free) struct name *name = subject();
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    CLEANUP(text_free) char *out = path_of(bed, given(wish.out, REQUEST_FILE));
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    const struct request_order order = {.subject = name,
                                        .extensions = extensions,
                                        .scheme = wish.scheme,
                                        .digest = wish.digest,
                                        .out = out,
                                        .format = wish.format};

    assert_true(object_selector_parse(key, &selector, &bed->failure));
    return request_create(&bed->workplace, &selector, wish.public_key, &order, wish.dry_run,
                          &result, &bed->failure);
}

bool job_install(struct bed *bed, struct install_wish wish, struct install_result *ret_result)
{
    CLEANUP(token_selector_free) struct token_selector *selector = selector_of(wish.token);
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list certificates = {0};
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list chain = {0};
    const struct install_order order = {.token = selector,
                                        .certificates = &certificates,
                                        .chain = &chain,
                                        .ignore_dates = wish.ignore_dates,
                                        .dry_run = wish.dry_run};

    for (size_t i = 0; i < COUNT_OF(wish.certificates); i++) {
        if (wish.certificates[i] != NULL) {
            list_add(&certificates, wish.certificates[i]);
        }
        if (wish.chain[i] != NULL) {
            list_add(&chain, wish.chain[i]);
        }
    }
    return install(&bed->workplace, &order, ret_result, &bed->failure);
}

bool job_install_only(struct bed *bed, struct install_wish wish)
{
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    return job_install(bed, wish, &result);
}

void job_check_request(const struct bed *bed, const char *fingerprint)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};

    assert_non_null(request);
    assert_true(request_read(slice_of_bytes(&content), REQUEST_FILE, &view, &failure));
    assert_true(view.verified);
    assert_string_equal(view.fingerprint, fingerprint);
    assert_string_equal(view.subject, SUBJECT);
}

/* The certificate the CA issues for the request in REQUEST_FILE. */
static X509 *certificate_of_request(const struct bed *bed, const struct ca *ca)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = bed_read_file(bed, REQUEST_FILE);
    CLEANUP(X509_REQ_free) X509_REQ *request = request_verified(&content);

    return ca_issue(ca, X509_REQ_get0_pubkey(request), (struct ca_wish){.name = "Leaf"});
}

static void install_twice(struct bed *bed, X509 *certificate)
{
    const struct install_wish wish = {.certificates = {certificate}};
    CLEANUP_VALUE(install_result_clear) struct install_result first = {0};
    CLEANUP_VALUE(install_result_clear) struct install_result second = {0};

    assert_done(job_install(bed, wish, &first), bed);
    assert_int_equal(first.items[0].outcome, INSTALL_WRITTEN);
    assert_done(job_install(bed, wish, &second), bed);
    assert_int_equal(second.items[0].outcome, INSTALL_PRESENT);
}

/* The list has one key, whole, with its certificate. */
static void check_list(struct bed *bed)
{
    CLEANUP_VALUE(inventory_clear) struct inventory inventory = {0};

    assert_done(inventory_read(&bed->workplace, NULL, &inventory, &bed->failure), bed);
    assert_int_equal(inventory.key_count, 1);
    assert_true(inventory.keys[0].has_private && inventory.keys[0].has_public);
    assert_int_equal(inventory.certificate_count, 1);
    assert_int_equal(inventory.certificates[0].key, 0);
}

void job_whole(struct bed *bed, const char *scenario, const char *algorithm)
{
    CLEANUP_VALUE(ca_clear) struct ca ca = ca_make("Flow CA", NULL);
    CLEANUP(X509_free) X509 *certificate = NULL;
    struct witness witness;

    bed_open(bed, scenario);
    assert_done(job_enroll_only(bed, (struct enroll_wish){.algorithm = algorithm}), bed);
    certificate = certificate_of_request(bed, &ca);
    bed_remove_file(bed, REQUEST_FILE);
    assert_done(
        job_request(bed, "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL, (struct enroll_wish){0}),
        bed);
    bed_remove_file(bed, REQUEST_FILE);
    install_twice(bed, certificate);
    check_list(bed);
    bed_close(bed);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, CKO_CERTIFICATE), 1);
    witness_destroy_all(&witness);
    witness_close(&witness);
}

const char *job_key_name(const char *name)
{
    static const char *const names[][2] = {
        {"rsa:2048", "RSA 2048"}, {"rsa:3072", "RSA 3072"}, {"rsa:4096", "RSA 4096"},
        {"ec:P-256", "EC P-256"}, {"ec:P-384", "EC P-384"}, {"ec:P-521", "EC P-521"},
        {"ed25519", "Ed25519"},   {"ed448", "Ed448"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i][0], name) == 0) {
            return names[i][1];
        }
    }
    return "?";
}
