/* SPDX-License-Identifier: Apache-2.0 */
/*
 * floor: an enrollment, an installation, a listing with the least calls that PKCS#11 allows.
 * The number of calls and the time of other programs are stated as ratios to this one.
 */
#include "floor_der.h"
#include "floor_list.h"
#include "floor_token.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIN_MAX 256
#define NAME_MAX_LENGTH 64

static const char usage[] =
    "usage: floor enroll  --module SO --token LABEL --pin-file F --key ec|rsa --label L --out CSR\n"
    "       floor install --module SO --token LABEL --pin-file F --certificate PEM\n"
    "       floor list    --module SO --token LABEL --pin-file F\n"
    "       floor start   --module SO --token LABEL\n"
    "       floor fill    --module SO --token LABEL --pin-file F --count N\n"
    "fill makes N P-256 pairs with a certificate each, labels key00000 and up, random ids.\n";

struct options {
    const char *module, *token, *pin_file, *label, *out, *certificate;
    enum key_type key;
    unsigned long count;
    char pin[PIN_MAX];
};

static const char *required(const char *value, const char *option)
{
    if (value == NULL) {
        fail(option, "missing option");
    }
    return value;
}

static unsigned long number(const char *text)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value > 99999) {
        fail("--count must be a number up to 99999", text);
    }
    return value;
}

static void read_pin(struct options *options)
{
    int file = open(required(options->pin_file, "--pin-file"), O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, options->pin, PIN_MAX - 1);
    if (length < 0) {
        fail(options->pin_file, strerror(errno));
    }
    (void)close(file); /* was only read */
    options->pin[length] = '\0';
    options->pin[strcspn(options->pin, "\r\n")] = '\0';
}

static enum key_type key_type(const char *name)
{
    if (strcmp(name, "ec") != 0 && strcmp(name, "rsa") != 0) {
        fail("--key must be ec or rsa", name);
    }
    return strcmp(name, "ec") == 0 ? KEY_EC : KEY_RSA;
}

static void parse(int argc, char **argv, struct options *ret_options)
{
    static const struct option names[] = {{"module", required_argument, NULL, 'm'},
                                          {"token", required_argument, NULL, 't'},
                                          {"pin-file", required_argument, NULL, 'p'},
                                          {"key", required_argument, NULL, 'k'},
                                          {"label", required_argument, NULL, 'l'},
                                          {"out", required_argument, NULL, 'o'},
                                          {"certificate", required_argument, NULL, 'c'},
                                          {"count", required_argument, NULL, 'n'},
                                          {NULL, 0, NULL, 0}};
    int option = 0;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (option) {
        case 'm':
            ret_options->module = optarg;
            break;
        case 't':
            ret_options->token = optarg;
            break;
        case 'p':
            ret_options->pin_file = optarg;
            break;
        case 'k':
            ret_options->key = key_type(optarg);
            break;
        case 'l':
            ret_options->label = optarg;
            break;
        case 'o':
            ret_options->out = optarg;
            break;
        case 'c':
            ret_options->certificate = optarg;
            break;
        case 'n':
            ret_options->count = number(optarg);
            break;
        default:
            (void)fputs(usage, stderr);
            exit(2);
        }
    }
}

static void open_token(const struct options *options, struct token *ret_token)
{
    token_open(ret_token, required(options->module, "--module"),
               required(options->token, "--token"));
}

static void random_id(CK_BYTE id[ID_LENGTH])
{
    if (RAND_bytes(id, ID_LENGTH) != 1) {
        fail("libcrypto", "random bytes");
    }
}

static void write_request(X509_REQ *request, const char *path)
{
    FILE *file = fopen(path, "wxe");
    if (file == NULL) {
        fail(path, strerror(errno));
    }
    if (PEM_write_X509_REQ(file, request) != 1 || fclose(file) != 0) {
        fail(path, "cannot write the CSR");
    }
}

