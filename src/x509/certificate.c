/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/certificate.h"

#include <ctype.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto.h"
#include "extensions_internal.h"
#include "name_internal.h"
#include "x509/digest.h"

struct certificate {
    X509 *openssl;
    struct bytes der;
    struct certificate_outline outline; /* slices of der */
    struct public_key *key;
};

static bool refuse(const char *source, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' holds no X.509 certificate"), source);
    return crypto_cause(failure);
}

bool certificate_parse(struct slice der, const char *source, struct certificate **ret_certificate,
                       struct failure *failure)
{
    CLEANUP(certificate_free) struct certificate *certificate = memory_new(1, sizeof *certificate);
    const unsigned char *position = der.data;

    certificate->openssl = X509_new_ex(crypto_context(), NULL);
    if (d2i_X509(&certificate->openssl, &position, (long)der.size) == NULL ||
        position != der.data + der.size) {
        return refuse(source, failure);
    }
    certificate->der = bytes_copy(der.data, der.size);
    if (!certificate_outline_read(slice_of_bytes(&certificate->der), &certificate->outline)) {
        return refuse(source, failure);
    }
    if (!public_key_from_spki(certificate->outline.spki, &certificate->key, failure)) {
        return failure_hint(failure, _("it is the key inside the certificate in '%s'"), source);
    }
    *ret_certificate = TAKE(certificate);
    return true;
}

void certificate_free(struct certificate *certificate)
{
    if (certificate == NULL) {
        return;
    }
    X509_free(certificate->openssl);
    bytes_clear(&certificate->der);
    public_key_free(certificate->key);
    memory_free(certificate);
}

struct slice certificate_der(const struct certificate *certificate)
{
    return slice_of_bytes(&certificate->der);
}

const struct certificate_outline *certificate_outline(const struct certificate *certificate)
{
    return &certificate->outline;
}

const struct public_key *certificate_key(const struct certificate *certificate)
{
    return certificate->key;
}

X509 *certificate_openssl(const struct certificate *certificate)
{
    return certificate->openssl;
}

char *certificate_subject(const struct certificate *certificate)
{
    return name_openssl_text(X509_get_subject_name(certificate->openssl));
}

char *certificate_issuer(const struct certificate *certificate)
{
    return name_openssl_text(X509_get_issuer_name(certificate->openssl));
}

char *certificate_subject_short(const struct certificate *certificate)
{
    CLEANUP(name_free) struct name *name = NULL;

    return name_from_der(certificate->outline.subject, &name) ? name_short_text(name)
                                                              : memory_copy_text("");
}

bool certificate_is_ca(const struct certificate *certificate)
{
    bool ca = X509_check_ca(certificate->openssl) > 0;

    crypto_forget_errors();
    return ca;
}

bool certificate_issued_by(const struct certificate *certificate, const struct certificate *issuer)
{
    bool issued = X509_NAME_cmp(X509_get_issuer_name(certificate->openssl),
                                X509_get_subject_name(issuer->openssl)) == 0 &&
                  X509_verify(certificate->openssl, public_key_openssl(issuer->key)) == 1;

    crypto_forget_errors();
    return issued;
}

static char *thumbprint(const uint8_t *digest, size_t size)
{
    char *hex = hex_encode(slice_of(digest, size));

    for (char *c = hex; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
    return hex;
}

static void view_names(X509 *openssl, struct certificate_view *view)
{
    CLEANUP(GENERAL_NAMES_free)
    GENERAL_NAMES *names = X509_get_ext_d2i(openssl, NID_subject_alt_name, NULL, NULL);
    int count = names == NULL ? 0 : sk_GENERAL_NAME_num(names);

    view->names = memory_new((size_t)count, sizeof *view->names);
    for (int i = 0; i < count; i++) {
        view->names[view->name_count++] = general_name_text(sk_GENERAL_NAME_value(names, i));
    }
}

static void view_policies(X509 *openssl, struct certificate_view *view)
{
    CERTIFICATEPOLICIES *policies = X509_get_ext_d2i(openssl, NID_certificate_policies, NULL, NULL);
    int count = policies == NULL ? 0 : sk_POLICYINFO_num(policies);

    view->policies = memory_new((size_t)count, sizeof *view->policies);
    for (int i = 0; i < count; i++) {
        char oid[128] = "";

        (void)OBJ_obj2txt(oid, sizeof oid, sk_POLICYINFO_value(policies, i)->policyid, 1);
        view->policies[view->policy_count++] = memory_copy_text(oid);
    }
    CERTIFICATEPOLICIES_free(policies);
}

static void view_usages(X509 *openssl, struct certificate_view *view)
{
    int usage_critical = 0;
    int purposes_critical = 0;
    ASN1_BIT_STRING *usage = X509_get_ext_d2i(openssl, NID_key_usage, &usage_critical, NULL);
    EXTENDED_KEY_USAGE *purposes =
        X509_get_ext_d2i(openssl, NID_ext_key_usage, &purposes_critical, NULL);

    view->key_usage = critical_text(usage_critical, key_usage_text(key_usage_of(usage)));
    view->ext_key_usage = critical_text(purposes_critical, ext_key_usage_text(purposes));
    ASN1_BIT_STRING_free(usage);
    EXTENDED_KEY_USAGE_free(purposes);
}

void certificate_view_read(const struct certificate *certificate, struct certificate_view *ret_view)
{
    struct certificate_view view = {0};
    uint8_t digest[SHA256_SIZE];

    view.subject = certificate_subject(certificate);
    view.issuer = certificate_issuer(certificate);
    view.serial = certificate_outline_serial(&certificate->outline);
    view.not_before = certificate->outline.not_before;
    view.not_after = certificate->outline.not_after;
    view.key = memory_copy_text(public_key_name(certificate->key));
    view.fingerprint = public_key_fingerprint(certificate->key);
    view.signature = memory_copy_text(OBJ_nid2ln(X509_get_signature_nid(certificate->openssl)));
    view.ca = certificate_is_ca(certificate);
    view_names(certificate->openssl, &view);
    view_usages(certificate->openssl, &view);
    view_policies(certificate->openssl, &view);
    sha1(certificate_der(certificate), digest);
    view.sha1 = thumbprint(digest, SHA1_SIZE);
    sha256(certificate_der(certificate), digest);
    view.sha256 = thumbprint(digest, SHA256_SIZE);
    crypto_forget_errors();
    *ret_view = view;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(texts[i]);
    }
    memory_free(texts);
}

void certificate_view_clear(struct certificate_view *view)
{
    memory_free(view->subject);
    memory_free(view->issuer);
    memory_free(view->serial);
    memory_free(view->key);
    memory_free(view->fingerprint);
    memory_free(view->signature);
    free_texts(view->names, view->name_count);
    memory_free(view->key_usage);
    memory_free(view->ext_key_usage);
    free_texts(view->policies, view->policy_count);
    memory_free(view->sha1);
    memory_free(view->sha256);
    *view = (struct certificate_view){0};
}
