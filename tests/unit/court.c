/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "court.h"

#include <string.h>

#include "base/memory.h"

void court_open(struct court *court)
{
    *court = (struct court){.material = attestation_material_new(),
                            .anchors = attestation_anchors_new()};
}

void court_close(struct court *court)
{
    attestation_material_free(court->material);
    attestation_anchors_free(court->anchors);
    attestation_clear(&court->answer);
    bytes_clear(&court->spki);
}

void court_add_bytes(struct court *court, struct slice content)
{
    struct failure failure = {0};

    assert_done(attestation_material_add(court->material, content, "test", &failure), &failure);
}

void court_add(struct court *court, const struct made *made)
{
    struct bytes der = made_der(made);

    court_add_bytes(court, slice_of_bytes(&der));
    bytes_clear(&der);
}

void court_trust_certificate(struct court *court, struct slice content)
{
    struct failure failure = {0};

    assert_done(attestation_anchors_add(court->anchors, content, "anchor", &failure), &failure);
}

void court_trust(struct court *court, const struct made *root, const char *name, const char *rules)
{
    char *section = made_anchor(name, root, rules);

    court_trust_certificate(court, slice_of_text(section));
    memory_free(section);
}

void court_ask_about(struct court *court, const struct made *made)
{
    bytes_clear(&court->spki);
    court->spki = made_spki(made);
    court->question.spki = slice_of_bytes(&court->spki);
}

void check_verdict(struct court *court, enum attestation_verdict verdict, const char *reason,
                   const char *file, int line)
{
    attestation_clear(&court->answer);
    attestation_judge(court->material, court->anchors, &court->question, &court->answer);
    if (court->answer.verdict != verdict ||
        strcmp(attestation_reason_id(court->answer.reason), reason) != 0) {
        print_error("verdict %d, reason '%s': %s\n", (int)court->answer.verdict,
                    attestation_reason_id(court->answer.reason),
                    court->answer.detail != NULL ? court->answer.detail : "");
        _fail(file, line);
    }
}
