/* SPDX-License-Identifier: Apache-2.0 */

/* YubiHSM 2: which chains hold, and why the others do not. */

#include "support.h"

#include "court.h"

#include <string.h>

#include "base/memory.h"

#define OID "1.3.6.1.4.1.41482.4."
#define FIRMWARE                                                                                   \
    {                                                                                              \
        OID "1", "0403020301"                                                                      \
    }
#define SERIAL                                                                                     \
    {                                                                                              \
        OID "2", "0203755e12"                                                                      \
    } /* 7691794 */
#define GENERATED                                                                                  \
    {                                                                                              \
        OID "3", "03020001"                                                                        \
    }
#define DOMAINS                                                                                    \
    {                                                                                              \
        OID "4", "0303000001"                                                                      \
    }
#define SIGN_ECDSA                                                                                 \
    {                                                                                              \
        OID "5", "0309000000000000000080"                                                          \
    }
#define OBJECT                                                                                     \
    {                                                                                              \
        OID "6", "02021234"                                                                        \
    }
#define LABEL                                                                                      \
    {                                                                                              \
        OID "9", "0c0561206b6579"                                                                  \
    } /* "a key" */
#define ALL_FACTS                                                                                  \
    {                                                                                              \
        FIRMWARE, SERIAL, GENERATED, DOMAINS, SIGN_ECDSA, OBJECT, LABEL                            \
    }

#define RULES "path_length = 2\nyubihsm = *, *"
#define TREE                                                                                       \
    "path_length = 3\nyubihsm = Yubico Attestation Intermediate *, YubiHSM Attestation *, *"

/* Root, intermediate, the key of one device, and a key in it. */
static struct made root;
static struct made intermediate;
static struct made device;
static struct made leaf;

static struct made device_under(const struct made *issuer)
{
    return made_new(&(struct made_shape){.subject = "YubiHSM Attestation (07691794)",
                                         .issuer = issuer,
                                         .constraints = "critical,CA:TRUE,pathlen:0",
                                         .vendor = {FIRMWARE, SERIAL}});
}

static struct made leaf_under(const struct made *issuer)
{
    return made_new(&(struct made_shape){
        .subject = "YubiHSM Attestation id:0x1234", .issuer = issuer, .vendor = ALL_FACTS});
}

static int make_device(void **state)
{
    (void)state;
    root = made_new(&(struct made_shape){.subject = "Test HSM Root",
                                         .constraints = "critical,CA:TRUE,pathlen:2"});
    intermediate = made_new(&(struct made_shape){.subject = "Test HSM Intermediate",
                                                 .issuer = &root,
                                                 .constraints = "critical,CA:TRUE,pathlen:1"});
    device = device_under(&intermediate);
    leaf = leaf_under(&device);
    return 0;
}

static int clear_device(void **state)
{
    (void)state;
    made_clear(&root);
    made_clear(&intermediate);
    made_clear(&device);
    made_clear(&leaf);
    return 0;
}

static void open_with(struct court *court, const struct made *statement)
{
    court_open(court);
    court_trust(court, &root, "Test HSM Root", RULES);
    court_add(court, &intermediate);
    court_add(court, &device);
    court_add(court, statement);
}

static void a_good_statement_holds_and_tells_what_it_says(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &leaf);
    court_ask_about(&court, &leaf);
    court.question.serial = "07691794";
    assert_valid(&court);
    assert_int_equal(court.answer.product, ATTESTATION_YUBIHSM);
    assert_string_equal(court.answer.model, "YubiHSM 2");
    assert_string_equal(court.answer.serial, "7691794");
    assert_string_equal(court.answer.firmware, "2.3.1");
    assert_string_equal(court.answer.slot, "0x1234");
    assert_string_equal(court.answer.label, "a key");
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_GENERATED);
    assert_int_equal(court.answer.export, ATTESTATION_EXPORT_NEVER);
    assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
    assert_int_equal(court.answer.chain_count, 3);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_EUCLEAK]);
}

/* A statement with ORIGIN and CAPABILITIES (extnValue, hexadecimal; NULL: left out). */
static struct made claiming(const char *origin, const char *capabilities)
{
    struct made_shape shape = {
        .subject = "YubiHSM Attestation id:0x1234", .issuer = &device, .vendor = {SERIAL}};
    size_t next = 1;

    if (origin != NULL) {
        shape.vendor[next++] = (struct made_extension){OID "3", origin};
    }
    if (capabilities != NULL) {
        shape.vendor[next++] = (struct made_extension){OID "5", capabilities};
    }
    return made_new(&shape);
}

static void check_claim(const char *origin, const char *capabilities, const char *reason,
                        enum attestation_origin ret_origin, enum attestation_export ret_export)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made statement = claiming(origin, capabilities);

    open_with(&court, &statement);
    assert_rejected(&court, reason);
    assert_int_equal(court.answer.origin, ret_origin);
    assert_int_equal(court.answer.export, ret_export);
    made_clear(&statement);
}

static void only_what_was_generated_and_nothing_more_counts(void **state)
{
    /* imported; generated, then exported and imported again; imported wrapped; none */
    static const char *const origins[] = {"03020002", "03020011", "03020010", "03020000",
                                          "03020003"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(origins); i++, cases++) {
        check_claim(origins[i], "0309000000000000000080", "key-imported",
                    ATTESTATION_ORIGIN_IMPORTED, ATTESTATION_EXPORT_UNKNOWN);
    }
    assert_int_equal(cases, 5);
}

