/* SPDX-License-Identifier: Apache-2.0 */
#include "attestation_make.h"
#include "jobs.h"
#include "witness.h"

#include <string.h>

#include "enroll/judge.h"
#include "x509/public_key.h"

#define KEY_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL ";type=private"
#define CERTIFICATE_URI "pkcs11:token=" TOKEN_LABEL ";object=" KEY_LABEL ";type=cert"

/* A pair on the token as other programs make it; the caller frees its public key. */
static EVP_PKEY *put_pair(bool extractable)
{
    return witness_make_on(
        TOKEN_LABEL,
        (struct witness_pair){.label = KEY_LABEL, .id = "1", .extractable = extractable});
}

static bool judge_uri(struct bed *bed, const char *uri, struct judge_order order,
                      struct judgement *ret_judgement)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector target = {0};

    if (strstr(uri, "object=") != NULL) {
        assert_true(object_selector_parse(uri, &target, &bed->failure));
    } else {
        assert_true(token_selector_parse(uri, &target.token, &bed->failure));
    }
    order.target = &target;
    return judge(&bed->workplace, &order, ret_judgement, &bed->failure);
}

static void a_key_of_softhsm_is_soft_however_well_it_keeps_it(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    bed_open(bed, NULL);
    assert_true(job_enroll_only(bed, (struct enroll_wish){0}));
    bed_rewind(bed);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &judgement), bed);
    assert_int_equal(judgement.verdict.token, GRADE_SOFTWARE);
    assert_int_equal(judgement.verdict.hardness, HARDNESS_SOFT);
    assert_int_equal(judgement.verdict.origin, ORIGIN_GENERATED_REPORTED);
    assert_int_equal(judgement.verdict.export, EXPORT_REPORTED_PROBED);
    assert_string_equal(judgement.verdict.sentence,
                        "Soft: SoftHSM keeps this key in a file on this computer.");
    assert_int_equal(judgement.verdict.contradictions.count, 0);
    assert_string_equal(judgement.key_name, "EC P-256");
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    assert_int_equal(bed_calls(bed, "C_SignInit"), 0);
    bed_close(bed);
}

static void an_imported_key_is_known_as_imported(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    struct witness witness = witness_open(TOKEN_LABEL);
    EVP_PKEY *key = key_new(true);

    witness_import(&witness, key, KEY_LABEL, "1");
    witness_close(&witness);
    EVP_PKEY_free(key);
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &judgement), bed);
    assert_int_equal(judgement.verdict.origin, ORIGIN_IMPORTED);
    assert_int_equal(judgement.key_claims.local, NO);
    bed_close(bed);
}

static void an_extractable_key_is_wrappable(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    EVP_PKEY_free(put_pair(true));
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &judgement), bed);
    assert_int_equal(judgement.verdict.export, EXPORT_WRAPPABLE);
    bed_close(bed);
}

static void a_token_is_judged_with_each_of_its_keys(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    EVP_PKEY_free(put_pair(false));
    EVP_PKEY_free(witness_make_on(
        TOKEN_LABEL, (struct witness_pair){.rsa = true, .label = "second", .id = "2"}));
    bed_open(bed, NULL);
    bed->workplace.pin_given = true;
    assert_done(judge_uri(bed, "pkcs11:token=" TOKEN_LABEL,
                          (struct judge_order){.possession = true}, &judgement),
                bed);
    assert_int_equal(judgement.verdict.token, GRADE_SOFTWARE);
    assert_false(judgement.verdict.has_key);
    assert_int_equal(judgement.key_count, 2);
    assert_int_equal(judgement.keys[0].verdict.hardness, HARDNESS_SOFT);
    assert_int_equal(bed_calls(bed, "C_SignInit"), 0); /* no key was named */
    bed_close(bed);
}

static void without_a_pin_it_says_that_keys_were_not_seen(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    EVP_PKEY_free(put_pair(false));
    bed_open(bed, NULL);
    bed->workplace.pin_given = false;
    assert_done(judge_uri(bed, "pkcs11:token=" TOKEN_LABEL, (struct judge_order){0}, &judgement),
                bed);
    assert_int_equal(judgement.key_count, 0);
    assert_non_null(finding_find(&judgement.verdict.not_checked, "login"));
    assert_int_equal(bed->pins_asked, 0);
    bed_close(bed);
}

