/* SPDX-License-Identifier: Apache-2.0 */

/* PKCS#12 (RFC 7292): bags of keys and certificates, in safes that may be encrypted each. */

#include "base/memory.h"
#include "key_file_internal.h"

/* SafeContents in SafeContents; nobody needs more than one. */
#define DEEPEST_BAG 4

static void free_safes(STACK_OF(PKCS7) * safes)
{
    sk_PKCS7_pop_free(safes, PKCS7_free);
}
DEFINE_CLEANUP(STACK_OF(PKCS7) *, free_safes);

static void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags)
{
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
DEFINE_CLEANUP(STACK_OF(PKCS12_SAFEBAG) *, free_bags);

/* The file being read. */
struct pkcs12 {
    struct key_reader *reader;
    size_t first;        /* its first item */
    const char *sealing; /* how the safe that is read was encrypted; NULL: not */
    char *sealed;        /* how a safe that stays closed is encrypted; NULL: there is none */
};

static void keep_id(struct key_reader *reader, const PKCS12_SAFEBAG *bag)
{
    const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);

    if (value != NULL && value->type == V_ASN1_OCTET_STRING) {
        reader->ids[reader->file.count - 1] =
            bytes_copy(ASN1_STRING_get0_data(value->value.octet_string),
                       (size_t)ASN1_STRING_length(value->value.octet_string));
    }
}

static void add_key(struct pkcs12 *file, const PKCS12_SAFEBAG *bag)
{
    struct key_file_item *item = key_reader_add(file->reader, KEY_FILE_PRIVATE, "PKCS#12");
    const PKCS8_PRIV_KEY_INFO *info = PKCS12_SAFEBAG_get0_p8inf(bag);
    const X509_SIG *sealed = PKCS12_SAFEBAG_get0_pkcs8(bag);

    if (item == NULL) {
        return;
    }
    if (sealed != NULL) {
        key_open_pkcs8(file->reader, item, sealed);
    } else if (info != NULL) {
        item->encrypted = file->sealing != NULL;
        item->opened = item->encrypted;
        item->protection = memory_copy_text(file->sealing);
        key_item_from_pkcs8(item, info);
    }
    keep_id(file->reader, bag);
}

static void add_certificate(struct pkcs12 *file, const PKCS12_SAFEBAG *bag)
{
    CLEANUP(X509_free) X509 *certificate = PKCS12_SAFEBAG_get1_cert(bag);
    struct key_file_item *item =
        certificate == NULL ? NULL : key_reader_add(file->reader, KEY_FILE_CERTIFICATE, "PKCS#12");
    CLEANUP_VALUE(bytes_clear) struct bytes spki = {0};

    if (item != NULL) {
        spki = CRYPTO_ENCODE(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(certificate));
        key_item_from_spki(item, slice_of_bytes(&spki));
        keep_id(file->reader, bag);
    }
}

static void read_bags(struct pkcs12 *file, const STACK_OF(PKCS12_SAFEBAG) * bags, unsigned depth)
{
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
        const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);

        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag:
        case NID_pkcs8ShroudedKeyBag:
            add_key(file, bag);
            break;
        case NID_certBag:
            if (PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate) {
                add_certificate(file, bag);
            }
            break;
        case NID_safeContentsBag:
            if (depth < DEEPEST_BAG) {
                read_bags(file, PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
            }
            break;
        default: /* lists of revoked certificates, secrets that are no keys */
            break;
        }
    }
}

static STACK_OF(PKCS12_SAFEBAG) * open_safe(struct pkcs12 *file, const PKCS7_ENC_CONTENT *content)
{
    struct key_reader *reader = file->reader;
    const struct secret *password = reader->password;

    return PKCS12_item_decrypt_d2i_ex(
        content->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), (const char *)secret_data(password),
        (int)secret_size(password), content->enc_data, 1, key_reader_opener(reader), NULL);
}

static void read_encrypted(struct pkcs12 *file, const PKCS7 *safe)
{
    const PKCS7_ENC_CONTENT *content =
        safe->d.encrypted == NULL ? NULL : safe->d.encrypted->enc_data;
    CLEANUP(free_bags) STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    struct protection protection = {0};

    if (content == NULL || content->algorithm == NULL) {
        return;
    }
    protection_read(content->algorithm, &protection);
    if (key_reader_pay(file->reader, protection.rounds)) {
        bags = open_safe(file, content);
        file->reader->file.password_refused |= bags == NULL;
    }
    if (bags != NULL) {
        file->sealing = protection.text;
        read_bags(file, bags, 0);
        file->sealing = NULL;
    } else if (file->sealed == NULL) {
        file->sealed = TAKE(protection.text);
    }
    memory_free(protection.text);
}

