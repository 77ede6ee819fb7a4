/* SPDX-License-Identifier: Apache-2.0 */
#include "state.h"

#include <openssl/x509.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

#define VALUE_LIMIT APDU_DATA_LIMIT

static bool complain(const char *path, const char *reason)
{
    (void)fprintf(stderr, "piv-card: state '%s': %s\n", path, reason);
    return false;
}

static bool load_reference(struct reference *reference, const char *value, const char *tries)
{
    size_t size;
    char *end;
    unsigned long number = tries == NULL ? TRIES_MAX + 1 : strtoul(tries, &end, 10);

    reference->tries = (unsigned)number;
    return number <= TRIES_MAX && end != tries && *end == '\0' &&
           hex_read(value, reference->value, REFERENCE_SIZE, &size) && size == REFERENCE_SIZE;
}

static bool load_key(struct card *card, const char *reference, const char *value)
{
    uint8_t der[VALUE_LIMIT], number;
    const uint8_t *place = der;
    size_t size, number_size;
    EVP_PKEY *pair;

    if (value == NULL || !hex_read(reference, &number, 1, &number_size) || number_size != 1 ||
        !hex_read(value, der, sizeof der, &size)) {
        return false;
    }
    pair = d2i_AutoPrivateKey(NULL, &place, (long)size);
    return pair != NULL && card_set_key(card, number, pair);
}

static bool load_object(struct card *card, const char *tag, const char *value)
{
    uint8_t data[VALUE_LIMIT], bytes[3];
    size_t size, tag_size;
    uint32_t number = 0;

    if (value == NULL || !hex_read(tag, bytes, sizeof bytes, &tag_size) || tag_size == 0 ||
        !hex_read(value, data, sizeof data, &size)) {
        return false;
    }
    for (size_t i = 0; i < tag_size; i++) {
        number = number << 8 | bytes[i];
    }
    return card_set_object(card, number, data, size);
}

/* Cuts the next word off; NULL at the end of the line. */
static char *next_word(char **ref_line)
{
    char *word = *ref_line + strspn(*ref_line, " \n");
    size_t size = strcspn(word, " \n");

    *ref_line = word + size;
    if (word[size] != '\0') {
        word[size] = '\0';
        (*ref_line)++;
    }
    return size == 0 ? NULL : word;
}

static bool load_line(struct card *card, char *line)
{
    const char *name = next_word(&line), *first = next_word(&line), *second = next_word(&line);
    size_t size;

    if (name == NULL || first == NULL) {
        return false;
    }
    if (strcmp(name, "pin") == 0) {
        return load_reference(&card->pin, first, second);
    }
    if (strcmp(name, "puk") == 0) {
        return load_reference(&card->puk, first, second);
    }
    if (strcmp(name, "management") == 0) {
        return hex_read(first, card->management_key, MANAGEMENT_KEY_SIZE, &size) &&
               size == MANAGEMENT_KEY_SIZE;
    }
    if (strcmp(name, "key") == 0) {
        return load_key(card, first, second);
    }
    return strcmp(name, "object") == 0 && load_object(card, first, second);
}

bool state_load(struct card *card, const char *path)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;
    bool good = true;

    if (file == NULL) {
        return errno == ENOENT || complain(path, strerror(errno));
    }
    while (good && getline(&line, &room, file) > 0) {
        good = load_line(card, line);
    }
    free(line);
    (void)fclose(file);
    card->changed = false;
    return good || complain(path, "a line is not understood");
}

static void save_reference(FILE *file, const char *name, const struct reference *reference)
{
    (void)fprintf(file, "%s ", name);
    hex_write(file, reference->value, REFERENCE_SIZE);
    (void)fprintf(file, " %u\n", reference->tries);
}

static bool save_key(FILE *file, const struct key *key)
{
    uint8_t *der = NULL;
    int size = i2d_PrivateKey(key->pair, &der);

    if (size <= 0) {
        return false;
    }
    (void)fprintf(file, "key %02X ", key->reference);
    hex_write(file, der, (size_t)size);
    (void)fputc('\n', file);
    OPENSSL_clear_free(der, (size_t)size);
    return true;
}

static void save_object(FILE *file, const struct object *object)
{
    (void)fprintf(file, "object %0*X ", object->tag > 0xFF ? 6 : 2, object->tag);
    hex_write(file, object->data, object->size);
    (void)fputc('\n', file);
}

static bool save_all(FILE *file, const struct card *card)
{
    bool good = true;

    save_reference(file, "pin", &card->pin);
    save_reference(file, "puk", &card->puk);
    (void)fputs("management ", file);
    hex_write(file, card->management_key, MANAGEMENT_KEY_SIZE);
    (void)fputc('\n', file);
    for (size_t i = 0; i < card->key_count; i++) {
        good = save_key(file, &card->keys[i]) && good;
    }
    for (size_t i = 0; i < card->object_count; i++) {
        save_object(file, &card->objects[i]);
    }
    return good && ferror(file) == 0;
}

bool state_save(struct card *card, const char *path)
{
    char *beside = NULL;
    FILE *file;
    bool saved;

    if (asprintf(&beside, "%s.new", path) < 0) {
        abort();
    }
    file = fopen(beside, "we");
    saved = file != NULL && save_all(file, card);
    saved = file != NULL && fclose(file) == 0 && saved && rename(beside, path) == 0;
    free(beside);
    card->changed = false;
    return saved || complain(path, strerror(errno));
}
