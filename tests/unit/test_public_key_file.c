/* SPDX-License-Identifier: Apache-2.0 */
#include "keys.h"
#include "support.h"

#include <string.h>

#include "x509/public_key_file.h"

static struct public_key *parse(const struct bytes *content, struct failure *failure)
{
    struct public_key *key = NULL;

    if (!public_key_parse(slice_of_bytes(content), "key.pem", &key, failure)) {
        assert_null(key);
    }
    return key;
}

static void check_found(const struct bytes *content, EVP_PKEY *wanted)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP(public_key_free) struct public_key *key = parse(content, &failure);
    CLEANUP(public_key_free) struct public_key *other = key_public(wanted);

    assert_non_null(key);
    assert_false(failure_is_set(&failure));
    assert_true(public_key_equal(key, other));
}

static void check_refused(const struct bytes *content)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};

    assert_null(parse(content, &failure));
    assert_int_equal(failure.class, FAILURE_INPUT);
    assert_non_null(strstr(failure.action, "key.pem"));
}

static void a_public_key_is_read_from_pem_and_der(void **state)
{
    static const char *const kinds[] = {"rsa:2048", "P-256", "P-521", "ED25519"};
    size_t cases = 0;

    (void)state;
    for (; cases < COUNT_OF(kinds); cases++) {
        CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make(kinds[cases]);
        CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_PUBKEY, key);
        CLEANUP_VALUE(bytes_clear) struct bytes pem = pem_of("PUBLIC KEY", slice_of_bytes(&der));

        check_found(&der, key);
        check_found(&pem, key);
    }
    assert_int_equal(cases, 4);
}

static void the_key_of_a_certificate_is_taken(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-384");
    const struct certificate_shape shape = {.key = key};
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_make_der(&shape);
    CLEANUP_VALUE(bytes_clear) struct bytes pem = pem_of("CERTIFICATE", slice_of_bytes(&der));

    (void)state;
    check_found(&der, key);
    check_found(&pem, key);
}

static void a_private_key_is_not_taken_for_a_public_one(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_PrivateKey, key);
    CLEANUP_VALUE(bytes_clear) struct bytes pem = pem_of("EC PRIVATE KEY", slice_of_bytes(&der));

    (void)state;
    check_refused(&der);
    check_refused(&pem);
}

static void what_is_cut_at_any_byte_is_refused(void **state)
{
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = key_make("P-256");
    CLEANUP_VALUE(bytes_clear) struct bytes der = ENCODE(i2d_PUBKEY, key);
    size_t size = der.size;
    size_t cases = 0;

    (void)state;
    for (; cases < size; cases++) {
        der.size = cases;
        check_refused(&der);
    }
    assert_int_equal(cases, 91);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_public_key_is_read_from_pem_and_der),
        cmocka_unit_test(the_key_of_a_certificate_is_taken),
        cmocka_unit_test(a_private_key_is_not_taken_for_a_public_one),
        cmocka_unit_test(what_is_cut_at_any_byte_is_refused),
    };

    return cmocka_run_group_tests_name("public_key_file", tests, NULL, NULL);
}