static void possession_is_a_signature_that_others_can_verify(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    CLEANUP(public_key_free) struct public_key *key = NULL;

    EVP_PKEY_free(put_pair(false));
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){.possession = true}, &judgement), bed);
    assert_int_equal(bed_calls(bed, "C_Sign"), 1);
    assert_non_null(evidence_find(&judgement.verdict.evidence, "possession.shown"));
    assert_int_equal(judgement.verdict.hardness, HARDNESS_SOFT); /* it proves no hardware */
    assert_true(public_key_from_spki(slice_of_bytes(&judgement.spki), &key, &bed->failure));
    assert_true(public_key_verifies(key, SIGNATURE_ECDSA, DIGEST_SHA256,
                                    slice_of_bytes(&judgement.possession.message),
                                    slice_of_bytes(&judgement.possession.signature)));
    bed_close(bed);
}

static bool say(void *context, const char *key_uri)
{
    const bool *answer = context;

    assert_non_null(strstr(key_uri, KEY_LABEL));
    return *answer;
}

/* A certificate for the key, from a CA of that name; stored with the key's id. */
static void put_certificate(EVP_PKEY *key, const char *ca_name, const char *key_usage)
{
    struct ca ca = ca_make(ca_name, NULL);
    X509 *certificate = ca_issue(&ca, key, (struct ca_wish){.name = "A", .key_usage = key_usage});
    CLEANUP_VALUE(bytes_clear) struct bytes der = certificate_bytes(certificate);
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_put_certificate(&witness, KEY_LABEL, "1", slice_of_bytes(&der));
    witness_close(&witness);
    X509_free(certificate);
    ca_clear(&ca);
}

static void a_key_of_a_person_signs_only_with_consent(void **state)
{
    struct bed *bed = *state;
    bool answers[] = {false, true};
    EVP_PKEY *key = put_pair(false);
    size_t count = 0;

    put_certificate(key, "A CA", "critical,nonRepudiation");
    EVP_PKEY_free(key);
    bed_open(bed, NULL);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
        const struct judge_order order = {
            .possession = true, .consent = say, .context = &answers[i]};

        bed_rewind(bed);
        assert_done(judge_uri(bed, KEY_URI, order, &judgement), bed);
        assert_int_equal(bed_calls(bed, "C_Sign"), answers[i] ? 1 : 0);
        assert_int_equal(bed_noticed(bed, "was not asked to sign"), !answers[i]);
        count++;
    }
    assert_int_equal(count, 2);
    bed_close(bed);
}

static void a_certificate_leads_to_its_key(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    EVP_PKEY *key = put_pair(false);

    put_certificate(key, "A CA", NULL);
    EVP_PKEY_free(key);
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, CERTIFICATE_URI, (struct judge_order){0}, &judgement), bed);
    assert_non_null(strstr(judgement.key_uri, "type=private"));
    bed_close(bed);
}

static void a_certificate_of_another_key_is_not_judged(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    EVP_PKEY *other = key_new(false);

    EVP_PKEY_free(put_pair(false));
    put_certificate(other, "A CA", NULL);
    EVP_PKEY_free(other);
    bed_open(bed, NULL);
    assert_refused(judge_uri(bed, CERTIFICATE_URI, (struct judge_order){0}, &judgement), bed,
                   FAILURE_NOT_FOUND, "is not on token");
    bed_close(bed);
}

static void a_copy_in_a_file_is_found(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    EVP_PKEY *key = put_pair(false);
    EVP_PKEY *other = key_new(false);
    const struct made of_key = {.key = key};
    const struct made of_other = {.key = other};
    CLEANUP_VALUE(bytes_clear) struct bytes spki = made_spki(&of_key);
    CLEANUP_VALUE(bytes_clear) struct bytes other_spki = made_spki(&of_other);
    const struct slice copies[] = {slice_of_bytes(&other_spki), slice_of_bytes(&spki)};
    const char *const names[] = {"other.pem", "backup.pem"};
    const struct judge_order order = {.copies = copies, .copy_names = names, .copy_count = 2};

    EVP_PKEY_free(key);
    EVP_PKEY_free(other);
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, order, &judgement), bed);
    assert_true(judgement.verdict.duplicate_seen);
    assert_string_equal(judgement.verdict.sentence, "Soft: the same key is in backup.pem as well.");
    bed_close(bed);
}

