/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/extensions.h"

#include <openssl/conf.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "extensions_internal.h"

struct extensions {
    GENERAL_NAMES *names;
    STACK_OF(X509_EXTENSION) * others;
};

static void extension_stack_free(STACK_OF(X509_EXTENSION) * stack)
{
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}

struct extensions *extensions_new(void)
{
    struct extensions *extensions = memory_new(1, sizeof *extensions);

    extensions->names = GENERAL_NAMES_new();
    extensions->others = sk_X509_EXTENSION_new_null();
    return extensions;
}

void extensions_free(struct extensions *extensions)
{
    if (extensions != NULL) {
        GENERAL_NAMES_free(extensions->names);
        extension_stack_free(extensions->others);
        memory_free(extensions);
    }
}

bool extensions_add_san(struct extensions *extensions, const char *text, struct failure *failure)
{
    GENERAL_NAME *name = general_name_parse(text, failure);

    if (name == NULL) {
        return false;
    }
    (void)sk_GENERAL_NAME_push(extensions->names, name); /* the stack owns it */
    return true;
}

static bool refuse_twice(const char *what, struct failure *failure)
{
    return failure_set(failure, FAILURE_USAGE, _("the extension %s is given twice"), what);
}

static bool add_extension(struct extensions *extensions, X509_EXTENSION *extension,
                          const char *what, struct failure *failure)
{
    ASN1_OBJECT *type = X509_EXTENSION_get_object(extension);

    if (X509v3_get_ext_by_OBJ(extensions->others, type, -1) >= 0) {
        X509_EXTENSION_free(extension);
        return refuse_twice(what, failure);
    }
    (void)sk_X509_EXTENSION_push(extensions->others, extension); /* the stack owns it */
    return true;
}

/* Cuts a leading "critical," off *TEXT. */
static bool take_critical(const char **text)
{
    static const char word[] = "critical,";

    if (strncasecmp(*text, word, sizeof word - 1) != 0) {
        return false;
    }
    *text += sizeof word - 1;
    while (**text == ' ') {
        (*text)++;
    }
    return true;
}

/* The next word of a comma-separated list, or NULL at its end; the caller frees it. */
static char *take_word(const char **list)
{
    size_t size;
    char *word;

    *list += strspn(*list, " ");
    if (**list == '\0') {
        return NULL;
    }
    size = strcspn(*list, ", ");
    word = memory_copy_text_n(*list, size);
    *list += size;
    *list += strspn(*list, " ");
    *list += **list == ',' ? 1 : 0;
    return word;
}

static const struct {
    const char *name;
    uint32_t bit;
} key_usages[] = {
    {"digitalSignature", KU_DIGITAL_SIGNATURE},
    {"nonRepudiation", KU_NON_REPUDIATION},
    {"contentCommitment", KU_NON_REPUDIATION}, /* its newer name */
    {"keyEncipherment", KU_KEY_ENCIPHERMENT},
    {"dataEncipherment", KU_DATA_ENCIPHERMENT},
    {"keyAgreement", KU_KEY_AGREEMENT},
    {"keyCertSign", KU_KEY_CERT_SIGN},
    {"cRLSign", KU_CRL_SIGN},
    {"encipherOnly", KU_ENCIPHER_ONLY},
    {"decipherOnly", KU_DECIPHER_ONLY},
};

static uint32_t key_usage_bit(const char *word)
{
    for (size_t i = 0; i < sizeof key_usages / sizeof *key_usages; i++) {
        if (strcasecmp(word, key_usages[i].name) == 0) {
            return key_usages[i].bit;
        }
    }
    return 0;
}

char *key_usage_text(uint32_t bits)
{
    struct text text = {0};

    for (size_t i = 0; i < sizeof key_usages / sizeof *key_usages; i++) {
        if ((bits & key_usages[i].bit) != 0) {
            text_addf(&text, "%s%s", text.size > 0 ? "," : "", key_usages[i].name);
            bits &= ~key_usages[i].bit;
        }
    }
    return text_take(&text);
}

