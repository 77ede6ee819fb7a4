/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Private keys of OpenSSH (PROTOCOL.key in its source): the public half stands in front, in the
 * clear, in the form of RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4.
 */

#include <string.h>

#include "base/i18n.h"
#include "base/key_parts.h"
#include "base/memory.h"
#include "base/text.h"
#include "key_file_internal.h"
#include "wire.h"

static const char magic[] = "openssh-key-v1"; /* with its NUL */

static bool is_text(struct slice string, const char *text)
{
    return slice_equal(string, slice_of_text(text));
}

static struct bytes bytes_of(struct slice slice)
{
    return bytes_copy(slice.data, slice.size);
}

static struct bytes curve(int nid)
{
    return CRYPTO_ENCODE(i2d_ASN1_OBJECT, OBJ_nid2obj(nid));
}

static bool read_rsa(struct slice rest, struct key_parts *parts)
{
    struct slice exponent = {0};
    struct slice modulus = {0};

    if (!wire_string(&rest, 4, &exponent) || !wire_string(&rest, 4, &modulus)) {
        return false;
    }
    *parts = (struct key_parts){
        .type = KEY_RSA, .modulus = bytes_of(modulus), .public_exponent = bytes_of(exponent)};
    return true;
}

static bool read_ec(struct slice rest, struct key_parts *parts)
{
    static const struct {
        const char *name;
        int nid;
    } curves[] = {{"nistp256", NID_X9_62_prime256v1},
                  {"nistp384", NID_secp384r1},
                  {"nistp521", NID_secp521r1}};
    struct slice name = {0};
    struct slice point = {0};

    if (!wire_string(&rest, 4, &name) || !wire_string(&rest, 4, &point)) {
        return false;
    }
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        if (is_text(name, curves[i].name)) {
            *parts = (struct key_parts){
                .type = KEY_EC, .ec_params = curve(curves[i].nid), .ec_point = bytes_of(point)};
            return true;
        }
    }
    return false;
}

static bool read_public(struct slice rest, struct key_parts *parts)
{
    struct slice type = {0};
    struct slice point = {0};

    if (!wire_string(&rest, 4, &type)) {
        return false;
    }
    if (is_text(type, "ssh-rsa")) {
        return read_rsa(rest, parts);
    }
    if (type.size > 11 && memcmp(type.data, "ecdsa-sha2-", 11) == 0) {
        return read_ec(rest, parts);
    }
    if (is_text(type, "ssh-ed25519") && wire_string(&rest, 4, &point)) {
        *parts = (struct key_parts){
            .type = KEY_EDWARDS, .ec_params = curve(NID_ED25519), .ec_point = bytes_of(point)};
        return true;
    }
    return false; /* of a security key (sk-), or DSA: nothing X.509 could use */
}

/* "aes256-ctr, bcrypt, 16 rounds"; NULL when it is not encrypted. */
static char *protection_text(struct slice cipher, struct slice kdf, struct slice options)
{
    struct slice salt = {0};
    uint32_t rounds = 0;

    if (is_text(cipher, "none")) {
        return NULL;
    }
    if (!wire_string(&options, 4, &salt) || !wire_number(&options, 4, &rounds)) {
        return memory_copy_text_n((const char *)cipher.data, cipher.size);
    }
    return text_format(P_("%.*s, %.*s with %u round", "%.*s, %.*s with %u rounds", rounds),
                       (int)cipher.size, (const char *)cipher.data, (int)kdf.size,
                       (const char *)kdf.data, rounds);
}

static void add_keys(struct key_reader *reader, struct slice rest, const char *protection,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct key_file_item *item = key_reader_add(reader, KEY_FILE_PRIVATE, "OpenSSH");
        CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
        struct slice public = {0};

        if (item == NULL) {
            return;
        }
        item->encrypted = protection != NULL;
        item->protection = memory_copy_text(protection);
        if (wire_string(&rest, 4, &public) && read_public(public, &parts)) {
            key_item_from_parts(item, &parts);
        }
    }
}

bool key_read_openssh(struct key_reader *reader, struct slice data)
{
    struct slice cipher = {0};
    struct slice kdf = {0};
    struct slice options = {0};
    CLEANUP(text_free) char *protection = NULL;
    uint32_t count = 0;

    if (data.size < sizeof magic || memcmp(data.data, magic, sizeof magic) != 0) {
        return false;
    }
    data = slice_of(data.data + sizeof magic, data.size - sizeof magic);
    if (!wire_string(&data, 4, &cipher) || !wire_string(&data, 4, &kdf) ||
        !wire_string(&data, 4, &options) || !wire_number(&data, 4, &count) || count == 0) {
        return false;
    }
    protection = protection_text(cipher, kdf, options);
    add_keys(reader, data, protection, count);
    return true;
}
