/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/spki.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* What is known of a curve: the object identifier as in CKA_EC_PARAMS, and its field in bytes. */
static const struct curve {
    const char *name;
    const char *printable; /* the other form of CKA_EC_PARAMS for Edwards curves */
    uint8_t oid[12];
    size_t oid_size;
    size_t field;
} curves[] = {
    {"EC P-256", NULL, {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}, 10, 32},
    {"EC P-384", NULL, {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22}, 7, 48},
    {"EC P-521", NULL, {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23}, 7, 66},
    {"EC P-224", NULL, {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x21}, 7, 28},
    {"EC secp256k1", NULL, {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a}, 7, 32},
    {"EC brainpoolP256r1",
     NULL,
     {0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07},
     11,
     32},
    {"EC brainpoolP384r1",
     NULL,
     {0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b},
     11,
     48},
    {"EC brainpoolP512r1",
     NULL,
     {0x06, 0x09, 0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0d},
     11,
     64},
    {"Ed25519", "edwards25519", {0x06, 0x03, 0x2b, 0x65, 0x70}, 5, 32},
    {"Ed448", "edwards448", {0x06, 0x03, 0x2b, 0x65, 0x71}, 5, 57},
};

static bool is_printable_name(struct slice params, const char *name)
{
    return name != NULL && params.size == strlen(name) + 2 && params.data[0] == 0x13 &&
           params.data[1] == strlen(name) && memcmp(params.data + 2, name, strlen(name)) == 0;
}

static const struct curve *find_curve(struct slice params)
{
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        if (slice_equal(params, slice_of(curves[i].oid, curves[i].oid_size)) ||
            is_printable_name(params, curves[i].printable)) {
            return &curves[i];
        }
    }
    return NULL;
}

/* Does BYTES hold exactly a string with TAG and SKIP bytes in front of CONTENT bytes? */
static bool is_wrapped(struct slice bytes, uint8_t tag, size_t skip, size_t content)
{
    size_t size = skip + content;
    size_t header = size > 127 ? 3 : 2;

    if (bytes.size != header + size || bytes.data[0] != tag) {
        return false;
    }
    return header == 2 ? bytes.data[1] == size : bytes.data[1] == 0x81 && bytes.data[2] == size;
}

static bool is_bit_string(struct slice bytes, size_t content)
{
    return is_wrapped(bytes, 0x03, 1, content) &&
           bytes.data[bytes.size - content - 1] == 0; /* no unused bits */
}

static struct slice last_bytes(struct slice bytes, size_t count)
{
    return slice_of(bytes.data + bytes.size - count, count);
}

static bool is_point(struct slice bytes, size_t field)
{
    if (bytes.size == 1 + 2 * field) {
        return bytes.data[0] == 0x04;
    }
    return bytes.size == 1 + field && (bytes.data[0] == 0x02 || bytes.data[0] == 0x03);
}

/* The bare point of a known curve, or nothing. */
static struct slice unwrap_known(struct slice bytes, size_t field, bool edwards)
{
    const size_t lengths[] = {edwards ? field : 1 + 2 * field, edwards ? field : 1 + field};

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct slice inner = bytes;

        if (is_wrapped(bytes, 0x04, 0, lengths[i]) || is_bit_string(bytes, lengths[i])) {
            inner = last_bytes(bytes, lengths[i]);
        }
        if (inner.size == lengths[i] && (edwards || is_point(inner, field))) {
            return inner;
        }
    }
    return (struct slice){0};
}

/* A curve we do not know: an OCTET STRING that holds an odd number of bytes is unwrapped. */
static struct slice unwrap_unknown(struct slice bytes)
{
    for (size_t header = 2; header <= 3 && header < bytes.size; header++) {
        struct slice inner = last_bytes(bytes, bytes.size - header);

        if (is_wrapped(bytes, 0x04, 0, inner.size) && inner.size % 2 == 1 &&
            inner.data[0] >= 0x02 && inner.data[0] <= 0x04) {
            return inner;
        }
    }
    return bytes;
}

/* DER: a tag, the length of CONTENT and CONTENT, appended to BYTES. */
static void append_tlv(struct bytes *bytes, uint8_t tag, struct slice content)
{
    uint8_t header[6] = {tag};
    size_t used = 1;

    if (content.size < 128) {
        header[used++] = (uint8_t)content.size;
    } else {
        size_t length_bytes = content.size > 0xffff ? 3 : content.size > 0xff ? 2 : 1;

        header[used++] = (uint8_t)(0x80 | length_bytes);
        for (size_t i = length_bytes; i > 0; i--) {
            header[used++] = (uint8_t)(content.size >> (8 * (i - 1)));
        }
    }
    bytes_append(bytes, header, used);
    bytes_append(bytes, content.data, content.size);
}

