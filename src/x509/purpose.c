/* SPDX-License-Identifier: Apache-2.0 */

/* What a certificate is for: key usage and extended key usage taken together (RFC 5280, 4.2.1.12:
 * a use must be consistent with both). */

#include "purpose.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "extensions_internal.h"

/* Extended key usages, by what they allow. */
static const struct {
    int nid;
    unsigned purpose;
} known_usages[] = {
    {NID_client_auth, PURPOSE_AUTHENTICATE},
    {NID_ms_smartcard_login, PURPOSE_AUTHENTICATE},
    {NID_pkInitClientAuth, PURPOSE_AUTHENTICATE},
    {NID_ipsec_IKE, PURPOSE_AUTHENTICATE},
    {NID_server_auth, PURPOSE_SERVER},
    {NID_pkInitKDC, PURPOSE_SERVER},
    {NID_email_protect, PURPOSE_EMAIL},
    {NID_ms_efs, PURPOSE_ENCRYPT},
    {NID_code_sign, PURPOSE_CODE},
    {NID_ms_code_ind, PURPOSE_CODE},
    {NID_ms_code_com, PURPOSE_CODE},
    {NID_time_stamp, PURPOSE_TIME},
    {NID_OCSP_sign, PURPOSE_STATUS},
};

/* Signing of documents: RFC 9336, Microsoft's, Adobe's. OpenSSL has no numbers for them. */
static const char *const document_usages[] = {"1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12",
                                              "1.2.840.113583.1.1.5"};

static unsigned purpose_of_usage(const ASN1_OBJECT *usage)
{
    int nid = OBJ_obj2nid(usage);
    char dotted[128] = "";

    for (size_t i = 0; i < sizeof known_usages / sizeof *known_usages; i++) {
        if (known_usages[i].nid == nid) {
            return known_usages[i].purpose;
        }
    }
    (void)OBJ_obj2txt(dotted, sizeof dotted, usage, 1);
    for (size_t i = 0; i < sizeof document_usages / sizeof *document_usages; i++) {
        if (strcmp(dotted, document_usages[i]) == 0) {
            return PURPOSE_SIGN;
        }
    }
    return 0;
}

/* What extended key usage allows; *RET_LIMITED is false when it allows all, or is absent. */
static unsigned extended_purposes(X509 *certificate, bool *ret_limited)
{
    EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    unsigned purposes = 0;

    *ret_limited = usages != NULL;
    for (int i = 0; usages != NULL && i < sk_ASN1_OBJECT_num(usages); i++) {
        const ASN1_OBJECT *usage = sk_ASN1_OBJECT_value(usages, i);

        purposes |= purpose_of_usage(usage);
        if (OBJ_obj2nid(usage) == NID_anyExtendedKeyUsage) {
            *ret_limited = false;
        }
    }
    EXTENDED_KEY_USAGE_free(usages);
    return purposes;
}

/* Key usage alone: nonRepudiation signs documents, digitalSignature proves who is there. */
static unsigned plain_purposes(uint32_t usage)
{
    uint32_t encryption = KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT | KU_KEY_AGREEMENT;

    return ((usage & KU_NON_REPUDIATION) != 0 ? PURPOSE_SIGN : 0u) |
           ((usage & KU_DIGITAL_SIGNATURE) != 0 ? PURPOSE_AUTHENTICATE : 0u) |
           ((usage & encryption) != 0 ? PURPOSE_ENCRYPT : 0u) |
           ((usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) != 0 ? PURPOSE_ISSUE : 0u);
}

/* Of what the extended key usage allows, that which the bits of key usage can do. */
static unsigned limited_purposes(uint32_t usage, unsigned extended)
{
    bool signs = (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
    unsigned plain = plain_purposes(usage);
    unsigned purposes = extended & PURPOSE_EMAIL;

    if ((usage & (KU_DIGITAL_SIGNATURE | KU_KEY_AGREEMENT)) != 0) {
        purposes |= extended & PURPOSE_AUTHENTICATE;
    }
    if ((usage & KU_DIGITAL_SIGNATURE) != 0 || (plain & PURPOSE_ENCRYPT) != 0) {
        purposes |= extended & PURPOSE_SERVER;
    }
    if (signs) {
        purposes |= extended & (PURPOSE_SIGN | PURPOSE_CODE | PURPOSE_TIME | PURPOSE_STATUS);
    }
    if ((extended & (PURPOSE_EMAIL | PURPOSE_ENCRYPT)) != 0) {
        purposes |= plain & PURPOSE_ENCRYPT;
    }
    return purposes;
}

unsigned purposes_of(X509 *certificate, bool *ret_any)
{
    ASN1_BIT_STRING *bits = X509_get_ext_d2i(certificate, NID_key_usage, NULL, NULL);
    bool limited = false;
    unsigned extended = extended_purposes(certificate, &limited);
    uint32_t usage = bits == NULL ? UINT32_MAX : key_usage_of(bits);
    bool has_usage = bits != NULL;

    ASN1_BIT_STRING_free(bits);
    *ret_any = false;
    if (X509_check_ca(certificate) > 0) {
        return PURPOSE_ISSUE;
    }
    if (!has_usage && !limited) {
        *ret_any = true;
        return 0;
    }
    if (!limited) {
        return plain_purposes(usage);
    }
    /* nonRepudiation is for documents, whatever else the certificate is for */
    return limited_purposes(usage, extended) |
           (has_usage && (usage & KU_NON_REPUDIATION) != 0 ? PURPOSE_SIGN : 0u);
}

static const struct {
    enum purpose purpose;
    const char *name;
    const char *words;
} purpose_words[] = {
    {PURPOSE_SIGN, "sign", N_("signing")},
    {PURPOSE_AUTHENTICATE, "authenticate", N_("authentication")},
    {PURPOSE_SERVER, "server", N_("TLS server")},
    {PURPOSE_ENCRYPT, "encrypt", N_("encryption")},
    {PURPOSE_EMAIL, "email", N_("e-mail")},
    {PURPOSE_CODE, "code", N_("signing of programs")},
    {PURPOSE_TIME, "time", N_("time stamps")},
    {PURPOSE_STATUS, "status", N_("revocation status")},
    {PURPOSE_ISSUE, "issue", N_("issuing certificates")},
};

char *portrait_purpose(const struct portrait *portrait)
{
    struct text text = {0};

    for (size_t i = 0; i < sizeof purpose_words / sizeof *purpose_words; i++) {
        if ((portrait->purposes & purpose_words[i].purpose) != 0) {
            text_addf(&text, "%s%s", text.size > 0 ? ", " : "", _(purpose_words[i].words));
        }
    }
    if (text.size == 0) {
        text_add(&text, portrait->any_purpose ? _("any use") : _("a use not known here"));
    }
    return text_take(&text);
}

const char *purpose_name(size_t index, enum purpose *ret_purpose)
{
    if (index >= sizeof purpose_words / sizeof *purpose_words) {
        return NULL;
    }
    *ret_purpose = purpose_words[index].purpose;
    return purpose_words[index].name;
}
