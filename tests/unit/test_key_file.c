/* SPDX-License-Identifier: Apache-2.0 */

/* Files of keys as other programs write them: each is known for what it is. */

#include "key_files.h"

#include <openssl/x509.h>

#include <string.h>

#include "keys.h"

/* A file, and what it is without a password and with the right one. */
struct made {
    const char *command; /* writes "out" from key.pem and cert.pem */
    const char *format;
    bool pem;
    const char *protection; /* NULL: not encrypted */
};

static void assert_private(const struct key_file *file, const struct made *made, bool opened)
{
    const struct key_file_item *item = only(file);

    assert_int_equal(item->kind, KEY_FILE_PRIVATE);
    if (made->protection == NULL || opened) {
        assert_string_equal(item->format, made->format);
    }
    assert_int_equal(item->pem, made->pem);
    assert_int_equal(item->encrypted, made->protection != NULL);
    assert_int_equal(item->opened, made->protection != NULL && opened);
    assert_text(item->protection, made->protection);
    assert_false(item->placeholder);
    assert_false(item->key_by_certificate);
    assert_false(file->password_refused);
    assert_null(file->integrity);
}

static void keys_of_one_file_each_are_told_and_opened(void **state)
{
    static const struct made files[] = {
        {"cp key.pem out", "PKCS#8", true, NULL},
        {"openssl rsa -in key.pem -traditional -out out", "PKCS#1", true, NULL},
        {"openssl rsa -in key.pem -traditional -outform DER -out out", "PKCS#1", false, NULL},
        {"openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out out", "PKCS#8", false, NULL},
        {"openssl rsa -in key.pem -traditional -aes256 -passout 'pass:" PASSWORD "' -out out",
         "PKCS#1", true, "AES-256-CBC, its key made with one round of MD5"},
        {"openssl rsa -in key.pem -traditional -des3 -passout 'pass:" PASSWORD "' -out out",
         "PKCS#1", true, "DES-EDE3-CBC, its key made with one round of MD5"},
        {"openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD "' -out out", "PKCS#8", true,
         "PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA256 and 2048 rounds"},
        {"openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD
         "' -iter 60000 -v2 aes-128-cbc -v2prf hmacWithSHA512 -outform DER -out out",
         "PKCS#8", false, "PBES2, AES-128-CBC, PBKDF2 with HMAC-SHA512 and 60000 rounds"},
        {"openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD "' -scrypt -out out", "PKCS#8",
         true, "PBES2, AES-256-CBC, scrypt N=16384 r=8 p=1"},
        {"openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD "' -v1 PBE-SHA1-3DES -out out",
         "PKCS#8", true, "PBE-SHA1-3DES (legacy), 2048 rounds"},
        {"openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD
         "' -v1 PBE-SHA1-RC2-40 -provider legacy -provider default -outform DER -out out",
         "PKCS#8", false, "PBE-SHA1-RC2-40 (legacy), 2048 rounds"},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file plain = {0};
        CLEANUP_VALUE(key_file_clear) struct key_file opened = {0};

        run(*state, files[i].command);
        plain = judge(*state, "out", NULL);
        opened = judge(*state, "out", PASSWORD);
        assert_private(&plain, &files[i], false);
        assert_private(&opened, &files[i], true);
        if (files[i].protection == NULL) {
            assert_true(key_is_of(only(&plain), *state, "key.pem"));
        } else {
            assert_null(only(&plain)->key);
        }
        assert_true(key_is_of(only(&opened), *state, "key.pem"));
        cases++;
    }
    assert_int_equal(cases, 11);
}

static void keys_of_every_algorithm_show_their_public_half(void **state)
{
    static const struct {
        const char *command;
        const char *name;
        const char *format;
    } files[] = {
        {"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out out", "RSA 2048",
         "PKCS#8"},
        {"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out out", "EC P-256",
         "PKCS#8"},
        {"openssl ecparam -genkey -name secp384r1 -out out", "EC P-384", "SEC 1"},
        {"openssl genpkey -algorithm ED25519 -out out", "Ed25519", "PKCS#8"},
        {"openssl genpkey -algorithm ED448 -out out", "Ed448", "PKCS#8"},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

        run(*state, files[i].command);
        file = judge(*state, "out", NULL);
        assert_string_equal(only(&file)->format, files[i].format);
        assert_string_equal(public_key_name(only(&file)->key), files[i].name);
        assert_true(key_is_of(only(&file), *state, "out"));
        assert_false(only(&file)->placeholder);
        cases++;
    }
    assert_int_equal(cases, 5);
}

