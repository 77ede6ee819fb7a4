/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/chain.h"

#include <openssl/x509_vfy.h>

#include <time.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto.h"
#include "name_internal.h"

/* Longer than any hierarchy in use; a path that goes round in circles ends here. */
#define LONGEST_PATH 20

DEFINE_CLEANUP(X509_STORE *, X509_STORE_free);
DEFINE_CLEANUP(X509_STORE_CTX *, X509_STORE_CTX_free);

static void free_borrowed(STACK_OF(X509) * certificates)
{
    sk_X509_free(certificates);
}
DEFINE_CLEANUP(STACK_OF(X509) *, free_borrowed);

static X509_STORE *make_store(const struct certificate *certificate,
                              const struct certificate_list *anchors)
{
    X509_STORE *store = X509_STORE_new();

    for (size_t i = 0; store != NULL && i < anchors->count; i++) {
        if (!slice_equal(certificate_der(anchors->items[i]), certificate_der(certificate))) {
            (void)X509_STORE_add_cert(store, certificate_openssl(anchors->items[i]));
        }
    }
    return store;
}

static STACK_OF(X509) * borrow(const struct certificate_list *list)
{
    STACK_OF(X509) *certificates = sk_X509_new_null();

    for (size_t i = 0; i < list->count; i++) {
        (void)sk_X509_push(certificates, certificate_openssl(list->items[i]));
    }
    return certificates;
}

static bool is_own_anchor(const struct certificate *certificate,
                          const struct certificate_list *anchors)
{
    for (size_t i = 0; i < anchors->count; i++) {
        if (slice_equal(certificate_der(anchors->items[i]), certificate_der(certificate))) {
            return true;
        }
    }
    return false;
}

static void set_rules(X509_STORE_CTX *context, timestamp when)
{
    X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

    (void)X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    (void)X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_auth_level(rules, 1);
    X509_VERIFY_PARAM_set_depth(rules, LONGEST_PATH);
    X509_VERIFY_PARAM_set_time(rules, (time_t)when);
}

static void read_path(X509_STORE_CTX *context, struct certificate_chain *chain)
{
    STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
    int count = found == NULL ? 0 : sk_X509_num(found);

    chain->path = memory_new((size_t)count, sizeof *chain->path);
    for (int i = 0; i < count; i++) {
        chain->path[chain->count++] =
            name_openssl_text(X509_get_subject_name(sk_X509_value(found, i)));
    }
}

static void read_reason(X509_STORE_CTX *context, bool own_anchor, struct certificate_chain *chain)
{
    int error = X509_STORE_CTX_get_error(context);
    int depth = X509_STORE_CTX_get_error_depth(context);
    const X509 *at = X509_STORE_CTX_get_current_cert(context);
    CLEANUP(text_free)
    char *subject =
        at == NULL ? memory_copy_text("") : name_openssl_text(X509_get_subject_name(at));

    chain->depth = depth > 0 ? (unsigned)depth : 0;
    if (own_anchor && chain->count < 2) {
        chain->reason =
            text_format(_("'%s' is its own anchor: nobody else vouches for it"), subject);
        return;
    }
    chain->reason = text_format(_("at depth %u, '%s': %s"), chain->depth, subject,
                                X509_verify_cert_error_string(error));
}

void certificate_chain_check(const struct certificate *certificate,
                             const struct certificate_list *intermediates,
                             const struct certificate_list *anchors, timestamp when,
                             struct certificate_chain *ret_chain)
{
    CLEANUP(X509_STORE_free) X509_STORE *store = make_store(certificate, anchors);
    CLEANUP(free_borrowed) STACK_OF(X509) *between = borrow(intermediates);
    CLEANUP(X509_STORE_CTX_free)
    X509_STORE_CTX *context = X509_STORE_CTX_new_ex(crypto_context(), NULL);
    struct certificate_chain chain = {0};

    if (store == NULL || context == NULL ||
        X509_STORE_CTX_init(context, store, certificate_openssl(certificate), between) != 1) {
        chain.reason = memory_copy_text(_("OpenSSL cannot begin to verify"));
    } else {
        set_rules(context, when);
        chain.anchored = X509_verify_cert(context) == 1;
        read_path(context, &chain);
        if (!chain.anchored) {
            read_reason(context, is_own_anchor(certificate, anchors), &chain);
        }
    }
    crypto_forget_errors();
    *ret_chain = chain;
}

void certificate_chain_clear(struct certificate_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        memory_free(chain->path[i]);
    }
    memory_free(chain->path);
    memory_free(chain->reason);
    *chain = (struct certificate_chain){0};
}
