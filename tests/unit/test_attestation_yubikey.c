/* SPDX-License-Identifier: Apache-2.0 */

/* YubiKey PIV: which chains hold, and why the others do not. */

#include "support.h"

#include "court.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <string.h>

#include "base/memory.h"

#define OID "1.3.6.1.4.1.41482.3."
#define FIRMWARE_5_4_3                                                                             \
    {                                                                                              \
        OID "3", "050403"                                                                          \
    }
#define SERIAL_12345678                                                                            \
    {                                                                                              \
        OID "7", "020400bc614e"                                                                    \
    }
#define POLICY_ONCE_CACHED                                                                         \
    {                                                                                              \
        OID "8", "0203"                                                                            \
    }
#define USB_C_KEYCHAIN                                                                             \
    {                                                                                              \
        OID "9", "03"                                                                              \
    }
#define ALL_FACTS                                                                                  \
    {                                                                                              \
        FIRMWARE_5_4_3, SERIAL_12345678, POLICY_ONCE_CACHED, USB_C_KEYCHAIN                        \
    }

#define F9_NAME "Yubico PIV Attestation"
#define LEAF_NAME "YubiKey PIV Attestation 9a"
#define DIRECT "yubikey_piv = *\npath_length = 1"
#define LEGACY "yubikey_piv = Yubico PIV Attestation\nno_constraints = yes"
#define TREE                                                                                       \
    "path_length = 3\n"                                                                            \
    "yubikey_piv = Yubico Attestation Intermediate *, Yubico PIV Attestation *, *"

/* A root, the key of one device, and its statement about the key in 9a. */
static struct made root;
static struct made f9;
static struct made leaf;

static struct made f9_under(const struct made *issuer)
{
    return made_new(&(struct made_shape){.subject = F9_NAME,
                                         .issuer = issuer,
                                         .constraints = "critical,CA:TRUE,pathlen:0",
                                         .vendor = {FIRMWARE_5_4_3}});
}

static struct made leaf_under(const struct made *issuer)
{
    return made_new(
        &(struct made_shape){.subject = LEAF_NAME, .issuer = issuer, .vendor = ALL_FACTS});
}

static int make_device(void **state)
{
    (void)state;
    root = made_new(
        &(struct made_shape){.subject = "Test PIV Root", .constraints = "CA:TRUE,pathlen:1"});
    f9 = f9_under(&root);
    leaf = leaf_under(&f9);
    return 0;
}

static int clear_device(void **state)
{
    (void)state;
    made_clear(&root);
    made_clear(&f9);
    made_clear(&leaf);
    return 0;
}

/* A court that trusts the root, with the statement and F9. */
static void open_with_device(struct court *court)
{
    court_open(court);
    court_trust(court, &root, "Test PIV Root", DIRECT);
    court_add(court, &leaf);
    court_add(court, &f9);
}

static void a_good_statement_holds_and_tells_what_it_says(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes spki = made_spki(&leaf);

    (void)state;
    open_with_device(&court);
    assert_valid(&court);
    assert_int_equal(court.answer.product, ATTESTATION_YUBIKEY_PIV);
    assert_string_equal(court.answer.model, "YubiKey 5");
    assert_string_equal(court.answer.serial, "12345678");
    assert_string_equal(court.answer.firmware, "5.4.3");
    assert_string_equal(court.answer.slot, "9a");
    assert_string_equal(court.answer.form_factor, "USB-C keychain");
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_GENERATED);
    assert_int_equal(court.answer.export, ATTESTATION_EXPORT_NEVER);
    assert_int_equal(court.answer.pin_policy, ATTESTATION_PIN_ONCE);
    assert_int_equal(court.answer.touch_policy, ATTESTATION_TOUCH_CACHED);
    assert_false(court.answer.fips);
    assert_int_equal(court.answer.chain_count, 2);
    assert_string_equal(court.answer.anchor_name, "/CN=Test PIV Root");
    assert_true(court.answer.anchor_given);
    assert_true(slice_equal(slice_of_bytes(&court.answer.spki), slice_of_bytes(&spki)));
}

static void the_root_certificate_in_the_material_is_not_trusted(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    court_open(&court);
    court_add(&court, &leaf);
    court_add(&court, &f9);
    court_add(&court, &root);
    assert_rejected(&court, "root-unknown");
    assert_null(court.answer.anchor_name);
    assert_int_equal(court.answer.origin, ATTESTATION_ORIGIN_UNKNOWN);
}