static void enroll(struct options *options)
{
    struct token token = {0};
    struct public_key key;
    CK_BYTE id[ID_LENGTH], input[SIGNATURE_INPUT_MAX], signature[1024];
    const char *label = required(options->label, "--label");

    read_pin(options);
    random_id(id);
    open_token(options, &token);
    token_login(&token, true, options->pin);
    CK_OBJECT_HANDLE private_key = token_generate(&token, options->key, label, id, &key);
    X509_REQ *request = der_request_new(&key, label);
    struct bytes to_sign = {input, der_signature_input(request, key.type, input)};
    CK_ULONG length = token_sign(&token, private_key, key.type == KEY_EC ? CKM_ECDSA : CKM_RSA_PKCS,
                                 to_sign, signature, sizeof signature);
    token_close(&token);
    der_request_sign(request, key.type, (struct bytes){signature, length});
    write_request(request, required(options->out, "--out"));
    X509_REQ_free(request);
}

static X509 *read_certificate(const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fail(path, strerror(errno));
    }
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    (void)fclose(file); /* was only read */
    if (certificate == NULL) {
        fail(path, "not a certificate in PEM");
    }
    return certificate;
}

static void install(struct options *options)
{
    struct token token = {0};
    struct public_key key;
    struct certificate_parts parts;
    CK_BYTE label_buffer[256], id_buffer[256];
    struct bytes label = {label_buffer, sizeof label_buffer}, id = {id_buffer, sizeof id_buffer};

    read_pin(options);
    X509 *certificate = read_certificate(required(options->certificate, "--certificate"));
    der_certificate_key(certificate, &key);
    der_certificate_parts(certificate, &parts);
    open_token(options, &token);
    token_login(&token, true, options->pin);
    token_find_public_key(&token, &key, &label, &id);
    token_store_certificate(&token, parts.certificate, parts.subject, parts.issuer, parts.serial,
                            label, id);
    token_close(&token);
    der_certificate_parts_clear(&parts);
    X509_free(certificate);
}

static void list(struct options *options)
{
    struct token token = {0};

    read_pin(options);
    open_token(options, &token);
    token_login(&token, false, options->pin);
    (void)list_token(&token);
    token_close(&token);
}

static void start(struct options *options)
{
    struct token token = {0};

    open_token(options, &token);
    token_close(&token);
}

static void fill_one(struct token *token, EVP_PKEY *ca, unsigned long index)
{
    char label[NAME_MAX_LENGTH];
    CK_BYTE id[ID_LENGTH];
    struct public_key key;
    struct certificate_parts parts;

    (void)snprintf(label, sizeof label, "key%05lu", index);
    random_id(id);
    (void)token_generate(token, KEY_EC, label, id, &key);
    X509 *certificate = der_certificate_new(ca, &key, label, (long)index + 1);
    der_certificate_parts(certificate, &parts);
    token_store_certificate(token, parts.certificate, parts.subject, parts.issuer, parts.serial,
                            (struct bytes){(CK_BYTE *)label, strlen(label)},
                            (struct bytes){id, sizeof id});
    der_certificate_parts_clear(&parts);
    X509_free(certificate);
}

static void fill(struct options *options)
{
    struct token token = {0};
    EVP_PKEY *ca = der_ca_new();

    read_pin(options);
    open_token(options, &token);
    token_login(&token, true, options->pin);
    for (unsigned long i = 0; i < options->count; i++) {
        fill_one(&token, ca, i);
    }
    token_close(&token);
    EVP_PKEY_free(ca);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct options *);
    } commands[] = {
        {"enroll", enroll}, {"install", install}, {"list", list}, {"start", start}, {"fill", fill}};
    static struct options options;

    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            parse(argc - 1, argv + 1, &options);
            commands[i].run(&options);
            return 0;
        }
    }
    (void)fputs(usage, stderr);
    return 2;
}
