/* SPDX-License-Identifier: Apache-2.0 */

/* Key usage, extended key usage, other extensions; names are in test_general_name.c. */

#include "support.h"

#include "keys.h"

#include <openssl/x509v3.h>

#include <string.h>

#include "base/memory.h"
#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/request.h"

typedef bool (*setter)(struct extensions *extensions, const char *text, struct failure *failure);

/* The request with EXTENSIONS, or NULL with FAILURE; caller frees. */
static X509_REQ *request_of(const struct extensions *extensions, struct failure *failure)
{
    CLEANUP(name_free) struct name *subject = NULL;

    assert_done(name_parse("/CN=a", &subject, failure), failure);
    return request_built(subject, extensions, failure);
}

static struct request_view view_of(X509_REQ *request)
{
    CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_X509_REQ, request);
    struct request_view view = {0};
    struct failure failure = {0};

    assert_done(request_read(slice_of_bytes(&der), "file", &view, &failure), &failure);
    return view;
}

/* Sets one extension, builds, and returns what is in the request. */
static X509_REQ *request_after(setter set, const char *text)
{
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    struct failure failure = {0};
    X509_REQ *request;

    assert_done(set(extensions, text, &failure), &failure);
    request = request_of(extensions, &failure);
    assert_done(request != NULL, &failure);
    return request;
}

/* CRITICAL and the value of the only extension in REQUEST, in hexadecimal. */
static void assert_only_extension(X509_REQ *request, int nid, int critical, const char *hex)
{
    STACK_OF(X509_EXTENSION) *all = X509_REQ_get_extensions(request);
    X509_EXTENSION *extension = sk_X509_EXTENSION_value(all, 0);
    const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(extension);
    char *found =
        hex_encode(slice_of(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value)));

    assert_int_equal(sk_X509_EXTENSION_num(all), 1);
    assert_int_equal(OBJ_obj2nid(X509_EXTENSION_get_object(extension)), nid);
    assert_int_equal(X509_EXTENSION_get_critical(extension), critical);
    assert_string_equal(found, hex);
    memory_free(found);
    sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
}

struct usage {
    const char *text;
    int critical;
    const char *der;
    const char *shown;
};

/* Each text, given to SET, is the only extension of its request and shown there; counts them. */
static size_t assert_usages(setter set, int nid, const struct usage *usages, size_t count)
{
    size_t cases = 0;

    for (size_t i = 0; i < count; i++) {
        X509_REQ *request = request_after(set, usages[i].text);
        struct request_view view = view_of(request);

        assert_only_extension(request, nid, usages[i].critical, usages[i].der);
        assert_string_equal(nid == NID_key_usage ? view.key_usage : view.ext_key_usage,
                            usages[i].shown);
        request_view_clear(&view);
        X509_REQ_free(request);
        cases++;
    }
    return cases;
}

/* BIT STRING, without trailing zero bits: X.690, 11.2.2 */
static const struct usage key_usages[] = {
    {"digitalSignature", 0, "03020780", "digitalSignature"},
    {"critical,nonRepudiation", 1, "03020640", "critical,nonRepudiation"},
    {"contentCommitment", 0, "03020640", "nonRepudiation"},
    {"keyEncipherment", 0, "03020520", "keyEncipherment"},
    {"dataEncipherment", 0, "03020410", "dataEncipherment"},
    {"keyAgreement", 0, "03020308", "keyAgreement"},
    {"keyCertSign", 0, "03020204", "keyCertSign"},
    {"cRLSign", 0, "03020102", "cRLSign"},
    {"keyAgreement,encipherOnly", 0, "03020009", "keyAgreement,encipherOnly"},
    {"decipherOnly,keyAgreement", 0, "0303070880", "keyAgreement,decipherOnly"},
    {"CRITICAL, digitalsignature , NONREPUDIATION", 1, "030206c0",
     "critical,digitalSignature,nonRepudiation"},
    {"digitalSignature,digitalSignature", 0, "03020780", "digitalSignature"},
};

static void key_usages_become_their_bits(void **state)
{
    (void)state;
    assert_int_equal(
        assert_usages(extensions_set_key_usage, NID_key_usage, key_usages, COUNT_OF(key_usages)),
        12);
}

static const struct usage purposes[] = {
    {"serverAuth", 0, "300a06082b06010505070301", "serverAuth"},
    {"critical,clientAuth", 1, "300a06082b06010505070302", "critical,clientAuth"},
    {"codeSigning", 0, "300a06082b06010505070303", "codeSigning"},
    {"emailProtection", 0, "300a06082b06010505070304", "emailProtection"},
    {"timeStamping", 0, "300a06082b06010505070308", "timeStamping"},
    {"OCSPSigning", 0, "300a06082b06010505070309", "OCSPSigning"},
    {"anyExtendedKeyUsage", 0, "30060604551d2500", "anyExtendedKeyUsage"},
    {"msSmartcardLogin", 0, "300c060a2b060104018237140202", "msSmartcardLogin"},
    {"1.3.6.1.4.1.311.20.2.2", 0, "300c060a2b060104018237140202", "msSmartcardLogin"},
    {"1.2.3.4.5", 0, "300606042a030405", "1.2.3.4.5"},
    {"SERVERAUTH, clientauth", 0, "301406082b0601050507030106082b06010505070302",
     "serverAuth,clientAuth"},
};