static void a_shipped_root_does_not_vouch_for_another_of_its_name(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made imitation = made_new(&(struct made_shape){
        .subject = "Yubico PIV Root CA Serial 263751", .constraints = "CA:TRUE,pathlen:1"});
    struct made device = f9_under(&imitation);
    struct made statement = leaf_under(&device);
    struct failure failure = {0};

    (void)state;
    court_open(&court);
    assert_done(attestation_anchors_add_shipped(court.anchors, &failure), &failure);
    court_add(&court, &statement);
    court_add(&court, &device);
    assert_rejected(&court, "signature-wrong");
    court_add(&court, &imitation);
    assert_rejected(&court, "root-unknown");
    made_clear(&statement);
    made_clear(&device);
    made_clear(&imitation);
}

static void without_the_certificate_of_f9_it_does_not_hold(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &leaf);
    assert_rejected(&court, "issuer-missing");
}

static void a_replaced_f9_does_not_hold(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made own = f9_under(NULL);
    struct made statement = leaf_under(&own);

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &statement);
    court_add(&court, &own);
    assert_rejected(&court, "root-unknown");
    made_clear(&statement);
    made_clear(&own);
}

/* The classic: who holds the device has the attested key sign a statement about his own. */
static void a_statement_signed_by_an_attested_key_does_not_hold(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made forged = leaf_under(&leaf);

    (void)state;
    open_with_device(&court);
    court_add(&court, &forged);
    court_ask_about(&court, &forged);
    assert_rejected(&court, "issuer-attested-key");
    court_ask_about(&court, &leaf);
    assert_valid(&court);
    court.question.spki = (struct slice){0};
    assert_rejected(&court, "issuer-attested-key"); /* the worst, when no key is asked about */
    made_clear(&forged);
}

static void nor_with_a_ca_of_his_own_in_between(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made own = f9_under(&leaf);
    struct made forged = leaf_under(&own);

    (void)state;
    open_with_device(&court);
    court_add(&court, &own);
    court_add(&court, &forged);
    court_ask_about(&court, &forged);
    assert_rejected(&court, "issuer-attested-key");
    made_clear(&forged);
    made_clear(&own);
}

static void a_statement_of_another_device_does_not_hold(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made other = f9_under(&root);
    struct made statement = leaf_under(&other);

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &f9);
    court_add(&court, &statement);
    assert_rejected(&court, "signature-wrong");
    court_add(&court, &other); /* with its own F9 beside, the two have one name */
    assert_valid(&court);
    made_clear(&statement);
    made_clear(&other);
}

static void a_preview_root_is_told_apart(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT "\npreview = yes");
    court_add(&court, &leaf);
    court_add(&court, &f9);
    assert_rejected(&court, "root-preview");
    assert_string_equal(court.answer.anchor_name, "/CN=Test PIV Root");
}

static void the_slot_is_that_of_the_key(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with_device(&court);
    court.question.piv_slot = 0x9a;
    assert_valid(&court);
    court.question.piv_slot = 0x9c;
    assert_rejected(&court, "slot-differs");
}

static void the_key_is_the_one_asked_about(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with_device(&court);
    court_ask_about(&court, &root);
    assert_rejected(&court, "key-differs");
    court_ask_about(&court, &leaf);
    assert_valid(&court);
}

static void the_serial_number_is_that_of_the_token(void **state)
{
    static const char *const equal[] = {"12345678", "0012345678", "12345678        "};
    static const char *const different[] = {"12345679", "1234567", "", "0", "123456780"};
    CLEANUP_VALUE(court_close) struct court court;
    size_t cases = 0;

    (void)state;
    open_with_device(&court);
    for (size_t i = 0; i < COUNT_OF(equal); i++, cases++) {
        court.question.serial = equal[i];
        assert_valid(&court);
        assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_EQUAL);
    }
    for (size_t i = 0; i < COUNT_OF(different); i++, cases++) {
        court.question.serial = different[i];
        assert_rejected(&court, "serial-differs");
    }
    assert_int_equal(cases, 8);
}

static void a_serial_number_that_is_not_stated_is_said(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made early = made_new(&(struct made_shape){
        .subject = LEAF_NAME, .issuer = &f9, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED}});

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &f9);
    court_add(&court, &early);
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_SERIAL]);
    court.question.serial = "12345678";
    assert_valid(&court);
    assert_int_equal(court.answer.serial_check, ATTESTATION_SERIAL_NOT_STATED);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_SERIAL]);
    made_clear(&early);
}

