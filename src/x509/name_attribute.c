/* SPDX-License-Identifier: Apache-2.0 */

/* One attribute of a name: what it is called, its string type, its limits. */

#include <openssl/asn1.h>
#include <openssl/objects.h>

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "name_internal.h"

static const struct name_attribute attributes[] = {
    {"C", NID_countryName, "countryName"},
    {"O", NID_organizationName, "organizationName"},
    {"OU", NID_organizationalUnitName, "organizationalUnitName"},
    {"CN", NID_commonName, "commonName"},
    {"L", NID_localityName, "localityName"},
    {"ST", NID_stateOrProvinceName, "stateOrProvinceName"},
    {"street", NID_streetAddress, "streetAddress"},
    {"postalCode", NID_postalCode, NULL},
    {"surname", NID_surname, NULL},
    {"givenName", NID_givenName, "GN"},
    {"initials", NID_initials, NULL},
    {"serialNumber", NID_serialNumber, NULL},
    {"title", NID_title, NULL},
    {"pseudonym", NID_pseudonym, NULL},
    {"generationQualifier", NID_generationQualifier, NULL},
    {"dnQualifier", NID_dnQualifier, NULL},
    {"name", NID_name, NULL},
    {"description", NID_description, NULL},
    {"businessCategory", NID_businessCategory, NULL},
    {"organizationIdentifier", NID_organizationIdentifier, NULL},
    {"jurisdictionC", NID_jurisdictionCountryName, "jurisdictionCountryName"},
    {"jurisdictionST", NID_jurisdictionStateOrProvinceName, "jurisdictionStateOrProvinceName"},
    {"jurisdictionL", NID_jurisdictionLocalityName, "jurisdictionLocalityName"},
    {"emailAddress", NID_pkcs9_emailAddress, "email"},
    {"DC", NID_domainComponent, "domainComponent"},
    {"UID", NID_userId, "userId"},
};

const struct name_attribute *name_attribute_find(const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *known = attributes[i].name;
        const char *alias = attributes[i].alias;

        if ((strlen(known) == size && strncasecmp(known, name, size) == 0) ||
            (alias != NULL && strlen(alias) == size && strncasecmp(alias, name, size) == 0)) {
            return &attributes[i];
        }
    }
    return NULL;
}

const struct name_attribute *name_attribute_by_nid(int nid)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        if (attributes[i].nid == nid) {
            return &attributes[i];
        }
    }
    return NULL;
}

/* The string type X.520 and RFC 5280 demand; bounds are in characters, -1 for none. */
struct string_rule {
    int type;
    long minimum;
    long maximum;
};

static struct string_rule string_rule_of(int nid)
{
    const ASN1_STRING_TABLE *row = nid == NID_undef ? NULL : ASN1_STRING_TABLE_get(nid);
    struct string_rule rule = {V_ASN1_UTF8STRING, 1, -1};

    if (row != NULL) {
        rule.minimum = row->minsize > 0 ? row->minsize : 1;
        rule.maximum = row->maxsize > 0 ? row->maxsize : -1;
    }
    switch (nid) {
    case NID_countryName:
    case NID_jurisdictionCountryName:
        return (struct string_rule){V_ASN1_PRINTABLESTRING, 2, 2};
    case NID_title: /* these two bounds of RFC 5280, A.1 are not in OpenSSL's table */
        rule.maximum = 64;
        break;
    case NID_pseudonym:
        rule.maximum = 128;
        break;
    case NID_serialNumber:
    case NID_dnQualifier:
        rule.type = V_ASN1_PRINTABLESTRING;
        break;
    case NID_pkcs9_emailAddress:
    case NID_domainComponent:
        rule.type = V_ASN1_IA5STRING;
        break;
    default:
        break;
    }
    return rule;
}

static bool is_printable_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(" '()+,-./:=?", c) != NULL);
}

static bool check_characters(const char *type, const char *value, int string_type,
                             struct failure *failure)
{
    for (const char *c = value; *c != '\0'; c++) {
        bool fits = string_type == V_ASN1_PRINTABLESTRING ? is_printable_character(*c)
                    : string_type == V_ASN1_IA5STRING     ? (*c & 0x80) == 0
                                                          : true;
        if (!fits) {
            (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be the %s of a name"), value,
                              type);
            return failure_cause(
                failure,
                string_type == V_ASN1_PRINTABLESTRING
                    ? _("only letters A-Z, digits, blank and '()+,-./:=? are allowed there "
                        "(PrintableString)")
                    : _("only ASCII characters are allowed there (IA5String)"));
        }
    }
    return true;
}

static long count_characters(const char *value)
{
    long count = 0;

    for (const char *c = value; *c != '\0'; c++) {
        count += (*c & 0xc0) != 0x80;
    }
    return count;
}

static bool check_value(const char *type, const char *value, const struct string_rule *rule,
                        struct failure *failure)
{
    long length = count_characters(value);

    if (!text_is_utf8(slice_of_text(value))) {
        return failure_set(failure, FAILURE_INPUT, _("the %s of the name is not UTF-8"), type);
    }
    if (length == 0) {
        return failure_set(failure, FAILURE_INPUT, _("the %s of the name is empty"), type);
    }
    if (length < rule->minimum || (rule->maximum > 0 && length > rule->maximum)) {
        (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be the %s of a name"), value,
                          type);
        return rule->minimum == rule->maximum
                   ? failure_cause(failure, _("it has %ld characters and must have %ld"), length,
                                   rule->maximum)
                   : failure_cause(failure, _("it has %ld characters; at most %ld are allowed"),
                                   length, rule->maximum);
    }
    return check_characters(type, value, rule->type, failure);
}

static bool refuse_type(const char *type, struct failure *failure)
{
    if (strcasecmp(type, "SN") == 0) {
        (void)failure_set(failure, FAILURE_INPUT, _("the attribute SN is ambiguous"));
        (void)failure_cause(failure,
                            _("it means surname (2.5.4.4) in RFC 4519, and serial number (2.5.4.5) "
                              "to many people"));
        return failure_hint(failure, _("write surname= or serialNumber="));
    }
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' is not an attribute of a name"), type);
    return failure_hint(
        failure, _("use a name such as C, O, OU, CN, serialNumber, organizationIdentifier, "
                   "or a dotted OID; a '/' or '+' inside a value is written '\\/' or '\\+'"));
}

static bool is_dotted(const char *type)
{
    return type[0] >= '0' && type[0] <= '2' && type[1] == '.';
}

bool name_add(X509_NAME *name, const char *type, size_t type_size, const char *value, bool join,
              struct failure *failure)
{
    const struct name_attribute *known = name_attribute_find(type, type_size);
    CLEANUP(text_free) char *type_text = memory_copy_text_n(type, type_size);
    CLEANUP(ASN1_OBJECT_free) ASN1_OBJECT *object = NULL;
    struct string_rule rule;

    if (known != NULL) {
        object = OBJ_dup(OBJ_nid2obj(known->nid));
    } else if (is_dotted(type_text)) {
        object = OBJ_txt2obj(type_text, 1);
    }
    if (object == NULL) {
        return refuse_type(type_text, failure);
    }
    rule = string_rule_of(OBJ_obj2nid(object));
    if (!check_value(type_text, value, &rule, failure)) {
        return false;
    }
    if (X509_NAME_add_entry_by_OBJ(name, object, rule.type, (const unsigned char *)value, -1, -1,
                                   join ? -1 : 0) != 1) {
        (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be the %s of a name"), value,
                          type_text);
        return crypto_cause(failure);
    }
    return true;
}
