/* SPDX-License-Identifier: Apache-2.0 */

/* Attributes of names: what they are called, their string types, their limits. */

#include "support.h"

#include "keys.h"

#include <openssl/objects.h>

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "x509/name.h"

/* Each attribute: the name that is printed, another one, its object identifier and string type. */
static const struct {
    const char *name;
    const char *alias;
    const char *oid;
    int type;
} attributes[] = {
    {"C", "countryName", "2.5.4.6", V_ASN1_PRINTABLESTRING},
    {"O", "organizationName", "2.5.4.10", V_ASN1_UTF8STRING},
    {"OU", "organizationalUnitName", "2.5.4.11", V_ASN1_UTF8STRING},
    {"CN", "commonName", "2.5.4.3", V_ASN1_UTF8STRING},
    {"L", "localityName", "2.5.4.7", V_ASN1_UTF8STRING},
    {"ST", "stateOrProvinceName", "2.5.4.8", V_ASN1_UTF8STRING},
    {"street", "streetAddress", "2.5.4.9", V_ASN1_UTF8STRING},
    {"postalCode", NULL, "2.5.4.17", V_ASN1_UTF8STRING},
    {"surname", NULL, "2.5.4.4", V_ASN1_UTF8STRING},
    {"givenName", "GN", "2.5.4.42", V_ASN1_UTF8STRING},
    {"initials", NULL, "2.5.4.43", V_ASN1_UTF8STRING},
    {"serialNumber", NULL, "2.5.4.5", V_ASN1_PRINTABLESTRING},
    {"title", NULL, "2.5.4.12", V_ASN1_UTF8STRING},
    {"pseudonym", NULL, "2.5.4.65", V_ASN1_UTF8STRING},
    {"generationQualifier", NULL, "2.5.4.44", V_ASN1_UTF8STRING},
    {"dnQualifier", NULL, "2.5.4.46", V_ASN1_PRINTABLESTRING},
    {"name", NULL, "2.5.4.41", V_ASN1_UTF8STRING},
    {"description", NULL, "2.5.4.13", V_ASN1_UTF8STRING},
    {"businessCategory", NULL, "2.5.4.15", V_ASN1_UTF8STRING},
    {"organizationIdentifier", NULL, "2.5.4.97", V_ASN1_UTF8STRING},
    {"jurisdictionC", "jurisdictionCountryName", "1.3.6.1.4.1.311.60.2.1.3",
     V_ASN1_PRINTABLESTRING},
    {"jurisdictionST", "jurisdictionStateOrProvinceName", "1.3.6.1.4.1.311.60.2.1.2",
     V_ASN1_UTF8STRING},
    {"jurisdictionL", "jurisdictionLocalityName", "1.3.6.1.4.1.311.60.2.1.1", V_ASN1_UTF8STRING},
    {"emailAddress", "email", "1.2.840.113549.1.9.1", V_ASN1_IA5STRING},
    {"DC", "domainComponent", "0.9.2342.19200300.100.1.25", V_ASN1_IA5STRING},
    {"UID", "userId", "0.9.2342.19200300.100.1.1", V_ASN1_UTF8STRING},
};

/* /TYPE=Ab becomes one attribute with the identifier and string type, printed as NAME. */
static void assert_attribute(size_t index, const char *type)
{
    char *text = text_format("/%s=Ab", type);
    X509_NAME *openssl = subject_built(text);
    const X509_NAME_ENTRY *entry = X509_NAME_get_entry(openssl, 0);
    struct bytes der = ENCODE(i2d_X509_NAME, openssl);
    struct name *name = NULL;
    char oid[80] = "";
    char *printed;
    char *expected = text_format("/%s=Ab", attributes[index].name);

    (void)OBJ_obj2txt(oid, sizeof oid, X509_NAME_ENTRY_get_object(entry), 1);
    assert_string_equal(oid, attributes[index].oid);
    assert_int_equal(ASN1_STRING_type(X509_NAME_ENTRY_get_data(entry)), attributes[index].type);
    assert_int_equal(der.data[der.size - 4], attributes[index].type); /* the tag itself */
    assert_true(name_from_der(slice_of_bytes(&der), &name));
    printed = name_text(name);
    assert_string_equal(printed, expected);
    memory_free(printed);
    memory_free(expected);
    memory_free(text);
    name_free(name);
    bytes_clear(&der);
    X509_NAME_free(openssl);
}

