/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/device_claims.h"

#include <openssl/asn1t.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto.h"
#include "name_internal.h"
#include "qc_statements.h"

DEFINE_CLEANUP(QC_STATEMENTS *, QC_STATEMENTS_free);
DEFINE_CLEANUP(CERTIFICATEPOLICIES *, CERTIFICATEPOLICIES_free);

/* TEXT is taken over. */
static void add_text(struct claim_texts *texts, char *text)
{
    texts->items = memory_resize(texts->items, texts->count + 1, sizeof *texts->items);
    texts->items[texts->count++] = text;
}

static char *dotted(const ASN1_OBJECT *object)
{
    char oid[128] = "";

    (void)OBJ_obj2txt(oid, sizeof oid, object, 1);
    return memory_copy_text(oid);
}

/* An identifier that means something here, and the flag it sets. */
struct known {
    const char *oid;
    size_t flag; /* offset in struct device_claims */
};

#define FLAG(member) offsetof(struct device_claims, member)

/* Sets the flag OID stands for; false when it is none of the COUNT known ones. */
static bool set_flag(const struct known *known, size_t count, const char *oid,
                     struct device_claims *claims)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(oid, known[i].oid) == 0) {
            *(bool *)((char *)claims + known[i].flag) = true;
            return true;
        }
    }
    return false;
}

static const struct known types[] = {
    {"0.4.0.1862.1.6.1", FLAG(for_esign)},
    {"0.4.0.1862.1.6.2", FLAG(for_eseal)},
    {"0.4.0.1862.1.6.3", FLAG(for_web)},
};

static void read_types(const ASN1_TYPE *info, struct device_claims *claims)
{
    QC_TYPES *found =
        info == NULL ? NULL : ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(QC_TYPES), info);

    if (found == NULL) {
        add_text(&claims->defects, memory_copy_text(_("the QcType statement cannot be read")));
        return;
    }
    for (int i = 0; i < sk_ASN1_OBJECT_num(found); i++) {
        CLEANUP(text_free) char *oid = dotted(sk_ASN1_OBJECT_value(found, i));

        if (!set_flag(types, sizeof types / sizeof *types, oid, claims)) {
            add_text(&claims->defects, text_format(_("the QcType %s is not known"), oid));
        }
    }
    QC_TYPES_free(found);
}

static void read_legislations(const ASN1_TYPE *info, struct device_claims *claims)
{
    QC_COUNTRIES *found =
        info == NULL ? NULL : ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(QC_COUNTRIES), info);

    if (found == NULL) {
        add_text(&claims->defects,
                 memory_copy_text(_("the QcCClegislation statement cannot be read")));
        return;
    }
    for (int i = 0; i < sk_ASN1_PRINTABLESTRING_num(found); i++) {
        const ASN1_STRING *country = sk_ASN1_PRINTABLESTRING_value(found, i);

        add_text(&claims->legislations,
                 memory_copy_text_n((const char *)ASN1_STRING_get0_data(country),
                                    (size_t)ASN1_STRING_length(country)));
    }
    QC_COUNTRIES_free(found);
}

static const struct known statements[] = {
    {"0.4.0.1862.1.1", FLAG(qc_compliance)},
    {"0.4.0.1862.1.4", FLAG(qc_sscd)},
};

static void read_statement(const QC_STATEMENT *statement, struct device_claims *claims)
{
    CLEANUP(text_free) char *oid = dotted(statement->id);

    if (set_flag(statements, sizeof statements / sizeof *statements, oid, claims)) {
        return;
    }
    if (strcmp(oid, "0.4.0.1862.1.6") == 0) {
        read_types(statement->info, claims);
    } else if (strcmp(oid, "0.4.0.1862.1.7") == 0) {
        read_legislations(statement->info, claims);
    } else {
        add_text(&claims->others, TAKE(oid));
    }
}

/* The value of the extension NID; empty when it is not there. One there twice is refused by
 * RFC 5280, 4.2: then nobody can say which of them counts. */
