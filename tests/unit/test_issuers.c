/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "custody/issuers.h"

/* The folder is where the person's own files are looked for. */
static int setup(void **state)
{
    return folder_setup(state) != 0 ? 1 : setenv("XDG_CONFIG_HOME", *state, 1);
}

static struct issuer_table *table_read(void)
{
    struct issuer_table *table = NULL;
    struct failure failure = {0};

    assert_done(issuer_table_read(&table, &failure), &failure);
    return table;
}

/* What a certificate of this issuer with one policy (NULL: none) claims; borrows the texts. */
static struct device_claims claims_of(char *common_name, char *organization, char **policy)
{
    return (struct device_claims){.issuer_common_name = common_name,
                                  .issuer_organization = organization,
                                  .policies = {.items = policy, .count = policy != NULL}};
}

static void the_product_is_known_by_the_name_of_the_issuer(void **state)
{
    static const struct {
        const char *common_name;
        const char *organization;
        enum issuer_statement statement;
        enum issuer_environment environment;
    } cases[] = {
        {"Buypass Class 3 CA G2 HT Business", "Buypass AS", ISSUER_HARD, ISSUER_PRODUCTION},
        {"Buypass Class 3 CA G2 HT Person", "Buypass AS", ISSUER_HARD, ISSUER_PRODUCTION},
        {"Buypass Class 3 CA G2 ST Business", "Buypass AS", ISSUER_SOFT, ISSUER_PRODUCTION},
        {"Buypass Class 3 Test4 CA G2 HT Business", "Buypass AS", ISSUER_HARD, ISSUER_TEST},
        {"Buypass Class 3 Test4 CA G2 ST Business", "Buypass AS", ISSUER_SOFT, ISSUER_TEST},
        {"Commfides Legal Person - G3", "Commfides Norge AS", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"Commfides Legal Person - G3 - TEST", "Commfides Norge AS", ISSUER_EITHER, ISSUER_TEST},
        {"SITHS e-id Person HSA-id 3 CA v1", "Inera AB", ISSUER_HARD, ISSUER_PRODUCTION},
        {"SITHS e-id Person ID 2 CA v1", "Inera AB", ISSUER_HARD, ISSUER_PRODUCTION},
        {"SITHS e-id Person ID Mobile CA v1", "Inera AB", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"SITHS e-id Function CA v1", "Inera AB", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"TEST SITHS e-id Function CA v1", "Inera AB", ISSUER_EITHER, ISSUER_TEST},
    };
    CLEANUP(issuer_table_free) struct issuer_table *table = table_read();
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(text_free) char *common_name = memory_copy_text(cases[i].common_name);
        CLEANUP(text_free) char *organization = memory_copy_text(cases[i].organization);
        const struct device_claims claims = claims_of(common_name, organization, NULL);
        const struct issuer *issuer = issuer_find(table, &claims, NULL);

        assert_non_null(issuer);
        assert_int_equal(issuer->statement, cases[i].statement);
        assert_int_equal(issuer->environment, cases[i].environment);
        assert_non_null(strstr(issuer->source, "https://"));
        assert_null(issuer_find(table, &claims, issuer));
        count++;
    }
    assert_int_equal(count, 12);
}

static void a_name_alone_is_not_enough_where_the_organization_is_given(void **state)
{
    CLEANUP(issuer_table_free) struct issuer_table *table = table_read();
    char common_name[] = "Buypass Class 3 CA G2 HT Business";
    char other[] = "Somebody Else";
    struct device_claims claims = claims_of(common_name, other, NULL);

    (void)state;
    assert_null(issuer_find(table, &claims, NULL));
    claims.issuer_organization = NULL;
    assert_null(issuer_find(table, &claims, NULL));
    claims.issuer_common_name = NULL;
    assert_null(issuer_find(table, &claims, NULL));
}

static void statements_that_contradict_each_other_are_both_found(void **state)
{
    CLEANUP(issuer_table_free) struct issuer_table *table = table_read();
    char common_name[] = "Buypass Class 3 CA G2 HT Business";
    char organization[] = "Buypass AS";
    char soft[] = "2.16.578.1.26.1.3.2";
    char *policies[] = {soft};
    const struct device_claims claims = claims_of(common_name, organization, policies);
    const struct issuer *first = issuer_find(table, &claims, NULL);
    const struct issuer *second;

    (void)state;
    assert_non_null(first);
    assert_string_equal(issuer_statement_name(first->statement), "hard");
    second = issuer_find(table, &claims, first);
    assert_non_null(second);
    assert_string_equal(issuer_statement_name(second->statement), "soft");
    assert_string_equal(issuer_environment_name(second->environment), "production");
    assert_null(issuer_find(table, &claims, second));
}

static void write_own(const char *folder, const char *text)
{
    CLEANUP(text_free) char *one = path_in(folder, "hardtoken");
    CLEANUP(text_free) char *two = path_in(one, "evidence");
    CLEANUP(text_free) char *three = path_in(two, "issuers");
    CLEANUP(text_free) char *path = path_in(three, "own.conf");

    assert_int_equal(mkdir(one, 0700), 0);
    assert_int_equal(mkdir(two, 0700), 0);
    assert_int_equal(mkdir(three, 0700), 0);
    put_file(path, text, strlen(text), 0600);
}

static void an_issuer_of_the_person_comes_before_those_shipped(void **state)
{
    CLEANUP(issuer_table_free) struct issuer_table *table = NULL;
    char common_name[] = "Buypass Class 3 CA G2 ST Business";
    char organization[] = "Buypass AS";
    const struct device_claims claims = claims_of(common_name, organization, NULL);

    write_own(*state, "[mine]\ntitle = Mine\ncommon-name = Buypass*\nstatement = hard\n"
                      "environment = test\nsource = me\n");
    table = table_read();
    assert_string_equal(issuer_find(table, &claims, NULL)->id, "mine");
}

static void a_row_that_is_wrong_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *fragment;
    } cases[] = {
        {"[a]\ntitle = A\n", "section 'a' needs 'statement'"},
        {"[a]\nstatement = maybe\n", "'maybe' is not a value of 'statement'"},
        {"[a]\nstatement = hard\nenvironment = x\n", "'x' is not a value of 'environment'"},
        {"[a]\nstatement = hard\nenvironment = test\n", "section 'a' needs title and source"},
        {"[a]\ntitle = A\nsource = s\nstatement = hard\nenvironment = test\n",
         "section 'a' needs 'common-name'"},
        {"[a]\ncolor = red\n", "'color' is not known"},
    };
    CLEANUP(text_free) char *path = path_in(*state, "hardtoken/evidence/issuers/own.conf");
    size_t count = 0;

    write_own(*state, "[a]\n");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct issuer_table *table = NULL;
        struct failure failure = {0};

        put_file(path, cases[i].text, strlen(cases[i].text), 0600);
        assert_false(issuer_table_read(&table, &failure));
        assert_failure(&failure, FAILURE_INPUT, cases[i].fragment);
        count++;
    }
    assert_int_equal(count, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_product_is_known_by_the_name_of_the_issuer, setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(a_name_alone_is_not_enough_where_the_organization_is_given,
                                        setup, folder_teardown),
        cmocka_unit_test_setup_teardown(statements_that_contradict_each_other_are_both_found, setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(an_issuer_of_the_person_comes_before_those_shipped, setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(a_row_that_is_wrong_is_refused_with_its_line, setup,
                                        folder_teardown),
    };

    return cmocka_run_group_tests_name("issuers", tests, NULL, NULL);
}
