/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/algorithm.h"

static void every_listed_key_type_is_found_ignoring_case(void **state)
{
    size_t cases = 0;

    (void)state;
    for (const struct key_algorithm *known = key_algorithms; known->name != NULL; known++) {
        const struct key_algorithm *found = NULL;
        struct failure failure = {0};
        char upper[32] = "";

        for (size_t i = 0; known->name[i] != '\0' && i + 1 < sizeof upper; i++) {
            bool small = known->name[i] >= 'a' && known->name[i] <= 'z';

            upper[i] = small ? (char)(known->name[i] - 'a' + 'A') : known->name[i];
        }
        assert_done(key_algorithm_parse(upper, &found, &failure), &failure);
        assert_ptr_equal(found, known);
        cases++;
    }
    assert_int_equal(cases, 8);
}

static void an_unknown_key_type_is_refused_with_the_list(void **state)
{
    static const char *const bad[] = {"", "rsa", "rsa:1024", "ec:P-192", "ed25519 ", "dsa"};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const struct key_algorithm *found = NULL;
        struct failure failure = {0};

        assert_false(key_algorithm_parse(bad[i], &found, &failure));
        assert_null(found);
        assert_non_null(strstr(failure.hint, "rsa:2048, rsa:3072, rsa:4096, ec:P-256, ec:P-384, "
                                             "ec:P-521, ed25519, ed448"));
        assert_failure(&failure, FAILURE_USAGE, "is not a key type");
        cases++;
    }
    assert_int_equal(cases, 6);
}

static void digests_have_names_and_sizes(void **state)
{
    static const struct {
        const char *name;
        enum digest digest;
        size_t size;
    } known[] = {{"SHA256", DIGEST_SHA256, 32},
                 {"sha384", DIGEST_SHA384, 48},
                 {"Sha512", DIGEST_SHA512, 64}};
    struct failure failure = {0};
    enum digest digest = DIGEST_DEFAULT;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        assert_done(digest_parse(known[i].name, &digest, &failure), &failure);
        assert_int_equal(digest, known[i].digest);
        assert_int_equal(digest_size(digest), known[i].size);
    }
    assert_string_equal(digest_name(DIGEST_SHA384), "sha384");
    assert_string_equal(digest_name(DIGEST_DEFAULT), "none");
    assert_int_equal(digest_size(DIGEST_DEFAULT), 0);
    assert_false(digest_parse("sha1", &digest, &failure));
    assert_failure(&failure, FAILURE_USAGE, "'sha1' is not a digest");
}

static void schemes_have_names(void **state)
{
    static const char *const names[] = {"rsa-pkcs1", "rsa-pss", "ecdsa", "eddsa"};
    struct failure failure = {0};
    enum signature_scheme scheme = SIGNATURE_DEFAULT;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_done(signature_scheme_parse(names[i], &scheme, &failure), &failure);
        assert_string_equal(signature_scheme_name(scheme), names[i]);
    }
    assert_string_equal(signature_scheme_name(SIGNATURE_DEFAULT), "default");
    assert_false(signature_scheme_parse("pss", &scheme, &failure));
    assert_failure(&failure, FAILURE_USAGE, "'pss' is not a signature scheme");
}

static const struct {
    enum key_type type;
    unsigned bits;
    enum signature_scheme scheme; /* as chosen */
    enum digest digest;
} defaults[] = {
    {KEY_RSA, 2048, SIGNATURE_RSA_PKCS1, DIGEST_SHA256},
    {KEY_RSA, 4096, SIGNATURE_RSA_PKCS1, DIGEST_SHA256},
    {KEY_EC, 224, SIGNATURE_ECDSA, DIGEST_SHA256},
    {KEY_EC, 256, SIGNATURE_ECDSA, DIGEST_SHA256},
    {KEY_EC, 384, SIGNATURE_ECDSA, DIGEST_SHA384},
    {KEY_EC, 512, SIGNATURE_ECDSA, DIGEST_SHA512},
    {KEY_EC, 521, SIGNATURE_ECDSA, DIGEST_SHA512},
    {KEY_EDWARDS, 255, SIGNATURE_EDDSA, DIGEST_DEFAULT},
    {KEY_EDWARDS, 448, SIGNATURE_EDDSA, DIGEST_DEFAULT},
};

