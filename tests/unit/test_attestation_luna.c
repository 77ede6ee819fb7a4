/* SPDX-License-Identifier: Apache-2.0 */

/* Luna: which public key confirmations hold, and why the others do not. */

#include "support.h"

#include "court.h"
#include "files.h"

#include <string.h>

#include "base/memory.h"

#define PURPOSE "1.3.6.1.4.1.12383.1."
#define SERIAL                                                                                     \
    {                                                                                              \
        "1.3.6.1.4.1.12383.2.1", "d6f30700"                                                        \
    } /* 521174, the lowest byte first */
#define RSA_RULES "luna = purpose:" PURPOSE "7, purpose:" PURPOSE "8, purpose:" PURPOSE "12"
#define ECC_RULES "luna = purpose:" PURPOSE "15"

/* The long chain, of P-256 keys: what the keys are is no part of the rules. */
static struct made root;
static struct made integrity;
static struct made origin;
static struct made device;
static struct made leaf;

static struct made ca(const char *subject, const struct made *issuer, const char *purpose)
{
    return made_new(&(struct made_shape){.subject = subject,
                                         .issuer = issuer,
                                         .constraints = "critical,CA:TRUE",
                                         .purpose = purpose,
                                         .vendor = {SERIAL}});
}

static struct made confirmation(const struct made *issuer, const char *purpose)
{
    return made_new(&(struct made_shape){.subject = "41000000ae000002d6f30700",
                                         .issuer = issuer,
                                         .purpose = purpose,
                                         .vendor = {SERIAL}});
}

static int make_hsm(void **state)
{
    (void)state;
    root = made_new(&(struct made_shape){.subject = "Test Luna Root"});
    integrity = ca("Integrity", &root, "critical," PURPOSE "7");
    origin = ca("Hardware Origin Certificate", &integrity, "critical," PURPOSE "8");
    device = ca("Luna K7-521174", &origin, "critical," PURPOSE "12");
    leaf = confirmation(&device, "critical," PURPOSE "13");
    return 0;
}

static int clear_hsm(void **state)
{
    (void)state;
    made_clear(&root);
    made_clear(&integrity);
    made_clear(&origin);
    made_clear(&device);
    made_clear(&leaf);
    return 0;
}

static void open_with(struct court *court, const struct made *statement)
{
    court_open(court);
    court_trust(court, &root, "Test Luna Root", RSA_RULES);
    court_add(court, &integrity);
    court_add(court, &origin);
    court_add(court, &device);
    court_add(court, statement);
}

static void a_good_confirmation_holds_and_tells_what_it_says(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &leaf);
    court_ask_about(&court, &leaf);
    court.question.serial = "521174";
    assert_valid(&court);
    assert_int_equal(court.answer.product, ATTESTATION_LUNA);
    assert_string_equal(court.answer.model, "Luna K7");
    assert_string_equal(court.answer.serial, "521174");
    assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_GENERATED);
    assert_int_equal(court.answer.export, ATTESTATION_EXPORT_NEVER);
    assert_int_equal(court.answer.chain_count, 4);
}

/* As cmu writes it: one PKCS#7 with the whole chain, the root too. */
static void a_pkcs7_holds_the_chain(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct bytes ders[] = {made_der(&leaf), made_der(&device), made_der(&origin),
                           made_der(&integrity), made_der(&root)};
    struct bytes bundle = pkcs7_der(ders, COUNT_OF(ders));

    (void)state;
    court_open(&court);
    court_add_bytes(&court, slice_of_bytes(&bundle));
    assert_rejected(&court, "root-unknown");
    court_trust(&court, &root, "Test Luna Root", RSA_RULES);
    assert_valid(&court);
    for (size_t i = 0; i < COUNT_OF(ders); i++) {
        bytes_clear(&ders[i]);
    }
    bytes_clear(&bundle);
}

static void another_hsm_is_told_apart_and_a_partition_is_not_compared(void **state)
{
    static const char *const partitions[] = {"1280780175914", "4294967296", "LunaSA-1", ""};
    CLEANUP_VALUE(court_close) struct court court;
    size_t cases = 0;

    (void)state;
    open_with(&court, &leaf);
    court.question.serial = "521175";
    assert_rejected(&court, "serial-differs");
    for (size_t i = 0; i < COUNT_OF(partitions); i++, cases++) {
        court.question.serial = partitions[i];
        assert_valid(&court);
        assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_NOT_STATED);
        assert_true(court.answer.advisories[ATTESTATION_ADVISORY_SERIAL]);
    }
    assert_int_equal(cases, 4);
}