/* OpenSSH writes the public half in the clear, with a password too. */
static void keys_of_openssh_show_their_public_half(void **state)
{
    static const struct {
        const char *command;
        const char *name;
        const char *protection;
    } files[] = {
        {"ssh-keygen -q -t rsa -b 2048 -N '' -f out", "RSA 2048", NULL},
        {"ssh-keygen -q -t ecdsa -b 521 -N '' -f out", "EC P-521", NULL},
        {"ssh-keygen -q -t ed25519 -N '' -f out", "Ed25519", NULL},
        {"ssh-keygen -q -t ecdsa -b 256 -a 24 -N '" PASSWORD "' -f out", "EC P-256",
         "aes256-ctr, bcrypt with 24 rounds"},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

        run(*state, "rm -f out out.pub");
        run(*state, files[i].command);
        file = judge(*state, "out", NULL);
        assert_int_equal(only(&file)->kind, KEY_FILE_PRIVATE);
        assert_string_equal(only(&file)->format, "OpenSSH");
        assert_int_equal(only(&file)->encrypted, files[i].protection != NULL);
        assert_text(only(&file)->protection, files[i].protection);
        assert_string_equal(public_key_name(only(&file)->key), files[i].name);
        cases++;
    }
    assert_int_equal(cases, 4);
}

static void a_wrong_password_is_said_and_the_file_still_judged(void **state)
{
    static const char *const commands[] = {
        "openssl pkcs8 -topk8 -in key.pem -passout 'pass:" PASSWORD "' -out out",
        "openssl rsa -in key.pem -traditional -aes256 -passout 'pass:" PASSWORD "' -out out",
        "openssl pkcs12 -export -in cert.pem -inkey key.pem -passout 'pass:" PASSWORD "' -out out",
        "openssl pkcs12 -export -nomac -certpbe AES-256-CBC -in cert.pem -inkey key.pem -passout "
        "'pass:" PASSWORD "' -out out",
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

        run(*state, commands[i]);
        file = judge(*state, "out", "wrong");
        assert_true(file.password_refused);
        assert_int_equal(only(&file)->kind, KEY_FILE_PRIVATE);
        assert_true(only(&file)->encrypted);
        assert_false(only(&file)->opened);
        assert_null(only(&file)->key);
        cases++;
    }
    assert_int_equal(cases, 4);
}

/* Nobody can make us calculate for hours; the file is judged all the same. */
static void a_price_that_is_too_high_is_not_paid(void **state)
{
    X509_ALGOR *scheme = PKCS5_pbe2_set(EVP_aes_256_cbc(), 10000001, NULL, 0);
    X509_SIG *sealed = X509_SIG_new();
    X509_ALGOR *algorithm = NULL;
    ASN1_OCTET_STRING *octets = NULL;
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};
    struct bytes der;

    (void)state;
    X509_SIG_getm(sealed, &algorithm, &octets);
    assert_int_equal(X509_ALGOR_copy(algorithm, scheme), 1);
    assert_int_equal(ASN1_OCTET_STRING_set(octets, (const unsigned char *)"0123456789abcdef", 16),
                     1);
    der = ENCODE(i2d_X509_SIG, sealed);
    file = judge_bytes(slice_of_bytes(&der), PASSWORD);
    assert_text(only(&file)->protection, "10000001 rounds");
    assert_true(only(&file)->encrypted);
    assert_false(only(&file)->opened);
    assert_false(file.password_refused);
    bytes_clear(&der);
    X509_SIG_free(sealed);
    X509_ALGOR_free(scheme);
}

