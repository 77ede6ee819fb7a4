/* SPDX-License-Identifier: Apache-2.0 */

/* SmartCard-HSM: requests for card-verifiable certificates that a device signed. */

#include "support.h"

#include "court.h"
#include "cv_make.h"

#include <string.h>

#include "base/memory.h"

#define CURVE "brainpoolP256r1"
#define ROOT "TESRCACC100001"
#define ISSUER "TECC0200002"
#define DEVICE "TECC020001300000"

/* Root, issuer, device, and a key the device made. */
static EVP_PKEY *root;
static EVP_PKEY *issuer;
static EVP_PKEY *device;
static EVP_PKEY *key;
static struct bytes root_certificate;
static struct bytes issuer_certificate;
static struct bytes device_certificate;
static struct bytes request;

static struct cv_shape issuer_shape(void)
{
    return (struct cv_shape){.authority = ROOT,
                             .holder = ISSUER,
                             .key = issuer,
                             .signer = root,
                             .role = 0x80,
                             .from = "130002",
                             .until = "210302"};
}

static struct cv_shape device_shape(void)
{
    return (struct cv_shape){.authority = ISSUER,
                             .holder = DEVICE,
                             .key = device,
                             .signer = issuer,
                             .role = 0x00,
                             .from = "140701",
                             .until = "210302"};
}

static struct cv_shape request_shape(void)
{
    return (struct cv_shape){.authority = DEVICE,
                             .holder = "TEKEY00001",
                             .key = key,
                             .signer = key,
                             .parameters = CV_PARAMETERS_WHOLE,
                             .role = -1};
}

static int make_device(void **state)
{
    struct cv_shape shape = {.authority = ROOT,
                             .holder = ROOT,
                             .parameters = CV_PARAMETERS_WHOLE,
                             .role = 0xc0,
                             .from = "121109",
                             .until = "321108"};

    (void)state;
    root = cv_key(CURVE);
    issuer = cv_key(CURVE);
    device = cv_key(CURVE);
    key = cv_key("P-256");
    shape.key = root;
    shape.signer = root;
    root_certificate = cv_certificate(&shape);
    shape = issuer_shape();
    issuer_certificate = cv_certificate(&shape);
    shape = device_shape();
    device_certificate = cv_certificate(&shape);
    shape = request_shape();
    request = cv_request(&shape, DEVICE, device);
    return 0;
}

static int clear_device(void **state)
{
    (void)state;
    EVP_PKEY_free(root);
    EVP_PKEY_free(issuer);
    EVP_PKEY_free(device);
    EVP_PKEY_free(key);
    bytes_clear(&root_certificate);
    bytes_clear(&issuer_certificate);
    bytes_clear(&device_certificate);
    bytes_clear(&request);
    return 0;
}

static void add(struct court *court, const struct bytes *content)
{
    court_add_bytes(court, slice_of_bytes(content));
}

static void open_with(struct court *court, const struct bytes *device_says,
                      const struct bytes *issuer_says, const struct bytes *asked)
{
    court_open(court);
    court_trust_certificate(court, slice_of_bytes(&root_certificate));
    add(court, device_says);
    add(court, issuer_says);
    add(court, asked);
}

static void ask_about(struct court *court, EVP_PKEY *asked)
{
    struct made made = {.key = asked};

    court_ask_about(court, &made);
}

static void a_good_request_holds_and_tells_what_it_says(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &device_certificate, &issuer_certificate, &request);
    assert_valid(&court);
    assert_int_equal(court.answer.product, ATTESTATION_SMARTCARD_HSM);
    assert_string_equal(court.answer.serial, "TECC0200013");
    assert_string_equal(court.answer.anchor_name, ROOT);
    assert_true(court.answer.anchor_given);
    assert_int_equal(court.answer.chain_count, 3);
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_GENERATED);
    assert_int_equal(court.answer.export, ATTESTATION_EXPORT_UNKNOWN);
    court.question.serial = "TECC0200013     ";
    ask_about(&court, key);
    assert_valid(&court);
    assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
}

