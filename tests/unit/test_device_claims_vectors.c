/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Certificates of CAs, as published; they are not part of the project. HARDTOKEN_VECTORS names the
 * folder that has them in "certificates". Where to get them:
 *
 *     Buypass, Commfides   https://github.com/digipost/certificate-validator
 *     SITHS                https://github.com/diggsweden/sdk-docs
 *     xtee-sign            https://github.com/nordic-institute/X-Road, common-test
 */

#include "support.h"

#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "custody/issuers.h"
#include "x509/certificate_file.h"
#include "x509/chain.h"
#include "x509/device_claims.h"

#define SKIPPED 77

/* 2031-01-01 */
#define NOW 1924992000

static struct certificate_list load(const char *name)
{
    CLEANUP(text_free)
    char *path = text_format("%s/certificates/%s", getenv("HARDTOKEN_VECTORS"), name);
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    struct certificate_list list = {0};
    struct failure failure = {0};

    assert_done(file_read(path, CERTIFICATE_FILE_LIMIT, &content, &failure), &failure);
    assert_done(certificate_file_read(slice_of_bytes(&content), path, &list, &failure), &failure);
    assert_int_equal(list.count, 1);
    return list;
}

static void each_ca_is_known_by_its_product(void **state)
{
    static const struct {
        const char *file;
        enum issuer_statement statement;
        enum issuer_environment environment;
    } files[] = {
        {"Buypass-prod-BPCl3CaG2HTBS.cer", ISSUER_HARD, ISSUER_PRODUCTION},
        {"Buypass-prod-BPCl3CaG2STBS.cer", ISSUER_SOFT, ISSUER_PRODUCTION},
        {"Buypass-test-BPCl3CaG2HTBS.cer", ISSUER_HARD, ISSUER_TEST},
        {"Buypass-test-BPCl3CaG2STBS.cer", ISSUER_SOFT, ISSUER_TEST},
        {"CommfidesLegalPersonCA-G3.cer", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"CommfidesLegalPersonCA-G3-TEST.cer", ISSUER_EITHER, ISSUER_TEST},
        {"siths-function-ca-v1.cer", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"test-siths-function-ca-v1.cer", ISSUER_EITHER, ISSUER_TEST},
        {"xtee-sign-sk-test-2016.pem", ISSUER_EITHER, ISSUER_TEST},
    };
    CLEANUP(issuer_table_free) struct issuer_table *table = NULL;
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    assert_done(issuer_table_read(&table, &failure), &failure);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(certificate_list_clear) struct certificate_list list = load(files[i].file);
        CLEANUP_VALUE(device_claims_clear) struct device_claims claims = {0};
        const struct issuer *issuer;

        device_claims_read(list.items[0], &claims);
        issuer = issuer_find(table, &claims, NULL);
        assert_non_null(issuer);
        assert_int_equal(issuer->statement, files[i].statement);
        assert_int_equal(issuer->environment, files[i].environment);
        assert_null(issuer_find(table, &claims, issuer));
        cases++;
    }
    assert_int_equal(cases, 9);
}

/* What a leaf of these CAs would say: their own subjects are the names that count. */
static void leaves_of_the_issuing_cas_are_known_by_their_issuer(void **state)
{
    static const struct {
        const char *file;
        enum issuer_statement statement;
        enum issuer_environment environment;
    } files[] = {
        {"Buypass-prod-BPCl3CaG2HTBS.cer", ISSUER_HARD, ISSUER_PRODUCTION},
        {"Buypass-prod-BPCl3CaG2STBS.cer", ISSUER_SOFT, ISSUER_PRODUCTION},
        {"Buypass-test-BPCl3CaG2HTBS.cer", ISSUER_HARD, ISSUER_TEST},
        {"Buypass-test-BPCl3CaG2STBS.cer", ISSUER_SOFT, ISSUER_TEST},
        {"CommfidesLegalPersonCA-G3.cer", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"CommfidesLegalPersonCA-G3-TEST.cer", ISSUER_EITHER, ISSUER_TEST},
        {"siths-function-ca-v1.cer", ISSUER_EITHER, ISSUER_PRODUCTION},
        {"test-siths-function-ca-v1.cer", ISSUER_EITHER, ISSUER_TEST},
    };
    CLEANUP(issuer_table_free) struct issuer_table *table = NULL;
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    assert_done(issuer_table_read(&table, &failure), &failure);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(certificate_list_clear) struct certificate_list list = load(files[i].file);
        CLEANUP(text_free) char *subject = certificate_subject_short(list.items[0]);
        CLEANUP(text_free) char *name = certificate_subject(list.items[0]);
        CLEANUP(text_free) char *organization = NULL;
        const char *begin = strstr(name, "/O=");
        struct device_claims claims = {.issuer_common_name = subject};
        const struct issuer *issuer;

        assert_non_null(begin);
        organization = memory_copy_text_n(begin + 3, strcspn(begin + 3, "/"));
        claims.issuer_organization = organization;
        issuer = issuer_find(table, &claims, NULL);
        assert_non_null(issuer);
        assert_int_equal(issuer->statement, files[i].statement);
        assert_int_equal(issuer->environment, files[i].environment);
        cases++;
    }
    assert_int_equal(cases, 8);
}