/* The same key in TOKEN_LABEL and in "second", where its private half may need no login. */
static void put_twins(struct bed *bed, bool rsa, bool in_sight)
{
    EVP_PKEY *key = key_new(rsa);
    struct witness witness;

    bed_add_token(bed, "second");
    witness = witness_open(TOKEN_LABEL);
    witness_import(&witness, key, KEY_LABEL, "1");
    witness_close(&witness);
    witness = witness_open("second");
    (in_sight ? witness_import_in_sight : witness_import)(&witness, key, "twin", "2");
    witness_close(&witness);
    EVP_PKEY_free(key);
}

static void a_copy_in_another_token_makes_it_a_duplicate(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    put_twins(bed, false, true); /* EC: the private half shows no point, its id leads to it */
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &judgement), bed);
    assert_true(judgement.verdict.duplicate_seen);
    assert_non_null(strstr(judgement.verdict.sentence, "token 'second'"));
    assert_int_equal(bed_calls(bed, "C_Login"), 1);
    bed_close(bed);
}

static void a_public_half_in_another_token_is_said_and_proves_nothing(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    put_twins(bed, true, false);
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &judgement), bed);
    assert_int_equal(bed_calls(bed, "C_Login"), 1); /* never to the other token */
    assert_non_null(finding_find(&judgement.verdict.not_checked, "copies"));
    assert_false(judgement.verdict.duplicate_seen);
    bed_close(bed);
}

/* Everything of a YubiKey's chain is right, and the key is still in SoftHSM. */
static void an_attested_key_in_software_is_a_contradiction(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    CLEANUP(attestation_anchors_free)
    struct attestation_anchors *anchors = attestation_anchors_new();
    EVP_PKEY *key = put_pair(false);
    struct made root = made_new(
        &(struct made_shape){.subject = "A root", .constraints = "critical,CA:TRUE,pathlen:1"});
    struct made device =
        made_new(&(struct made_shape){.subject = "Yubico PIV Attestation",
                                      .issuer = &root,
                                      .constraints = "critical,CA:TRUE,pathlen:0"});
    struct made statement =
        made_new(&(struct made_shape){.subject = "YubiKey PIV Attestation 9a",
                                      .issuer = &device,
                                      .key = key,
                                      .vendor = {{"1.3.6.1.4.1.41482.3.3", "050403"},
                                                 {"1.3.6.1.4.1.41482.3.7", "020400bc614e"},
                                                 {"1.3.6.1.4.1.41482.3.8", "0201"}}});
    CLEANUP_VALUE(bytes_clear) struct bytes root_der = made_der(&root);
    CLEANUP_VALUE(bytes_clear) struct bytes device_der = made_der(&device);
    CLEANUP_VALUE(bytes_clear) struct bytes statement_der = made_der(&statement);
    struct witness witness = witness_open(TOKEN_LABEL);

    witness_put_certificate(&witness, "X.509 Certificate for PIV Attestation 9a", "1",
                            slice_of_bytes(&statement_der));
    witness_put_certificate(&witness, "X.509 Certificate for PIV Attestation", "9",
                            slice_of_bytes(&device_der));
    witness_close(&witness);
    EVP_PKEY_free(key);
    bed_open(bed, NULL);
    assert_true(attestation_anchors_add(anchors, slice_of_bytes(&root_der), "root", &bed->failure));
    assert_done(judge_uri(bed, KEY_URI,
                          (struct judge_order){.anchors = anchors, .possession = true}, &judgement),
                bed);
    assert_int_equal(judgement.attestation.verdict, ATTESTATION_VALID);
    assert_string_equal(judgement.attestation.serial, "12345678");
    assert_int_equal(judgement.verdict.token, GRADE_SOFTWARE);
    assert_non_null(finding_find(&judgement.verdict.contradictions, "attested-software"));
    bed_close(bed);
    made_clear(&statement);
    made_clear(&device);
    made_clear(&root);
}

static void nothing_on_the_token_is_changed(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    struct witness witness;

    EVP_PKEY_free(put_pair(false));
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){.possession = true, .probe = true},
                          &judgement),
                bed);
    bed_close(bed);
    witness = witness_open(TOKEN_LABEL);
    assert_int_equal(witness_count(&witness, WITNESS_ANY), 2);
    witness_close(&witness);
}