/* Certificates in their order, each with the purpose of another. */
static void each_certificate_has_its_own_purpose(void **state)
{
    static const char *const purposes[][4] = {
        {PURPOSE "8", PURPOSE "8", PURPOSE "12", PURPOSE "13"},
        {PURPOSE "7", PURPOSE "7", PURPOSE "12", PURPOSE "13"},
        {PURPOSE "7", PURPOSE "8", PURPOSE "13", PURPOSE "13"},
        {PURPOSE "7", PURPOSE "8", NULL, PURPOSE "13"},
        {PURPOSE "7", PURPOSE "8", PURPOSE "12", PURPOSE "12"},
        {PURPOSE "7", PURPOSE "8", PURPOSE "12", PURPOSE "131"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(purposes); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made links[4];

        links[0] = ca("Integrity", &root, purposes[i][0]);
        links[1] = ca("Origin", &links[0], purposes[i][1]);
        links[2] = ca("Device", &links[1], purposes[i][2]);
        links[3] = confirmation(&links[2], purposes[i][3]);
        court_open(&court);
        court_trust(&court, &root, "Test Luna Root", RSA_RULES);
        for (size_t k = 0; k < COUNT_OF(links); k++) {
            court_add(&court, &links[k]);
        }
        court_ask_about(&court, &links[3]);
        assert_rejected(&court, "purpose-wrong");
        for (size_t k = 0; k < COUNT_OF(links); k++) {
            made_clear(&links[k]);
        }
    }
    assert_int_equal(cases, 6);
}

static void a_certificate_of_the_hsm_is_no_confirmation(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &leaf);
    court_ask_about(&court, &device);
    assert_rejected(&court, "purpose-wrong");
    court_ask_about(&court, &root);
    assert_rejected(&court, "key-differs");
}

static void a_chain_that_is_shorter_or_under_another_root_does_not_count(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made other = made_new(&(struct made_shape){.subject = "TC TrustCenter"});
    struct made own_device = ca("Luna K7-521174", &other, PURPOSE "12");
    struct made foreign = confirmation(&own_device, PURPOSE "13");
    struct made close_device = ca("Luna K7-1", &root, PURPOSE "12");
    struct made short_leaf = confirmation(&close_device, PURPOSE "13");

    (void)state;
    open_with(&court, &foreign);
    assert_rejected(&court, "signature-wrong"); /* its device has the name of ours */
    court_add(&court, &own_device);
    assert_rejected(&court, "issuer-missing");
    court_add(&court, &other);
    assert_rejected(&court, "root-unknown");
    court_close(&court);

    open_with(&court, &short_leaf);
    court_add(&court, &close_device);
    assert_rejected(&court, "chain-length");
    made_clear(&short_leaf);
    made_clear(&close_device);
    made_clear(&foreign);
    made_clear(&own_device);
    made_clear(&other);
}

/* Luna writes the INTEGERs of ECDSA signatures without the zero in front of a high bit. */
static void signatures_that_are_not_der_are_read_as_numbers(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made hsm = ca("521174", &root, "critical," PURPOSE "15");
    struct made stranger = ca("521174", &root, "critical," PURPOSE "15");
    struct made statement = confirmation(&hsm, "critical," PURPOSE "13");
    struct bytes bare = made_der_with_bare_integers(&statement, &hsm);
    struct bytes forged = made_der_with_bare_integers(&statement, &stranger);

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test Luna Root", ECC_RULES);
    court_add(&court, &hsm);
    court_add_bytes(&court, slice_of_bytes(&bare));
    assert_valid(&court);
    assert_string_equal(court.answer.model, "Luna");
    assert_int_equal(court.answer.chain_count, 2);
    court_close(&court);

    court_open(&court);
    court_trust(&court, &root, "Test Luna Root", ECC_RULES);
    court_add(&court, &hsm);
    court_add_bytes(&court, slice_of_bytes(&forged));
    assert_rejected(&court, "signature-wrong");
    bytes_clear(&forged);
    bytes_clear(&bare);
    made_clear(&statement);
    made_clear(&stranger);
    made_clear(&hsm);
}

static void a_confirmation_without_the_serial_number_is_malformed(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made anonymous = made_new(&(struct made_shape){
        .subject = "41000000ae000002d6f30700", .issuer = &device, .purpose = PURPOSE "13"});

    (void)state;
    open_with(&court, &anonymous);
    assert_rejected(&court, "malformed");
    made_clear(&anonymous);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_confirmation_holds_and_tells_what_it_says),
        cmocka_unit_test(a_pkcs7_holds_the_chain),
        cmocka_unit_test(another_hsm_is_told_apart_and_a_partition_is_not_compared),
        cmocka_unit_test(each_certificate_has_its_own_purpose),
        cmocka_unit_test(a_certificate_of_the_hsm_is_no_confirmation),
        cmocka_unit_test(a_chain_that_is_shorter_or_under_another_root_does_not_count),
        cmocka_unit_test(signatures_that_are_not_der_are_read_as_numbers),
        cmocka_unit_test(a_confirmation_without_the_serial_number_is_malformed),
    };

    return cmocka_run_group_tests_name("attestation_luna", tests, make_hsm, clear_hsm);
}