static void object_identifiers_alone_prove_nothing(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made imitation =
        made_new(&(struct made_shape){.subject = LEAF_NAME, .vendor = ALL_FACTS});
    struct made plain = made_new(&(struct made_shape){.subject = "www.example.com"});

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &plain);
    assert_no_statement(&court);
    court_ask_about(&court, &plain);
    assert_no_statement(&court);
    court_add(&court, &imitation);
    court_ask_about(&court, &imitation);
    assert_rejected(&court, "root-unknown");
    made_clear(&imitation);
    made_clear(&plain);
}

static void an_f9_that_may_not_issue_does_not_count(void **state)
{
    static const char *const constraints[] = {NULL, "CA:FALSE"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(constraints); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made own = made_new(&(struct made_shape){
            .subject = F9_NAME, .issuer = &root, .constraints = constraints[i]});
        struct made statement = leaf_under(&own);

        court_open(&court);
        court_trust(&court, &root, "Test PIV Root", DIRECT);
        court_add(&court, &own);
        court_add(&court, &statement);
        assert_rejected(&court, "issuer-not-ca");
        made_clear(&statement);
        made_clear(&own);
    }
    assert_int_equal(cases, 2);
}

/* Some devices of 2018: the root for FIDO signed F9, and there are no constraints. */
static void the_branch_of_2018_is_as_narrow_as_it_can_be(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made old = made_new(&(struct made_shape){.subject = F9_NAME, .issuer = &root});
    struct made statement = leaf_under(&old);
    struct made fido =
        made_new(&(struct made_shape){.subject = "Yubico U2F EE Serial 1", .issuer = &root});
    struct made other = leaf_under(&fido);
    struct made below = made_new(&(struct made_shape){.subject = F9_NAME, .issuer = &old});
    struct made deep = leaf_under(&below);

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", LEGACY);
    court_add(&court, &old);
    court_add(&court, &statement);
    court_ask_about(&court, &statement);
    assert_valid(&court);
    court_add(&court, &fido);
    court_add(&court, &other);
    court_ask_about(&court, &other);
    assert_rejected(&court, "issuer-other-product");
    court_add(&court, &below);
    court_add(&court, &deep);
    court_ask_about(&court, &deep);
    assert_rejected(&court, "chain-length");
    made_clear(&deep);
    made_clear(&below);
    made_clear(&other);
    made_clear(&fido);
    made_clear(&statement);
    made_clear(&old);
}

/* Root, intermediate, sub-CA, F9, statement, as from 2024 on. */
struct tree {
    struct made root;
    struct made intermediate;
    struct made sub_ca;
    struct made f9;
    struct made leaf;
};

static void tree_make(struct tree *tree, const char *intermediate_constraints, const char *sub_ca,
                      const char *sub_ca_constraints)
{
    tree->root = made_new(&(struct made_shape){.subject = "Test Root 1",
                                               .constraints = "critical,CA:TRUE,pathlen:3"});
    tree->intermediate =
        made_new(&(struct made_shape){.subject = "Yubico Attestation Intermediate A 1",
                                      .issuer = &tree->root,
                                      .constraints = intermediate_constraints});
    tree->sub_ca = made_new(&(struct made_shape){
        .subject = sub_ca, .issuer = &tree->intermediate, .constraints = sub_ca_constraints});
    tree->f9 = f9_under(&tree->sub_ca);
    tree->leaf = leaf_under(&tree->f9);
}

static void tree_clear(struct tree *tree)
{
    made_clear(&tree->root);
    made_clear(&tree->intermediate);
    made_clear(&tree->sub_ca);
    made_clear(&tree->f9);
    made_clear(&tree->leaf);
}

static void open_with_tree(struct court *court, const struct tree *tree)
{
    court_open(court);
    court_add(court, &tree->leaf);
    court_add(court, &tree->sub_ca);
    court_add(court, &tree->f9);
    court_add(court, &tree->intermediate);
}