static void defaults_follow_the_key(void **state)
{
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(defaults); i++) {
        struct failure failure = {0};
        enum signature_scheme scheme = SIGNATURE_DEFAULT;
        enum digest digest = DIGEST_DEFAULT;

        assert_done(
            signature_choose(defaults[i].type, defaults[i].bits, &scheme, &digest, &failure),
            &failure);
        assert_int_equal(scheme, defaults[i].scheme);
        assert_int_equal(digest, defaults[i].digest);
        cases++;
    }
    assert_int_equal(cases, 9);
}

/* Every pair of key and scheme: RSA has two, EC and Edwards one each, other keys none. */
static void schemes_are_held_to_their_keys(void **state)
{
    static const enum signature_scheme schemes[] = {SIGNATURE_RSA_PKCS1, SIGNATURE_RSA_PSS,
                                                    SIGNATURE_ECDSA, SIGNATURE_EDDSA};
    static const enum key_type types[] = {KEY_RSA, KEY_EC, KEY_EDWARDS, KEY_OTHER};
    static const bool legal[][4] = {{true, true, false, false},
                                    {false, false, true, false},
                                    {false, false, false, true},
                                    {false, false, false, false}};
    size_t cases = 0;

    (void)state;
    for (size_t t = 0; t < COUNT_OF(types); t++) {
        for (size_t s = 0; s < COUNT_OF(schemes); s++) {
            struct failure failure = {0};
            enum signature_scheme scheme = schemes[s];
            enum digest digest = DIGEST_DEFAULT;

            assert_int_equal(signature_choose(types[t], 256, &scheme, &digest, &failure),
                             legal[t][s]);
            if (!legal[t][s]) {
                assert_failure(&failure, FAILURE_USAGE, signature_scheme_name(schemes[s]));
                assert_int_equal(digest, DIGEST_DEFAULT);
            }
            cases++;
        }
    }
    assert_int_equal(cases, 16);
}

static void eddsa_takes_no_digest(void **state)
{
    struct failure failure = {0};
    enum signature_scheme scheme = SIGNATURE_DEFAULT;
    enum digest digest = DIGEST_SHA512;

    (void)state;
    assert_false(signature_choose(KEY_EDWARDS, 255, &scheme, &digest, &failure));
    assert_failure(&failure, FAILURE_USAGE, "takes no digest");
    assert_int_equal(scheme, SIGNATURE_DEFAULT);
}

static void a_given_digest_is_kept(void **state)
{
    struct failure failure = {0};
    enum signature_scheme scheme = SIGNATURE_RSA_PSS;
    enum digest digest = DIGEST_SHA384;

    (void)state;
    assert_done(signature_choose(KEY_RSA, 2048, &scheme, &digest, &failure), &failure);
    assert_int_equal(scheme, SIGNATURE_RSA_PSS);
    assert_int_equal(digest, DIGEST_SHA384);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_listed_key_type_is_found_ignoring_case),
        cmocka_unit_test(an_unknown_key_type_is_refused_with_the_list),
        cmocka_unit_test(digests_have_names_and_sizes),
        cmocka_unit_test(schemes_have_names),
        cmocka_unit_test(defaults_follow_the_key),
        cmocka_unit_test(schemes_are_held_to_their_keys),
        cmocka_unit_test(eddsa_takes_no_digest),
        cmocka_unit_test(a_given_digest_is_kept),
    };

    return cmocka_run_group_tests_name("algorithm", tests, NULL, NULL);
}
