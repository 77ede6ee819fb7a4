/* SPDX-License-Identifier: Apache-2.0 */

/* Names in a subject alternative name: RFC 5280, 4.2.1.6. */

#include <openssl/objects.h>

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "extensions_internal.h"
#include "name_internal.h"

static bool refuse(const char *text, const char *cause, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be a subject alternative name"), text);
    return failure_cause(failure, "%s", cause);
}

static bool is_ascii(const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        if (*c <= ' ' || *c >= 0x7f) {
            return false;
        }
    }
    return value[0] != '\0';
}

/* RFC 1034 labels, with '_' as found in practice and '*' as the whole first label. */
static bool is_dns_name(const char *value)
{
    const char *label = strncmp(value, "*.", 2) == 0 ? value + 2 : value;

    if (!is_ascii(value) || strlen(value) > 253) {
        return false;
    }
    while (true) {
        size_t size = strcspn(label, ".");

        if (size == 0 || size > 63 || label[0] == '-' || label[size - 1] == '-' ||
            strspn(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") !=
                size) {
            return false;
        }
        if (label[size] == '\0') {
            return true;
        }
        label += size + 1;
    }
}

static bool set_ia5(GENERAL_NAME *name, int type, const char *value)
{
    ASN1_IA5STRING *string = ASN1_IA5STRING_new();

    if (string == NULL || ASN1_STRING_set(string, value, -1) != 1) {
        ASN1_IA5STRING_free(string);
        return false;
    }
    GENERAL_NAME_set0_value(name, type, string);
    return true;
}

static bool set_dns(GENERAL_NAME *name, const char *value, const char *text,
                    struct failure *failure)
{
    if (!is_dns_name(value)) {
        return refuse(text,
                      _("it is not a DNS name; names with other letters are written in their "
                        "xn-- form"),
                      failure);
    }
    return set_ia5(name, GEN_DNS, value);
}

static bool set_email(GENERAL_NAME *name, const char *value, const char *text,
                      struct failure *failure)
{
    const char *at = strchr(value, '@');

    if (at == NULL || at == value || !is_ascii(value) || !is_dns_name(at + 1)) {
        return refuse(text, _("it is not an e-mail address in ASCII"), failure);
    }
    return set_ia5(name, GEN_EMAIL, value);
}

static bool set_uri(GENERAL_NAME *name, const char *value, const char *text,
                    struct failure *failure)
{
    static const char scheme[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789+-.";
    size_t size = strspn(value, scheme); /* RFC 3986, 3.1 */

    if (size == 0 || value[size] != ':' || value[size + 1] == '\0' || !is_ascii(value)) {
        return refuse(text, _("it is not an absolute URI in ASCII"), failure);
    }
    return set_ia5(name, GEN_URI, value);
}

static bool set_ip(GENERAL_NAME *name, const char *value, const char *text, struct failure *failure)
{
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(value);

    if (address == NULL) {
        crypto_forget_errors();
        return refuse(text, _("it is not an IPv4 or IPv6 address"), failure);
    }
    GENERAL_NAME_set0_value(name, GEN_IPADD, address);
    return true;
}

static bool set_upn(GENERAL_NAME *name, const char *value, const char *text,
                    struct failure *failure)
{
    ASN1_TYPE *type = ASN1_TYPE_new();
    ASN1_UTF8STRING *string = ASN1_UTF8STRING_new();

    if (value[0] == '\0' || !text_is_utf8(slice_of_text(value))) {
        ASN1_TYPE_free(type);
        ASN1_UTF8STRING_free(string);
        return refuse(text, _("it is empty or not UTF-8"), failure);
    }
    (void)ASN1_STRING_set(string, value, -1);
    ASN1_TYPE_set(type, V_ASN1_UTF8STRING, string);
    return GENERAL_NAME_set0_othername(name, OBJ_nid2obj(NID_ms_upn), type) == 1;
}

static bool set_dirname(GENERAL_NAME *name, const char *value, const char *text,
                        struct failure *failure)
{
    CLEANUP(name_free) struct name *directory = NULL;

    (void)text; /* the failure names the attribute */
    if (!name_parse(value, &directory, failure)) {
        return false;
    }
    GENERAL_NAME_set0_value(name, GEN_DIRNAME, X509_NAME_dup(name_openssl(directory)));
    return true;
}

static const struct general_name_kind {
    const char *prefix;
    bool (*set)(GENERAL_NAME *name, const char *value, const char *text, struct failure *failure);
} kinds[] = {{"dns:", set_dns}, {"ip:", set_ip},   {"email:", set_email},
             {"uri:", set_uri}, {"upn:", set_upn}, {"dirname:", set_dirname}};

GENERAL_NAME *general_name_parse(const char *text, struct failure *failure)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t prefix = strlen(kinds[i].prefix);

        if (strncasecmp(text, kinds[i].prefix, prefix) == 0) {
            CLEANUP(GENERAL_NAME_free) GENERAL_NAME *name = GENERAL_NAME_new();

            return kinds[i].set(name, text + prefix, text, failure) ? TAKE(name) : NULL;
        }
    }
    (void)refuse(text, _("it has none of the known kinds in front"), failure);
    (void)failure_hint(failure, _("write dns:NAME, ip:ADDRESS, email:ADDRESS, uri:URI, upn:NAME or "
                                  "dirname:/C=SE/..."));
    return NULL;
}

static char *ip_text(const ASN1_OCTET_STRING *address)
{
    char buffer[INET6_ADDRSTRLEN] = "";
    int size = ASN1_STRING_length(address);
    int family = size == 4 ? AF_INET : AF_INET6;

    if ((size != 4 && size != 16) ||
        inet_ntop(family, ASN1_STRING_get0_data(address), buffer, sizeof buffer) == NULL) {
        return memory_copy_text("ip:?");
    }
    return text_format("ip:%s", buffer);
}

static char *ia5_text(const char *prefix, const ASN1_IA5STRING *string)
{
    struct text text = {0};

    if (memchr(ASN1_STRING_get0_data(string), '\0', (size_t)ASN1_STRING_length(string)) != NULL) {
        return memory_copy_text("other:?"); /* a NUL must not make it look like another name */
    }
    text_add(&text, prefix);
    text_add_n(&text, (const char *)ASN1_STRING_get0_data(string),
               (size_t)ASN1_STRING_length(string));
    return text_take(&text);
}

static char *other_text(const OTHERNAME *other)
{
    char oid[128] = "";

    if (OBJ_obj2nid(other->type_id) == NID_ms_upn && other->value->type == V_ASN1_UTF8STRING) {
        return ia5_text("upn:", other->value->value.utf8string);
    }
    (void)OBJ_obj2txt(oid, sizeof oid, other->type_id, 1);
    return text_format("other:%s", oid);
}

char *general_name_text(const GENERAL_NAME *name)
{
    int type = 0;
    const void *value = GENERAL_NAME_get0_value(name, &type);

    switch (type) {
    case GEN_DNS:
        return ia5_text("dns:", value);
    case GEN_EMAIL:
        return ia5_text("email:", value);
    case GEN_URI:
        return ia5_text("uri:", value);
    case GEN_IPADD:
        return ip_text(value);
    case GEN_OTHERNAME:
        return other_text(value);
    case GEN_DIRNAME: {
        CLEANUP(text_free) char *directory = name_openssl_text(value);

        return text_format("dirname:%s", directory);
    }
    default:
        return memory_copy_text("other:?");
    }
}