static void extended_key_usages_become_their_identifiers(void **state)
{
    (void)state;
    assert_int_equal(assert_usages(extensions_set_ext_key_usage, NID_ext_key_usage, purposes,
                                   COUNT_OF(purposes)),
                     11);
}

static const struct {
    const char *text;
    int critical;
    const char *der;
    const char *shown; /* in the view, "" when it is shown elsewhere */
} others[] = {
    {"1.2.3.4.5=DER:0500", 0, "0500", "1.2.3.4.5=DER:0500"},
    {"1.2.3.4.5=critical,DER:05:00", 1, "0500", "1.2.3.4.5=critical,DER:0500"},
    {"1.2.3.4.5=ASN1:UTF8String:abc", 0, "0c03616263", "1.2.3.4.5=DER:0c03616263"},
    {"1.2.3.4.5=critical,ASN1:BOOLEAN:TRUE", 1, "0101ff", "1.2.3.4.5=critical,DER:0101ff"},
    {"1.3.6.1.5.5.7.1.24=DER:3003020105", 0, "3003020105",
     "1.3.6.1.5.5.7.1.24=DER:3003020105"}, /* TLS feature: status_request */
    {"basicConstraints=critical,CA:FALSE", 1, "3000", "2.5.29.19=critical,DER:3000"},
};

static void other_extensions_are_taken_as_given(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        X509_REQ *request = request_after(extensions_add_other, others[i].text);
        STACK_OF(X509_EXTENSION) *all = X509_REQ_get_extensions(request);
        int nid = OBJ_obj2nid(X509_EXTENSION_get_object(sk_X509_EXTENSION_value(all, 0)));
        struct request_view view = view_of(request);

        assert_only_extension(request, nid, others[i].critical, others[i].der);
        assert_int_equal(view.other_count, 1);
        assert_string_equal(view.others[0], others[i].shown);
        request_view_clear(&view);
        sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
        X509_REQ_free(request);
        cases++;
    }
    assert_int_equal(cases, 6);
}

static void certificate_policies_are_read_in_words(void **state)
{
    X509_REQ *request = request_after(extensions_add_other, "certificatePolicies=1.2.3.4");

    (void)state;
    assert_only_extension(request, NID_certificate_policies, 0, "3007300506032a0304");
    X509_REQ_free(request);
}

static const struct {
    setter set;
    const char *text;
    const char *fragment;
} bad[] = {
    {extensions_set_key_usage, "", "the key usage is empty"},
    {extensions_set_key_usage, "critical,", "the key usage is empty"},
    {extensions_set_key_usage, "critical", "'critical' is not a key usage"},
    {extensions_set_key_usage, "digitalSignature,signing", "'signing' is not a key usage"},
    {extensions_set_key_usage, "serverAuth", "'serverAuth' is not a key usage"},
    {extensions_set_key_usage, "digitalSignature,critical", "'critical' is not a key usage"},
    {extensions_set_key_usage, "0x80", "RFC 5280 knows digitalSignature"},
    {extensions_set_ext_key_usage, "", "the extended key usage is empty"},
    {extensions_set_ext_key_usage, "critical,", "the extended key usage is empty"},
    {extensions_set_ext_key_usage, "serverAuth,nonsense", "'nonsense' is not an extended key"},
    {extensions_set_ext_key_usage, "nonsense,serverAuth", "'nonsense' is not an extended key"},
    {extensions_set_ext_key_usage, "digitalSignature", "or a dotted OID"},
    {extensions_set_ext_key_usage, "1.2.x", "'1.2.x' is not an extended key"},
    {extensions_set_ext_key_usage, "3.1", "'3.1' is not an extended key"},
    {extensions_add_other, "", "the extension '' cannot be read"},
    {extensions_add_other, "1.2.3.4.5", "cannot be read"},
    {extensions_add_other, "=DER:0500", "cannot be read"},
    {extensions_add_other, "1.2.3.4.5=", "cannot be read"},
    {extensions_add_other, "1.2.3.4.5=plain", "write OID=DER:HEX"},
    {extensions_add_other, "1.2.3.4.5=DER:0g", "cannot be read"},
    {extensions_add_other, "1.2.3.4.5=ASN1:NONSENSE:x", "cannot be read"},
    {extensions_add_other, "1.2.3.4.5=ASN1:SEQUENCE:section", "cannot be read"},
    {extensions_add_other, "nonsense=DER:0500", "cannot be read"},
    {extensions_add_other, "subjectAltName=@section", "cannot be read"},
    {extensions_add_other, "certificatePolicies=@section", "cannot be read"},
    {extensions_add_other, "subjectKeyIdentifier=hash", "cannot be read"},
    {extensions_add_other, "authorityKeyIdentifier=keyid:always", "cannot be read"},
};

