/* SPDX-License-Identifier: Apache-2.0 */
#include "anchor.h"

#include <openssl/x509v3.h>

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cvc.h"
#include "material.h"
#include "settings/settings.h"
#include "x509/digest.h"
#include "x509/libcrypto.h"

struct attestation_anchors *attestation_anchors_new(void)
{
    return memory_new(1, sizeof(struct attestation_anchors));
}

static void layouts_clear(struct anchor_layouts *layouts)
{
    for (size_t i = 0; i < layouts->count; i++) {
        settings_list_free(layouts->items[i].between);
    }
    memory_free(layouts->items);
}

void anchor_free(struct anchor *anchor)
{
    if (anchor == NULL) {
        return;
    }
    for (size_t i = 0; i < ATTESTATION_PRODUCTS; i++) {
        layouts_clear(&anchor->layouts[i]);
    }
    memory_free(anchor->name);
    memory_free(anchor->sha256);
    memory_free(anchor->source);
    memory_free(anchor->products);
    public_key_free(anchor->key);
    memory_free(anchor);
}

void attestation_anchors_free(struct attestation_anchors *anchors)
{
    if (anchors == NULL) {
        return;
    }
    for (size_t i = 0; i < anchors->count; i++) {
        anchor_free(anchors->items[i]);
    }
    memory_free(anchors->items);
    memory_free(anchors);
}

void anchors_take(struct attestation_anchors *anchors, struct anchor *anchor)
{
    for (size_t i = 0; i < anchors->count; i++) {
        if (strcmp(anchors->items[i]->name, anchor->name) == 0 &&
            public_key_equal(anchors->items[i]->key, anchor->key)) {
            anchor_free(anchor);
            return;
        }
    }
    anchors->items = memory_resize(anchors->items, anchors->count + 1, sizeof(struct anchor *));
    anchors->items[anchors->count++] = anchor;
}

static char *digest_text(struct slice content)
{
    uint8_t digest[SHA256_SIZE];

    sha256(content, digest);
    return hex_encode(slice_of(digest, sizeof digest));
}

static struct public_key *copy_key(const struct public_key *key)
{
    struct public_key *copy = NULL;
    struct failure failure = {0};

    if (!public_key_from_spki(public_key_spki(key), &copy, &failure)) {
        failure_clear(&failure); /* cannot be: it came from such a key */
    }
    return copy;
}

static struct anchor *anchor_given(char *name, struct slice content, const char *source,
                                   struct failure *failure)
{
    CLEANUP(anchor_free) struct anchor *anchor = memory_new(1, sizeof *anchor);

    anchor->name = name;
    anchor->sha256 = digest_text(content);
    anchor->source = memory_copy_text(source);
    anchor->given = true;
    anchor->path_length = ANCHOR_NO_PATH_LENGTH;
    return anchor_set_given_layouts(anchor, failure) ? TAKE(anchor) : NULL;
}

static bool add_certificates(struct attestation_anchors *anchors, struct slice content,
                             const char *source, struct failure *failure)
{
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list list = {0};

    if (!certificate_file_read(content, source, &list, failure)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct certificate *certificate = list.items[i];
        struct anchor *anchor = anchor_given(certificate_subject(certificate),
                                             certificate_der(certificate), source, failure);

        if (anchor == NULL) {
            return false;
        }
        anchor->key = copy_key(certificate_key(certificate));
        anchor->path_length = (int)X509_get_pathlen(certificate_openssl(certificate));
        anchors_take(anchors, anchor);
    }
    return true;
}

static bool refuse_card_verifiable(const char *source, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_INPUT, _("cannot take an anchor from '%s'"), source);
    return failure_cause(failure, _("it is not one card-verifiable certificate with a whole key"));
}

static bool add_card_verifiable(struct attestation_anchors *anchors, struct slice content,
                                const char *source, struct failure *failure)
{
    CLEANUP(anchor_free) struct anchor *anchor = NULL;
    CLEANUP(public_key_free) struct public_key *key = NULL;
    struct slice rest = content;
    struct cv cv = {0};
    struct cv_algorithm algorithm = {0};

    if (!cv_take(&rest, &cv) || rest.size != 0 || cv.authenticated ||
        !cv_algorithm(&cv, &algorithm)) {
        return refuse_card_verifiable(source, failure);
    }
    key = cv_public_key(&cv, NULL);
    if (key == NULL) {
        return refuse_card_verifiable(source, failure);
    }
    anchor = anchor_given(cv_text(cv.holder), content, source, failure);
    if (anchor == NULL) {
        return false;
    }
    anchor->key = TAKE(key);
    anchor->algorithm = algorithm;
    anchors_take(anchors, TAKE(anchor));
    return true;
}

/* A file of settings begins with a comment or a section; no certificate does. */
static bool looks_like_settings(struct slice content)
{
    size_t i = 0;

    while (i < content.size && isspace(content.data[i])) {
        i++;
    }
    return i < content.size && (content.data[i] == '#' || content.data[i] == '[');
}

bool attestation_anchors_add(struct attestation_anchors *anchors, struct slice content,
                             const char *source, struct failure *failure)
{
    if (is_card_verifiable(content)) {
        return add_card_verifiable(anchors, content, source, failure);
    }
    return looks_like_settings(content) ? anchors_parse(anchors, content, source, true, failure)
                                        : add_certificates(anchors, content, source, failure);
}

size_t attestation_anchors_count(const struct attestation_anchors *anchors)
{
    return anchors->count;
}

struct attestation_anchor_view attestation_anchors_view(const struct attestation_anchors *anchors,
                                                        size_t position)
{
    const struct anchor *anchor = anchors->items[position];

    return (struct attestation_anchor_view){.name = anchor->name,
                                            .products = anchor->products,
                                            .sha256 = anchor->sha256,
                                            .source = anchor->source,
                                            .preview = anchor->preview,
                                            .given = anchor->given};
}
