/* SPDX-License-Identifier: Apache-2.0 */

/* What a token lets itself be talked into: probes of a private key over SoftHSM, good and spoiled.
 */

#include "bed.h"
#include "witness.h"

#include <string.h>

#include "base/memory.h"
#include "pkcs11/key_probe.h"
#include "pkcs11/object.h"

/* One token with one key, looked at by one session that is logged in. */
struct probed {
    struct token token;
    struct session *session;
    struct object_list keys;
    struct probe_list results;
};

static void put_key(struct witness_pair pair)
{
    struct witness witness = witness_open(TOKEN_LABEL);

    pair.label = "key";
    EVP_PKEY_free(witness_make(&witness, pair));
    witness_close(&witness);
}

static void probed_open(struct bed *bed, const char *scenario, struct probed *probed)
{
    const struct object_filter filter = {.type = OBJECT_PRIVATE_KEY};
    CLEANUP(secret_free) struct secret *pin = secret_new(64);

    *probed = (struct probed){0};
    assert_true(secret_append(pin, USER_PIN, strlen(USER_PIN)));
    bed_open(bed, scenario);
    assert_done(
        token_choose(bed->modules, NULL, TOKEN_INFO, &bed->notices, &probed->token, &bed->failure),
        bed);
    assert_done(session_open(&probed->token, SESSION_READ_ONLY, &probed->session, &bed->failure),
                bed);
    assert_done(session_login(probed->session, pin, LAST_TRY_REFUSED, &bed->failure), bed);
    assert_done(objects_find(probed->session, &filter, &probed->keys, &bed->failure), bed);
    assert_int_equal(probed->keys.count, 1);
}

static void probed_close(struct bed *bed, struct probed *probed)
{
    probe_list_clear(&probed->results);
    object_list_clear(&probed->keys);
    session_close(probed->session);
    token_clear(&probed->token);
    bed_close(bed);
}

/* Everything there is, objects of the session too. */
static size_t count_objects(struct bed *bed, struct probed *probed)
{
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};
    const struct object_filter filter = {.type = OBJECT_ANY};

    assert_done(objects_find(probed->session, &filter, &objects, &bed->failure), bed);
    return objects.count;
}

static void probe_more(struct bed *bed, struct probed *probed)
{
    size_t before = count_objects(bed, probed);

    assert_int_equal(before, 2);
    key_probe_more(probed->session, &probed->keys.items[0], &probed->results);
    assert_int_equal(count_objects(bed, probed), before);
}

static void show(const struct probe_list *results)
{
    static const char *const words[] = {"refused", "allowed", "impossible", "unexpected"};

    for (size_t i = 0; i < results->count; i++) {
        const struct probe_result *result = &results->items[i];

        print_message("%s: %s %s: %s (%s)\n", result->probe, result->function, result->subject,
                      words[result->outcome], result->rv_name);
    }
}

/* The only result of PROBE about that function and subject. */
static const struct probe_result *result_of(const struct probed *probed, const char *probe,
                                            const char *function, const char *subject)
{
    const struct probe_result *found = NULL;

    for (size_t i = 0; i < probed->results.count; i++) {
        const struct probe_result *result = &probed->results.items[i];

        if (strcmp(result->probe, probe) == 0 && strcmp(result->function, function) == 0 &&
            strcmp(result->subject, subject) == 0) {
            assert_null(found);
            found = result;
        }
    }
    if (found == NULL) {
        show(&probed->results);
        fail_msg("no result %s %s %s", probe, function, subject);
    }
    return found;
}

static size_t count_outcome(const struct probed *probed, const char *probe,
                            enum probe_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < probed->results.count; i++) {
        count += strcmp(probed->results.items[i].probe, probe) == 0 &&
                 probed->results.items[i].outcome == outcome;
    }
    return count;
}

static void check(const struct probed *probed, const char *probe, const char *function,
                  const char *subject, CK_RV rv, enum probe_outcome outcome)
{
    const struct probe_result *result = result_of(probed, probe, function, subject);

    if (result->rv != rv || result->outcome != outcome) {
        show(&probed->results);
        fail_msg("%s %s %s: not as wanted", probe, function, subject);
    }
}

static void protected_key_stays_where_it_is(void **state)
{
    struct bed *bed = *state;
    struct probed probed;
    size_t kinds = 0;

    for (; kinds < 2; kinds++) {
        put_key((struct witness_pair){.rsa = kinds == 1});
        probed_open(bed, NULL, &probed);
        probe_more(bed, &probed);
        check(&probed, "wrap", "C_WrapKey", "CKM_AES_KEY_WRAP_PAD", CKR_KEY_UNEXTRACTABLE,
              PROBE_REFUSED);
        check(&probed, "wrap", "C_WrapKey", "CKM_AES_KEY_WRAP", CKR_KEY_UNEXTRACTABLE,
              PROBE_REFUSED);
        check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE",
              CKR_ATTRIBUTE_READ_ONLY, PROBE_REFUSED);
        check(&probed, "change", "C_SetAttributeValue", "CKA_SENSITIVE", CKR_ATTRIBUTE_READ_ONLY,
              PROBE_REFUSED);
        check(&probed, "change", "C_SetAttributeValue", "CKA_EXTRACTABLE", CKR_ATTRIBUTE_READ_ONLY,
              PROBE_REFUSED);
        assert_int_equal(count_outcome(&probed, "template", PROBE_ALLOWED), 3);
        assert_int_equal(probed.results.count, 8);
        assert_int_equal(bed_calls(bed, "C_GenerateKey"), bed_calls(bed, "C_DestroyObject"));
        probed_close(bed, &probed);
        struct witness witness = witness_open(TOKEN_LABEL);
        assert_int_equal(witness_count(&witness, WITNESS_ANY), 2);
        witness_destroy_all(&witness);
        witness_close(&witness);
    }
    assert_int_equal(kinds, 2);
}

