/* SPDX-License-Identifier: Apache-2.0 */

/* Statements from anywhere, judged with the anchors that are shipped: none is valid by chance. */

#include "attestation/attestation.h"
#include "fuzz.h"

static void require_answer(const struct attestation *answer, size_t count)
{
    REQUIRE(answer->verdict != ATTESTATION_NONE || answer->product == 0);
    REQUIRE((answer->verdict == ATTESTATION_REJECTED) ==
            (answer->reason != ATTESTATION_REASON_NONE));
    REQUIRE(answer->chain_count <= count);
    if (answer->verdict == ATTESTATION_VALID) {
        REQUIRE(answer->anchor_name != NULL && answer->spki.size > 0);
    } else {
        REQUIRE(answer->origin != ATTESTATION_ORIGIN_GENERATED);
        REQUIRE(answer->export != ATTESTATION_EXPORT_NEVER);
    }
}

/* Alone, then about the key it says itself it is about. */
static void judge(const struct attestation_material *material,
                  const struct attestation_anchors *anchors)
{
    struct attestation_question question = {.serial = "1", .piv_slot = 0x9a, .now = 1};
    struct attestation alone = {0};
    struct attestation asked = {0};

    attestation_judge(material, anchors, &question, &alone);
    require_answer(&alone, attestation_material_count(material));
    question.spki = slice_of_bytes(&alone.spki);
    if (question.spki.size > 0) {
        attestation_judge(material, anchors, &question, &asked);
        require_answer(&asked, attestation_material_count(material));
        REQUIRE(asked.verdict != ATTESTATION_NONE && asked.reason != ATTESTATION_REASON_KEY);
    }
    attestation_clear(&asked);
    attestation_clear(&alone);
}

/* Read once: reading them is most of the work of one input. */
static const struct attestation_anchors *shipped(void)
{
    static struct attestation_anchors *anchors;
    struct failure failure = {0};

    if (anchors == NULL) {
        anchors = attestation_anchors_new();
        REQUIRE(attestation_anchors_add_shipped(anchors, &failure));
    }
    return anchors;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct attestation_material *material = attestation_material_new();
    struct failure failure = {0};

    if (attestation_material_add(material, slice_of(data, size), "input", &failure)) {
        judge(material, shipped());
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL);
    }
    failure_clear(&failure);
    attestation_material_free(material);
    return 0;
}
