/* SPDX-License-Identifier: Apache-2.0 */

/* Anchors as they stand in evidence/anchors.conf. */

#include <openssl/evp.h>

#include <stdlib.h>
#include <string.h>

#include "anchor.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "settings/settings.h"
#include "settings/shipped.h"
#include "x509/digest.h"

extern const struct shipped_file shipped_anchors[];

static const char *const product_entries[ATTESTATION_PRODUCTS] = {
    [ATTESTATION_YUBIKEY_PIV] = "yubikey_piv",
    [ATTESTATION_YUBIHSM] = "yubihsm",
    [ATTESTATION_SMARTCARD_HSM] = "smartcard_hsm",
    [ATTESTATION_LUNA] = "luna",
};

static const char *const known[] = {
    "name",        "certificate_sha256", "spki",    "spki_sha256", "source",
    "path_length", "no_constraints",     "preview", "note",        "yubikey_piv",
    "yubihsm",     "smartcard_hsm",      "luna",    NULL,
};

/* Alternatives are separated by '|', what stands between by commas. */
static struct anchor_layouts parse_layouts(const char *value)
{
    struct anchor_layouts layouts = {0};

    for (;;) {
        size_t size = strcspn(value, "|");
        CLEANUP(text_free) char *alternative = memory_copy_text_n(value, size);

        layouts.items = memory_resize(layouts.items, layouts.count + 1, sizeof *layouts.items);
        layouts.items[layouts.count++] =
            (struct anchor_layout){.between = settings_list(alternative)};
        if (value[size] == '\0') {
            return layouts;
        }
        value += size + 1;
    }
}

static void read_layouts(const struct settings_section *section, struct anchor *anchor)
{
    struct text products = {0};

    for (size_t i = 0; i < ATTESTATION_PRODUCTS; i++) {
        const char *value = settings_value(section, product_entries[i]);

        if (value != NULL) {
            anchor->layouts[i] = parse_layouts(value);
            text_addf(&products, "%s%s", products.size == 0 ? "" : ", ",
                      attestation_product_name((enum attestation_product)i));
        }
    }
    anchor->products = text_take(&products);
}

static struct bytes decode_base64(const char *text)
{
    CLEANUP(text_free) char *packed = memory_copy_text(text);
    struct bytes bytes = {0};
    size_t size = 0;
    int decoded;

    for (const char *c = text; *c != '\0'; c++) {
        if (*c != ' ' && *c != '\t') {
            packed[size++] = *c;
        }
    }
    if (size == 0 || size % 4 != 0) {
        return bytes;
    }
    bytes.data = memory_new(size, 1);
    decoded = EVP_DecodeBlock(bytes.data, (const unsigned char *)packed, (int)size);
    if (decoded < 0) {
        bytes_clear(&bytes);
        return bytes;
    }
    bytes.size = (size_t)decoded;
    for (size_t i = size; bytes.size > 0 && packed[i - 1] == '='; i--) {
        bytes.size--; /* EVP_DecodeBlock counts the padding */
    }
    return bytes;
}

/* The key of an anchor: what a slip of the pen would make of it must not be trusted. */
static bool read_key(const struct settings *settings, const struct settings_section *section,
                     struct anchor *anchor, struct failure *failure)
{
    const struct settings_entry *spki = settings_entry(section, "spki");
    const char *wanted = settings_value(section, "spki_sha256");
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    CLEANUP(text_free) char *found = NULL;
    uint8_t digest[SHA256_SIZE];

    if (spki == NULL || wanted == NULL) {
        return settings_refuse(settings, section->line, failure,
                               _("the anchor '%s' needs spki and spki_sha256"), section->name);
    }
    der = decode_base64(spki->value);
    sha256(slice_of_bytes(&der), digest);
    found = hex_encode(slice_of(digest, sizeof digest));
    if (strcmp(found, wanted) != 0) {
        return settings_refuse(settings, spki->line, failure,
                               _("the key is another than spki_sha256 says"));
    }
    return public_key_from_spki(slice_of_bytes(&der), &anchor->key, failure) &&
           signature_choose(public_key_type(anchor->key), public_key_bits(anchor->key),
                            &anchor->algorithm.scheme, &anchor->algorithm.digest, failure);
}

