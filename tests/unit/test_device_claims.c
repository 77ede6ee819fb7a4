/* SPDX-License-Identifier: Apache-2.0 */

/* Statements of issuers in certificates made here; those of real CAs are in their own program. */

#include "support.h"

#include "keys.h"

#include <openssl/conf.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "x509/device_claims.h"

#define QC "1.3.6.1.5.5.7.1.3"
#define POLICIES "certificatePolicies"

/* An extension written as openssl.cnf does, with the SECTIONS it refers to. */
struct written {
    const char *oid;
    const char *value;
    const char *sections;
};

static void add_written(X509 *certificate, const struct written *extension)
{
    BIO *memory = BIO_new_mem_buf(extension->sections, -1);
    CONF *conf = NCONF_new(NULL);
    X509V3_CTX context = {0};
    X509_EXTENSION *made;

    assert_int_equal(NCONF_load_bio(conf, memory, NULL), 1);
    X509V3_set_ctx(&context, NULL, NULL, NULL, NULL, 0);
    X509V3_set_nconf(&context, conf);
    made = X509V3_EXT_nconf(conf, &context, extension->oid, extension->value);
    assert_non_null(made);
    assert_int_equal(X509_add_ext(certificate, made, -1), 1);
    X509_EXTENSION_free(made);
    NCONF_free(conf);
    BIO_free_all(memory);
}

/* What is claimed by a certificate with these extensions; the caller clears it. */
static struct device_claims claims_of(const struct written *extensions, size_t count)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    X509 *made = certificate_make(&(struct certificate_shape){.key = key});
    CLEANUP(certificate_free) struct certificate *certificate = NULL;
    struct device_claims claims = {0};
    struct failure failure = {0};
    struct bytes der;

    for (size_t i = 0; i < count; i++) {
        add_written(made, &extensions[i]);
    }
    assert_true(X509_sign(made, key, EVP_sha256()) > 0);
    der = ENCODE(i2d_X509, made);
    X509_free(made);
    assert_done(certificate_parse(slice_of_bytes(&der), "made", &certificate, &failure), &failure);
    bytes_clear(&der);
    device_claims_read(certificate, &claims);
    return claims;
}

static struct device_claims claims_of_statements(const char *sections)
{
    return claims_of(&(struct written){QC, "ASN1:SEQUENCE:qc", sections}, 1);
}

static struct device_claims claims_of_policies(const char *policies)
{
    return claims_of(&(struct written){POLICIES, policies, ""}, 1);
}

static void a_certificate_without_statements_claims_nothing(void **state)
{
    struct device_claims claims = claims_of(NULL, 0);

    (void)state;
    assert_false(claims.has_statements);
    assert_false(device_claims_device(&claims));
    assert_int_equal(claims.others.count, 0);
    assert_int_equal(claims.policies.count, 0);
    assert_int_equal(claims.defects.count, 0);
    assert_string_equal(claims.issuer_common_name, "Test");
    assert_null(claims.issuer_organization);
    device_claims_clear(&claims);
}

static void statements_of_a_qualified_seal_in_a_device_are_read(void **state)
{
    struct device_claims claims = claims_of_statements("[qc]\n"
                                                       "a = SEQUENCE:compliance\n"
                                                       "b = SEQUENCE:sscd\n"
                                                       "c = SEQUENCE:type\n"
                                                       "d = SEQUENCE:psd2\n"
                                                       "[compliance]\n"
                                                       "id = OID:0.4.0.1862.1.1\n"
                                                       "[sscd]\n"
                                                       "id = OID:0.4.0.1862.1.4\n"
                                                       "[type]\n"
                                                       "id = OID:0.4.0.1862.1.6\n"
                                                       "info = SEQUENCE:types\n"
                                                       "[types]\n"
                                                       "a = OID:0.4.0.1862.1.6.2\n"
                                                       "[psd2]\n"
                                                       "id = OID:0.4.0.19495.2\n"
                                                       "info = NULL\n");

    (void)state;
    assert_true(claims.has_statements);
    assert_true(claims.qc_compliance);
    assert_true(claims.qc_sscd);
    assert_true(claims.for_eseal);
    assert_false(claims.for_esign);
    assert_false(claims.for_web);
    assert_true(device_claims_device(&claims));
    assert_int_equal(claims.others.count, 1);
    assert_string_equal(claims.others.items[0], "0.4.0.19495.2");
    assert_int_equal(claims.defects.count, 0);
    device_claims_clear(&claims);
}