static void a_sub_ca_for_piv_leads_to_the_new_root(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    struct tree tree;

    (void)state;
    tree_make(&tree, "critical,CA:TRUE,pathlen:2", "Yubico PIV Attestation A 1",
              "critical,CA:TRUE,pathlen:1");
    open_with_tree(&court, &tree);
    assert_rejected(&court, "issuer-missing");
    der = made_der(&tree.root);
    court_trust_certificate(&court, slice_of_bytes(&der)); /* as --anchor gives it */
    assert_valid(&court);
    assert_int_equal(court.answer.chain_count, 4);
    court_close(&court);

    open_with_tree(&court, &tree);
    court_trust(&court, &tree.root, "Test Root 1", TREE);
    assert_valid(&court);
    court_close(&court);

    open_with_tree(&court, &tree); /* the pinned sub-CA alone is enough */
    court_trust(&court, &tree.sub_ca, "Yubico PIV Attestation A 1", DIRECT);
    assert_valid(&court);
    assert_int_equal(court.answer.chain_count, 2);
    tree_clear(&tree);
}

static void sub_cas_for_other_products_do_not_count(void **state)
{
    static const char *const names[] = {"Yubico FIDO Attestation A 1",
                                        "Yubico OPGP Attestation B2 1", "Yubico SD Attestation B 1",
                                        "YubiHSM Attestation B2 1", "Yubico PIV Attestation"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct tree tree;

        tree_make(&tree, "critical,CA:TRUE,pathlen:2", names[i], "critical,CA:TRUE,pathlen:1");
        open_with_tree(&court, &tree);
        court_trust(&court, &tree.root, "Test Root 1", TREE);
        assert_rejected(&court, "issuer-other-product");
        tree_clear(&tree);
    }
    assert_int_equal(cases, 5);
}

static void path_lengths_count(void **state)
{
    static const char *const intermediates[] = {"critical,CA:TRUE,pathlen:1",
                                                "critical,CA:TRUE,pathlen:2"};
    static const char *const sub_cas[] = {"critical,CA:TRUE,pathlen:1",
                                          "critical,CA:TRUE,pathlen:0"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sub_cas); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct tree tree;

        tree_make(&tree, intermediates[i], "Yubico PIV Attestation A 1", sub_cas[i]);
        open_with_tree(&court, &tree);
        court_trust(&court, &tree.root, "Test Root 1", TREE);
        assert_rejected(&court, "path-length");
        tree_clear(&tree);
    }
    assert_int_equal(cases, 2);
}

/* As of the superseded copy of Yubico's root. */
static void the_path_length_of_a_given_root_counts(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    struct made narrow = made_new(&(struct made_shape){
        .subject = "Test PIV Root", .key = root.key, .constraints = "CA:TRUE,pathlen:0"});

    (void)state;
    der = made_der(&narrow);
    court_open(&court);
    court_add(&court, &leaf);
    court_add(&court, &f9);
    court_trust_certificate(&court, slice_of_bytes(&der));
    assert_rejected(&court, "path-length");
    made_clear(&narrow);
}

static void the_length_of_the_chain_is_exact(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made direct = leaf_under(&root);
    struct made between = made_new(
        &(struct made_shape){.subject = "Between", .issuer = &root, .constraints = "CA:TRUE"});
    struct made device = f9_under(&between);
    struct made deep = leaf_under(&device);

    (void)state;
    open_with_device(&court);
    court_add(&court, &direct);
    court_ask_about(&court, &direct);
    assert_rejected(&court, "chain-length");
    court_add(&court, &between);
    court_add(&court, &device);
    court_add(&court, &deep);
    court_ask_about(&court, &deep);
    assert_rejected(&court, "chain-length");
    made_clear(&deep);
    made_clear(&device);
    made_clear(&between);
    made_clear(&direct);
}

/* Certificates in a circle, and more of them than anybody has. */
static void a_chain_without_end_is_given_up(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made links[12];

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        char name[] = "Link ?";

        name[5] = (char)('a' + i);
        links[i] = made_new(&(struct made_shape){
            .subject = name, .issuer = i == 0 ? NULL : &links[i - 1], .constraints = "CA:TRUE"});
        court_add(&court, &links[i]);
    }
    struct made statement = leaf_under(&links[11]);
    court_add(&court, &statement);
    assert_rejected(&court, "chain-length");
    made_clear(&statement);
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        made_clear(&links[i]);
    }
}

static void a_link_signed_over_sha1_does_not_count(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made weak = made_new(&(struct made_shape){
        .subject = F9_NAME, .issuer = &root, .constraints = "CA:TRUE", .digest = "SHA1"});
    struct made statement = leaf_under(&weak);

    (void)state;
    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &weak);
    court_add(&court, &statement);
    assert_rejected(&court, "signature-weak");
    made_clear(&statement);
    made_clear(&weak);
}