static bool read_path_length(const struct settings *settings, const struct settings_entry *entry,
                             struct anchor *anchor, struct failure *failure)
{
    char *end = NULL;
    long value;

    anchor->path_length = ANCHOR_NO_PATH_LENGTH;
    if (entry == NULL) {
        return true;
    }
    value = strtol(entry->value, &end, 10);
    if (end == entry->value || *end != '\0' || value < 0 || value > 16) {
        return settings_refuse(settings, entry->line, failure,
                               _("path_length is a number from 0 to 16"));
    }
    anchor->path_length = (int)value;
    return true;
}

static bool read_flag(const struct settings *settings, const struct settings_section *section,
                      const char *name, bool *ret_value, struct failure *failure)
{
    const struct settings_entry *entry = settings_entry(section, name);

    return entry == NULL || settings_bool(settings, entry, ret_value, failure);
}

static bool read_anchor(const struct settings *settings, const struct settings_section *section,
                        struct anchor *anchor, struct failure *failure)
{
    const char *name = settings_value(section, "name");
    const char *digest = settings_value(section, "certificate_sha256");
    const char *source = settings_value(section, "source");

    if (name == NULL || digest == NULL) {
        return settings_refuse(settings, section->line, failure,
                               _("the anchor '%s' needs name and certificate_sha256"),
                               section->name);
    }
    anchor->name = memory_copy_text(name);
    anchor->sha256 = memory_copy_text(digest);
    anchor->source = memory_copy_text(source != NULL ? source : settings_origin(settings));
    read_layouts(section, anchor);
    return read_key(settings, section, anchor, failure) &&
           read_path_length(settings, settings_entry(section, "path_length"), anchor, failure) &&
           read_flag(settings, section, "no_constraints", &anchor->no_constraints, failure) &&
           read_flag(settings, section, "preview", &anchor->preview, failure);
}

bool anchors_parse(struct attestation_anchors *anchors, struct slice text, const char *source,
                   bool given, struct failure *failure)
{
    CLEANUP(settings_free) struct settings *settings = NULL;

    if (!settings_parse(source, text, &settings, failure)) {
        return false;
    }
    for (size_t i = 0; i < settings_count(settings); i++) {
        const struct settings_section *section = settings_section(settings, i);
        CLEANUP(anchor_free) struct anchor *anchor = memory_new(1, sizeof *anchor);

        if (!settings_only(settings, section, known, failure)) {
            return false;
        }
        if (strcmp(section->name, "given") == 0) {
            continue; /* a rule, not an anchor */
        }
        anchor->given = given;
        if (!read_anchor(settings, section, anchor, failure)) {
            return false;
        }
        anchors_take(anchors, TAKE(anchor));
    }
    return true;
}

bool attestation_anchors_add_shipped(struct attestation_anchors *anchors, struct failure *failure)
{
    for (const struct shipped_file *file = shipped_anchors; file->name != NULL; file++) {
        if (!anchors_parse(anchors, slice_of(file->text, file->size), file->name, false, failure)) {
            failure->class = FAILURE_BUG; /* it is part of the program */
            return false;
        }
    }
    return true;
}

bool anchor_set_given_layouts(struct anchor *anchor, struct failure *failure)
{
    const struct shipped_file *file = shipped_anchors;
    CLEANUP(settings_free) struct settings *settings = NULL;

    if (!settings_parse(file->name, slice_of(file->text, file->size), &settings, failure)) {
        failure->class = FAILURE_BUG;
        return false;
    }
    for (size_t i = 0; i < settings_count(settings); i++) {
        if (strcmp(settings_section(settings, i)->name, "given") == 0) {
            read_layouts(settings_section(settings, i), anchor);
            return true;
        }
    }
    return failure_set(failure, FAILURE_BUG, _("'%s' has no section 'given'"), file->name);
}