uint32_t key_usage_of(const ASN1_BIT_STRING *string)
{
    uint32_t bits = 0;

    for (int i = 0; string != NULL && i < 8; i++) {
        bits |= ASN1_BIT_STRING_get_bit(string, i) != 0 ? 0x80u >> i : 0;
    }
    return string != NULL && ASN1_BIT_STRING_get_bit(string, 8) != 0 ? bits | KU_DECIPHER_ONLY
                                                                     : bits;
}

/* KeyUsage BIT STRING: bit 0 is the first of the first byte; OpenSSL's masks keep that order. */
static ASN1_BIT_STRING *key_usage_bits(uint32_t bits)
{
    ASN1_BIT_STRING *string = ASN1_BIT_STRING_new();

    for (int i = 0; i < 8; i++) {
        (void)ASN1_BIT_STRING_set_bit(string, i, (bits & (0x80u >> i)) != 0);
    }
    if ((bits & KU_DECIPHER_ONLY) != 0) {
        (void)ASN1_BIT_STRING_set_bit(string, 8, 1);
    }
    return string;
}

bool extensions_set_key_usage(struct extensions *extensions, const char *text,
                              struct failure *failure)
{
    bool critical = take_critical(&text);
    uint32_t bits = 0;
    ASN1_BIT_STRING *string;
    X509_EXTENSION *extension;
    char *word;

    while ((word = take_word(&text)) != NULL) {
        uint32_t bit = key_usage_bit(word);

        if (bit == 0) {
            (void)failure_set(failure, FAILURE_INPUT, _("'%s' is not a key usage"), word);
            (void)failure_hint(failure, _("RFC 5280 knows digitalSignature, nonRepudiation, "
                                          "keyEncipherment, dataEncipherment, keyAgreement, "
                                          "keyCertSign, cRLSign, encipherOnly and decipherOnly"));
        }
        memory_free(word);
        if (bit == 0) {
            return false;
        }
        bits |= bit;
    }
    if (bits == 0) {
        return failure_set(failure, FAILURE_INPUT, _("the key usage is empty"));
    }
    string = key_usage_bits(bits);
    extension = X509V3_EXT_i2d(NID_key_usage, critical ? 1 : 0, string);
    ASN1_BIT_STRING_free(string);
    return add_extension(extensions, extension, "keyUsage", failure);
}

char *critical_text(int critical, char *text)
{
    char *marked;

    if (critical != 1) {
        return text;
    }
    marked = text_format("critical,%s", text);
    memory_free(text);
    return marked;
}

static const struct {
    const char *name;
    int nid;
} purposes[] = {
    {"serverAuth", NID_server_auth},
    {"clientAuth", NID_client_auth},
    {"codeSigning", NID_code_sign},
    {"emailProtection", NID_email_protect},
    {"timeStamping", NID_time_stamp},
    {"OCSPSigning", NID_OCSP_sign},
    {"anyExtendedKeyUsage", NID_anyExtendedKeyUsage},
    {"msSmartcardLogin", NID_ms_smartcard_login},
};

/* Owned by the caller. */
static ASN1_OBJECT *purpose_object(const char *word)
{
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++) {
        if (strcasecmp(word, purposes[i].name) == 0) {
            return OBJ_dup(OBJ_nid2obj(purposes[i].nid));
        }
    }
    return word[0] >= '0' && word[0] <= '2' ? OBJ_txt2obj(word, 1) : NULL;
}

char *ext_key_usage_text(const EXTENDED_KEY_USAGE *usages)
{
    struct text text = {0};

    for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
        const ASN1_OBJECT *object = sk_ASN1_OBJECT_value(usages, i);
        char dotted[128] = "";
        const char *name = dotted;

        (void)OBJ_obj2txt(dotted, sizeof dotted, object, 1);
        for (size_t k = 0; k < sizeof purposes / sizeof *purposes; k++) {
            name = OBJ_obj2nid(object) == purposes[k].nid ? purposes[k].name : name;
        }
        text_addf(&text, "%s%s", text.size > 0 ? "," : "", name);
    }
    return text_take(&text);
}

