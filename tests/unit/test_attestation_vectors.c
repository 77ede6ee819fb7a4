/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What makers and others published, judged with the anchors that are shipped. The folder is named
 * by HARDTOKEN_VECTORS; docs/attestation.md says where each file is from. Skipped without it.
 */

#include "support.h"

#include "court.h"

#include <openssl/pem.h>

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "x509/certificate_file.h"
#include "x509/digest.h"

#define SKIPPED 77

static struct bytes vector(const char *name)
{
    char *path = text_format("%s/attestation/%s", getenv("HARDTOKEN_VECTORS"), name);
    struct bytes content = {0};
    struct failure failure = {0};

    assert_done(file_read(path, CERTIFICATE_FILE_LIMIT, &content, &failure), &failure);
    memory_free(path);
    return content;
}

static void add_vector(struct court *court, const char *name)
{
    struct bytes content = vector(name);

    court_add_bytes(court, slice_of_bytes(&content));
    bytes_clear(&content);
}

static void trust_vector(struct court *court, const char *name)
{
    struct bytes content = vector(name);

    court_trust_certificate(court, slice_of_bytes(&content));
    bytes_clear(&content);
}

static void trust_shipped(struct court *court)
{
    struct failure failure = {0};

    assert_done(attestation_anchors_add_shipped(court->anchors, &failure), &failure);
}

/* A court that trusts what is shipped, with two files. */
static void open_with(struct court *court, const char *first, const char *second)
{
    court_open(court);
    trust_shipped(court);
    add_vector(court, first);
    if (second != NULL) {
        add_vector(court, second);
    }
}

static void ask_about_request(struct court *court, const char *name)
{
    struct bytes content = vector(name);
    BIO *memory = BIO_new_mem_buf(content.data, (int)content.size);
    X509_REQ *request = PEM_read_bio_X509_REQ(memory, NULL, NULL, NULL);
    struct made made;

    assert_non_null(request);
    made.key = X509_REQ_get0_pubkey(request);
    court_ask_about(court, &made);
    X509_REQ_free(request);
    BIO_free_all(memory);
    bytes_clear(&content);
}

static void a_yubikey_of_today_is_valid(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, "yubikey/piv-2018-2024-9a.pem", "yubikey/piv-2018-2024-f9.pem");
    court.question.piv_slot = 0x9a;
    court.question.serial = "15732500";
    assert_valid(&court);
    assert_string_equal(court.answer.model, "YubiKey 5");
    assert_string_equal(court.answer.firmware, "5.4.3");
    assert_string_equal(court.answer.anchor_sha256,
                        "63ece914e54dd87915f34033c85af4c0696ba1512f8add66ced738331207b546");
    assert_false(court.answer.anchor_given);
    court.question.piv_slot = 0x9c;
    assert_rejected(&court, "slot-differs");
}

static void the_superseded_copy_of_its_root_allows_no_such_chain(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    court_open(&court);
    add_vector(&court, "yubikey/piv-2018-2024-9a.pem");
    add_vector(&court, "yubikey/piv-2018-2024-f9.pem");
    trust_vector(&court, "yubikey/root-piv-263751-superseded.pem");
    assert_rejected(&court, "path-length");
    trust_shipped(&court); /* does not replace what was given before it */
    assert_rejected(&court, "path-length");
    court_close(&court);

    court_open(&court);
    add_vector(&court, "yubikey/piv-2018-2024-9a.pem");
    add_vector(&court, "yubikey/piv-2018-2024-f9.pem");
    trust_shipped(&court);
    trust_vector(&court, "yubikey/root-piv-263751-superseded.pem");
    assert_valid(&court); /* where the program knows the key, it knows better */
    assert_false(court.answer.anchor_given);
}

static void a_yubikey_of_2018_needs_the_narrow_branch(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, "yubikey/piv-early2018-9a.pem", "yubikey/piv-early2018-f9.pem");
    assert_valid(&court);
    assert_string_equal(court.answer.model, "YubiKey 4");
    assert_null(court.answer.serial);
    assert_string_equal(court.answer.anchor_sha256,
                        "0fa1386f80eb8713263ae5c1d84deb455bdf08aea50ab05503cefee82b092d42");
    court_close(&court);

    court_open(&court); /* as an ordinary root it is none for such a chain */
    add_vector(&court, "yubikey/piv-early2018-9a.pem");
    add_vector(&court, "yubikey/piv-early2018-f9.pem");
    trust_vector(&court, "yubikey/root-u2f-457200631.pem");
    assert_rejected(&court, "issuer-not-ca");
}