static void what_yubico_would_not_write_does_not_count(void **state)
{
    static const struct made_shape shapes[] = {
        {.subject = LEAF_NAME, .vendor = {SERIAL_12345678, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, SERIAL_12345678}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, SERIAL_12345678, {OID "8", "02"}}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, {OID "7", "0201ff"}, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {{OID "3", "0504"}, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED, POLICY_ONCE_CACHED}},
        {.subject = "YubiKey PIV Attestation", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation f9", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9a ", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9b", .vendor = ALL_FACTS},
        {.subject = "YubiKey PIV Attestation 9a"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(shapes); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made_shape shape = shapes[i];
        struct made statement;

        shape.issuer = &f9;
        statement = made_new(&shape);
        court_open(&court);
        court_trust(&court, &root, "Test PIV Root", DIRECT);
        court_add(&court, &f9);
        court_add(&court, &statement);
        assert_rejected(&court, "malformed");
        made_clear(&statement);
    }
    assert_int_equal(cases, 11);
}

static void fips_is_said_by_the_device_or_by_f9(void **state)
{
    static const struct made_shape devices[] = {
        {.subject = F9_NAME, .constraints = "CA:TRUE", .vendor = {{OID "10", "01"}}},
        {.subject = F9_NAME, .constraints = "CA:TRUE"},
    };
    static const struct made_shape leaves[] = {
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED}},
        {.subject = LEAF_NAME, .vendor = {FIRMWARE_5_4_3, POLICY_ONCE_CACHED, {OID "9", "84"}}},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(devices); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made_shape shape = devices[i];
        struct made device;
        struct made statement;

        shape.issuer = &root;
        device = made_new(&shape);
        shape = leaves[i];
        shape.issuer = &device;
        statement = made_new(&shape);
        court_open(&court);
        court_trust(&court, &root, "Test PIV Root", DIRECT);
        court_add(&court, &device);
        court_add(&court, &statement);
        assert_valid(&court);
        assert_true(court.answer.fips);
        made_clear(&statement);
        made_clear(&device);
    }
    assert_int_equal(cases, 2);
}

/* A statement about KEY (NULL: P-256) by a device with FIRMWARE; how the advisory stands. */
static bool advised(EVP_PKEY *key, const char *firmware, enum attestation_advisory advisory)
{
    CLEANUP_VALUE(court_close) struct court court;
    struct made statement = made_new(
        &(struct made_shape){.subject = LEAF_NAME,
                             .issuer = &f9,
                             .key = key,
                             .vendor = {{OID "3", firmware}, SERIAL_12345678, POLICY_ONCE_CACHED}});

    court_open(&court);
    court_trust(&court, &root, "Test PIV Root", DIRECT);
    court_add(&court, &f9);
    court_add(&court, &statement);
    assert_valid(&court);
    made_clear(&statement);
    return court.answer.advisories[advisory];
}

static void eucleak_is_told_by_firmware_and_kind_of_key(void **state)
{
    EVP_PKEY *rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);

    (void)state;
    assert_true(advised(NULL, "050403", ATTESTATION_ADVISORY_EUCLEAK));
    assert_true(advised(NULL, "0506ff", ATTESTATION_ADVISORY_EUCLEAK));
    assert_true(advised(NULL, "040307", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(NULL, "050700", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(NULL, "060000", ATTESTATION_ADVISORY_EUCLEAK));
    assert_false(advised(rsa, "050403", ATTESTATION_ADVISORY_EUCLEAK));
    EVP_PKEY_free(rsa);
}

/* A modulus as the affected chips make them: a power of 65537 modulo the product of small primes.
 */
static EVP_PKEY *roca_key(void)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *product = BN_new();
    BIGNUM *modulus = BN_new();
    BIGNUM *generator = BN_new();
    BIGNUM *exponent = BN_new();
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters;

    assert_int_equal(BN_one(product), 1);
    for (BN_ULONG n = 2; n <= 167; n++) {
        BN_ULONG d = 2;

        while (n % d != 0) {
            d++;
        }
        assert_int_equal(d < n || BN_mul_word(product, n), 1);
    }
    assert_int_equal(BN_set_word(generator, 65537) && BN_set_word(exponent, 123456789), 1);
    assert_int_equal(BN_mod_exp(modulus, generator, exponent, product, context), 1);
    assert_int_equal(BN_lshift(exponent, product, 1700) /* a multiple of the product */, 1);
    assert_int_equal(BN_add(modulus, modulus, exponent), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus), 1);
    assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, generator), 1);
    parameters = OSSL_PARAM_BLD_to_param(builder);
    assert_int_equal(EVP_PKEY_fromdata_init(maker), 1);
    assert_int_equal(EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters), 1);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(maker);
    BN_free(exponent);
    BN_free(generator);
    BN_free(modulus);
    BN_free(product);
    BN_CTX_free(context);
    return key;
}

