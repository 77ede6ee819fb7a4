/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "keys.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "x509/portrait.h"

/* A certificate with the given subject ("type=value" in pairs), usages and basic constraints. */
struct person {
    const char *subject[8]; /* type, value, type, value… */
    const char *key_usage;
    const char *ext_key_usage;
    bool ca;
};

static struct bytes person_der(const struct person *person)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP(X509_free) X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);

    assert_int_equal(X509_set_version(certificate, X509_VERSION_3), 1);
    for (size_t i = 0; i < COUNT_OF(person->subject) && person->subject[i] != NULL; i += 2) {
        assert_int_equal(X509_NAME_add_entry_by_txt(name, person->subject[i], MBSTRING_UTF8,
                                                    (const unsigned char *)person->subject[i + 1],
                                                    -1, -1, 0),
                         1);
    }
    add_common_name(X509_get_issuer_name(certificate), "Issuer");
    assert_non_null(X509_gmtime_adj(X509_getm_notBefore(certificate), 0));
    assert_non_null(X509_gmtime_adj(X509_getm_notAfter(certificate), 3600));
    assert_int_equal(X509_set_pubkey(certificate, key), 1);
    if (person->ca) {
        add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    }
    if (person->key_usage != NULL) {
        add_extension(certificate, NID_key_usage, person->key_usage);
    }
    if (person->ext_key_usage != NULL) {
        add_extension(certificate, NID_ext_key_usage, person->ext_key_usage);
    }
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    return ENCODE(i2d_X509, certificate);
}

static struct portrait portrait_of(const struct person *person)
{
    CLEANUP_VALUE(bytes_clear) struct bytes der = person_der(person);
    struct portrait portrait = {0};

    assert_true(portrait_read(slice_of_bytes(&der), &portrait));
    return portrait;
}

/* The usages of the schemes people have, and what they are called. */
static void purpose_comes_from_both_usages(void **state)
{
    static const struct {
        const char *key_usage;
        const char *ext_key_usage;
        const char *purpose;
    } cases[] = {
        {"critical,digitalSignature", NULL, "authentication"},
        {"critical,nonRepudiation", NULL, "signing"},
        {"nonRepudiation,digitalSignature", NULL, "signing, authentication"},
        {"digitalSignature,keyEncipherment", NULL, "authentication, encryption"},
        {"keyEncipherment,dataEncipherment,keyAgreement", NULL, "encryption"},
        {"digitalSignature,nonRepudiation,keyEncipherment", NULL,
         "signing, authentication, encryption"},
        {"digitalSignature", "clientAuth,msSmartcardLogin", "authentication"},
        {"digitalSignature,keyEncipherment", "serverAuth,clientAuth", "authentication, TLS server"},
        {"digitalSignature,keyEncipherment,dataEncipherment", "clientAuth,emailProtection",
         "authentication, encryption, e-mail"},
        {"keyEncipherment", "serverAuth", "TLS server"},
        {"digitalSignature", "1.3.6.1.5.5.7.3.36", "signing"},
        {"digitalSignature", "1.3.6.1.4.1.311.10.3.12", "signing"},
        {"nonRepudiation", "clientAuth", "signing"},
        {"digitalSignature", "anyExtendedKeyUsage", "authentication"},
        {"digitalSignature", "codeSigning", "signing of programs"},
        {"digitalSignature", "timeStamping", "time stamps"},
        {"digitalSignature", "OCSPSigning", "revocation status"},
        {"digitalSignature", "1.2.3.4", "a use not known here"},
        {NULL, "clientAuth", "authentication"},
        {NULL, NULL, "any use"},
    };
    size_t count = 0;

    (void)state;
    for (; count < COUNT_OF(cases); count++) {
        CLEANUP_VALUE(portrait_clear)
        struct portrait portrait = portrait_of(&(struct person){
            .key_usage = cases[count].key_usage, .ext_key_usage = cases[count].ext_key_usage});
        CLEANUP(text_free) char *purpose = portrait_purpose(&portrait);

        assert_string_equal(purpose, cases[count].purpose);
    }
    assert_int_equal(count, 20);
}

static void ca_certificate_only_issues(void **state)
{
    CLEANUP_VALUE(portrait_clear)
    struct portrait portrait = portrait_of(
        &(struct person){.ca = true, .key_usage = "digitalSignature,keyCertSign,cRLSign"});

    (void)state;
    assert_int_equal(portrait.purposes, PURPOSE_ISSUE);
}

