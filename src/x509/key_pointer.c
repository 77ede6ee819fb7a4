/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Files that only point to a key: what pkcs11-provider reads as "PKCS#11 PROVIDER URI",
 *
 *     SEQUENCE { description VisibleString, uri UTF8String }
 */

#include <openssl/asn1t.h>

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "key_file_internal.h"

typedef struct {
    ASN1_VISIBLESTRING *description;
    ASN1_UTF8STRING *uri;
} KEY_POINTER;
DECLARE_ASN1_FUNCTIONS(KEY_POINTER)

/* clang-format off */
ASN1_SEQUENCE(KEY_POINTER) = {
    ASN1_SIMPLE(KEY_POINTER, description, ASN1_VISIBLESTRING),
    ASN1_SIMPLE(KEY_POINTER, uri, ASN1_UTF8STRING),
} ASN1_SEQUENCE_END(KEY_POINTER)
IMPLEMENT_ASN1_FUNCTIONS(KEY_POINTER)
    /* clang-format on */

    static void wipe_pointer(KEY_POINTER * pointer)
{
    if (pointer != NULL && pointer->uri != NULL) { /* there may be a PIN in it */
        OPENSSL_cleanse(pointer->uri->data, (size_t)pointer->uri->length);
    }
    KEY_POINTER_free(pointer);
}
DEFINE_CLEANUP(KEY_POINTER *, wipe_pointer);

/* RFC 7512, 2.3: attributes of the path end at ';', those of the query begin at '?' or '&'. */
static void copy_without_pin(struct slice uri, struct key_file_item *item)
{
    static const char pin[] = "pin-value=";
    const char *rest = (const char *)uri.data;
    const char *end = rest + uri.size;
    struct text text = {0};

    while (rest < end) {
        const char *next = rest + 1;

        while (next < end && strchr("?&;", *next) == NULL) {
            next++;
        }
        if (strchr("?&;", *rest) != NULL && (size_t)(next - rest) >= sizeof pin &&
            strncmp(rest + 1, pin, sizeof pin - 1) == 0) {
            item->uri_holds_pin = true;
        } else {
            text_add_n(&text, rest, (size_t)(next - rest));
        }
        rest = next;
    }
    item->uri = text_take(&text);
}

bool key_read_pointer(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(wipe_pointer) KEY_POINTER *pointer = d2i_KEY_POINTER(NULL, &position, (long)data.size);
    struct slice uri = {0};
    struct key_file_item *item;

    if (pointer == NULL || position != data.data + data.size) {
        return false;
    }
    uri = slice_of(ASN1_STRING_get0_data(pointer->uri), (size_t)ASN1_STRING_length(pointer->uri));
    if (uri.size < 7 || memcmp(uri.data, "pkcs11:", 7) != 0 ||
        memchr(uri.data, '\0', uri.size) != NULL) {
        return false;
    }
    item = key_reader_add(reader, KEY_FILE_POINTER, "PKCS#11 URI");
    if (item != NULL) {
        copy_without_pin(uri, item);
    }
    return true;
}