/* As EF.C_DevAut of the card: device and issuer one behind the other. */
static void certificates_may_stand_one_behind_the_other(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes both = {0};

    (void)state;
    bytes_append(&both, device_certificate.data, device_certificate.size);
    bytes_append(&both, issuer_certificate.data, issuer_certificate.size);
    court_open(&court);
    court_trust_certificate(&court, slice_of_bytes(&root_certificate));
    add(&court, &both);
    add(&court, &request);
    add(&court, &request); /* taken once */
    assert_int_equal(attestation_material_count(court.material), 3);
    assert_valid(&court);
}

static void an_rsa_key_is_attested_too(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    EVP_PKEY *rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    struct cv_shape shape = request_shape();
    struct bytes about_rsa;

    (void)state;
    shape.key = rsa;
    shape.signer = rsa;
    about_rsa = cv_request(&shape, DEVICE, device);
    open_with(&court, &device_certificate, &issuer_certificate, &about_rsa);
    ask_about(&court, rsa);
    assert_valid(&court);
    bytes_clear(&about_rsa);
    EVP_PKEY_free(rsa);
}

static void another_key_token_or_device_is_told_apart(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &device_certificate, &issuer_certificate, &request);
    ask_about(&court, device);
    assert_rejected(&court, "key-differs");
    ask_about(&court, key);
    court.question.serial = "TECC0200014";
    assert_rejected(&court, "serial-differs");
}

static void each_missing_certificate_is_missed(void **state)
{
    const struct bytes *const present[][2] = {{&device_certificate, &request},
                                              {&issuer_certificate, &request}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(present); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;

        court_open(&court);
        court_trust_certificate(&court, slice_of_bytes(&root_certificate));
        add(&court, present[i][0]);
        add(&court, present[i][1]);
        assert_rejected(&court, "issuer-missing");
    }
    assert_int_equal(cases, 2);
}

static void a_signature_by_anybody_else_does_not_hold(void **state)
{
    struct cv_shape by_other_issuer = device_shape();
    struct cv_shape by_other_root = issuer_shape();
    struct cv_shape inner = request_shape();
    struct bytes forged_device;
    struct bytes forged_issuer;
    struct bytes forged_request = cv_request(&inner, DEVICE, key);
    struct bytes not_self_signed;
    size_t cases = 0;

    (void)state;
    by_other_issuer.signer = key;
    by_other_root.signer = key;
    inner.signer = device;
    forged_device = cv_certificate(&by_other_issuer);
    forged_issuer = cv_certificate(&by_other_root);
    not_self_signed = cv_request(&inner, DEVICE, device);
    {
        const struct bytes *const forged[][3] = {
            {&forged_device, &issuer_certificate, &request},
            {&device_certificate, &forged_issuer, &request},
            {&device_certificate, &issuer_certificate, &forged_request},
            {&device_certificate, &issuer_certificate, &not_self_signed},
        };

        for (size_t i = 0; i < COUNT_OF(forged); i++, cases++) {
            CLEANUP_VALUE(court_close) struct court court;

            open_with(&court, forged[i][0], forged[i][1], forged[i][2]);
            assert_rejected(&court, "signature-wrong");
        }
    }
    assert_int_equal(cases, 4);
    bytes_clear(&forged_device);
    bytes_clear(&forged_issuer);
    bytes_clear(&forged_request);
    bytes_clear(&not_self_signed);
}

/* Two of one name: the right one is found, whatever the order. */
static void a_forged_certificate_beside_the_right_one_does_no_harm(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = device_shape();
    struct bytes forged;

    (void)state;
    shape.signer = key;
    forged = cv_certificate(&shape);
    open_with(&court, &forged, &issuer_certificate, &request);
    add(&court, &device_certificate);
    assert_valid(&court);
    bytes_clear(&forged);
}

/* As pico-hsm does it: the same layout, a CA of its own. */
static void a_ca_of_ones_own_is_told_apart(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = device_shape();
    struct bytes own;

    (void)state;
    court_open(&court);
    add(&court, &device_certificate);
    add(&court, &issuer_certificate);
    add(&court, &request);
    assert_rejected(&court, "issuer-missing"); /* nothing is trusted */
    add(&court, &root_certificate);
    assert_rejected(&court, "root-unknown"); /* nor because it is there */
    court_close(&court);

    shape.authority = DEVICE;
    shape.signer = device;
    shape.parameters = CV_PARAMETERS_WHOLE;
    own = cv_certificate(&shape);
    open_with(&court, &own, &issuer_certificate, &request);
    assert_rejected(&court, "root-unknown");
    bytes_clear(&own);
}

