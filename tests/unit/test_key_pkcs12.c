/* SPDX-License-Identifier: Apache-2.0 */

/* PKCS#12 as openssl, GnuTLS and Java write it. */

#include "key_files.h"

#include <openssl/pkcs12.h>

#include <string.h>

#include "keys.h"

#define EXPORT "openssl pkcs12 -export -in cert.pem -inkey key.pem -passout 'pass:" PASSWORD "' "

static void what_protects_the_key_and_the_file_is_named_without_the_password(void **state)
{
    static const struct {
        const char *command;
        const char *protection;
        const char *integrity;
    } files[] = {
        {EXPORT "-out out", "PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA256 and 2048 rounds",
         "HMAC-SHA256, PKCS#12 key derivation, 2048 rounds"},
        {EXPORT "-iter 60000 -macalg sha512 -out out",
         "PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA256 and 60000 rounds",
         "HMAC-SHA512, PKCS#12 key derivation, 60000 rounds"},
        {EXPORT "-legacy -out out", "PBE-SHA1-3DES (legacy), 2048 rounds",
         "HMAC-SHA1, PKCS#12 key derivation, 2048 rounds"},
        {EXPORT "-legacy -keypbe PBE-SHA1-RC2-40 -out out", "PBE-SHA1-RC2-40 (legacy), 2048 rounds",
         "HMAC-SHA1, PKCS#12 key derivation, 2048 rounds"},
        {EXPORT "-nomac -certpbe AES-256-CBC -out out",
         "PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA256 and 2048 rounds", NULL},
        {EXPORT "-keypbe NONE -certpbe NONE -nomac -out out", NULL, NULL},
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};
        const struct key_file_item *key;

        run(*state, files[i].command);
        file = judge(*state, "out", NULL);
        key = key_file_find(&file, KEY_FILE_PRIVATE);
        assert_non_null(key);
        assert_string_equal(key->format, "PKCS#12");
        assert_int_equal(key->encrypted, files[i].protection != NULL);
        assert_false(key->opened);
        assert_text(key->protection, files[i].protection);
        assert_text(file.integrity, files[i].integrity);
        assert_int_equal(key->key != NULL, files[i].protection == NULL);
        cases++;
    }
    assert_int_equal(cases, 6);
}

static void with_the_password_key_and_certificate_are_told(void **state)
{
    static const char *const commands[] = {
        EXPORT "-out out",
        EXPORT "-legacy -out out", /* its certificate is under RC2-40 */
        EXPORT "-nomac -certpbe AES-256-CBC -out out",
    };
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        CLEANUP_VALUE(key_file_clear) struct key_file file = {0};
        const struct key_file_item *key;
        const struct key_file_item *certificate;

        run(*state, commands[i]);
        file = judge(*state, "out", PASSWORD);
        key = key_file_find(&file, KEY_FILE_PRIVATE);
        certificate = key_file_find(&file, KEY_FILE_CERTIFICATE);
        assert_int_equal(file.count, 2);
        assert_false(file.password_refused);
        assert_true(key->opened);
        assert_false(key->key_by_certificate);
        assert_true(key_is_of(key, *state, "key.pem"));
        assert_true(key_is_of(certificate, *state, "key.pem"));
        cases++;
    }
    assert_int_equal(cases, 3);
}

/* The key stays closed, but the file says whose it is. */
static void a_certificate_in_the_clear_names_the_closed_key(void **state)
{
    CLEANUP_VALUE(key_file_clear) struct key_file file = {0};
    const struct key_file_item *key;

    run(*state, "openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem "
                "-subj /CN=issuer -days 30");
    run(*state, EXPORT "-certfile other.pem -certpbe NONE -out out");
    file = judge(*state, "out", NULL);
    key = key_file_find(&file, KEY_FILE_PRIVATE);
    assert_int_equal(file.count, 3);
    assert_false(key->opened);
    assert_true(key->key_by_certificate);
    assert_true(key_is_of(key, *state, "key.pem"));
}

/* Everything, the key too, in one encrypted safe: without the password nobody knows. */
static void a_file_that_is_closed_as_a_whole_is_sealed(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
    STACK_OF(PKCS12_SAFEBAG) *bags = sk_PKCS12_SAFEBAG_new_null();
    STACK_OF(PKCS7) *safes = sk_PKCS7_new_null();
    CLEANUP_VALUE(key_file_clear) struct key_file closed = {0};
    CLEANUP_VALUE(key_file_clear) struct key_file opened = {0};
    PKCS12 *file;
    struct bytes der;

    (void)state;
    sk_PKCS12_SAFEBAG_push(bags, PKCS12_SAFEBAG_create0_p8inf(info));
    sk_PKCS7_push(safes, PKCS12_pack_p7encdata(NID_aes_128_cbc, PASSWORD, -1, NULL, 0, 1000, bags));
    file = PKCS12_init(NID_pkcs7_data);
    assert_int_equal(PKCS12_pack_authsafes(file, safes), 1);
    der = ENCODE(i2d_PKCS12, file);
    closed = judge_bytes(slice_of_bytes(&der), NULL);
    opened = judge_bytes(slice_of_bytes(&der), PASSWORD);
    assert_int_equal(only(&closed)->kind, KEY_FILE_SEALED);
    assert_true(only(&closed)->encrypted);
    assert_text(only(&closed)->protection, "PBES2, AES-128-CBC, PBKDF2 with");
    assert_int_equal(only(&opened)->kind, KEY_FILE_PRIVATE);
    assert_true(only(&opened)->encrypted);
    assert_true(only(&opened)->opened);
    assert_text(only(&opened)->protection, "1000 rounds");
    assert_non_null(only(&opened)->key);
    bytes_clear(&der);
    PKCS12_free(file);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    sk_PKCS7_pop_free(safes, PKCS7_free);
}

static void files_cut_anywhere_are_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    X509 *certificate = certificate_make(&(struct certificate_shape){.key = key});
    PKCS12 *file = PKCS12_create(PASSWORD, NULL, key, certificate, NULL, 0, 0, 1, 1, 0);
    struct bytes der = ENCODE(i2d_PKCS12, file);
    size_t cases = 0;

    (void)state;
    for (size_t size = 2; size < der.size; size++) {
        assert_not_judged(slice_of(der.data, size), "it is cut short");
        cases++;
    }
    assert_int_equal(cases, der.size - 2);
    assert_true(cases > 500);
    bytes_clear(&der);
    PKCS12_free(file);
    X509_free(certificate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_protects_the_key_and_the_file_is_named_without_the_password),
        cmocka_unit_test(with_the_password_key_and_certificate_are_told),
        cmocka_unit_test(a_certificate_in_the_clear_names_the_closed_key),
        cmocka_unit_test(a_file_that_is_closed_as_a_whole_is_sealed),
        cmocka_unit_test(files_cut_anywhere_are_refused),
    };

    return cmocka_run_group_tests_name("key_pkcs12", tests, key_folder_setup, folder_teardown);
}