static void extractable_key_can_be_wrapped(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){.extractable = true});
    probed_open(bed, NULL, &probed);
    probe_more(bed, &probed);
    check(&probed, "wrap", "C_WrapKey", "CKM_AES_KEY_WRAP_PAD", CKR_OK, PROBE_ALLOWED);
    check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", CKR_ATTRIBUTE_READ_ONLY,
          PROBE_REFUSED);
    probed_close(bed, &probed);
}

static void copy_with_less_protection_is_seen_and_destroyed(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "copy weak\n", &probed);
    probe_more(bed, &probed);
    check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", CKR_OK, PROBE_ALLOWED);
    assert_int_equal(count_outcome(&probed, "copy", PROBE_UNEXPECTED), 0);
    probed_close(bed, &probed);
}

/* "Yes" of a module that did nothing is no sign that keys can be copied. */
static void copy_that_kept_its_protection_is_not_held_against_the_token(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "copy same\n", &probed);
    probe_more(bed, &probed);
    check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", CKR_OK,
          PROBE_UNEXPECTED);
    assert_int_equal(count_outcome(&probed, "copy", PROBE_ALLOWED), 0);
    probed_close(bed, &probed);
}

/* The key must survive a module that says the key itself is the copy. */
static void handle_of_the_key_itself_is_never_destroyed(void **state)
{
    struct bed *bed = *state;
    struct witness witness;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "copy original\n", &probed);
    probe_more(bed, &probed);
    check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", CKR_OK,
          PROBE_UNEXPECTED);
    check(&probed, "copy", "C_CopyObject", "CKO_PRIVATE_KEY", CKR_OK, PROBE_UNEXPECTED);
    assert_int_equal(bed_calls(bed, "C_GenerateKey"), bed_calls(bed, "C_DestroyObject"));
    probed_close(bed, &probed);
    witness = witness_open(TOKEN_LABEL);
    (void)witness_find(&witness, CKO_PRIVATE_KEY, "key");
    witness_close(&witness);
}

static void key_that_is_not_surely_the_probe_s_is_left_alone(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "flip-attribute CKA_LABEL\n", &probed);
    key_probe_more(probed.session, &probed.keys.items[0], &probed.results);
    check(&probed, "wrap", "C_GenerateKey", "CKO_SECRET_KEY", CKR_OK, PROBE_UNEXPECTED);
    check(&probed, "change", "C_GenerateKey", "CKO_SECRET_KEY", CKR_OK, PROBE_UNEXPECTED);
    assert_int_equal(bed_calls(bed, "C_SetAttributeValue"), 0);
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 0);
    probed_close(bed, &probed);
}

static void object_that_cannot_be_destroyed_is_told_and_ends_with_the_session(void **state)
{
    struct bed *bed = *state;
    struct witness witness;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "copy weak\nfail C_DestroyObject * before CKR_DEVICE_ERROR\n", &probed);
    key_probe_more(probed.session, &probed.keys.items[0], &probed.results);
    assert_int_equal(count_objects(bed, &probed), 2 + 6);
    check(&probed, "wrap", "C_DestroyObject", "CKO_SECRET_KEY", CKR_DEVICE_ERROR, PROBE_UNEXPECTED);
    check(&probed, "copy", "C_DestroyObject", "CKO_PRIVATE_KEY", CKR_DEVICE_ERROR,
          PROBE_UNEXPECTED);
    check(&probed, "change", "C_DestroyObject", "CKO_SECRET_KEY", CKR_DEVICE_ERROR,
          PROBE_UNEXPECTED);
    assert_int_equal(count_outcome(&probed, "template", PROBE_UNEXPECTED), 3);
    probed_close(bed, &probed);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, WITNESS_ANY), 2);
    witness_close(&witness);
}

/* Some modules make the object and answer with an error. */
static void what_a_failed_call_left_behind_is_taken_away(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed,
                "copy weak\nfail C_GenerateKey * after CKR_DEVICE_ERROR\n"
                "fail C_CopyObject 1 after CKR_DEVICE_ERROR\n",
                &probed);
    probe_more(bed, &probed);
    check(&probed, "wrap", "C_GenerateKey", "CKM_AES_KEY_GEN", CKR_DEVICE_ERROR, PROBE_IMPOSSIBLE);
    check(&probed, "copy", "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", CKR_DEVICE_ERROR,
          PROBE_UNEXPECTED);
    assert_int_equal(bed_calls(bed, "C_DestroyObject"), 6);
    probed_close(bed, &probed);
}