static void a_shipped_root_does_not_vouch_for_another_of_its_name(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = issuer_shape();
    struct failure failure = {0};
    struct bytes own;

    (void)state;
    shape.authority = "DESRCACC100001";
    own = cv_certificate(&shape);
    court_open(&court);
    assert_done(attestation_anchors_add_shipped(court.anchors, &failure), &failure);
    add(&court, &own);
    add(&court, &device_certificate);
    add(&court, &request);
    assert_rejected(&court, "signature-wrong");
    bytes_clear(&own);
}

static void a_device_may_not_issue_and_an_issuer_is_no_device(void **state)
{
    struct cv_shape as_issuer = issuer_shape();
    struct cv_shape as_device = device_shape();
    const int issuer_roles[] = {0x00, 0xc0, -1};
    const int device_roles[] = {0x80, 0xc0, -1};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(issuer_roles); i++, cases += 2) {
        CLEANUP_VALUE(court_close) struct court court;
        struct bytes wrong;

        as_issuer.role = issuer_roles[i];
        wrong = cv_certificate(&as_issuer);
        open_with(&court, &device_certificate, &wrong, &request);
        assert_rejected(&court, "purpose-wrong");
        court_close(&court);
        bytes_clear(&wrong);

        as_device.role = device_roles[i];
        wrong = cv_certificate(&as_device);
        open_with(&court, &wrong, &issuer_certificate, &request);
        assert_rejected(&court, "purpose-wrong");
        bytes_clear(&wrong);
    }
    assert_int_equal(cases, 6);
}

/* A device that signs a certificate for another one: the way to the root is longer then. */
static void a_device_below_a_device_does_not_count(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = device_shape();
    struct cv_shape inner = request_shape();
    struct bytes below;
    struct bytes forged;

    (void)state;
    shape.authority = DEVICE;
    shape.holder = "TECC020009900000";
    shape.key = key;
    shape.signer = device;
    shape.parameters = CV_PARAMETERS_WHOLE;
    below = cv_certificate(&shape);
    forged = cv_request(&inner, "TECC020009900000", key);
    open_with(&court, &device_certificate, &issuer_certificate, &forged);
    add(&court, &below);
    assert_rejected(&court, "purpose-wrong");
    bytes_clear(&below);
    bytes_clear(&forged);
}

static void a_digest_that_can_be_forged_does_not_count(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = device_shape();
    struct bytes weak;

    (void)state;
    shape.algorithm = 1; /* the device signs with SHA-1, it says */
    weak = cv_certificate(&shape);
    open_with(&court, &weak, &issuer_certificate, &request);
    assert_rejected(&court, "signature-weak");
    bytes_clear(&weak);
}

/* A base point of one's own choice would fit any public key (as in CVE-2020-0601). */
static void a_base_point_of_ones_own_makes_no_key(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = request_shape();
    struct bytes crooked;

    (void)state;
    shape.parameters = CV_PARAMETERS_OTHER_GENERATOR;
    crooked = cv_request(&shape, DEVICE, device);
    open_with(&court, &device_certificate, &issuer_certificate, &crooked);
    assert_rejected(&court, "malformed");
    ask_about(&court, key);
    assert_rejected(&court, "key-differs");
    bytes_clear(&crooked);
}

static void a_request_without_the_device_is_no_statement(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct cv_shape shape = request_shape();
    struct bytes alone = cv_certificate(&shape);

    (void)state;
    open_with(&court, &device_certificate, &issuer_certificate, &alone);
    assert_no_statement(&court);
    ask_about(&court, key);
    assert_no_statement(&court);
    bytes_clear(&alone);
}

