/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Keys bound to a TPM 2.0, "TSS2 PRIVATE KEY": ASN.1 Specification for TPM 2.0 Key Files
 * (draft-bottomley-tpm2-keys), as tpm2-openssl, tpm2-tss-engine and GnuTLS write them. The public
 * half is a TPM2B_PUBLIC (TPM 2.0 Library, part 2, 12.2.5), in the clear.
 */

#include <openssl/asn1t.h>

#include <string.h>

#include "base/i18n.h"
#include "base/key_parts.h"
#include "base/memory.h"
#include "key_file_internal.h"
#include "wire.h"

typedef struct {
    ASN1_OBJECT *type;
    ASN1_TYPE *empty_auth;
    ASN1_TYPE *policy;
    ASN1_TYPE *secret;
    ASN1_TYPE *auth_policy;
    ASN1_TYPE *description;
    ASN1_TYPE *rsa_parent;
    ASN1_INTEGER *parent;
    ASN1_OCTET_STRING *public;
    ASN1_OCTET_STRING *private;
} TPM_KEY;
DECLARE_ASN1_FUNCTIONS(TPM_KEY)

/* clang-format off */
ASN1_SEQUENCE(TPM_KEY) = {
    ASN1_SIMPLE(TPM_KEY, type, ASN1_OBJECT),
    ASN1_EXP_OPT(TPM_KEY, empty_auth, ASN1_ANY, 0),
    ASN1_EXP_OPT(TPM_KEY, policy, ASN1_ANY, 1),
    ASN1_EXP_OPT(TPM_KEY, secret, ASN1_ANY, 2),
    ASN1_EXP_OPT(TPM_KEY, auth_policy, ASN1_ANY, 3),
    ASN1_EXP_OPT(TPM_KEY, description, ASN1_ANY, 4),
    ASN1_EXP_OPT(TPM_KEY, rsa_parent, ASN1_ANY, 5),
    ASN1_SIMPLE(TPM_KEY, parent, ASN1_INTEGER),
    ASN1_SIMPLE(TPM_KEY, public, ASN1_OCTET_STRING),
    ASN1_SIMPLE(TPM_KEY, private, ASN1_OCTET_STRING),
} ASN1_SEQUENCE_END(TPM_KEY)
IMPLEMENT_ASN1_FUNCTIONS(TPM_KEY)
    /* clang-format on */

    DEFINE_CLEANUP(TPM_KEY *, TPM_KEY_free);

/* TPM_ALG_ID and TPM_ECC_CURVE: TPM 2.0 Library, part 2, 6.3 and 6.4 */
#define TPM_RSA 0x0001u
#define TPM_NULL 0x0010u
#define TPM_ECC 0x0023u

/* An algorithm, with DETAILS more numbers of two bytes unless it is none. */
static bool skip_algorithm(struct slice *rest, unsigned details)
{
    uint32_t number = 0;

    if (!wire_number(rest, 2, &number)) {
        return false;
    }
    for (unsigned i = 0; number != TPM_NULL && i < details; i++) {
        if (!wire_number(rest, 2, &number)) {
            return false;
        }
        number = TPM_NULL + 1; /* any: a detail is not the algorithm */
    }
    return true;
}

static bool read_rsa(struct slice rest, struct key_parts *parts)
{
    uint8_t big_endian[4];
    uint32_t bits = 0;
    uint32_t exponent = 0;
    struct slice modulus = {0};

    if (!skip_algorithm(&rest, 2) || !skip_algorithm(&rest, 1) || !wire_number(&rest, 2, &bits) ||
        !wire_number(&rest, 4, &exponent) || !wire_string(&rest, 2, &modulus)) {
        return false;
    }
    exponent = exponent == 0 ? 65537 : exponent; /* 0 is the default */
    for (size_t i = 0; i < sizeof big_endian; i++) {
        big_endian[i] = (uint8_t)(exponent >> (24 - 8 * i));
    }
    *parts = (struct key_parts){.type = KEY_RSA,
                                .modulus = bytes_copy(modulus.data, modulus.size),
                                .public_exponent = bytes_copy(big_endian, sizeof big_endian)};
    return true;
}

static void append_padded(struct bytes *point, struct slice number, size_t field)
{
    for (size_t i = number.size; i < field; i++) {
        bytes_append(point, "", 1);
    }
    bytes_append(point, number.data, number.size);
}

static bool read_ecc(struct slice rest, struct key_parts *parts)
{
    static const struct {
        uint32_t id;
        int nid;
        size_t field;
    } curves[] = {{3, NID_X9_62_prime256v1, 32}, {4, NID_secp384r1, 48}, {5, NID_secp521r1, 66}};
    uint32_t curve = 0;
    struct slice x = {0};
    struct slice y = {0};

    if (!skip_algorithm(&rest, 2) || !skip_algorithm(&rest, 1) || !wire_number(&rest, 2, &curve) ||
        !skip_algorithm(&rest, 1) || !wire_string(&rest, 2, &x) || !wire_string(&rest, 2, &y)) {
        return false;
    }
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        if (curves[i].id == curve && x.size <= curves[i].field && y.size <= curves[i].field) {
            *parts = (struct key_parts){
                .type = KEY_EC,
                .ec_params = CRYPTO_ENCODE(i2d_ASN1_OBJECT, OBJ_nid2obj(curves[i].nid))};
            bytes_append(&parts->ec_point, "\x04", 1); /* uncompressed */
            append_padded(&parts->ec_point, x, curves[i].field);
            append_padded(&parts->ec_point, y, curves[i].field);
            return true;
        }
    }
    return false;
}

/* TPM2B_PUBLIC: size, type, digest, attributes, policy, then what the type says. */
static bool read_public(struct slice rest, struct key_parts *parts)
{
    struct slice area = {0};
    uint32_t type = 0;
    uint32_t skipped = 0;
    struct slice policy = {0};

    if (!wire_string(&rest, 2, &area) || !wire_number(&area, 2, &type) ||
        !wire_number(&area, 2, &skipped) || !wire_number(&area, 4, &skipped) ||
        !wire_string(&area, 2, &policy)) {
        return false;
    }
    return type == TPM_RSA ? read_rsa(area, parts) : type == TPM_ECC && read_ecc(area, parts);
}

/* Made in the TPM, or brought there: only the first may never have been anywhere else. */
static const char *protection_text(const char *type)
{
    if (strcmp(type, "2.23.133.10.1.3") == 0) {
        return _("wrapped by a TPM 2.0, and of use in that one only");
    }
    if (strcmp(type, "2.23.133.10.1.4") == 0) {
        return _("made outside and wrapped for a TPM 2.0, of use in that one only");
    }
    return NULL;
}

bool key_read_tss2(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    CLEANUP(TPM_KEY_free) TPM_KEY *key = d2i_TPM_KEY(NULL, &position, (long)data.size);
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {0};
    struct key_file_item *item;
    const char *protection;
    char type[128] = "";

    if (key == NULL || position != data.data + data.size) {
        return false;
    }
    (void)OBJ_obj2txt(type, sizeof type, key->type, 1);
    protection = protection_text(type);
    if (protection == NULL) {
        return false; /* sealed data, or something else */
    }
    item = key_reader_add(reader, KEY_FILE_TPM, "TSS2");
    if (item != NULL) {
        item->protection = memory_copy_text(protection);
        if (read_public(slice_of(ASN1_STRING_get0_data(key->public),
                                 (size_t)ASN1_STRING_length(key->public)),
                        &parts)) {
            key_item_from_parts(item, &parts);
        }
    }
    return true;
}