static void read_safe(struct pkcs12 *file, PKCS7 *safe)
{
    CLEANUP(free_bags) STACK_OF(PKCS12_SAFEBAG) *bags = NULL;

    if (PKCS7_type_is_encrypted(safe)) {
        read_encrypted(file, safe);
    } else if (PKCS7_type_is_data(safe)) {
        bags = PKCS12_unpack_p7data(safe);
        read_bags(file, bags, 0);
    } else if (file->sealed == NULL) { /* for the key of somebody, not for a password */
        file->sealed = memory_copy_text(OBJ_nid2ln(OBJ_obj2nid(safe->type)));
    }
}

/* A certificate of the file with the ID of a key; without ids the only one there is. */
static const struct key_file_item *partner(const struct pkcs12 *file, size_t key)
{
    const struct key_reader *reader = file->reader;
    const struct bytes *id = &reader->ids[key];
    const struct key_file_item *found = NULL;

    for (size_t i = file->first; i < reader->file.count; i++) {
        const struct key_file_item *item = &reader->file.items[i];

        if (item->kind == KEY_FILE_PRIVATE && i != key && id->size == 0) {
            return NULL; /* two keys and no ids: nobody knows */
        }
        if (item->kind != KEY_FILE_CERTIFICATE || item->key == NULL) {
            continue;
        }
        if (id->size > 0 ? slice_equal(slice_of_bytes(id), slice_of_bytes(&reader->ids[i]))
                         : found == NULL) {
            found = item;
        } else if (id->size == 0) {
            return NULL;
        }
    }
    return found;
}

/* A key that stays closed is that of its certificate, as far as the file says. */
static void name_closed_keys(struct pkcs12 *file)
{
    struct key_file *items = &file->reader->file;

    for (size_t i = file->first; i < items->count; i++) {
        struct key_file_item *item = &items->items[i];
        const struct key_file_item *beside = NULL;

        if (item->kind == KEY_FILE_PRIVATE && item->key == NULL) {
            beside = partner(file, i);
        }
        if (beside != NULL) {
            key_item_from_spki(item, public_key_spki(beside->key));
            item->key_by_certificate = item->key != NULL;
        }
    }
}

static bool holds_key(const struct pkcs12 *file)
{
    const struct key_file *items = &file->reader->file;

    for (size_t i = file->first; i < items->count; i++) {
        if (items->items[i].kind == KEY_FILE_PRIVATE) {
            return true;
        }
    }
    return false;
}

/* A password that the MAC refuses is not tried on anything else. */
static void check_password(struct key_reader *reader, PKCS12 *file)
{
    struct protection mac = {0};

    protection_read_mac(file, &mac);
    if (mac.text != NULL && key_reader_pay(reader, mac.rounds) &&
        PKCS12_verify_mac(file, (const char *)secret_data(reader->password),
                          (int)secret_size(reader->password)) != 1) {
        reader->file.password_refused = true;
        reader->password = NULL;
    }
    memory_free(reader->file.integrity);
    reader->file.integrity = mac.text;
}

bool key_read_pkcs12(struct key_reader *reader, struct slice data)
{
    const unsigned char *position = data.data;
    OSSL_LIB_CTX *context = reader->password == NULL ? crypto_context() : key_reader_opener(reader);
    CLEANUP(PKCS12_free) PKCS12 *parsed = PKCS12_init_ex(NID_pkcs7_data, context, NULL);
    CLEANUP(free_safes) STACK_OF(PKCS7) *safes = NULL;
    struct pkcs12 file = {.reader = reader, .first = reader->file.count};

    if (d2i_PKCS12(&parsed, &position, (long)data.size) == NULL ||
        position != data.data + data.size) {
        return false;
    }
    check_password(reader, parsed);
    safes = PKCS12_unpack_authsafes(parsed);
    for (int i = 0; i < sk_PKCS7_num(safes); i++) {
        read_safe(&file, sk_PKCS7_value(safes, i));
    }
    name_closed_keys(&file);
    if (!holds_key(&file) && (file.sealed != NULL || safes == NULL)) {
        struct key_file_item *item = key_reader_add(reader, KEY_FILE_SEALED, "PKCS#12");

        if (item != NULL) {
            item->encrypted = file.sealed != NULL;
            item->protection = TAKE(file.sealed);
        }
    }
    memory_free(file.sealed);
    return true;
}