/* Wherever the session or the token fails, no object outlives the probes that can be destroyed. */
static void failure_of_any_call_leaves_nothing_behind(void **state)
{
    static const char *const functions[] = {"C_GetMechanismInfo", "C_GenerateKey", "C_WrapKey",
                                            "C_CopyObject", "C_SetAttributeValue"};
    struct bed *bed = *state;
    size_t cases = 0;

    put_key((struct witness_pair){0});
    for (; cases < COUNT_OF(functions); cases++) {
        CLEANUP(text_free)
        char *scenario =
            text_format("copy weak\nfail %s * before CKR_DEVICE_ERROR\n", functions[cases]);
        struct probed probed;

        probed_open(bed, scenario, &probed);
        probe_more(bed, &probed);
        assert_true(probed.results.count >= 6);
        probed_close(bed, &probed);
    }
    assert_int_equal(cases, 5);
}

/* Errors of a token that has gone are neither a refusal nor a consent. */
static void token_that_goes_has_refused_nothing(void **state)
{
    static const char *const functions[] = {"C_GetMechanismList", "C_GenerateKey", "C_WrapKey"};
    struct bed *bed = *state;
    size_t cases = 0;

    put_key((struct witness_pair){0});
    for (; cases < COUNT_OF(functions); cases++) {
        CLEANUP(text_free) char *scenario = text_format("vanish %s 1\n", functions[cases]);
        struct probed probed;

        probed_open(bed, scenario, &probed);
        key_probe_more(probed.session, &probed.keys.items[0], &probed.results);
        assert_true(probed.results.count >= 6);
        for (size_t i = 0; i < probed.results.count; i++) {
            assert_true(probed.results.items[i].outcome == PROBE_IMPOSSIBLE ||
                        probed.results.items[i].outcome == PROBE_UNEXPECTED);
        }
        probed_close(bed, &probed);
    }
    assert_int_equal(cases, 3);
}

static void function_the_module_lacks_makes_its_probe_impossible(void **state)
{
    static const struct {
        const char *function;
        const char *probe;
        const char *subject;
        size_t impossible;
    } lacking[] = {
        {"C_WrapKey", "wrap", "CKM_AES_KEY_WRAP_PAD", 1},
        {"C_CopyObject", "copy", "CKA_SENSITIVE CKA_EXTRACTABLE", 1},
        {"C_SetAttributeValue", "change", "CKA_SENSITIVE", 1},
        {"C_GenerateKey", "wrap", "CKM_AES_KEY_GEN", 1},
    };
    struct bed *bed = *state;
    size_t cases = 0;

    put_key((struct witness_pair){0});
    for (; cases < COUNT_OF(lacking); cases++) {
        CLEANUP(text_free) char *scenario = text_format("lack %s\n", lacking[cases].function);
        struct probed probed;

        probed_open(bed, scenario, &probed);
        probe_more(bed, &probed);
        check(&probed, lacking[cases].probe, lacking[cases].function, lacking[cases].subject,
              CKR_FUNCTION_NOT_SUPPORTED, PROBE_IMPOSSIBLE);
        assert_int_equal(bed_calls(bed, lacking[cases].function), 0);
        probed_close(bed, &probed);
    }
    assert_int_equal(cases, 4);
}

static void token_without_wrapping_makes_no_key_for_it(void **state)
{
    struct bed *bed = *state;
    struct probed probed;

    put_key((struct witness_pair){0});
    probed_open(bed, "mechanism-flags -CKF_WRAP\n", &probed);
    probe_more(bed, &probed);
    assert_int_equal(count_outcome(&probed, "wrap", PROBE_IMPOSSIBLE), 1);
    assert_int_equal(bed_calls(bed, "C_WrapKey"), 0);
    assert_int_equal(bed_calls(bed, "C_GenerateKey"), 4); /* change, and three of template */
    probed_close(bed, &probed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(protected_key_stays_where_it_is),
        FLOW(extractable_key_can_be_wrapped),
        FLOW(copy_with_less_protection_is_seen_and_destroyed),
        FLOW(copy_that_kept_its_protection_is_not_held_against_the_token),
        FLOW(handle_of_the_key_itself_is_never_destroyed),
        FLOW(key_that_is_not_surely_the_probe_s_is_left_alone),
        FLOW(object_that_cannot_be_destroyed_is_told_and_ends_with_the_session),
        FLOW(what_a_failed_call_left_behind_is_taken_away),
        FLOW(failure_of_any_call_leaves_nothing_behind),
        FLOW(token_that_goes_has_refused_nothing),
        FLOW(function_the_module_lacks_makes_its_probe_impossible),
        FLOW(token_without_wrapping_makes_no_key_for_it),
    };

    return cmocka_run_group_tests_name("key_probe", tests, NULL, NULL);
}