static void upper(const char *text, char *ret_upper, size_t size)
{
    for (size_t i = 0; text[i] != '\0' && i + 1 < size; i++) {
        bool small = text[i] >= 'a' && text[i] <= 'z';

        ret_upper[i] = small ? (char)(text[i] - 'a' + 'A') : text[i];
    }
}

static void every_attribute_has_its_identifier_and_string_type(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        char capitals[64] = "";

        upper(attributes[i].name, capitals, sizeof capitals);
        assert_attribute(i, attributes[i].name);
        assert_attribute(i, capitals);
        assert_attribute(i, attributes[i].oid);
        cases += 3;
        if (attributes[i].alias != NULL) {
            assert_attribute(i, attributes[i].alias);
            cases++;
        }
    }
    assert_int_equal(cases, 26 * 3 + 14);
}

static void an_unknown_object_identifier_is_utf8(void **state)
{
    X509_NAME *name = subject_built("/1.2.3.4.5=\xc3\xa6");
    const ASN1_STRING *value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, 0));

    (void)state;
    assert_int_equal(ASN1_STRING_type(value), V_ASN1_UTF8STRING);
    assert_int_equal(ASN1_STRING_length(value), 2);
    X509_NAME_free(name);
}

/* CHARACTER as often as COUNT says, in /TYPE=. */
static char *repeated(const char *type, const char *character, size_t count)
{
    struct text text = {0};

    text_addf(&text, "/%s=", type);
    for (size_t i = 0; i < count; i++) {
        text_add(&text, character);
    }
    return text_take(&text);
}

struct limit {
    const char *type;
    size_t most;
};

/* MOST characters are accepted, one more is not. */
static void assert_limit(const struct limit *limit)
{
    char *fits = repeated(limit->type, "a", limit->most);
    char *too_long = repeated(limit->type, "a", limit->most + 1);
    struct name *name = NULL;
    struct failure failure = {0};

    assert_done(name_parse(fits, &name, &failure), &failure);
    name_free(TAKE(name));
    assert_false(name_parse(too_long, &name, &failure));
    assert_non_null(strstr(failure.action, limit->type));
    assert_failure(&failure, FAILURE_INPUT, "allowed");
    memory_free(fits);
    memory_free(too_long);
}

static size_t assert_limits(const struct limit *limits, size_t count)
{
    size_t cases = 0;

    for (; cases < count; cases++) {
        assert_limit(&limits[cases]);
    }
    return cases;
}

static void values_may_be_as_long_as_the_upper_bound(void **state)
{
    static const struct limit limits[] = {{"CN", 64},           {"O", 64},   {"OU", 64},
                                          {"L", 128},           {"ST", 128}, {"serialNumber", 64},
                                          {"emailAddress", 128}};

    (void)state;
    assert_int_equal(assert_limits(limits, COUNT_OF(limits)), 7);
}

/* ub-title and ub-pseudonym of RFC 5280, appendix A.1, which OpenSSL's table does not have. */
static void title_and_pseudonym_have_upper_bounds_too(void **state)
{
    static const struct limit limits[] = {{"title", 64}, {"pseudonym", 128}};

    (void)state;
    assert_int_equal(assert_limits(limits, COUNT_OF(limits)), 2);
}

static void limits_count_characters_not_bytes(void **state)
{
    static const char *const characters[] = {"\xc3\xa5", "\xe6\x97\xa5", "\xf0\x9f\x94\x91"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(characters); i++) {
        char *fits = repeated("CN", characters[i], 64);
        char *too_long = repeated("CN", characters[i], 65);
        X509_NAME *built = subject_built(fits);
        struct name *name = NULL;
        struct failure failure = {0};

        assert_int_equal(X509_NAME_entry_count(built), 1);
        X509_NAME_free(built);
        assert_false(name_parse(too_long, &name, &failure));
        assert_failure(&failure, FAILURE_INPUT, "it has 65 characters; at most 64 are allowed");
        memory_free(fits);
        memory_free(too_long);
        cases++;
    }
    assert_int_equal(cases, 3);
}