static void roca_is_told_by_the_key_itself(void **state)
{
    EVP_PKEY *weak = roca_key();
    EVP_PKEY *strong = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);

    (void)state;
    assert_true(advised(weak, "050403", ATTESTATION_ADVISORY_ROCA));
    assert_false(advised(strong, "040307", ATTESTATION_ADVISORY_ROCA));
    assert_false(advised(NULL, "040307", ATTESTATION_ADVISORY_ROCA));
    EVP_PKEY_free(strong);
    EVP_PKEY_free(weak);
}

static void dates_are_told_and_do_not_decide(void **state)
{
    CLEANUP_VALUE(court_close) struct court court;

    (void)state;
    open_with_device(&court); /* valid from 2020 until 2050 */
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    court.question.now = 1800000000; /* 2027 */
    assert_valid(&court);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    assert_false(court.answer.advisories[ATTESTATION_ADVISORY_NOT_YET]);
    court.question.now = 2600000000; /* 2052 */
    assert_valid(&court);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_EXPIRED]);
    court.question.now = 1500000000; /* 2017 */
    assert_valid(&court);
    assert_true(court.answer.advisories[ATTESTATION_ADVISORY_NOT_YET]);
}

static void ids_of_libykcs11_are_slots(void **state)
{
    static const struct {
        uint8_t id;
        unsigned slot;
    } cases[] = {{1, 0x9a},  {2, 0x9c}, {3, 0x9d}, {4, 0x9e}, {5, 0x82},
                 {24, 0x95}, {25, 0},   {0, 0},    {255, 0}};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, count++) {
        assert_int_equal(attestation_piv_slot(slice_of(&cases[i].id, 1)), cases[i].slot);
    }
    assert_int_equal(count, 9);
    assert_int_equal(attestation_piv_slot(LITERAL("\x01\x01")), 0);
    assert_int_equal(attestation_piv_slot((struct slice){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_statement_holds_and_tells_what_it_says),
        cmocka_unit_test(the_root_certificate_in_the_material_is_not_trusted),
        cmocka_unit_test(a_shipped_root_does_not_vouch_for_another_of_its_name),
        cmocka_unit_test(without_the_certificate_of_f9_it_does_not_hold),
        cmocka_unit_test(a_replaced_f9_does_not_hold),
        cmocka_unit_test(a_statement_signed_by_an_attested_key_does_not_hold),
        cmocka_unit_test(nor_with_a_ca_of_his_own_in_between),
        cmocka_unit_test(a_statement_of_another_device_does_not_hold),
        cmocka_unit_test(a_preview_root_is_told_apart),
        cmocka_unit_test(the_slot_is_that_of_the_key),
        cmocka_unit_test(the_key_is_the_one_asked_about),
        cmocka_unit_test(the_serial_number_is_that_of_the_token),
        cmocka_unit_test(a_serial_number_that_is_not_stated_is_said),
        cmocka_unit_test(object_identifiers_alone_prove_nothing),
        cmocka_unit_test(an_f9_that_may_not_issue_does_not_count),
        cmocka_unit_test(the_branch_of_2018_is_as_narrow_as_it_can_be),
        cmocka_unit_test(a_sub_ca_for_piv_leads_to_the_new_root),
        cmocka_unit_test(sub_cas_for_other_products_do_not_count),
        cmocka_unit_test(path_lengths_count),
        cmocka_unit_test(the_path_length_of_a_given_root_counts),
        cmocka_unit_test(the_length_of_the_chain_is_exact),
        cmocka_unit_test(a_chain_without_end_is_given_up),
        cmocka_unit_test(a_link_signed_over_sha1_does_not_count),
        cmocka_unit_test(what_yubico_would_not_write_does_not_count),
        cmocka_unit_test(fips_is_said_by_the_device_or_by_f9),
        cmocka_unit_test(eucleak_is_told_by_firmware_and_kind_of_key),
        cmocka_unit_test(roca_is_told_by_the_key_itself),
        cmocka_unit_test(dates_are_told_and_do_not_decide),
        cmocka_unit_test(ids_of_libykcs11_are_slots),
    };

    return cmocka_run_group_tests_name("attestation_yubikey", tests, make_device, clear_device);
}