static void dates_are_told_and_do_not_decide(void **state)
{
    static const struct {
        const char *until;
        timestamp now;
        bool expired;
    } cases[] = {
        {"210302", 1614729599, false}, /* the last second of 2021-03-02 */
        {"210302", 1614729600, true},
        {"210231", 1700000000, false}, /* no date says nothing */
        {NULL, 1700000000, false},
    };
    struct cv_shape shape = issuer_shape();
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, count++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct cv_shape dated = device_shape();
        struct bytes issuer_says;
        struct bytes device_says;

        shape.from = "130228";
        shape.until = NULL;
        dated.until = cases[i].until;
        issuer_says = cv_certificate(&shape);
        device_says = cv_certificate(&dated);
        open_with(&court, &device_says, &issuer_says, &request);
        court.question.now = cases[i].now;
        assert_valid(&court);
        assert_int_equal(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED], cases[i].expired);
        bytes_clear(&issuer_says);
        bytes_clear(&device_says);
    }
    assert_int_equal(count, 4);
}

static void refuse(struct slice content)
{
    struct attestation_material *material = attestation_material_new();
    struct failure failure = {0};

    assert_false(attestation_material_add(material, content, "card", &failure));
    assert_failure(&failure, FAILURE_INPUT, "'card'");
    assert_int_equal(attestation_material_count(material), 0);
    attestation_material_free(material);
}

static void a_request_cut_at_any_byte_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < request.size; size++) {
        uint8_t *copy = memory_new(size, 1); /* so that the sanitizer sees a byte too far */

        memcpy(copy, request.data, size);
        refuse(slice_of(copy, size));
        memory_free(copy);
    }
    assert_true(request.size > 400);
}

static void a_request_damaged_at_any_byte_is_refused_or_does_not_hold(void **state)
{
    size_t taken = 0;

    (void)state;
    for (size_t i = 0; i < request.size; i++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct bytes damaged = bytes_copy(request.data, request.size);
        struct failure failure = {0};

        damaged.data[i] ^= 0x01;
        open_with(&court, &device_certificate, &issuer_certificate, &device_certificate);
        if (attestation_material_add(court.material, slice_of_bytes(&damaged), "card", &failure)) {
            attestation_judge(court.material, court.anchors, &court.question, &court.answer);
            assert_int_not_equal(court.answer.verdict, ATTESTATION_VALID);
            taken++;
        }
        failure_clear(&failure);
        bytes_clear(&damaged);
    }
    assert_true(taken > 300);
}

static void what_is_said_twice_is_refused(void **state)
{
    struct cv_shape shape = request_shape();
    struct bytes doubled;

    (void)state;
    shape.repeat_holder = true;
    doubled = cv_request(&shape, DEVICE, device);
    refuse(slice_of_bytes(&doubled));
    bytes_clear(&doubled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_request_holds_and_tells_what_it_says),
        cmocka_unit_test(certificates_may_stand_one_behind_the_other),
        cmocka_unit_test(an_rsa_key_is_attested_too),
        cmocka_unit_test(another_key_token_or_device_is_told_apart),
        cmocka_unit_test(each_missing_certificate_is_missed),
        cmocka_unit_test(a_signature_by_anybody_else_does_not_hold),
        cmocka_unit_test(a_forged_certificate_beside_the_right_one_does_no_harm),
        cmocka_unit_test(a_ca_of_ones_own_is_told_apart),
        cmocka_unit_test(a_shipped_root_does_not_vouch_for_another_of_its_name),
        cmocka_unit_test(a_device_may_not_issue_and_an_issuer_is_no_device),
        cmocka_unit_test(a_device_below_a_device_does_not_count),
        cmocka_unit_test(a_digest_that_can_be_forged_does_not_count),
        cmocka_unit_test(a_base_point_of_ones_own_makes_no_key),
        cmocka_unit_test(a_request_without_the_device_is_no_statement),
        cmocka_unit_test(dates_are_told_and_do_not_decide),
        cmocka_unit_test(a_request_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_request_damaged_at_any_byte_is_refused_or_does_not_hold),
        cmocka_unit_test(what_is_said_twice_is_refused),
    };

    return cmocka_run_group_tests_name("attestation_smartcard_hsm", tests, make_device,
                                       clear_device);
}