static void crossed_statements_are_rejected(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, "yubikey/piv-2018-2024-9a.pem", "yubikey/piv-early2018-f9.pem");
    assert_rejected(&court, "signature-wrong");
    court_close(&court);
    open_with(&court, "yubikey/piv-early2018-9a.pem", "yubikey/piv-2018-2024-f9.pem");
    assert_rejected(&court, "signature-wrong");
}

static void roots_and_issuers_are_no_statements(void **state)
{
    static const char *const files[] = {"yubikey/root-piv-263751.pem",
                                        "yubikey/root-piv-263751-superseded.pem",
                                        "yubikey/root-u2f-457200631.pem",
                                        "yubikey/root-yubihsm.pem",
                                        "yubikey/yubico-ca-1.pem",
                                        "yubikey/yubico-intermediate.pem",
                                        "yubikey/yubico-piv-ca-1.pem",
                                        "yubikey/yubico-fido-ca-1.pem",
                                        "yubikey/yubico-opgp-ca-1.pem",
                                        "yubikey/yubico-piv-preview-ca-certs.pem",
                                        "yubikey/piv-2018-2024-f9.pem",
                                        "luna/luna-rsa-root-certificate.pem",
                                        "luna/luna-ecc-root-certificate.pem",
                                        "smartcard-hsm/DESRCACC100001.cvc"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;

        open_with(&court, files[i], NULL);
        assert_no_statement(&court);
    }
    assert_int_equal(cases, 14);
}

/* The anchor with this digest, and what it is said to be. */
static void check_pin(const struct attestation_anchors *anchors,
                      const struct certificate *published)
{
    uint8_t digest[SHA256_SIZE];
    char *subject = certificate_subject(published);
    char *text;
    size_t found = 0;

    sha256(certificate_der(published), digest);
    text = hex_encode(slice_of(digest, sizeof digest));
    for (size_t i = 0; i < attestation_anchors_count(anchors); i++) {
        struct attestation_anchor_view view = attestation_anchors_view(anchors, i);

        if (strcmp(view.sha256, text) == 0) {
            assert_string_equal(view.name, subject);
            found++;
        }
    }
    assert_int_equal(found, 1);
    memory_free(text);
    memory_free(subject);
}

/* A given anchor that has name and key of a shipped one is not added: so the pin has this key. */
static void check_key(const struct attestation_anchors *anchors,
                      const struct certificate *published)
{
    struct attestation_anchors *copy = attestation_anchors_new();
    struct failure failure = {0};
    size_t before;

    assert_done(attestation_anchors_add_shipped(copy, &failure), &failure);
    before = attestation_anchors_count(copy);
    assert_int_equal(before, attestation_anchors_count(anchors));
    assert_done(attestation_anchors_add(copy, certificate_der(published), "published", &failure),
                &failure);
    assert_int_equal(attestation_anchors_count(copy), before);
    attestation_anchors_free(copy);
}

/* Is it one of those that PREFIX (NULL: all) picks out of the file? */
static bool is_picked(const struct certificate *certificate, const char *prefix)
{
    char *subject = certificate_subject(certificate);
    bool picked = prefix == NULL || strncmp(subject, prefix, strlen(prefix)) == 0;

    memory_free(subject);
    return picked;
}

static void the_pins_are_the_published_keys(void **state)
{
    static const struct {
        const char *file;
        const char *prefix;
        size_t skip; /* certificates at the beginning whose key also has another one */
    } files[] = {
        {"yubikey/root-piv-263751.pem", NULL, 0},
        {"yubikey/root-u2f-457200631.pem", NULL, 0},
        {"yubikey/yubico-ca-1.pem", NULL, 0},
        {"yubikey/root-yubihsm.pem", NULL, 0},
        {"yubikey/yubico-intermediate.pem", "/CN=Yubico PIV Attestation ", 0},
        {"yubikey/yubico-intermediate.pem", "/CN=YubiHSM Attestation ", 0},
        {"yubikey/yubico-piv-preview-ca-certs.pem", NULL, 1},
        {"luna/luna-rsa-root-certificate.pem", NULL, 0},
        {"luna/luna-ecc-root-certificate.pem", NULL, 0},
    };
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    assert_done(attestation_anchors_add_shipped(anchors, &failure), &failure);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct bytes content = vector(files[i].file);
        struct certificate_list list = {0};

        assert_done(certificate_file_read(slice_of_bytes(&content), files[i].file, &list, &failure),
                    &failure);
        for (size_t k = files[i].skip; k < list.count; k++) {
            if (is_picked(list.items[k], files[i].prefix)) {
                check_pin(anchors, list.items[k]);
                check_key(anchors, list.items[k]);
                cases++;
            }
        }
        certificate_list_clear(&list);
        bytes_clear(&content);
    }
    assert_int_equal(cases, 13); /* and the card-verifiable one below */
    attestation_anchors_free(anchors);
}

