/* SPDX-License-Identifier: Apache-2.0 */
#include "attestation/attestation.h"

#include "base/memory.h"
#include "judgment.h"

static const struct product {
    const char *vendor;
    const char *name;
    enum attestation_reason (*judge)(struct judgment *judgment);
} products[ATTESTATION_PRODUCTS] = {
    [ATTESTATION_YUBIKEY_PIV] = {"Yubico", "YubiKey PIV", yubikey_piv_judge},
    [ATTESTATION_YUBIHSM] = {"Yubico", "YubiHSM 2", yubihsm_judge},
    [ATTESTATION_SMARTCARD_HSM] = {"CardContact", "SmartCard-HSM", smartcard_hsm_judge},
    [ATTESTATION_LUNA] = {"Thales", "Luna", luna_judge},
};

const char *attestation_vendor(enum attestation_product product)
{
    return products[product].vendor;
}

const char *attestation_product_name(enum attestation_product product)
{
    return products[product].name;
}

void attestation_clear(struct attestation *attestation)
{
    memory_free(attestation->detail);
    bytes_clear(&attestation->spki);
    memory_free(attestation->model);
    memory_free(attestation->serial);
    memory_free(attestation->firmware);
    memory_free(attestation->slot);
    memory_free(attestation->label);
    memory_free(attestation->form_factor);
    for (size_t i = 0; i < attestation->chain_count; i++) {
        bytes_clear(&attestation->chain[i]);
    }
    memory_free(attestation->chain);
    memory_free(attestation->anchor_name);
    memory_free(attestation->anchor_sha256);
    *attestation = (struct attestation){0};
}

/* The work of one attestation_judge. */
struct court {
    struct judgment judgment; /* of the statement at hand */
    const struct public_key *key;
    struct attestation best;
    bool found; /* BEST is about the key */
};

/* Without a key in question the first that does not hold is worth most, else the first that does.
 */
static bool is_better(const struct court *court, const struct attestation *answer)
{
    if (!court->found) {
        return true;
    }
    return court->key != NULL
               ? court->best.verdict != ATTESTATION_VALID && answer->verdict == ATTESTATION_VALID
               : court->best.verdict == ATTESTATION_VALID && answer->verdict != ATTESTATION_VALID;
}

static void keep(struct court *court, struct attestation *answer)
{
    if (is_better(court, answer)) {
        attestation_clear(&court->best);
        court->best = *answer;
        *answer = (struct attestation){0};
    }
    court->found = true;
    attestation_clear(answer);
}

/* A statement about a key nobody asked about: said only when there is no other. */
static void keep_other(struct court *court, enum attestation_product product)
{
    if (court->best.verdict == ATTESTATION_NONE) {
        court->best.verdict = ATTESTATION_REJECTED;
        court->best.reason = ATTESTATION_REASON_KEY;
        court->best.product = product;
    }
}

/* What does not hold is no ground for anything good. */
static void withhold_praise(struct attestation *answer)
{
    if (answer->verdict == ATTESTATION_VALID) {
        return;
    }
    if (answer->origin == ATTESTATION_ORIGIN_GENERATED) {
        answer->origin = ATTESTATION_ORIGIN_UNKNOWN;
    }
    if (answer->export == ATTESTATION_EXPORT_NEVER) {
        answer->export = ATTESTATION_EXPORT_UNKNOWN;
    }
}

/* STATED (may be NULL): the key the statement is about. */
static void judge_one(struct court *court, enum attestation_product product,
                      const struct public_key *stated)
{
    struct attestation answer = {.product = product};

    if (court->key != NULL && (stated == NULL || !public_key_equal(court->key, stated))) {
        keep_other(court, product);
        return;
    }
    if (stated != NULL) {
        struct slice spki = public_key_spki(stated);

        answer.spki = bytes_copy(spki.data, spki.size);
    }
    court->judgment.answer = &answer;
    answer.reason = products[product].judge(&court->judgment);
    answer.verdict =
        answer.reason == ATTESTATION_REASON_NONE ? ATTESTATION_VALID : ATTESTATION_REJECTED;
    withhold_praise(&answer);
    advise(&answer);
    keep(court, &answer);
}

static bool find_product(const struct certificate *certificate, bool asked,
                         enum attestation_product *ret_product)
{
    if (yubikey_piv_is_statement(certificate)) {
        *ret_product = ATTESTATION_YUBIKEY_PIV;
    } else if (yubihsm_is_statement(certificate)) {
        *ret_product = ATTESTATION_YUBIHSM;
    } else if (luna_is_statement(certificate, asked)) {
        *ret_product = ATTESTATION_LUNA;
    } else {
        return false;
    }
    return true;
}

static void judge_certificate(struct court *court, const struct certificate *certificate)
{
    const struct public_key *stated = certificate_key(certificate);
    bool asked = court->key != NULL && public_key_equal(court->key, stated);
    enum attestation_product product;

    if (find_product(certificate, asked, &product)) {
        court->judgment.certificate = certificate;
        judge_one(court, product, stated);
        court->judgment.certificate = NULL;
    }
}

static void judge_request(struct court *court, const struct cv *request)
{
    CLEANUP(public_key_free) struct public_key *stated = cv_public_key(request, NULL);

    court->judgment.request = request;
    judge_one(court, ATTESTATION_SMARTCARD_HSM, stated);
    court->judgment.request = NULL;
}

static void judge_all(struct court *court, const struct attestation_material *material)
{
    for (size_t i = 0; i < material->certificates.count; i++) {
        judge_certificate(court, material->certificates.items[i]);
    }
    for (size_t i = 0; i < material->cv_count; i++) {
        if (material->cvs[i].authenticated) {
            judge_request(court, &material->cvs[i]);
        }
    }
}

void attestation_judge(const struct attestation_material *material,
                       const struct attestation_anchors *anchors,
                       const struct attestation_question *question, struct attestation *ret_answer)
{
    CLEANUP(public_key_free) struct public_key *key = NULL;
    struct failure failure = {0};
    struct court court = {
        .judgment = {.material = material, .anchors = anchors, .question = question}};

    if (question->spki.size > 0 && !public_key_from_spki(question->spki, &key, &failure)) {
        failure_clear(&failure);
        *ret_answer = (struct attestation){0}; /* nothing can be about a key that is none */
        return;
    }
    court.key = key;
    judge_all(&court, material);
    *ret_answer = court.best;
}
