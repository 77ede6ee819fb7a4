/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_statement.h"

#include <string.h>

#include "base/memory.h"
#include "x509/certificate.h"
#include "x509/certificate_file.h"
#include "x509/chain.h"
#include "x509/device_claims.h"

/* Everything that could lie on a path; what is no certificate is on none. */
static void collect(struct slice der, struct certificate_list *list)
{
    struct failure broken = {0};

    if (!certificate_file_read(der, "token", list, &broken)) {
        failure_clear(&broken);
    }
}

static bool is_anchored(const struct judge_order *order, const struct certificate *certificate,
                        const struct certificate_list *others)
{
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list anchors = {0};
    CLEANUP_VALUE(certificate_chain_clear) struct certificate_chain chain = {0};

    for (size_t i = 0; i < order->ca_anchor_count; i++) {
        collect(order->ca_anchors[i], &anchors);
    }
    certificate_chain_check(certificate, others, &anchors, clock_now(), &chain);
    return chain.anchored;
}

/* The first product of the issuer that is for this kind of key; NULL when it has none. */
static const struct issuer *find_product(const struct issuer_table *issuers,
                                         const struct device_claims *claims,
                                         enum issuer_statement statement)
{
    const struct issuer *issuer = issuer_find(issuers, claims, NULL);

    while (issuer != NULL && issuer->statement != statement) {
        issuer = issuer_find(issuers, claims, issuer);
    }
    return issuer;
}

/* What says "in a device": a field of the standard first, else the name of a product. */
static const char *hard_text(const struct issuer_table *issuers, const struct device_claims *claims)
{
    const struct issuer *product = find_product(issuers, claims, ISSUER_HARD);

    if (claims->qc_sscd) {
        return "QcSSCD";
    }
    if (claims->qcp_n_qscd || claims->qcp_l_qscd) {
        return claims->qcp_n_qscd ? "QCP-n-qscd" : "QCP-l-qscd";
    }
    if (claims->ncp_plus) {
        return "NCP+";
    }
    return product == NULL ? NULL : product->title;
}

static void keep(struct statement *statement, enum ca_finding ca, const char *text,
                 const struct certificate *certificate)
{
    if (ca <= statement->ca) {
        return;
    }
    memory_free(statement->ca_name);
    memory_free(statement->text);
    statement->ca = ca;
    statement->ca_name = certificate_issuer(certificate);
    statement->text = memory_copy_text(text);
}

static void read_statement(const struct issuer_table *issuers, const struct judge_order *order,
                           const struct certificate *certificate,
                           const struct certificate_list *others, struct statement *statement)
{
    CLEANUP_VALUE(device_claims_clear) struct device_claims claims = {0};
    const struct issuer *soft;
    const char *hard;

    device_claims_read(certificate, &claims);
    hard = hard_text(issuers, &claims);
    soft = find_product(issuers, &claims, ISSUER_SOFT);
    if (hard != NULL) {
        keep(statement, is_anchored(order, certificate, others) ? CA_VERIFIED : CA_STATEMENT, hard,
             certificate);
    } else if (soft != NULL) {
        keep(statement, CA_SAYS_SOFT, soft->title, certificate);
    }
}

/* RFC 5280, 4.2.1.3: contentCommitment (nonRepudiation) is for what a person means to sign. */
static bool is_for_persons(const struct certificate *certificate)
{
    CLEANUP_VALUE(certificate_view_clear) struct certificate_view view = {0};

    certificate_view_read(certificate, &view);
    return strstr(view.key_usage, "nonRepudiation") != NULL;
}

void statement_find(const struct issuer_table *issuers, const struct judge_order *order,
                    const struct public_key *key, const struct object_list *certificates,
                    struct statement *ret_statement)
{
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list list = {0};

    for (size_t i = 0; i < certificates->count; i++) {
        collect(slice_of_bytes(&certificates->items[i].value), &list);
    }
    for (size_t i = 0; i < list.count; i++) {
        if (public_key_equal(certificate_key(list.items[i]), key)) {
            read_statement(issuers, order, list.items[i], &list, ret_statement);
            ret_statement->personal = ret_statement->personal || is_for_persons(list.items[i]);
        }
    }
}

void statement_clear(struct statement *statement)
{
    memory_free(statement->ca_name);
    memory_free(statement->text);
    *statement = (struct statement){0};
}
