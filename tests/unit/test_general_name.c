/* SPDX-License-Identifier: Apache-2.0 */

/* Subject alternative names: extensions_add_san. */

#include "support.h"

#include "keys.h"

#include <openssl/x509v3.h>

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "x509/extensions.h"
#include "x509/name.h"
#include "x509/request.h"

static const char *const good[] = {
    "dns:www.example.com",
    "dns:*.example.com",
    "dns:_acme-challenge.example.com",
    "dns:xn--nxasmq6b.example",
    "dns:localhost",
    "ip:192.0.2.1",
    "ip:2001:db8::1",
    "ip:::1",
    "email:user@example.com",
    "uri:https://www.example.com/a?b=c",
    "uri:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "upn:user@example.local",
    "upn:\xc3\xa6ndring@example.local",
    "dirname:/C=SE/O=Example AB/CN=a\\/b",
};

static GENERAL_NAMES *names_of(X509_REQ *request)
{
    STACK_OF(X509_EXTENSION) *all = X509_REQ_get_extensions(request);
    int critical = 7;
    GENERAL_NAMES *names = X509V3_get_d2i(all, NID_subject_alt_name, &critical, NULL);

    assert_int_equal(critical, 0);
    assert_non_null(names);
    sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
    return names;
}

/* The request for /CN=a with all the TEXTS as alternative names; caller frees. */
static X509_REQ *request_with(const char *const *texts, size_t count)
{
    CLEANUP(extensions_free) struct extensions *extensions = extensions_new();
    CLEANUP(name_free) struct name *subject = NULL;
    struct failure failure = {0};
    X509_REQ *request;

    assert_done(name_parse("/CN=a", &subject, &failure), &failure);
    for (size_t i = 0; i < count; i++) {
        assert_done(extensions_add_san(extensions, texts[i], &failure), &failure);
    }
    request = request_built(subject, extensions, &failure);
    assert_done(request != NULL, &failure);
    return request;
}

static void every_kind_arrives_and_is_printed_as_given(void **state)
{
    CLEANUP(X509_REQ_free) X509_REQ *request = request_with(good, COUNT_OF(good));
    CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_X509_REQ, request);
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    assert_done(request_read(slice_of_bytes(&der), "file", &view, &failure), &failure);
    assert_int_equal(view.name_count, COUNT_OF(good));
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_string_equal(view.names[i], good[i]);
        cases++;
    }
    assert_int_equal(cases, 14);
}

static void every_kind_has_its_type_in_der(void **state)
{
    static const char *const texts[] = {"dns:a.example",     "ip:192.0.2.1", "ip:2001:db8::1",
                                        "email:a@b.example", "uri:http://a", "upn:a@b",
                                        "dirname:/CN=a"};
    static const int types[] = {GEN_DNS, GEN_IPADD,     GEN_IPADD,  GEN_EMAIL,
                                GEN_URI, GEN_OTHERNAME, GEN_DIRNAME};
    CLEANUP(X509_REQ_free) X509_REQ *request = request_with(texts, COUNT_OF(texts));
    GENERAL_NAMES *names = names_of(request);
    const OTHERNAME *upn = sk_GENERAL_NAME_value(names, 5)->d.otherName;

    (void)state;
    assert_int_equal(sk_GENERAL_NAME_num(names), COUNT_OF(types));
    for (int i = 0; i < (int)COUNT_OF(types); i++) {
        assert_int_equal(sk_GENERAL_NAME_value(names, i)->type, types[i]);
    }
    assert_int_equal(ASN1_STRING_length(sk_GENERAL_NAME_value(names, 1)->d.ip), 4);
    assert_int_equal(ASN1_STRING_length(sk_GENERAL_NAME_value(names, 2)->d.ip), 16);
    assert_int_equal(OBJ_obj2nid(upn->type_id), NID_ms_upn);
    assert_int_equal(upn->value->type, V_ASN1_UTF8STRING);
    GENERAL_NAMES_free(names);
}

static void the_kind_is_read_ignoring_case(void **state)
{
    static const char *const texts[] = {"DNS:a.example", "Ip:192.0.2.1"};
    CLEANUP(X509_REQ_free) X509_REQ *request = request_with(texts, COUNT_OF(texts));
    GENERAL_NAMES *names = names_of(request);

    (void)state;
    assert_int_equal(sk_GENERAL_NAME_num(names), 2);
    GENERAL_NAMES_free(names);
}

#define NOT_DNS "it is not a DNS name"
#define NOT_IP "it is not an IPv4 or IPv6 address"
#define NOT_EMAIL "it is not an e-mail address"
#define NOT_URI "it is not an absolute URI"
#define LABEL_63 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg"

