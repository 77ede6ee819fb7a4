/* SPDX-License-Identifier: Apache-2.0 */
#include "chain.h"

#include <openssl/x509v3.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "certificate_facts.h"
#include "link.h"
#include "x509/libcrypto.h"

static bool is_anchor_for(const struct anchor *anchor, enum attestation_product product)
{
    return anchor->layouts[product].count > 0;
}

/* The first anchor that signed it; *RET_NAMED: is there one with the name of the issuer? */
static const struct anchor *find_anchor(const struct certificate *certificate,
                                        const struct attestation_anchors *anchors,
                                        enum attestation_product product, bool *ret_named)
{
    CLEANUP(text_free) char *issuer = certificate_issuer(certificate);

    for (size_t i = 0; i < anchors->count; i++) {
        const struct anchor *anchor = anchors->items[i];

        if (!is_anchor_for(anchor, product) || strcmp(anchor->name, issuer) != 0) {
            continue;
        }
        *ret_named = true;
        if (link_verifies(certificate, anchor->key)) {
            return anchor;
        }
    }
    return NULL;
}

static bool is_in(const struct chain *chain, const struct certificate *certificate)
{
    for (size_t i = 0; i < chain->count; i++) {
        if (chain->links[i] == certificate) {
            return true;
        }
    }
    return false;
}

static const struct certificate *find_issuer(const struct certificate *certificate,
                                             const struct attestation_material *material,
                                             const struct chain *chain, bool *ret_named)
{
    const X509_NAME *wanted = X509_get_issuer_name(certificate_openssl(certificate));

    for (size_t i = 0; i < material->certificates.count; i++) {
        const struct certificate *candidate = material->certificates.items[i];

        if (is_in(chain, candidate) ||
            X509_NAME_cmp(wanted, X509_get_subject_name(certificate_openssl(candidate))) != 0) {
            continue;
        }
        *ret_named = true;
        if (link_verifies(certificate, certificate_key(candidate))) {
            return candidate;
        }
    }
    return NULL;
}

/* Why nothing was found above CERTIFICATE. */
static enum attestation_reason explain_end(const struct certificate *certificate, bool named,
                                           char **ret_detail)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);
    CLEANUP(text_free) char *issuer = certificate_issuer(certificate);

    if (certificate_issued_by(certificate, certificate)) {
        *ret_detail = text_format(_("the chain ends at '%s', which signed itself"), subject);
        return ATTESTATION_REASON_ROOT;
    }
    if (named) {
        *ret_detail = text_format(_("the key of '%s' did not sign '%s'"), issuer, subject);
        return ATTESTATION_REASON_SIGNATURE;
    }
    *ret_detail = text_format(
        _("'%s', which '%s' names as its issuer, is not among what was given"), issuer, subject);
    return ATTESTATION_REASON_NO_ISSUER;
}

enum attestation_reason chain_follow(const struct certificate *statement,
                                     const struct attestation_material *material,
                                     const struct attestation_anchors *anchors,
                                     enum attestation_product product, struct chain *ret_chain,
                                     char **ret_detail)
{
    *ret_chain = (struct chain){.links = {statement}, .count = 1};
    while (true) {
        const struct certificate *last = ret_chain->links[ret_chain->count - 1];
        const struct certificate *issuer;
        bool named = false;

        ret_chain->anchor = find_anchor(last, anchors, product, &named);
        if (ret_chain->anchor != NULL) {
            return ATTESTATION_REASON_NONE;
        }
        issuer = find_issuer(last, material, ret_chain, &named);
        if (issuer == NULL) {
            return explain_end(last, named, ret_detail);
        }
        if (ret_chain->count == CHAIN_LIMIT) {
            *ret_detail = text_format(_("there are more than %d certificates in it"), CHAIN_LIMIT);
            return ATTESTATION_REASON_DEPTH;
        }
        ret_chain->links[ret_chain->count++] = issuer;
    }
}

static bool fits_pattern(const struct certificate *certificate, const char *pattern)
{
    CLEANUP(text_free) char *name = NULL;
    size_t size = strlen(pattern);

    if (strncmp(pattern, "purpose:", 8) == 0) {
        return has_purpose(certificate, pattern + 8);
    }
    name = common_name(certificate);
    return pattern[size - 1] == '*' ? strncmp(name, pattern, size - 1) == 0
                                    : strcmp(name, pattern) == 0;
}

static size_t layout_length(const struct anchor_layout *layout)
{
    size_t length = 0;

    while (layout->between[length] != NULL) {
        length++;
    }
    return length;
}

/* The first link that the layout does not want there; 0 when all fit. */
static size_t first_misfit(const struct chain *chain, const struct anchor_layout *layout)
{
    for (size_t i = 1; i < chain->count; i++) {
        if (!fits_pattern(chain->links[i], layout->between[chain->count - 1 - i])) {
            return i;
        }
    }
    return 0;
}