static struct slice extension_value(X509 *openssl, int nid, const char *name,
                                    struct device_claims *claims, bool *ret_there)
{
    int position = X509_get_ext_by_NID(openssl, nid, -1);
    const ASN1_OCTET_STRING *value;

    *ret_there = position >= 0;
    if (position < 0) {
        return (struct slice){0};
    }
    if (X509_get_ext_by_NID(openssl, nid, position) >= 0) {
        add_text(&claims->defects, text_format(_("the extension %s is there twice"), name));
        return (struct slice){0};
    }
    value = X509_EXTENSION_get_data(X509_get_ext(openssl, position));
    return slice_of(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value));
}

static void refuse_extension(struct device_claims *claims, const char *name)
{
    add_text(&claims->defects, text_format(_("the extension %s cannot be read"), name));
}

static void read_statements(X509 *openssl, struct device_claims *claims)
{
    static const char name[] = "qcStatements";
    struct slice value =
        extension_value(openssl, NID_qcStatements, name, claims, &claims->has_statements);
    const unsigned char *position = value.data;
    CLEANUP(QC_STATEMENTS_free) QC_STATEMENTS *found = NULL;

    if (value.data == NULL) {
        return;
    }
    found = d2i_QC_STATEMENTS(NULL, &position, (long)value.size);
    if (found == NULL || position != value.data + value.size) {
        refuse_extension(claims, name);
        return;
    }
    for (int i = 0; i < sk_QC_STATEMENT_num(found); i++) {
        read_statement(sk_QC_STATEMENT_value(found, i), claims);
    }
}

static const struct known policies[] = {
    {"0.4.0.2042.1.1", FLAG(ncp)},          {"0.4.0.2042.1.2", FLAG(ncp_plus)},
    {"0.4.0.194112.1.0", FLAG(qcp_n)},      {"0.4.0.194112.1.1", FLAG(qcp_l)},
    {"0.4.0.194112.1.2", FLAG(qcp_n_qscd)}, {"0.4.0.194112.1.3", FLAG(qcp_l_qscd)},
};

static void read_policies(X509 *openssl, struct device_claims *claims)
{
    static const char name[] = "certificatePolicies";
    bool there;
    struct slice value = extension_value(openssl, NID_certificate_policies, name, claims, &there);
    const unsigned char *position = value.data;
    CLEANUP(CERTIFICATEPOLICIES_free) CERTIFICATEPOLICIES *found = NULL;

    if (value.data == NULL) {
        return;
    }
    found = d2i_CERTIFICATEPOLICIES(NULL, &position, (long)value.size);
    if (found == NULL || position != value.data + value.size) {
        refuse_extension(claims, name);
        return;
    }
    for (int i = 0; i < sk_POLICYINFO_num(found); i++) {
        CLEANUP(text_free) char *oid = dotted(sk_POLICYINFO_value(found, i)->policyid);

        if (!set_flag(policies, sizeof policies / sizeof *policies, oid, claims)) {
            add_text(&claims->policies, TAKE(oid));
        }
    }
}

void device_claims_read(const struct certificate *certificate, struct device_claims *ret_claims)
{
    X509 *openssl = certificate_openssl(certificate);
    const X509_NAME *issuer = X509_get_issuer_name(openssl);
    struct device_claims claims = {0};

    read_statements(openssl, &claims);
    read_policies(openssl, &claims);
    claims.issuer_common_name = name_value(issuer, NID_commonName);
    claims.issuer_organization = name_value(issuer, NID_organizationName);
    crypto_forget_errors();
    *ret_claims = claims;
}

static void clear_texts(struct claim_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        memory_free(texts->items[i]);
    }
    memory_free(texts->items);
}

void device_claims_clear(struct device_claims *claims)
{
    clear_texts(&claims->legislations);
    clear_texts(&claims->others);
    clear_texts(&claims->policies);
    clear_texts(&claims->defects);
    memory_free(claims->issuer_common_name);
    memory_free(claims->issuer_organization);
    *claims = (struct device_claims){0};
}

bool device_claims_device(const struct device_claims *claims)
{
    return claims->qc_sscd || claims->qcp_n_qscd || claims->qcp_l_qscd || claims->ncp_plus;
}