static void the_pin_of_the_smartcard_hsm_is_the_published_key(void **state)
{
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct bytes root = vector("smartcard-hsm/DESRCACC100001.cvc");
    struct failure failure = {0};
    size_t shipped;

    (void)state;
    assert_done(attestation_anchors_add_shipped(anchors, &failure), &failure);
    shipped = attestation_anchors_count(anchors);
    assert_done(attestation_anchors_add(anchors, slice_of_bytes(&root), "root", &failure),
                &failure);
    assert_int_equal(attestation_anchors_count(anchors), shipped);
    attestation_anchors_free(anchors);
    bytes_clear(&root);
}

/* The pinned CAs stand below the pinned root, as the intermediates that are not pinned say. */
static void the_pinned_cas_are_below_the_pinned_root(void **state)
{
    struct bytes content = vector("yubikey/yubico-intermediate.pem");
    struct bytes top = vector("yubikey/yubico-ca-1.pem");
    struct certificate_list list = {0};
    struct failure failure = {0};
    size_t links = 0;

    (void)state;
    assert_done(certificate_file_read(slice_of_bytes(&content), "intermediates", &list, &failure),
                &failure);
    assert_done(certificate_file_read(slice_of_bytes(&top), "root", &list, &failure), &failure);
    assert_int_equal(list.count, 16);
    for (size_t i = 0; i + 1 < list.count; i++) {
        for (size_t k = 0; k < list.count; k++) {
            links += certificate_issued_by(list.items[i], list.items[k]);
        }
    }
    assert_int_equal(links, 15);
    certificate_list_clear(&list);
    bytes_clear(&top);
    bytes_clear(&content);
}

static void confirmations_of_luna_are_valid(void **state)
{
    static const struct {
        const char *confirmation;
        const char *request;
        const char *other_request;
        const char *model;
        size_t links;
    } cases[] = {
        {"luna/rsa-pkc.p7b", "luna/rsa-test.csr", "luna/ecc-test.csr", "Luna K7", 4},
        {"luna/ecc-pkc.p7b", "luna/ecc-test.csr", "luna/rsa-test.csr", "Luna", 2},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, count++) {
        CLEANUP_VALUE(court_close) struct court court;

        open_with(&court, cases[i].confirmation, NULL);
        ask_about_request(&court, cases[i].request);
        court.question.serial = "521174";
        assert_valid(&court);
        assert_string_equal(court.answer.model, cases[i].model);
        assert_int_equal(court.answer.chain_count, cases[i].links);
        assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
        ask_about_request(&court, cases[i].other_request);
        assert_rejected(&court, "key-differs");
    }
    assert_int_equal(count, 2);
}

static void a_confirmation_needs_its_own_root(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    court_open(&court);
    add_vector(&court, "luna/rsa-pkc.p7b");
    trust_vector(&court, "luna/luna-ecc-root-certificate.pem");
    assert_rejected(&court,
                    "root-unknown"); /* the root is in the file, and is not trusted for it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_yubikey_of_today_is_valid),
        cmocka_unit_test(the_superseded_copy_of_its_root_allows_no_such_chain),
        cmocka_unit_test(a_yubikey_of_2018_needs_the_narrow_branch),
        cmocka_unit_test(crossed_statements_are_rejected),
        cmocka_unit_test(roots_and_issuers_are_no_statements),
        cmocka_unit_test(the_pins_are_the_published_keys),
        cmocka_unit_test(the_pin_of_the_smartcard_hsm_is_the_published_key),
        cmocka_unit_test(the_pinned_cas_are_below_the_pinned_root),
        cmocka_unit_test(confirmations_of_luna_are_valid),
        cmocka_unit_test(a_confirmation_needs_its_own_root),
    };

    const char *folder = getenv("HARDTOKEN_VECTORS");

    if (folder == NULL || *folder == '\0') {
        print_message("HARDTOKEN_VECTORS does not name the folder of published attestations\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests_name("attestation_vectors", tests, NULL, NULL);
}