static enum attestation_reason explain_misfit(const struct certificate *certificate,
                                              const char *pattern, char **ret_detail)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);

    if (strncmp(pattern, "purpose:", 8) == 0) {
        *ret_detail =
            text_format(_("'%s' has not the extended key usage %s"), subject, pattern + 8);
        return ATTESTATION_REASON_USAGE;
    }
    *ret_detail = text_format(_("'%s' stands where '%s' is expected"), subject, pattern);
    return ATTESTATION_REASON_SUB_CA;
}

static enum attestation_reason check_layout(const struct chain *chain,
                                            enum attestation_product product, char **ret_detail)
{
    const struct anchor_layouts *layouts = &chain->anchor->layouts[product];
    const struct anchor_layout *nearest = NULL;
    size_t misfit = 0;

    for (size_t i = 0; i < layouts->count; i++) {
        if (layout_length(&layouts->items[i]) + 1 != chain->count) {
            continue;
        }
        nearest = &layouts->items[i];
        misfit = first_misfit(chain, nearest);
        if (misfit == 0) {
            return ATTESTATION_REASON_NONE;
        }
    }
    if (nearest == NULL) {
        *ret_detail = text_format(P_("there is %zu certificate below '%s'",
                                     "there are %zu certificates below '%s'", chain->count),
                                  chain->count, chain->anchor->name);
        return ATTESTATION_REASON_DEPTH;
    }
    return explain_misfit(chain->links[misfit], nearest->between[chain->count - 1 - misfit],
                          ret_detail);
}

/* FORMAT with the subject of the certificate. */
static char *say_of(const struct certificate *certificate, const char *format)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);

    return text_format(format, subject);
}

/* Links 1 and up are CAs: basicConstraints, keyUsage and pathLenConstraint (RFC 5280, 4.2.1.9). */
static enum attestation_reason check_issuers(const struct chain *chain, char **ret_detail)
{
    const int allowed = chain->anchor->path_length;

    for (size_t i = 1; i < chain->count; i++) {
        X509 *openssl = certificate_openssl(chain->links[i]);
        long path_length = X509_get_pathlen(openssl);
        bool is_ca = (X509_get_extension_flags(openssl) & EXFLAG_CA) != 0 &&
                     (X509_get_key_usage(openssl) & KU_KEY_CERT_SIGN) != 0;

        if (!is_ca && !chain->anchor->no_constraints) {
            *ret_detail = say_of(chain->links[i], _("'%s' may not issue certificates"));
            return ATTESTATION_REASON_NOT_CA;
        }
        if (path_length >= 0 && (size_t)path_length < i - 1) {
            *ret_detail = say_of(chain->links[i], _("'%s' allows fewer CAs below it"));
            return ATTESTATION_REASON_PATH_LENGTH;
        }
    }
    if (allowed >= 0 && !chain->anchor->no_constraints && (size_t)allowed < chain->count - 1) {
        *ret_detail = text_format(_("'%s' allows fewer CAs below it"), chain->anchor->name);
        return ATTESTATION_REASON_PATH_LENGTH;
    }
    return ATTESTATION_REASON_NONE;
}

static enum attestation_reason check_links(const struct chain *chain, char **ret_detail)
{
    for (size_t i = 0; i < chain->count; i++) {
        X509 *openssl = certificate_openssl(chain->links[i]);

        if ((X509_get_extension_flags(openssl) & (EXFLAG_INVALID | EXFLAG_CRITICAL)) != 0 ||
            extension_repeated(chain->links[i])) {
            *ret_detail = say_of(chain->links[i], _("'%s' has extensions nobody can rely on"));
            return ATTESTATION_REASON_MALFORMED;
        }
        if (!link_is_strong(chain->links[i])) {
            *ret_detail =
                say_of(chain->links[i], _("'%s' is signed with a digest that can be forged"));
            return ATTESTATION_REASON_WEAK_SIGNATURE;
        }
    }
    return ATTESTATION_REASON_NONE;
}

enum attestation_reason chain_check(const struct chain *chain, enum attestation_product product,
                                    char **ret_detail)
{
    enum attestation_reason reason = check_layout(chain, product, ret_detail);

    if (reason == ATTESTATION_REASON_NONE) {
        reason = check_links(chain, ret_detail);
    }
    if (reason == ATTESTATION_REASON_NONE) {
        reason = check_issuers(chain, ret_detail);
    }
    if (reason == ATTESTATION_REASON_NONE && chain->anchor->preview) {
        *ret_detail = text_format(_("'%s' is for devices that were not sold"), chain->anchor->name);
        reason = ATTESTATION_REASON_PREVIEW;
    }
    crypto_forget_errors();
    return reason;
}
