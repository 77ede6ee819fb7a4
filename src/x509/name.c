/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/name.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "name_internal.h"

struct name {
    X509_NAME *openssl;
};

/* Takes a value up to the next unescaped '/' or '+'; *POSITION is left there. */
static char *take_value(const char **position)
{
    struct text value = {0};
    const char *c = *position;

    while (*c != '\0' && *c != '/' && *c != '+') {
        if (*c == '\\' && c[1] != '\0') {
            c++;
        }
        text_add_n(&value, c, 1);
        c++;
    }
    *position = c;
    return text_take(&value);
}

/* One "type=value"; *POSITION is left at the separator behind it. */
static bool parse_attribute(const char **position, bool join, X509_NAME *name,
                            struct failure *failure)
{
    const char *type = *position;
    size_t size = strcspn(type, "=/+");
    CLEANUP(text_free) char *value = NULL;

    if (type[size] != '=' || size == 0) {
        CLEANUP(text_free) char *rest = memory_copy_text_n(type, size);

        (void)failure_set(failure, FAILURE_INPUT, _("the name cannot be read at '%c%s'"),
                          join ? '+' : '/', rest);
        (void)failure_cause(failure, _("TYPE=VALUE is expected there"));
        return failure_hint(failure, _("a '/' or '+' inside a value is written '\\/' or '\\+'"));
    }
    *position = type + size + 1;
    value = take_value(position);
    return name_add(name, type, size, value, join, failure);
}

bool name_parse(const char *text, struct name **ret_name, struct failure *failure)
{
    CLEANUP(X509_NAME_free) X509_NAME *name = X509_NAME_new();
    const char *position = text;

    if (text[0] != '/') {
        (void)failure_set(failure, FAILURE_INPUT, _("the name '%s' does not start with '/'"), text);
        return failure_hint(failure, _("write it as /C=SE/O=Example AB/CN=www.example.com"));
    }
    while (*position != '\0') {
        bool join = *position == '+';

        position++;
        if (!parse_attribute(&position, join, name, failure)) {
            return false;
        }
    }
    *ret_name = memory_new(1, sizeof **ret_name);
    (*ret_name)->openssl = TAKE(name);
    return true;
}

bool name_from_der(struct slice der, struct name **ret_name)
{
    const unsigned char *position = der.data;
    CLEANUP(X509_NAME_free) X509_NAME *name = d2i_X509_NAME(NULL, &position, (long)der.size);

    if (name == NULL || position != der.data + der.size) {
        return false;
    }
    *ret_name = memory_new(1, sizeof **ret_name);
    (*ret_name)->openssl = TAKE(name);
    return true;
}

void name_free(struct name *name)
{
    if (name != NULL) {
        X509_NAME_free(name->openssl);
        memory_free(name);
    }
}

X509_NAME *name_openssl(const struct name *name)
{
    return name->openssl;
}

/* The value of an attribute as UTF-8; a value that is not text becomes '#' and hexadecimal. */
static char *entry_value(const X509_NAME_ENTRY *entry)
{
    ASN1_STRING *string = X509_NAME_ENTRY_get_data(entry);
    unsigned char *utf8 = NULL;
    int size = ASN1_STRING_to_UTF8(&utf8, string);
    char *value;

    if (size >= 0 && memchr(utf8, '\0', (size_t)size) != NULL) {
        OPENSSL_free(utf8); /* a NUL must not make it look like another name */
        size = -1;
    }
    if (size < 0) {
        CLEANUP(text_free)
        char *hex =
            hex_encode(slice_of(ASN1_STRING_get0_data(string), (size_t)ASN1_STRING_length(string)));

        crypto_forget_errors();
        return text_format("#%s", hex);
    }
    value = memory_copy_text_n((const char *)utf8, (size_t)size);
    OPENSSL_free(utf8);
    return value;
}

static void add_type(struct text *text, const ASN1_OBJECT *object)
{
    const struct name_attribute *known = name_attribute_by_nid(OBJ_obj2nid(object));
    char dotted[128] = "";

    if (known == NULL) {
        (void)OBJ_obj2txt(dotted, sizeof dotted, object, 1);
    }
    text_add(text, known != NULL ? known->name : dotted);
}

static void add_escaped(struct text *text, const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        if (strchr("/+\\", *c) != NULL) {
            text_add_n(text, "\\", 1);
        }
        text_add_n(text, c, 1);
    }
}

char *name_openssl_text(const X509_NAME *name)
{
    struct text text = {0};
    int set = -1;

    for (int i = 0; i < X509_NAME_entry_count(name); i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        CLEANUP(text_free) char *value = entry_value(entry);

        text_add(&text, X509_NAME_ENTRY_set(entry) == set ? "+" : "/");
        set = X509_NAME_ENTRY_set(entry);
        add_type(&text, X509_NAME_ENTRY_get_object(entry));
        text_add(&text, "=");
        add_escaped(&text, value);
    }
    return text_take(&text);
}

char *name_text(const struct name *name)
{
    return name_openssl_text(name->openssl);
}

char *name_value(const X509_NAME *name, int nid)
{
    int index = X509_NAME_get_index_by_NID(name, nid, -1);

    return index < 0 ? NULL : entry_value(X509_NAME_get_entry(name, index));
}

char *name_short_text(const struct name *name)
{
    static const int order[] = {NID_commonName, NID_organizationName};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char *value = name_value(name->openssl, order[i]);

        if (value != NULL) {
            return value;
        }
    }
    return name_text(name);
}