static void append_integer(struct bytes *bytes, struct slice number)
{
    struct bytes content = {0};

    while (number.size > 1 && number.data[0] == 0) {
        number = last_bytes(number, number.size - 1);
    }
    if ((number.data[0] & 0x80) != 0) {
        bytes_append(&content, "", 1);
    }
    bytes_append(&content, number.data, number.size);
    append_tlv(bytes, 0x02, slice_of_bytes(&content));
    bytes_clear(&content);
}

static void append_bit_string(struct bytes *bytes, struct slice bits)
{
    struct bytes content = {0};

    bytes_append(&content, "", 1); /* no unused bits */
    bytes_append(&content, bits.data, bits.size);
    append_tlv(bytes, 0x03, slice_of_bytes(&content));
    bytes_clear(&content);
}

/* SEQUENCE { ALGORITHM, BIT STRING key } */
static struct bytes wrap_spki(struct slice algorithm, struct slice key)
{
    struct bytes content = {0};
    struct bytes spki = {0};

    append_tlv(&content, 0x30, algorithm);
    append_bit_string(&content, key);
    append_tlv(&spki, 0x30, slice_of_bytes(&content));
    bytes_clear(&content);
    return spki;
}

static bool spki_from_rsa(const struct key_parts *parts, struct bytes *ret_spki)
{
    static const uint8_t rsa_encryption[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
                                             0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
    struct bytes numbers = {0};
    struct bytes key = {0};

    if (parts->modulus.size == 0 || parts->public_exponent.size == 0) {
        return false;
    }
    append_integer(&numbers, slice_of_bytes(&parts->modulus));
    append_integer(&numbers, slice_of_bytes(&parts->public_exponent));
    append_tlv(&key, 0x30, slice_of_bytes(&numbers));
    *ret_spki = wrap_spki(slice_of(rsa_encryption, sizeof rsa_encryption), slice_of_bytes(&key));
    bytes_clear(&numbers);
    bytes_clear(&key);
    return true;
}

static bool spki_from_ec(const struct key_parts *parts, struct bytes *ret_spki)
{
    static const uint8_t ec_public_key[] = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
    const struct curve *curve = find_curve(slice_of_bytes(&parts->ec_params));
    struct slice point = slice_of_bytes(&parts->ec_point);
    struct bytes algorithm = {0};

    point = curve != NULL ? unwrap_known(point, curve->field, false) : unwrap_unknown(point);
    if (point.size == 0 || parts->ec_params.size == 0) {
        return false;
    }
    bytes_append(&algorithm, ec_public_key, sizeof ec_public_key);
    bytes_append(&algorithm, parts->ec_params.data, parts->ec_params.size);
    *ret_spki = wrap_spki(slice_of_bytes(&algorithm), point);
    bytes_clear(&algorithm);
    return true;
}

static bool spki_from_edwards(const struct key_parts *parts, struct bytes *ret_spki)
{
    const struct curve *curve = find_curve(slice_of_bytes(&parts->ec_params));
    struct slice point;

    if (curve == NULL || curve->printable == NULL) {
        return false;
    }
    point = unwrap_known(slice_of_bytes(&parts->ec_point), curve->field, true);
    if (point.size == 0) {
        return false;
    }
    *ret_spki = wrap_spki(slice_of(curve->oid, curve->oid_size), point);
    return true;
}

bool spki_from_parts(const struct key_parts *parts, struct bytes *ret_spki)
{
    switch (parts->type) {
    case KEY_RSA:
        return spki_from_rsa(parts, ret_spki);
    case KEY_EC:
        return spki_from_ec(parts, ret_spki);
    case KEY_EDWARDS:
        return spki_from_edwards(parts, ret_spki);
    case KEY_OTHER:
        break;
    }
    return false;
}

static size_t modulus_bits(const struct bytes *modulus)
{
    size_t skipped = 0;
    size_t bits;

    while (skipped < modulus->size && modulus->data[skipped] == 0) {
        skipped++;
    }
    if (skipped == modulus->size) {
        return 0;
    }
    bits = 8 * (modulus->size - skipped);
    for (uint8_t top = modulus->data[skipped]; (top & 0x80) == 0; top = (uint8_t)(top << 1)) {
        bits--;
    }
    return bits;
}

char *key_parts_name(const struct key_parts *parts)
{
    const struct curve *curve = find_curve(slice_of_bytes(&parts->ec_params));

    if (parts->type == KEY_RSA) {
        return parts->modulus.size == 0 ? memory_copy_text("RSA")
                                        : text_format("RSA %zu", modulus_bits(&parts->modulus));
    }
    if (curve != NULL) {
        return memory_copy_text(curve->name);
    }
    if (parts->type == KEY_OTHER) {
        return memory_copy_text("?");
    }
    return memory_copy_text(parts->type == KEY_EC ? "EC" : "Edwards");
}