static const struct {
    const char *text;
    const char *fragment;
} bad[] = {
    {"", "'' cannot be a subject alternative name"},
    {"www.example.com", "none of the known kinds"},
    {"dns", "write dns:NAME"},
    {"rid:1.2.3", "none of the known kinds"},
    {"dns:", NOT_DNS},
    {"dns:a b", NOT_DNS},
    {"dns:\xc3\xa6.example", "xn-- form"},
    {"dns:-a.example", NOT_DNS},
    {"dns:a-.example", NOT_DNS},
    {"dns:a..example", NOT_DNS},
    {"dns:.example", NOT_DNS},
    {"dns:a.example.", NOT_DNS},
    {"dns:a.*.example", NOT_DNS},
    {"dns:*", NOT_DNS},
    {"dns:*.", NOT_DNS},
    {"dns:a.example\n", NOT_DNS},
    {"dns:https://a.example", NOT_DNS},
    {"dns:" LABEL_63 "h.example", NOT_DNS},
    {"dns:" LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63, NOT_DNS},
    {"ip:", NOT_IP},
    {"ip:192.0.2", NOT_IP},
    {"ip:192.0.2.256", NOT_IP},
    {"ip:192.0.2.1/24", NOT_IP},
    {"ip:2001:db8::g", NOT_IP},
    {"ip:1:2:3:4:5:6:7:8:9", NOT_IP},
    {"ip:www.example.com", NOT_IP},
    {"email:", NOT_EMAIL},
    {"email:user", NOT_EMAIL},
    {"email:@example.com", NOT_EMAIL},
    {"email:user@", NOT_EMAIL},
    {"email:a@b@c", NOT_EMAIL},
    {"email:a b@c", NOT_EMAIL},
    {"email:\xc3\xa6@example.com", NOT_EMAIL},
    {"email:A User <a@example.com>", NOT_EMAIL},
    {"uri:", NOT_URI},
    {"uri:www.example.com", NOT_URI},
    {"uri::a", NOT_URI},
    {"uri:http:", NOT_URI},
    {"uri:http://a b", NOT_URI},
    {"uri:http://\xc3\xa6.example", NOT_URI},
    {"upn:", "it is empty or not UTF-8"},
    {"upn:\xff", "it is empty or not UTF-8"},
    {"dirname:CN=a", "does not start with '/'"},
    {"dirname:/SN=a", "SN is ambiguous"},
    {"dirname:", "does not start with '/'"},
};

static void names_that_are_none_are_refused(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct extensions *extensions = extensions_new();
        struct failure failure = {0};

        assert_false(extensions_add_san(extensions, bad[i].text, &failure));
        assert_failure(&failure, FAILURE_INPUT, bad[i].fragment);
        extensions_free(extensions);
        cases++;
    }
    assert_int_equal(cases, 45);
}

static void the_longest_dns_name_is_accepted(void **state)
{
    /* four labels with three dots: 3 * 64 + 61 = 253 */
    char *text = text_format("dns:%s.%s.%s.%.61s", LABEL_63, LABEL_63, LABEL_63, LABEL_63);
    const char *const texts[] = {text};
    X509_REQ *request = request_with(texts, 1);

    (void)state;
    assert_int_equal(strlen(text), 4 + 253);
    X509_REQ_free(request);
    memory_free(text);
}

static X509_REQ *request_with_foreign_dns(struct slice value, EVP_PKEY *key)
{
    X509_REQ *request = X509_REQ_new();
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_IA5STRING *string = ASN1_IA5STRING_new();
    STACK_OF(X509_EXTENSION) *all = sk_X509_EXTENSION_new_null();

    assert_int_equal(ASN1_STRING_set(string, value.data, (int)value.size), 1);
    GENERAL_NAME_set0_value(name, GEN_DNS, string);
    assert_true(sk_GENERAL_NAME_push(names, name) > 0);
    assert_true(sk_X509_EXTENSION_push(all, X509V3_EXT_i2d(NID_subject_alt_name, 0, names)) > 0);
    assert_int_equal(X509_REQ_add_extensions(request, all), 1);
    assert_int_equal(X509_REQ_set_pubkey(request, key), 1);
    assert_true(X509_REQ_sign(request, key, NULL) > 0);
    sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
    GENERAL_NAMES_free(names);
    return request;
}

/* "good\0.evil" must not pass for good. */
static void a_nul_in_a_foreign_name_does_not_end_it(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("ED25519");
    CLEANUP(X509_REQ_free)
    X509_REQ *request = request_with_foreign_dns(LITERAL("good\0.evil"), key);
    CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_X509_REQ, request);
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};
    struct failure failure = {0};

    (void)state;
    assert_done(request_read(slice_of_bytes(&der), "file", &view, &failure), &failure);
    assert_int_equal(view.name_count, 1);
    assert_string_not_equal(view.names[0], "dns:good");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_arrives_and_is_printed_as_given),
        cmocka_unit_test(every_kind_has_its_type_in_der),
        cmocka_unit_test(the_kind_is_read_ignoring_case),
        cmocka_unit_test(names_that_are_none_are_refused),
        cmocka_unit_test(the_longest_dns_name_is_accepted),
        cmocka_unit_test(a_nul_in_a_foreign_name_does_not_end_it),
    };

    return cmocka_run_group_tests_name("general_name", tests, NULL, NULL);
}