static void values_that_do_not_fit_their_attribute_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *fragment;
    } bad[] = {
        {"/C=S", "it has 1 characters and must have 2"},
        {"/C=SWE", "it has 3 characters and must have 2"},
        {"/jurisdictionC=Sweden", "must have 2"},
        {"/2.5.4.6=Sweden", "must have 2"},
        {"/C=\xc3\xa5\xc3\xa5", "PrintableString"},
        {"/C=S_", "'S_' cannot be the C of a name"},
        {"/serialNumber=12_3", "PrintableString"},
        {"/serialNumber=a@b", "PrintableString"},
        {"/serialNumber=a*b", "PrintableString"},
        {"/serialNumber=a&b", "'a&b' cannot be the serialNumber of a name"},
        {"/serialNumber=\xc3\xa6", "PrintableString"},
        {"/dnQualifier=a;b", "PrintableString"},
        {"/emailAddress=\xc3\xa6@example.com", "IA5String"},
        {"/DC=ex\xc3\xa4mple", "IA5String"},
        {"/organizationIdentifier=", "the organizationIdentifier of the name is empty"},
    };
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct name *name = NULL;
        struct failure failure = {0};

        assert_false(name_parse(bad[i].text, &name, &failure));
        assert_null(name);
        assert_failure(&failure, FAILURE_INPUT, bad[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 15);
}

static void every_printable_character_is_accepted(void **state)
{
    X509_NAME *name = subject_built("/serialNumber=AZaz09 '(),-.:=?\\/\\+");
    const ASN1_STRING *value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, 0));

    (void)state;
    assert_int_equal(ASN1_STRING_type(value), V_ASN1_PRINTABLESTRING);
    assert_memory_equal(ASN1_STRING_get0_data(value), "AZaz09 '(),-.:=?/+", 18);
    X509_NAME_free(name);
}

static void a_bare_sn_is_refused_with_its_reason(void **state)
{
    static const char *const forms[] = {"/SN=1", "/sn=Andersson", "/CN=a+Sn=1"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct name *name = NULL;
        struct failure failure = {0};

        assert_false(name_parse(forms[i], &name, &failure));
        assert_non_null(strstr(failure.action, "SN is ambiguous"));
        assert_non_null(strstr(failure.hint, "surname= or serialNumber="));
        assert_failure(&failure, FAILURE_INPUT, "it means surname (2.5.4.4)");
        cases++;
    }
    assert_int_equal(cases, 3);
}

static void unknown_attributes_are_refused_by_name(void **state)
{
    static const struct {
        const char *text;
        const char *fragment;
    } bad[] = {{"/XX=a", "'XX' is not an attribute of a name"},
               {"/ CN=a", "' CN' is not an attribute"},
               {"/CN =a", "'CN ' is not an attribute"},
               {"/3.4=a", "'3.4' is not an attribute"},
               {"/1.=a", "'1.' is not an attribute"},
               {"/1.2.x=a", "'1.2.x' is not an attribute"},
               {"/1=a", "'1' is not an attribute"},
               {"/oid.2.5.4.3=a", "is not an attribute"}};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct name *name = NULL;
        struct failure failure = {0};

        assert_false(name_parse(bad[i].text, &name, &failure));
        assert_non_null(strstr(failure.hint, "dotted OID"));
        assert_failure(&failure, FAILURE_INPUT, bad[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attribute_has_its_identifier_and_string_type),
        cmocka_unit_test(an_unknown_object_identifier_is_utf8),
        cmocka_unit_test(values_may_be_as_long_as_the_upper_bound),
        cmocka_unit_test(title_and_pseudonym_have_upper_bounds_too),
        cmocka_unit_test(limits_count_characters_not_bytes),
        cmocka_unit_test(values_that_do_not_fit_their_attribute_are_refused),
        cmocka_unit_test(every_printable_character_is_accepted),
        cmocka_unit_test(a_bare_sn_is_refused_with_its_reason),
        cmocka_unit_test(unknown_attributes_are_refused_by_name),
    };

    return cmocka_run_group_tests_name("name_attribute", tests, NULL, NULL);
}
