/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

bool page_read(struct bed *bed, const char *text, struct token_page *ret_page)
{
    CLEANUP(token_selector_free) struct token_selector *selector = NULL;

    if (text != NULL) {
        assert_done(token_selector_parse(text, &selector, &bed->failure), bed);
    }
    return token_page_read(&bed->workplace, selector, ret_page, &bed->failure);
}

struct token_page page_of(struct bed *bed, const char *scenario, const char *text)
{
    struct token_page page = {0};

    bed_open(bed, scenario);
    assert_done(page_read(bed, text, &page), bed);
    bed_close(bed);
    return page;
}

size_t page_odd(const struct token_page *page, enum oddity_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < page->odd_count; i++) {
        assert_non_null(page->odd[i].uri);
        count += page->odd[i].kind == kind;
    }
    return count;
}

void page_put(const struct witness *witness, const struct ca *ca, EVP_PKEY *key, const char *label,
              const char *id, struct ca_wish wish)
{
    CLEANUP(X509_free) X509 *certificate = NULL;
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};

    wish.name = wish.name != NULL ? wish.name : label;
    certificate = ca_issue(ca, key, wish);
    der = certificate_bytes(certificate);
    witness_put_certificate(witness, label, id, slice_of_bytes(&der));
}
