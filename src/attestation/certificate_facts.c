/* SPDX-License-Identifier: Apache-2.0 */
#include "certificate_facts.h"

#include <openssl/asn1.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "tlv.h"
#include "x509/libcrypto.h"

DEFINE_CLEANUP(ASN1_OBJECT *, ASN1_OBJECT_free);
DEFINE_CLEANUP(EXTENDED_KEY_USAGE *, EXTENDED_KEY_USAGE_free);

enum { DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_OCTET_STRING = 0x04, DER_UTF8_STRING = 0x0c };

bool extension_read(const struct certificate *certificate, const char *oid, struct slice *ret_value)
{
    const X509 *openssl = certificate_openssl(certificate);
    CLEANUP(ASN1_OBJECT_free) ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
    int position = object == NULL ? -1 : X509_get_ext_by_OBJ(openssl, object, -1);
    const ASN1_OCTET_STRING *data;

    if (position < 0) {
        return false;
    }
    data = X509_EXTENSION_get_data(X509_get_ext(openssl, position));
    *ret_value = slice_of(ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data));
    return true;
}

bool extension_present(const struct certificate *certificate, const char *oid)
{
    struct slice value = {0};

    return extension_read(certificate, oid, &value);
}

bool extension_repeated(const struct certificate *certificate)
{
    const X509 *openssl = certificate_openssl(certificate);

    for (int i = 0; i < X509_get_ext_count(openssl); i++) {
        const ASN1_OBJECT *object = X509_EXTENSION_get_object(X509_get_ext(openssl, i));

        if (X509_get_ext_by_OBJ(openssl, object, i) >= 0) {
            return true;
        }
    }
    return false;
}

static bool der_value(struct slice whole, uint32_t tag, struct slice *ret_value)
{
    struct tlv element = {0};

    if (!tlv_take_tag(&whole, tag, &element) || whole.size != 0) {
        return false;
    }
    *ret_value = element.value;
    return true;
}

static uint64_t number_of(struct slice bytes)
{
    uint64_t number = 0;

    for (size_t i = 0; i < bytes.size; i++) {
        number = number << 8 | bytes.data[i];
    }
    return number;
}

bool der_integer(struct slice value, uint64_t *ret_number)
{
    struct slice bytes = {0};

    if (!der_value(value, DER_INTEGER, &bytes) || bytes.size == 0 || (bytes.data[0] & 0x80) != 0) {
        return false;
    }
    if (bytes.data[0] == 0) {
        bytes = slice_of(bytes.data + 1, bytes.size - 1);
    }
    if (bytes.size > sizeof *ret_number) {
        return false;
    }
    *ret_number = number_of(bytes);
    return true;
}

bool der_octets(struct slice value, struct slice *ret_octets)
{
    return der_value(value, DER_OCTET_STRING, ret_octets);
}

bool der_bits(struct slice value, uint64_t *ret_bits)
{
    struct slice bytes = {0};

    if (!der_value(value, DER_BIT_STRING, &bytes) || bytes.size < 2 || bytes.data[0] != 0 ||
        bytes.size - 1 > sizeof *ret_bits) {
        return false;
    }
    *ret_bits = number_of(slice_of(bytes.data + 1, bytes.size - 1));
    return true;
}

char *der_text(struct slice value)
{
    struct slice bytes = {0};

    if (!der_value(value, DER_UTF8_STRING, &bytes) || !text_is_utf8(bytes) ||
        memchr(bytes.data, '\0', bytes.size) != NULL) {
        return NULL;
    }
    return memory_copy_text_n((const char *)bytes.data, bytes.size);
}

char *common_name(const struct certificate *certificate)
{
    const X509_NAME *name = X509_get_subject_name(certificate_openssl(certificate));
    unsigned char *utf8 = NULL;
    char *text = NULL;
    int found = -1;
    int size = -1;

    for (int i; (i = X509_NAME_get_index_by_NID(name, NID_commonName, found)) >= 0;) {
        found = i;
    }
    if (found >= 0) {
        size =
            ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, found)));
    }
    if (size >= 0 && memchr(utf8, '\0', (size_t)size) == NULL) {
        text = memory_copy_text_n((const char *)utf8, (size_t)size);
    }
    OPENSSL_free(utf8);
    crypto_forget_errors();
    return text != NULL ? text : memory_copy_text("");
}

/* Calls for each extended key usage until one fits. */
static bool any_purpose(const struct certificate *certificate, const char *text, bool whole)
{
    CLEANUP(EXTENDED_KEY_USAGE_free)
    EXTENDED_KEY_USAGE *purposes =
        X509_get_ext_d2i(certificate_openssl(certificate), NID_ext_key_usage, NULL, NULL);
    int count = purposes == NULL ? 0 : sk_ASN1_OBJECT_num(purposes);
    bool found = false;

    for (int i = 0; !found && i < count; i++) {
        char oid[128] = "";
        int size = OBJ_obj2txt(oid, sizeof oid, sk_ASN1_OBJECT_value(purposes, i), 1);

        found = size > 0 && size < (int)sizeof oid &&
                (whole ? strcmp(oid, text) == 0 : strncmp(oid, text, strlen(text)) == 0);
    }
    crypto_forget_errors();
    return found;
}

bool has_purpose(const struct certificate *certificate, const char *oid)
{
    return any_purpose(certificate, oid, true);
}

bool has_purpose_below(const struct certificate *certificate, const char *prefix)
{
    return any_purpose(certificate, prefix, false);
}

char *version_text(struct slice bytes)
{
    return bytes.size == 3 ? text_format("%u.%u.%u", bytes.data[0], bytes.data[1], bytes.data[2])
                           : NULL;
}
