/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"
#include "judge_view.h"

static const char *verdict_name(enum attestation_verdict verdict)
{
    switch (verdict) {
    case ATTESTATION_VALID:
        return "valid";
    case ATTESTATION_REJECTED:
        return "rejected";
    case ATTESTATION_NONE:
    default:
        return "none";
    }
}

static const char *origin_name(enum attestation_origin origin)
{
    switch (origin) {
    case ATTESTATION_ORIGIN_GENERATED:
        return "generated";
    case ATTESTATION_ORIGIN_IMPORTED:
        return "imported";
    case ATTESTATION_ORIGIN_UNKNOWN:
    default:
        return "unknown";
    }
}

static const char *export_name(enum attestation_export export)
{
    switch (export) {
    case ATTESTATION_EXPORT_NEVER:
        return "never";
    case ATTESTATION_EXPORT_WRAPPED:
        return "wrapped";
    case ATTESTATION_EXPORT_UNKNOWN:
    default:
        return "unknown";
    }
}

static json_t *anchor_json(const struct attestation *attestation)
{
    json_t *object;

    if (attestation->anchor_name == NULL) {
        return json_null();
    }
    object = json_object();
    json_put(object, "name", json_text(attestation->anchor_name));
    json_put(object, "sha256", json_text(attestation->anchor_sha256));
    json_put(object, "given", json_boolean(attestation->anchor_given));
    return object;
}

static json_t *advisories_json(const struct attestation *attestation)
{
    json_t *array = json_array();

    for (int i = 0; i < ATTESTATION_ADVISORIES; i++) {
        if (attestation->advisories[i]) {
            (void)json_array_append_new(
                array, json_string(attestation_advisory_id((enum attestation_advisory)i)));
        }
    }
    return array;
}

json_t *judge_attestation_json(const struct attestation *attestation)
{
    json_t *object = json_object();

    json_put(object, "verdict", json_string(verdict_name(attestation->verdict)));
    if (attestation->verdict == ATTESTATION_NONE) {
        return object;
    }
    json_put(object, "reason",
             attestation->verdict == ATTESTATION_VALID
                 ? json_null()
                 : json_string(attestation_reason_id(attestation->reason)));
    json_put(object, "detail", json_text(attestation->detail));
    json_put(object, "vendor", json_string(attestation_vendor(attestation->product)));
    json_put(object, "product", json_string(attestation_product_name(attestation->product)));
    json_put(object, "model", json_text(attestation->model));
    json_put(object, "serial", json_text(attestation->serial));
    json_put(object, "firmware", json_text(attestation->firmware));
    json_put(object, "slot", json_text(attestation->slot));
    json_put(object, "label", json_text(attestation->label));
    json_put(object, "form_factor", json_text(attestation->form_factor));
    json_put(object, "fips", json_boolean(attestation->fips));
    json_put(object, "origin", json_string(origin_name(attestation->origin)));
    json_put(object, "export", json_string(export_name(attestation->export)));
    json_put(object, "advisories", advisories_json(attestation));
    json_put(object, "anchor", anchor_json(attestation));
    return object;
}