static size_t count_probes(const struct judgement *judgement, const char *probe)
{
    size_t count = 0;

    for (size_t i = 0; i < judgement->probes.count; i++) {
        count += strcmp(judgement->probes.items[i].probe, probe) == 0;
    }
    return count;
}

static void probes_that_make_objects_are_for_those_who_ask(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement asked = {0};
    CLEANUP_VALUE(judgement_clear) struct judgement unasked = {0};
    CLEANUP_VALUE(judgement_clear) struct judgement whole = {0};

    EVP_PKEY_free(put_pair(false));
    bed_open(bed, NULL);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){0}, &unasked), bed);
    assert_int_equal(count_probes(&unasked, "readout"), unasked.probes.count);
    assert_int_equal(bed_calls(bed, "C_GenerateKey"), 0);
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){.probe = true}, &asked), bed);
    assert_int_equal(count_probes(&asked, "wrap"), 2);
    assert_int_equal(count_probes(&asked, "copy"), 1);
    assert_int_equal(count_probes(&asked, "change"), 2);
    assert_int_equal(count_probes(&asked, "template"), 3);
    assert_int_equal(asked.verdict.export, EXPORT_REPORTED_PROBED);
    assert_done(
        judge_uri(bed, "pkcs11:token=" TOKEN_LABEL, (struct judge_order){.probe = true}, &whole),
        bed);
    assert_int_equal(whole.probes.count, 0);
    assert_non_null(finding_find(&whole.verdict.not_checked, "probe"));
    bed_close(bed);
}

/* Whatever the key says of itself, a token that lets it be copied in the open does not keep it. */
static void a_key_that_can_be_copied_without_protection_is_readable(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};

    EVP_PKEY_free(put_pair(false));
    bed_open(bed, "copy weak\n");
    assert_done(judge_uri(bed, KEY_URI, (struct judge_order){.probe = true}, &judgement), bed);
    assert_int_equal(judgement.verdict.export, EXPORT_READABLE);
    assert_int_equal(judgement.verdict.hardness, HARDNESS_SOFT);
    bed_close(bed);
}

static void lists_get_a_grade_in_three_calls_a_token(void **state)
{
    struct bed *bed = *state;
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    struct verdict verdicts[4] = {0};

    bed_add_token(bed, "second");
    bed_open(bed, NULL);
    assert_true(tokens_read(bed->modules, NULL, TOKEN_INFO, &bed->notices, &tokens, &bed->failure));
    assert_true(tokens.count >= 2 && tokens.count <= COUNT_OF(verdicts));
    bed_rewind(bed);
    assert_done(judge_tokens_briefly(tokens.items, tokens.count, verdicts, &bed->failure), bed);
    assert_int_equal(bed->call_count, 3 * tokens.count);
    for (size_t i = 0; i < tokens.count; i++) {
        assert_int_equal(verdicts[i].token, GRADE_SOFTWARE);
        verdict_clear(&verdicts[i]);
    }
    bed_close(bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FLOW(a_key_of_softhsm_is_soft_however_well_it_keeps_it),
        FLOW(an_imported_key_is_known_as_imported),
        FLOW(an_extractable_key_is_wrappable),
        FLOW(a_token_is_judged_with_each_of_its_keys),
        FLOW(without_a_pin_it_says_that_keys_were_not_seen),
        FLOW(possession_is_a_signature_that_others_can_verify),
        FLOW(a_key_of_a_person_signs_only_with_consent),
        FLOW(a_certificate_leads_to_its_key),
        FLOW(a_certificate_of_another_key_is_not_judged),
        FLOW(a_copy_in_a_file_is_found),
        FLOW(a_copy_in_another_token_makes_it_a_duplicate),
        FLOW(a_public_half_in_another_token_is_said_and_proves_nothing),
        FLOW(an_attested_key_in_software_is_a_contradiction),
        FLOW(nothing_on_the_token_is_changed),
        FLOW(probes_that_make_objects_are_for_those_who_ask),
        FLOW(a_key_that_can_be_copied_without_protection_is_readable),
        FLOW(lists_get_a_grade_in_three_calls_a_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