static void objects_that_are_no_private_keys_are_told(void **state)
{
    static const struct {
        const char *command;
        enum key_file_kind kind;
        const char *format;
        bool key;
    } files[] = {
        {"openssl pkey -in key.pem -pubout -out out", KEY_FILE_PUBLIC, "SubjectPublicKeyInfo",
         true},
        {"openssl pkey -in key.pem -pubout -outform DER -out out", KEY_FILE_PUBLIC,
         "SubjectPublicKeyInfo", true},
        {"openssl rsa -in key.pem -RSAPublicKey_out -out out", KEY_FILE_PUBLIC, "PKCS#1", true},
        {"openssl rsa -in key.pem -RSAPublicKey_out -outform DER -out out", KEY_FILE_PUBLIC,
         "PKCS#1", true},
        {"openssl req -new -key key.pem -subj /CN=a -out out", KEY_FILE_REQUEST, "PKCS#10", true},
        {"openssl req -new -key key.pem -subj /CN=a -outform DER -out out", KEY_FILE_REQUEST,
         "PKCS#10", true},
        {"cp cert.pem out", KEY_FILE_CERTIFICATE, "X.509", true},
        {"openssl x509 -in cert.pem -outform DER -out out", KEY_FILE_CERTIFICATE, "X.509", true},
        {"openssl x509 -in cert.pem -trustout -out out", KEY_FILE_CERTIFICATE, "X.509", true},
        {"openssl crl2pkcs7 -nocrl -certfile cert.pem -out out", KEY_FILE_CERTIFICATE, "PKCS#7",
         false},
        {"openssl crl2pkcs7 -nocrl -certfile cert.pem -outform DER -out out", KEY_FILE_CERTIFICATE,
         "PKCS#7", false},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

        run(*state, files[i].command);
        file = judge(*state, "out", NULL);
        assert_int_equal(only(&file)->kind, files[i].kind);
        assert_string_equal(only(&file)->format, files[i].format);
        assert_false(only(&file)->encrypted);
        assert_int_equal(files[i].key, key_is_of(only(&file), *state, "key.pem"));
        cases++;
    }
    assert_int_equal(cases, 11);
}

static void several_objects_in_one_file_are_all_told(void **state)
{
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

    run(*state, "openssl genpkey -algorithm ED25519 -out second.pem;"
                "openssl ecparam -genkey -name prime256v1 -out third.pem;" /* with parameters */
                "{ echo 'Bag Attributes: none'; cat cert.pem key.pem second.pem third.pem; } >out");
    file = judge(*state, "out", NULL);
    assert_int_equal(file.count, 4);
    assert_int_equal(file.items[0].kind, KEY_FILE_CERTIFICATE);
    assert_true(key_is_of(&file.items[1], *state, "key.pem"));
    assert_true(key_is_of(&file.items[2], *state, "second.pem"));
    assert_true(key_is_of(&file.items[3], *state, "third.pem"));
    assert_ptr_equal(key_file_find(&file, KEY_FILE_PRIVATE), &file.items[1]);
    assert_null(key_file_find(&file, KEY_FILE_TPM));
}

static void the_name_of_a_file_and_of_a_block_decide_nothing(void **state)
{
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};

    run(*state, "sed 's/PRIVATE KEY/RSA PRIVATE KEY/' key.pem >out");
    file = judge(*state, "out", NULL);
    assert_string_equal(only(&file)->format, "PKCS#8");
    assert_true(key_is_of(only(&file), *state, "key.pem"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_one_file_each_are_told_and_opened),
        cmocka_unit_test(keys_of_every_algorithm_show_their_public_half),
        cmocka_unit_test(keys_of_openssh_show_their_public_half),
        cmocka_unit_test(a_wrong_password_is_said_and_the_file_still_judged),
        cmocka_unit_test(a_price_that_is_too_high_is_not_paid),
        cmocka_unit_test(objects_that_are_no_private_keys_are_told),
        cmocka_unit_test(several_objects_in_one_file_are_all_told),
        cmocka_unit_test(the_name_of_a_file_and_of_a_block_decide_nothing),
    };

    return cmocka_run_group_tests_name("key_file", tests, key_folder_setup, folder_teardown);
}