static void extensions_that_cannot_be_read_are_refused(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct extensions *extensions = extensions_new();
        struct failure failure = {0};

        assert_false(bad[i].set(extensions, bad[i].text, &failure));
        assert_failure(&failure, FAILURE_INPUT, bad[i].fragment);
        extensions_free(extensions);
        cases++;
    }
    assert_int_equal(cases, 27);
}

static const struct {
    setter first;
    const char *first_text;
    setter second;
    const char *second_text;
    const char *fragment;
} twice[] = {
    {extensions_set_key_usage, "digitalSignature", extensions_set_key_usage, "keyAgreement",
     "keyUsage is given twice"},
    {extensions_set_ext_key_usage, "serverAuth", extensions_set_ext_key_usage, "clientAuth",
     "extKeyUsage is given twice"},
    {extensions_add_other, "1.2.3.4.5=DER:0500", extensions_add_other, "1.2.3.4.5=DER:0501",
     "1.2.3.4.5 is given twice"},
    {extensions_set_key_usage, "digitalSignature", extensions_add_other, "keyUsage=keyAgreement",
     "keyUsage is given twice"},
    {extensions_set_key_usage, "digitalSignature", extensions_add_other, "2.5.29.15=DER:03020780",
     "2.5.29.15 is given twice"},
    {extensions_add_other, "2.5.29.37=DER:30060604551d2500", extensions_set_ext_key_usage,
     "serverAuth", "extKeyUsage is given twice"},
};

static void an_extension_given_twice_is_usage(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(twice); i++) {
        struct extensions *extensions = extensions_new();
        struct failure failure = {0};

        assert_done(twice[i].first(extensions, twice[i].first_text, &failure), &failure);
        assert_false(twice[i].second(extensions, twice[i].second_text, &failure));
        assert_failure(&failure, FAILURE_USAGE, twice[i].fragment);
        extensions_free(extensions);
        cases++;
    }
    assert_int_equal(cases, 6);
}

/* Names are collected until the request is built: only then can the clash be seen. */
static void an_alternative_name_given_both_ways_is_usage(void **state)
{
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    struct failure failure = {0};

    (void)state;
    assert_done(extensions_add_san(extensions, "dns:a.example", &failure), &failure);
    assert_done(extensions_add_other(extensions, "subjectAltName=DNS:b.example", &failure),
                &failure);
    assert_null(request_of(extensions, &failure));
    assert_failure(&failure, FAILURE_USAGE, "subjectAltName is given twice");
}

static void a_request_without_extensions_has_no_attribute(void **state)
{
    struct failure failure = {0};
    CLEANUP(X509_REQ_free) X509_REQ *request = request_of(NULL, &failure);

    (void)state;
    assert_done(request != NULL, &failure);
    assert_int_equal(X509_REQ_get_attr_count(request), 0);
}

static void all_kinds_of_extensions_go_together_names_first(void **state)
{
    static const int order[] = {NID_subject_alt_name, NID_key_usage, NID_ext_key_usage};
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    struct failure failure = {0};
    X509_REQ *request;
    STACK_OF(X509_EXTENSION) * all;

    (void)state;
    assert_done(extensions_set_key_usage(extensions, "digitalSignature", &failure), &failure);
    assert_done(extensions_set_ext_key_usage(extensions, "clientAuth", &failure), &failure);
    assert_done(extensions_add_san(extensions, "dns:a.example", &failure), &failure);
    assert_done(extensions_add_other(extensions, "1.2.3.4.5=DER:0500", &failure), &failure);
    request = request_of(extensions, &failure);
    assert_done(request != NULL, &failure);
    all = X509_REQ_get_extensions(request);
    assert_int_equal(sk_X509_EXTENSION_num(all), 4);
    for (int i = 0; i < 3; i++) {
        X509_EXTENSION *extension = sk_X509_EXTENSION_value(all, i);

        assert_int_equal(OBJ_obj2nid(X509_EXTENSION_get_object(extension)), order[i]);
    }
    sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
    X509_REQ_free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_usages_become_their_bits),
        cmocka_unit_test(extended_key_usages_become_their_identifiers),
        cmocka_unit_test(other_extensions_are_taken_as_given),
        cmocka_unit_test(certificate_policies_are_read_in_words),
        cmocka_unit_test(extensions_that_cannot_be_read_are_refused),
        cmocka_unit_test(an_extension_given_twice_is_usage),
        cmocka_unit_test(an_alternative_name_given_both_ways_is_usage),
        cmocka_unit_test(a_request_without_extensions_has_no_attribute),
        cmocka_unit_test(all_kinds_of_extensions_go_together_names_first),
    };

    return cmocka_run_group_tests_name("extensions", tests, NULL, NULL);
}
