/* SPDX-License-Identifier: Apache-2.0 */

/* YubiKey PIV: what may stand between a statement and a root. */

#include "support.h"

#include "yubikey.h"

#define LEGACY "yubikey_piv = Yubico PIV Attestation\nno_constraints = yes"
#define TREE                                                                                       \
    "path_length = 3\nyubikey_piv = Yubico Attestation Intermediate *, Yubico PIV Attestation *, " \
    "*"

static void an_f9_that_may_not_issue_does_not_count(void **state)
{
    const struct yubikey *yubikey = *state;
    static const char *const constraints[] = {NULL, "CA:FALSE"};
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(constraints); i++, cases++) {
        CLEANUP_VALUE(court_close) struct court court;
        struct made own = made_new(&(struct made_shape){
            .subject = F9_NAME, .issuer = &yubikey->root, .constraints = constraints[i]});
        struct made statement = leaf_under(&own);

        court_open(&court);
        court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
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
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made old = made_new(&(struct made_shape){.subject = F9_NAME, .issuer = &yubikey->root});
    struct made statement = leaf_under(&old);
    struct made fido = made_new(
        &(struct made_shape){.subject = "Yubico U2F EE Serial 1", .issuer = &yubikey->root});
    struct made other = leaf_under(&fido);
    struct made below = made_new(&(struct made_shape){.subject = F9_NAME, .issuer = &old});
    struct made deep = leaf_under(&below);

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", LEGACY);
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
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    struct made narrow = made_new(&(struct made_shape){
        .subject = "Test PIV Root", .key = yubikey->root.key, .constraints = "CA:TRUE,pathlen:0"});

    der = made_der(&narrow);
    court_open(&court);
    court_add(&court, &yubikey->leaf);
    court_add(&court, &yubikey->f9);
    court_trust_certificate(&court, slice_of_bytes(&der));
    assert_rejected(&court, "path-length");
    made_clear(&narrow);
}

static void the_length_of_the_chain_is_exact(void **state)
{
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made direct = leaf_under(&yubikey->root);
    struct made between = made_new(&(struct made_shape){
        .subject = "Between", .issuer = &yubikey->root, .constraints = "CA:TRUE"});
    struct made device = f9_under(&between);
    struct made deep = leaf_under(&device);

    court_open_with(&court, yubikey, true);
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
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made links[12];

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
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
    const struct yubikey *yubikey = *state;
    CLEANUP_VALUE(court_close) struct court court;
    struct made weak = made_new(&(struct made_shape){
        .subject = F9_NAME, .issuer = &yubikey->root, .constraints = "CA:TRUE", .digest = "SHA1"});
    struct made statement = leaf_under(&weak);

    court_open(&court);
    court_trust(&court, &yubikey->root, "Test PIV Root", DIRECT);
    court_add(&court, &weak);
    court_add(&court, &statement);
    assert_rejected(&court, "signature-weak");
    made_clear(&statement);
    made_clear(&weak);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_f9_that_may_not_issue_does_not_count),
        cmocka_unit_test(the_branch_of_2018_is_as_narrow_as_it_can_be),
        cmocka_unit_test(a_sub_ca_for_piv_leads_to_the_new_root),
        cmocka_unit_test(sub_cas_for_other_products_do_not_count),
        cmocka_unit_test(path_lengths_count),
        cmocka_unit_test(the_path_length_of_a_given_root_counts),
        cmocka_unit_test(the_length_of_the_chain_is_exact),
        cmocka_unit_test(a_chain_without_end_is_given_up),
        cmocka_unit_test(a_link_signed_over_sha1_does_not_count),
    };

    return cmocka_run_group_tests_name("attestation_chain", tests, yubikey_setup, yubikey_teardown);
}