bool extensions_set_ext_key_usage(struct extensions *extensions, const char *text,
                                  struct failure *failure)
{
    bool critical = take_critical(&text);
    EXTENDED_KEY_USAGE *usages = EXTENDED_KEY_USAGE_new();
    X509_EXTENSION *extension;
    char *word;

    while ((word = take_word(&text)) != NULL) {
        ASN1_OBJECT *object = purpose_object(word);

        if (object == NULL) {
            (void)failure_set(failure, FAILURE_INPUT, _("'%s' is not an extended key usage"), word);
            (void)failure_hint(failure, _("use serverAuth, clientAuth, emailProtection, "
                                          "codeSigning, timeStamping, OCSPSigning, "
                                          "msSmartcardLogin or a dotted OID"));
            crypto_forget_errors();
        } else {
            (void)sk_ASN1_OBJECT_push(usages, object); /* the stack owns it */
        }
        memory_free(word);
    }
    if (!failure_is_set(failure) && sk_ASN1_OBJECT_num(usages) == 0) {
        (void)failure_set(failure, FAILURE_INPUT, _("the extended key usage is empty"));
    }
    extension = failure_is_set(failure)
                    ? NULL
                    : X509V3_EXT_i2d(NID_ext_key_usage, critical ? 1 : 0, usages);
    EXTENDED_KEY_USAGE_free(usages);
    return extension != NULL && add_extension(extensions, extension, "extKeyUsage", failure);
}

/* OpenSSL reads some known extensions only when there is a configuration, though an empty one. */
static X509_EXTENSION *parse_extension(const char *name, const char *value)
{
    X509V3_CTX context = {0};
    CONF *empty = NCONF_new_ex(crypto_context(), NULL);
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, NULL, NULL, NULL, NULL, 0);
    X509V3_set_nconf(&context, empty);
    extension = X509V3_EXT_nconf(NULL, &context, name, value);
    NCONF_free(empty);
    return extension;
}

bool extensions_add_other(struct extensions *extensions, const char *text, struct failure *failure)
{
    const char *equals = strchr(text, '=');
    CLEANUP(text_free) char *name = NULL;
    X509_EXTENSION *extension = NULL;

    if (equals != NULL && equals != text) {
        name = memory_copy_text_n(text, (size_t)(equals - text));
        extension = parse_extension(name, equals + 1);
    }
    if (extension == NULL) {
        (void)failure_set(failure, FAILURE_INPUT, _("the extension '%s' cannot be read"), text);
        (void)crypto_cause(failure);
        return failure_hint(failure, _("write OID=DER:HEX or OID=ASN1:UTF8String:TEXT, with "
                                       "'critical,' in front of the value if it is"));
    }
    return add_extension(extensions, extension, name, failure);
}

/* The alternative name goes first, as most programs write it. */
static bool collect(const struct extensions *extensions, STACK_OF(X509_EXTENSION) * all,
                    struct failure *failure)
{
    if (sk_GENERAL_NAME_num(extensions->names) > 0) {
        (void)sk_X509_EXTENSION_push(all,
                                     X509V3_EXT_i2d(NID_subject_alt_name, 0, extensions->names));
    }
    for (int i = 0; i < sk_X509_EXTENSION_num(extensions->others); i++) {
        X509_EXTENSION *extension = sk_X509_EXTENSION_value(extensions->others, i);

        if (X509v3_get_ext_by_OBJ(all, X509_EXTENSION_get_object(extension), -1) >= 0) {
            return refuse_twice("subjectAltName", failure);
        }
        (void)sk_X509_EXTENSION_push(all, X509_EXTENSION_dup(extension));
    }
    return true;
}

bool extensions_to_request(const struct extensions *extensions, X509_REQ *request,
                           struct failure *failure)
{
    STACK_OF(X509_EXTENSION) *all = sk_X509_EXTENSION_new_null();
    bool done = collect(extensions, all, failure);

    if (done && sk_X509_EXTENSION_num(all) > 0 && X509_REQ_add_extensions(request, all) != 1) {
        (void)failure_set(failure, FAILURE_BUG, _("the extensions cannot be encoded"));
        done = crypto_cause(failure);
    }
    extension_stack_free(all);
    return done;
}
