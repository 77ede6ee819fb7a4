/* SPDX-License-Identifier: Apache-2.0 */

/* A card-verifiable certificate or request, as material and as an anchor. */

#include "attestation/attestation.h"
#include "fuzz.h"

static void judge(const struct attestation_material *material,
                  const struct attestation_anchors *anchors)
{
    struct attestation answer = {0};

    attestation_judge(material, anchors, &(struct attestation_question){.now = 1}, &answer);
    REQUIRE((answer.verdict == ATTESTATION_REJECTED) == (answer.reason != ATTESTATION_REASON_NONE));
    attestation_clear(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct attestation_material *material = attestation_material_new();
    struct attestation_anchors *anchors = attestation_anchors_new();
    struct failure failure = {0};

    if (attestation_anchors_add(anchors, slice_of(data, size), "input", &failure)) {
        REQUIRE(attestation_anchors_count(anchors) <= size);
    } else {
        REQUIRE(failure_is_set(&failure));
    }
    failure_clear(&failure);
    if (attestation_material_add(material, slice_of(data, size), "input", &failure)) {
        judge(material, anchors);
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && attestation_material_count(material) == 0);
    }
    failure_clear(&failure);
    attestation_anchors_free(anchors);
    attestation_material_free(material);
    return 0;
}