/* Qualified, of a device that is not one: QCP-l without QcSSCD. Expired in 2019. */
static void a_sign_certificate_of_x_tee_claims_no_device(void **state)
{
    CLEANUP_VALUE(certificate_list_clear)
    struct certificate_list list = load("xtee-sign-sk-test-2016.pem");
    CLEANUP_VALUE(device_claims_clear) struct device_claims claims = {0};

    (void)state;
    device_claims_read(list.items[0], &claims);
    assert_true(claims.has_statements);
    assert_true(claims.qc_compliance);
    assert_true(claims.for_eseal);
    assert_false(claims.qc_sscd);
    assert_true(claims.qcp_l);
    assert_false(device_claims_device(&claims));
    assert_int_equal(claims.policies.count, 1);
    assert_string_equal(claims.policies.items[0], "1.3.6.1.4.1.10015.7.1.2.6");
    assert_int_equal(claims.defects.count, 0);
    assert_string_equal(claims.issuer_common_name, "TEST of KLASS3-SK 2010");
}

static void issuing_cas_lead_to_their_roots_and_to_no_other(void **state)
{
    static const struct {
        const char *ca;
        const char *root;
        bool anchored;
    } pairs[] = {
        {"Buypass-prod-BPCl3CaG2HTBS.cer", "Buypass-prod-BPCl3RootCaG2HT.cer", true},
        {"Buypass-prod-BPCl3CaG2STBS.cer", "Buypass-prod-BPCl3RootCaG2ST.cer", true},
        {"Buypass-test-BPCl3CaG2HTBS.cer", "Buypass-test-BPCl3RootCaG2HT.cer", true},
        {"Buypass-test-BPCl3CaG2STBS.cer", "Buypass-test-BPCl3RootCaG2ST.cer", true},
        {"CommfidesLegalPersonCA-G3.cer", "CommfidesRootCA-G3.cer", true},
        {"CommfidesLegalPersonCA-G3-TEST.cer", "CommfidesRootCA-G3-TEST.cer", true},
        {"siths-function-ca-v1.cer", "siths-root-ca-v2.cer", true},
        {"test-siths-function-ca-v1.cer", "test-siths-root-ca-v2.cer", true},
        {"Buypass-prod-BPCl3CaG2HTBS.cer", "Buypass-prod-BPCl3RootCaG2ST.cer", false},
        {"Buypass-prod-BPCl3CaG2HTBS.cer", "Buypass-test-BPCl3RootCaG2HT.cer", false},
        {"siths-function-ca-v1.cer", "test-siths-root-ca-v2.cer", false},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        CLEANUP_VALUE(certificate_list_clear) struct certificate_list ca = load(pairs[i].ca);
        CLEANUP_VALUE(certificate_list_clear) struct certificate_list root = load(pairs[i].root);
        CLEANUP_VALUE(certificate_chain_clear) struct certificate_chain chain = {0};

        certificate_chain_check(ca.items[0], &(struct certificate_list){0}, &root, NOW, &chain);
        assert_int_equal(chain.anchored, pairs[i].anchored);
        assert_int_equal(chain.count, pairs[i].anchored ? 2 : 1);
        cases++;
    }
    assert_int_equal(cases, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_ca_is_known_by_its_product),
        cmocka_unit_test(leaves_of_the_issuing_cas_are_known_by_their_issuer),
        cmocka_unit_test(a_sign_certificate_of_x_tee_claims_no_device),
        cmocka_unit_test(issuing_cas_lead_to_their_roots_and_to_no_other),
    };

    if (getenv("HARDTOKEN_VECTORS") == NULL) {
        (void)puts("HARDTOKEN_VECTORS does not name the folder of published certificates");
        return SKIPPED;
    }
    return cmocka_run_group_tests_name("device_claims_vectors", tests, NULL, NULL);
}
