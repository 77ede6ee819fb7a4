/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_certificate.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "custody/facts.h"
#include "custody/issuers.h"
#include "x509/certificate_file.h"
#include "x509/chain.h"
#include "x509/device_claims.h"

/* Statements about a device, and others that say of what quality the certificate is. */
static char *statement_text(const struct device_claims *claims)
{
    const struct {
        bool made;
        const char *name;
    } statements[] = {
        {claims->qc_sscd, "QcSSCD"},
        {claims->qcp_n_qscd, "QCP-n-qscd"},
        {claims->qcp_l_qscd, "QCP-l-qscd"},
        {claims->ncp_plus, "NCP+"},
        {claims->qc_compliance, "QcCompliance"},
        {claims->qcp_n, "QCP-n"},
        {claims->qcp_l, "QCP-l"},
        {claims->ncp, "NCP"},
    };
    struct text text = {0};

    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (statements[i].made) {
            text_addf(&text, "%s%s", text.size > 0 ? ", " : "", statements[i].name);
        }
    }
    return text_take(&text);
}

/* What the products of issuers say, by the table of issuers. */
struct products {
    bool hard;
    bool soft;
    struct text text;
};

static void find_products(const struct issuer_table *table, const struct device_claims *claims,
                          struct products *products)
{
    for (const struct issuer *row = issuer_find(table, claims, NULL); row != NULL;
         row = issuer_find(table, claims, row)) {
        products->hard = products->hard || row->statement == ISSUER_HARD;
        products->soft = products->soft || row->statement == ISSUER_SOFT;
        text_addf(&products->text, "%s%s: %s%s", products->text.size > 0 ? "; " : "", row->title,
                  issuer_statement_name(row->statement),
                  row->environment == ISSUER_TEST ? _(", a test CA") : "");
    }
}

static enum ca_finding find_path(const struct certificate *certificate,
                                 const struct certificate_list *others,
                                 const struct judge_inputs *inputs)
{
    struct certificate_chain chain = {0};
    enum ca_finding finding = CA_STATEMENT;

    if (inputs->ca_anchors.count > 0) {
        certificate_chain_check(certificate, others, &inputs->ca_anchors, clock_now(), &chain);
        finding = chain.anchored ? CA_VERIFIED : CA_STATEMENT;
        certificate_chain_clear(&chain);
    }
    return finding;
}

static void judge_statement(const struct judge_inputs *inputs, struct judged_file *file)
{
    const struct attestation_question question = {.spki = slice_of_bytes(&file->spki),
                                                  .now = clock_now()};

    attestation_judge(inputs->material, inputs->anchors, &question, &file->attestation);
}

static char *sentence_of(const struct custody_facts *facts, const struct attestation *attestation)
{
    if (attestation->verdict == ATTESTATION_VALID && attestation->anchor_given) {
        return memory_copy_text(_("Unproven: with the root you gave, the statement about this key "
                                  "holds; that the key is here was not shown."));
    }
    if (attestation->verdict == ATTESTATION_VALID) {
        return text_format(_("Unproven: the signature of %s about this key holds; that the key is "
                             "here was not shown."),
                           attestation_vendor(attestation->product));
    }
    if (attestation->verdict == ATTESTATION_REJECTED) {
        return memory_copy_text(
            _("Unproven: a manufacturer's statement about this key does not hold."));
    }
    if (facts->ca == CA_SAYS_SOFT) {
        return text_format(_("Unproven: '%s' issues such certificates for keys in software; this "
                             "program has not seen the key."),
                           facts->ca_name);
    }
    return facts->ca == CA_SAYS_NOTHING
               ? text_format(_("Unproven: '%s' says nothing about the device this key is in."),
                             facts->ca_name)
               : NULL;
}