/* Forms seen in published certificates; the numbers are of no person. */
static void identifiers_are_told_by_their_form(void **state)
{
    static const struct {
        const char *type;
        const char *value;
        enum identifier_kind kind;
        const char *country;
    } cases[] = {
        {"serialNumber", "SE2321000016-A1B2", IDENTIFIER_HSA, ""},
        {"serialNumber", "TSTNMT2321000156-B02", IDENTIFIER_HSA, ""},
        {"serialNumber", "SE232100001-A1B2", IDENTIFIER_OTHER, ""},
        {"serialNumber", "SE2321000016-", IDENTIFIER_OTHER, ""},
        {"serialNumber", "SE2321000016-A.B", IDENTIFIER_OTHER, ""},
        {"serialNumber", "SE2321000016-AAAAAAAAAAAAAAAAAAAAA", IDENTIFIER_OTHER, ""},
        {"serialNumber", "PNOEE-38001085718", IDENTIFIER_PERSON, "EE"},
        {"serialNumber", "IDCSE-12345678", IDENTIFIER_CARD, "SE"},
        {"serialNumber", "PASFI-X1234567", IDENTIFIER_PASSPORT, "FI"},
        {"serialNumber", "TINDK-0101010101", IDENTIFIER_TAX, "DK"},
        {"serialNumber", "UI:DK-O:G:bf204036-6f12-4d62-bcc7-5930618355c6", IDENTIFIER_NATIONAL,
         "DK"},
        {"serialNumber", "UN:NO-9578-4050-123456789", IDENTIFIER_NATIONAL, "NO"},
        {"serialNumber", "9578-4050-123456789", IDENTIFIER_OTHER, ""},
        {"serialNumber", "ee-dev/ss1/COM", IDENTIFIER_OTHER, ""},
        {"serialNumber", "38001085718", IDENTIFIER_OTHER, ""},
        {"organizationIdentifier", "NTRNO-983163327", IDENTIFIER_REGISTER, "NO"},
        {"organizationIdentifier", "NTRSE-556633-0220", IDENTIFIER_REGISTER, "SE"},
        {"organizationIdentifier", "VATDK-30808460", IDENTIFIER_VAT, "DK"},
        {"organizationIdentifier", "LEIXG-529900T8BM49AURSDO55", IDENTIFIER_LEGAL, "XG"},
        {"organizationIdentifier", "PSDEE-EFSA-12345678", IDENTIFIER_PAYMENT, "EE"},
        {"organizationIdentifier", "GO:EE-70006317", IDENTIFIER_NATIONAL, "EE"},
        {"organizationIdentifier", "NTR", IDENTIFIER_OTHER, ""},
    };
    size_t count = 0;

    (void)state;
    for (; count < COUNT_OF(cases); count++) {
        CLEANUP_VALUE(portrait_clear)
        struct portrait portrait =
            portrait_of(&(struct person){.subject = {cases[count].type, cases[count].value}});

        assert_int_equal(portrait.identifier_count, 1);
        assert_int_equal(portrait.identifiers[0].kind, cases[count].kind);
        assert_string_equal(portrait.identifiers[0].country, cases[count].country);
        assert_string_equal(portrait.identifiers[0].value, cases[count].value);
    }
    assert_int_equal(count, 22);
}

static void holder_is_named_as_people_do(void **state)
{
    static const struct {
        const char *subject[8];
        const char *holder;
        const char *organization;
        size_t identifiers;
    } cases[] = {
        {{"C", "SE", "O", "Region", "CN", "Anna", "serialNumber", "SE2321000016-A1"},
         "Anna",
         "Region",
         1},
        {{"givenName", "Anna", "surname", "Andersson", "O", "Region"},
         "Anna Andersson",
         "Region",
         0},
        {{"surname", "10747013", "CN", "Member"}, "Member", "", 1}, /* as X-Road has it */
        {{"surname", "Andersson", "CN", "Anna"}, "Anna", "", 0},
        {{"O", "Example AB"}, "Example AB", "", 0},
        {{"serialNumber", "UI:DK-O:G:1", "organizationIdentifier", "NTRDK-19552101", "CN", "Org"},
         "Org",
         "",
         2},
        {{NULL}, "", "", 0},
    };
    size_t count = 0;

    (void)state;
    for (; count < COUNT_OF(cases); count++) {
        struct person person = {0};
        CLEANUP_VALUE(portrait_clear) struct portrait portrait = {0};

        memcpy(person.subject, cases[count].subject, sizeof person.subject);
        portrait = portrait_of(&person);
        assert_string_equal(portrait.holder, cases[count].holder);
        assert_string_equal(portrait.organization, cases[count].organization);
        assert_int_equal(portrait.identifier_count, cases[count].identifiers);
        assert_string_equal(portrait.issuer, "Issuer");
    }
    assert_int_equal(count, 7);
}

static void what_is_no_certificate_has_no_portrait(void **state)
{
    CLEANUP_VALUE(bytes_clear) struct bytes der = person_der(&(struct person){0});
    struct portrait portrait = {0};
    size_t refused = 0;

    (void)state;
    for (size_t size = 0; size < der.size; size++) {
        refused += !portrait_read(slice_of(der.data, size), &portrait);
    }
    assert_int_equal(refused, der.size);
    bytes_append(&der, "", 1);
    assert_false(portrait_read(slice_of_bytes(&der), &portrait));
}

/* What is printed and what programs read are the same purposes. */
static void every_purpose_has_a_name(void **state)
{
    unsigned all = 0;
    enum purpose purpose = 0;
    size_t count = 0;

    (void)state;
    for (; purpose_name(count, &purpose) != NULL; count++) {
        CLEANUP(text_free)
        char *words = portrait_purpose(&(struct portrait){.purposes = (unsigned)purpose});

        assert_null(strstr(words, "not known"));
        all |= (unsigned)purpose;
    }
    assert_int_equal(count, 9);
    assert_int_equal(all, (1u << 9) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(purpose_comes_from_both_usages),
        cmocka_unit_test(ca_certificate_only_issues),
        cmocka_unit_test(identifiers_are_told_by_their_form),
        cmocka_unit_test(holder_is_named_as_people_do),
        cmocka_unit_test(what_is_no_certificate_has_no_portrait),
        cmocka_unit_test(every_purpose_has_a_name),
    };

    return cmocka_run_group_tests_name("portrait", tests, NULL, NULL);
}