static void signatures_websites_and_foreign_laws_are_told(void **state)
{
    struct device_claims claims = claims_of_statements("[qc]\n"
                                                       "a = SEQUENCE:type\n"
                                                       "b = SEQUENCE:law\n"
                                                       "[type]\n"
                                                       "id = OID:0.4.0.1862.1.6\n"
                                                       "info = SEQUENCE:types\n"
                                                       "[types]\n"
                                                       "a = OID:0.4.0.1862.1.6.1\n"
                                                       "b = OID:0.4.0.1862.1.6.3\n"
                                                       "[law]\n"
                                                       "id = OID:0.4.0.1862.1.7\n"
                                                       "info = SEQUENCE:countries\n"
                                                       "[countries]\n"
                                                       "a = PRINTABLESTRING:CH\n"
                                                       "b = PRINTABLESTRING:GB\n");

    (void)state;
    assert_true(claims.for_esign);
    assert_true(claims.for_web);
    assert_false(claims.for_eseal);
    assert_false(claims.qc_compliance);
    assert_int_equal(claims.legislations.count, 2);
    assert_string_equal(claims.legislations.items[0], "CH");
    assert_string_equal(claims.legislations.items[1], "GB");
    assert_false(device_claims_device(&claims));
    device_claims_clear(&claims);
}

static void assert_one_defect(struct device_claims *claims, const char *fragment)
{
    assert_int_equal(claims->defects.count, 1);
    assert_non_null(strstr(claims->defects.items[0], fragment));
    device_claims_clear(claims);
}

/* A broken statement is said, and does not hide the others. */
static void a_malformed_statement_does_not_hide_the_others(void **state)
{
    static const struct {
        const char *sections;
        const char *fragment;
    } cases[] = {
        {"[bad]\nid = OID:0.4.0.1862.1.6\n", "QcType statement cannot be read"},
        {"[bad]\nid = OID:0.4.0.1862.1.6\ninfo = OID:0.4.0.1862.1.6.2\n",
         "QcType statement cannot be read"},
        {"[bad]\nid = OID:0.4.0.1862.1.6\ninfo = SEQUENCE:x\n[x]\na = OID:1.2.3\n",
         "QcType 1.2.3 is not known"},
        {"[bad]\nid = OID:0.4.0.1862.1.7\n", "QcCClegislation statement cannot be read"},
        {"[bad]\nid = OID:0.4.0.1862.1.7\ninfo = SEQUENCE:x\n[x]\na = INTEGER:1\n",
         "QcCClegislation statement cannot be read"},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char sections[512];
        struct device_claims claims;

        (void)snprintf(sections, sizeof sections,
                       "[qc]\na = SEQUENCE:bad\nb = SEQUENCE:good\n[good]\n"
                       "id = OID:0.4.0.1862.1.4\n%s",
                       cases[i].sections);
        claims = claims_of_statements(sections);
        assert_true(claims.qc_sscd);
        assert_one_defect(&claims, cases[i].fragment);
        count++;
    }
    assert_int_equal(count, 5);
}