/* What grading says of a certificate on a token would mislead about one in a file. */
static void reword(const struct custody_facts *facts, struct judged_file *file)
{
    char *sentence = sentence_of(facts, &file->attestation);

    finding_list_clear(&file->verdict.capped_by);
    finding_add(&file->verdict.capped_by, "no-key",
                _("a certificate was judged; its key was not seen"));
    if (sentence != NULL) {
        memory_free(file->verdict.sentence);
        file->verdict.sentence = sentence;
    }
}

/* The statements of ETSI, then the product. */
static char *all_statements(const struct device_claims *claims, const struct products *products)
{
    CLEANUP(text_free) char *statement = statement_text(claims);

    return text_format("%s%s%s", statement,
                       statement[0] != '\0' && products->text.size > 0 ? "; " : "",
                       products->text.size > 0 ? products->text.data : "");
}

static void add_findings(const struct device_claims *claims, const struct products *products,
                         const struct custody_facts *facts, struct verdict *verdict)
{
    if (facts->ca == CA_SAYS_NOTHING && facts->ca_statement[0] != '\0') {
        evidence_add(&verdict->evidence, "ca.statement", WEIGHT_CONTEXT,
                     _("'%s': %s, nothing about a device"), facts->ca_name, facts->ca_statement);
    }
    if (products->soft && (products->hard || device_claims_device(claims))) {
        finding_add(&verdict->contradictions, "ca",
                    _("'%s' states a secure device and a product for keys in software (%s)"),
                    facts->ca_name, facts->ca_statement);
    }
    for (size_t i = 0; i < claims->defects.count; i++) {
        finding_add(&verdict->not_checked, "statement", "%s", claims->defects.items[i]);
    }
}

static void grade(const struct certificate *certificate, const struct certificate_list *others,
                  const struct judge_inputs *inputs, const struct issuer_table *table,
                  struct judged_file *file)
{
    CLEANUP_VALUE(device_claims_clear) struct device_claims claims = {0};
    struct products products = {0};
    CLEANUP(text_free) char *statement = NULL;
    struct custody_facts facts = {.attestation = &file->attestation};

    device_claims_read(certificate, &claims);
    find_products(table, &claims, &products);
    statement = all_statements(&claims, &products);
    facts.ca_name =
        claims.issuer_common_name != NULL ? claims.issuer_common_name : claims.issuer_organization;
    facts.ca_name = facts.ca_name != NULL ? facts.ca_name : file->issuer;
    facts.ca_statement = statement;
    if (device_claims_device(&claims) || products.hard) {
        facts.ca = find_path(certificate, others, inputs);
    } else {
        facts.ca = products.soft ? CA_SAYS_SOFT : CA_SAYS_NOTHING;
    }
    add_findings(&claims, &products, &facts, &file->verdict);
    custody_grade(&facts, &file->verdict);
    reword(&facts, file);
    text_clear(&products.text);
}

static void take_certificate(const struct certificate *certificate, struct judged_file *file)
{
    const struct public_key *key = certificate_key(certificate);
    struct slice spki = public_key_spki(key);

    file->kind = memory_copy_text(_("certificate"));
    file->key_name = memory_copy_text(public_key_name(key));
    file->spki = bytes_copy(spki.data, spki.size);
    file->subject = certificate_subject(certificate);
    file->issuer = certificate_issuer(certificate);
}

bool judge_certificate_file(const char *path, const struct judge_inputs *inputs,
                            struct judged_file *file, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list certificates = {0};
    CLEANUP(issuer_table_free) struct issuer_table *table = NULL;

    if (!issuer_table_read(&table, failure) ||
        !file_read(path, CERTIFICATE_FILE_LIMIT, &content, failure) ||
        !certificate_file_read(slice_of_bytes(&content), path, &certificates, failure) ||
        !attestation_material_add(inputs->material, slice_of_bytes(&content), path, failure)) {
        return false;
    }
    take_certificate(certificates.items[0], file);
    judge_statement(inputs, file);
    grade(certificates.items[0], &certificates, inputs, table, file);
    return true;
}
