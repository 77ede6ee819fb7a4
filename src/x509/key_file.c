/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/key_file.h"

#include <openssl/pem.h>

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "content.h"
#include "key_file_internal.h"

/* PBKDF2 of that many takes some seconds; what people set is below a million. */
#define MOST_ROUNDS 10000000u

static bool refuse(const char *source, struct failure *failure, const char *cause)
{
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be judged as a key file"), source);
    return failure_cause(failure, "%s", cause);
}

static bool read_sealed(struct key_reader *reader, struct slice data)
{
    return key_read_pkcs8_encrypted(reader, data, true);
}

typedef bool form_reader(struct key_reader *reader, struct slice data);

/* The blocks of PEM (RFC 7468, and those of other programs). */
static const struct {
    const char *name;
    form_reader *read;
} blocks[] = {
    {PEM_STRING_PKCS8INF, key_read_pkcs8},
    {PEM_STRING_PKCS8, read_sealed},
    {"OPENSSH PRIVATE KEY", key_read_openssh},
    {"TSS2 PRIVATE KEY", key_read_tss2},
    {"PKCS#11 PROVIDER URI", key_read_pointer},
    {"PKCS12", key_read_pkcs12}, /* certtool */
    {PEM_STRING_PUBLIC, key_read_public},
    {PEM_STRING_RSA_PUBLIC, key_read_rsa_public},
    {PEM_STRING_X509, key_read_certificate},
    {PEM_STRING_X509_OLD, key_read_certificate},
    {PEM_STRING_X509_TRUSTED, key_read_certificate},
    {PEM_STRING_X509_REQ, key_read_request},
    {PEM_STRING_X509_REQ_OLD, key_read_request},
    {PEM_STRING_PKCS7, key_read_pkcs7},
    {PEM_STRING_PKCS7_SIGNED, key_read_pkcs7},
    {PEM_STRING_CMS, key_read_pkcs7},
};

/* How to read a block called NAME; NULL: pass it over, as parameters and lists of revocation. */
static form_reader *block_reader(const char *name)
{
    static const char private[] = " PRIVATE KEY";
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (strcmp(name, blocks[i].name) == 0) {
            return blocks[i].read;
        }
    }
    return size > sizeof private && strcmp(name + size - sizeof private + 1, private) == 0
               ? key_read_traditional
               : NULL;
}

static void mark_pem(struct key_file *file, size_t first)
{
    for (size_t i = first; i < file->count; i++) {
        file->items[i].pem = true;
    }
}

static bool read_block(struct key_reader *reader, const char *name, char *header,
                       unsigned char *data, long size, struct failure *failure)
{
    form_reader *read = block_reader(name);

    if (read == key_read_traditional && strstr(header, "ENCRYPTED") != NULL) {
        key_read_traditional_encrypted(reader, header, data, size);
        return true;
    }
    if (read == NULL || read(reader, slice_of(data, (size_t)size))) {
        return true;
    }
    (void)failure_set(failure, FAILURE_INPUT, _("'%s' cannot be judged as a key file"),
                      reader->source);
    return failure_cause(failure, _("its block '%s' is damaged, or not what it is called"), name);
}

static bool read_pem(struct key_reader *reader, struct slice content, struct failure *failure)
{
    CLEANUP(BIO_free_all) BIO *memory = BIO_new_mem_buf(content.data, (int)content.size);
    size_t begun = content_count_lines(content, "-----BEGIN ");
    size_t read = 0;
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    long size = 0;
    bool good = true;

    /* "Secure" buffers are wiped when they are freed; there may be a key in them. */
    while (good && PEM_read_bio_ex(memory, &name, &header, &data, &size,
                                   PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE) == 1) {
        size_t first = reader->file.count;

        good = read_block(reader, name, header, data, size, failure);
        mark_pem(&reader->file, first);
        OPENSSL_secure_free(name);
        OPENSSL_secure_free(header);
        OPENSSL_secure_clear_free(data, (size_t)size);
        read++;
    }
    if (good && read < begun) {
        return refuse(reader->source, failure, _("a PEM block in it is cut short or damaged"));
    }
    return good;
}

static bool read_sealed_der(struct key_reader *reader, struct slice data)
{
    return key_read_pkcs8_encrypted(reader, data, false);
}

static bool read_der(struct key_reader *reader, struct slice content, struct failure *failure)
{
    static form_reader *const forms[] = {
        key_read_pkcs12,      key_read_certificate, key_read_pkcs8,   read_sealed_der,
        key_read_traditional, key_read_request,     key_read_pkcs7,   key_read_public,
        key_read_rsa_public,  key_read_tss2,        key_read_pointer,
    };
    CLEANUP(text_free) char *cause = NULL;
    const char *like;

    if (content_is_cut_short(content)) {
        return refuse(reader->source, failure,
                      _("it is cut short: it ends before its own length says"));
    }
    for (size_t i = 0; content.data[0] == 0x30 && i < sizeof forms / sizeof *forms; i++) {
        if (forms[i](reader, content)) {
            return true;
        }
    }
    like = key_file_looks_like(content);
    cause = like == NULL ? memory_copy_text(_("it is none of PKCS#12, PKCS#8, PEM and DER"))
                         : text_format(_("it looks like %s"), like);
    return refuse(reader->source, failure, cause);
}

static bool read_content(struct key_reader *reader, struct slice content, struct failure *failure)
{
    bool good;

    if (content.size == 0 || content.size > KEY_FILE_LIMIT) {
        return refuse(reader->source, failure,
                      content.size == 0 ? _("it is empty") : _("it is larger than 1 MiB"));
    }
    content = content_begin(content);
    good = content_count_lines(content, "-----BEGIN ") > 0 &&
                   content_count_lines(content, "-----BEGIN PGP ") == 0
               ? read_pem(reader, content, failure)
               : read_der(reader, content, failure);
    if (good && reader->file.count == 0) {
        return refuse(reader->source, failure, _("there is no key, certificate or request in it"));
    }
    if (good && reader->too_many) {
        return refuse(reader->source, failure, _("there are too many objects in it"));
    }
    return good;
}

/* All but what was found. */
static void reader_clear(struct key_reader *reader)
{
    for (size_t i = 0; i < reader->file.count; i++) {
        bytes_clear(&reader->ids[i]);
    }
    memory_free(reader->ids);
    key_reader_close_opener(reader);
}

bool key_file_judge(struct bytes *content, const char *source, const struct secret *password,
                    struct key_file *ret_file, struct failure *failure)
{
    struct key_reader reader = {.source = source, .password = password, .rounds_left = MOST_ROUNDS};
    bool good = read_content(&reader, slice_of_bytes(content), failure);

    crypto_forget_errors();
    OPENSSL_cleanse(content->data, content->size);
    bytes_clear(content);
    reader_clear(&reader);
    if (!good) {
        key_file_clear(&reader.file);
        return false;
    }
    *ret_file = reader.file;
    return true;
}

void key_file_clear(struct key_file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        memory_free(file->items[i].protection);
        memory_free(file->items[i].uri);
        public_key_free(file->items[i].key);
    }
    memory_free(file->items);
    memory_free(file->integrity);
    *file = (struct key_file){0};
}

const struct key_file_item *key_file_find(const struct key_file *file, enum key_file_kind kind)
{
    for (size_t i = 0; i < file->count; i++) {
        if (file->items[i].kind == kind) {
            return &file->items[i];
        }
    }
    return NULL;
}