static void a_key_that_can_be_wrapped_does_not_count(void **state)
{
    (void)state;
    check_claim("03020001", "0309000000000000010080", "key-exportable", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_WRAPPED);
    check_claim("03020002", "0309000000000000010080", "key-imported", ATTESTATION_ORIGIN_IMPORTED,
                ATTESTATION_EXPORT_WRAPPED);
}

static void what_is_not_said_or_unreadable_does_not_count(void **state)
{
    (void)state;
    check_claim(NULL, "0309000000000000000080", "malformed", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_UNKNOWN);
    check_claim("03020001", NULL, "malformed", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_UNKNOWN);
    check_claim("02020001", "0309000000000000000080", "malformed", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_UNKNOWN);
    check_claim("03020101", "0309000000000000000080", "malformed", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_UNKNOWN);
    check_claim("03020001", "030a00000000000000000080", "malformed", ATTESTATION_ORIGIN_UNKNOWN,
                ATTESTATION_EXPORT_UNKNOWN);
}

/* Any key may be given the capability to attest: one that was imported, too. */
static void a_statement_by_a_key_of_the_user_does_not_count(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made own_ca = made_new(&(struct made_shape){.subject = "YubiHSM Attestation id:0x1234",
                                                       .issuer = &device,
                                                       .constraints = "CA:TRUE",
                                                       .vendor = {SERIAL, GENERATED, SIGN_ECDSA}});
    struct made forged = leaf_under(&own_ca);
    struct made self = made_new(&(struct made_shape){.subject = "mine", .constraints = "CA:TRUE"});
    struct made stranger = leaf_under(&self);

    (void)state;
    open_with(&court, &forged);
    court_add(&court, &own_ca);
    court_ask_about(&court, &forged);
    assert_rejected(&court, "issuer-attested-key");
    court_add(&court, &self);
    court_add(&court, &stranger);
    court_ask_about(&court, &stranger);
    assert_rejected(&court, "root-unknown");
    made_clear(&stranger);
    made_clear(&self);
    made_clear(&forged);
    made_clear(&own_ca);
}

static void the_length_of_the_chain_is_exact(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made direct = leaf_under(&intermediate); /* signed by a CA, not by a device */

    (void)state;
    open_with(&court, &direct);
    assert_rejected(&court, "chain-length");
    made_clear(&direct);
}

static void another_key_or_device_is_told_apart(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with(&court, &leaf);
    court.question.serial = "7691795";
    assert_rejected(&court, "serial-differs");
    court_ask_about(&court, &device);
    assert_rejected(&court, "key-differs");
}

/* Root, intermediate, sub-CA, device, statement, as from 2024 on. */
static void only_the_sub_ca_for_yubihsms_counts(void **state)
{
    static const struct {
        const char *name;
        bool good;
    } cases[] = {{"YubiHSM Attestation B2 1", true}, {"Yubico PIV Attestation B2 1", false}};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, count++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made top = made_new(&(struct made_shape){
            .subject = "Test Root 1", .constraints = "critical,CA:TRUE,pathlen:3"});
        struct made middle =
            made_new(&(struct made_shape){.subject = "Yubico Attestation Intermediate B 1",
                                          .issuer = &top,
                                          .constraints = "critical,CA:TRUE,pathlen:2"});
        struct made sub_ca =
            made_new(&(struct made_shape){.subject = cases[i].name,
                                          .issuer = &middle,
                                          .constraints = "critical,CA:TRUE,pathlen:1"});
        struct made own = device_under(&sub_ca);
        struct made statement = leaf_under(&own);

        court_open(&court);
        court_trust(&court, &top, "Test Root 1", TREE);
        court_add(&court, &middle);
        court_add(&court, &sub_ca);
        court_add(&court, &own);
        court_add(&court, &statement);
        if (cases[i].good) {
            assert_valid(&court);
        } else {
            assert_rejected(&court, "issuer-other-product");
        }
        made_clear(&statement);
        made_clear(&own);
        made_clear(&sub_ca);
        made_clear(&middle);
        made_clear(&top);
    }
    assert_int_equal(count, 2);
}

/* A root for YubiHSMs says nothing about YubiKeys, though both are Yubico's. */
static void a_root_counts_for_its_products_only(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made piv = made_new(&(struct made_shape){
        .subject = "YubiKey PIV Attestation 9a",
        .issuer = &device,
        .vendor = {{"1.3.6.1.4.1.41482.3.3", "050403"}, {"1.3.6.1.4.1.41482.3.8", "0203"}}});

    (void)state;
    open_with(&court, &piv);
    assert_rejected(&court, "issuer-missing");
    court_add(&court, &root);
    assert_rejected(&court, "root-unknown");
    made_clear(&piv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_statement_holds_and_tells_what_it_says),
        cmocka_unit_test(only_what_was_generated_and_nothing_more_counts),
        cmocka_unit_test(a_key_that_can_be_wrapped_does_not_count),
        cmocka_unit_test(what_is_not_said_or_unreadable_does_not_count),
        cmocka_unit_test(a_statement_by_a_key_of_the_user_does_not_count),
        cmocka_unit_test(the_length_of_the_chain_is_exact),
        cmocka_unit_test(another_key_or_device_is_told_apart),
        cmocka_unit_test(only_the_sub_ca_for_yubihsms_counts),
        cmocka_unit_test(a_root_counts_for_its_products_only),
    };

    return cmocka_run_group_tests_name("attestation_yubihsm", tests, make_device, clear_device);
}