static void an_unreadable_extension_is_said_and_claims_nothing(void **state)
{
    static const struct written cases[] = {
        {QC, "DER:0400", ""},                       /* no SEQUENCE */
        {QC, "DER:300A3008060604008E460104FF", ""}, /* more behind it */
        {QC, "DER:300A300806060400", ""},           /* cut short */
        {QC, "DER:30030201FF", ""},                 /* no statement in it */
        {"2.5.29.32", "DER:0500", ""},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct device_claims claims = claims_of(&cases[i], 1);

        assert_false(device_claims_device(&claims));
        assert_int_equal(claims.has_statements, strcmp(cases[i].oid, QC) == 0);
        assert_one_defect(&claims, "cannot be read");
        count++;
    }
    assert_int_equal(count, 5);
}

/* Which of the two would count, nobody can say. */
static void an_extension_that_is_there_twice_claims_nothing(void **state)
{
    static const struct written twice[] = {
        {QC, "ASN1:SEQUENCE:qc", "[qc]\na = SEQUENCE:s\n[s]\nid = OID:0.4.0.1862.1.4\n"},
        {QC, "ASN1:SEQUENCE:qc", "[qc]\na = SEQUENCE:s\n[s]\nid = OID:0.4.0.1862.1.1\n"},
    };
    struct device_claims claims = claims_of(twice, COUNT_OF(twice));

    (void)state;
    assert_true(claims.has_statements);
    assert_false(claims.qc_sscd);
    assert_false(claims.qc_compliance);
    assert_one_defect(&claims, "the extension qcStatements is there twice");
}

static void each_policy_of_etsi_sets_its_own_flag(void **state)
{
    static const struct {
        const char *oid;
        size_t flag;
        bool device;
    } cases[] = {
        {"0.4.0.2042.1.1", offsetof(struct device_claims, ncp), false},
        {"0.4.0.2042.1.2", offsetof(struct device_claims, ncp_plus), true},
        {"0.4.0.194112.1.0", offsetof(struct device_claims, qcp_n), false},
        {"0.4.0.194112.1.1", offsetof(struct device_claims, qcp_l), false},
        {"0.4.0.194112.1.2", offsetof(struct device_claims, qcp_n_qscd), true},
        {"0.4.0.194112.1.3", offsetof(struct device_claims, qcp_l_qscd), true},
    };
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct device_claims claims = claims_of_policies(cases[i].oid);
        unsigned set = 0u + claims.ncp + claims.ncp_plus + claims.qcp_n + claims.qcp_l +
                       claims.qcp_n_qscd + claims.qcp_l_qscd;

        assert_int_equal(set, 1);
        assert_true(*(bool *)((char *)&claims + cases[i].flag));
        assert_int_equal(device_claims_device(&claims), cases[i].device);
        assert_int_equal(claims.policies.count, 0);
        device_claims_clear(&claims);
        count++;
    }
    assert_int_equal(count, 6);
}

static void other_policies_are_listed_in_their_order(void **state)
{
    struct device_claims claims =
        claims_of_policies("2.16.578.1.26.1.3.2,0.4.0.2042.1.1,1.2.752.74.8.505");

    (void)state;
    assert_true(claims.ncp);
    assert_int_equal(claims.policies.count, 2);
    assert_string_equal(claims.policies.items[0], "2.16.578.1.26.1.3.2");
    assert_string_equal(claims.policies.items[1], "1.2.752.74.8.505");
    device_claims_clear(&claims);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_without_statements_claims_nothing),
        cmocka_unit_test(statements_of_a_qualified_seal_in_a_device_are_read),
        cmocka_unit_test(signatures_websites_and_foreign_laws_are_told),
        cmocka_unit_test(a_malformed_statement_does_not_hide_the_others),
        cmocka_unit_test(an_unreadable_extension_is_said_and_claims_nothing),
        cmocka_unit_test(an_extension_that_is_there_twice_claims_nothing),
        cmocka_unit_test(each_policy_of_etsi_sets_its_own_flag),
        cmocka_unit_test(other_policies_are_listed_in_their_order),
    };

    return cmocka_run_group_tests_name("device_claims", tests, NULL, NULL);
}
