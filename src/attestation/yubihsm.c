/* SPDX-License-Identifier: Apache-2.0 */

/*
 * YubiHSM 2: a certificate for an asymmetric key, signed by the attestation key the factory put
 * into the device as object 0.
 * https://developers.yubico.com/YubiHSM2/Concepts/Attestation.html
 * https://docs.yubico.com/hardware/oid
 */

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "certificate_facts.h"
#include "judgment.h"

#define YUBIHSM "1.3.6.1.4.1.41482.4."
#define OID_FIRMWARE YUBIHSM "1"
#define OID_SERIAL YUBIHSM "2"
#define OID_ORIGIN YUBIHSM "3"
#define OID_DOMAINS YUBIHSM "4"
#define OID_CAPABILITIES YUBIHSM "5"
#define OID_OBJECT YUBIHSM "6"
#define OID_LABEL YUBIHSM "9"
#define OID_FIPS YUBIHSM "10"

/* Bits of the origin; the others say how a key came from outside. */
#define ORIGIN_GENERATED 0x01u
#define CAPABILITY_EXPORTABLE_UNDER_WRAP (UINT64_C(1) << 16)

/*
 * The certificate of the factory's key names the device, but is about no object. Any key with the
 * capability to attest can sign statements: those of keys that are themselves attested do not
 * count, since such a key may have been imported.
 */
bool yubihsm_is_statement(const struct certificate *certificate)
{
    return extension_present(certificate, OID_ORIGIN) ||
           extension_present(certificate, OID_DOMAINS) ||
           extension_present(certificate, OID_CAPABILITIES);
}

static void read_device(const struct certificate *certificate, struct attestation *answer)
{
    struct slice value = {0};
    struct slice version = {0};
    uint64_t number = 0;

    answer->model = memory_copy_text("YubiHSM 2");
    if (extension_read(certificate, OID_FIRMWARE, &value) && der_octets(value, &version)) {
        answer->firmware = version_text(version);
    }
    if (extension_read(certificate, OID_SERIAL, &value) && der_integer(value, &number)) {
        answer->serial = text_format("%llu", (unsigned long long)number);
    }
    if (extension_read(certificate, OID_OBJECT, &value) && der_integer(value, &number)) {
        answer->slot = text_format("0x%04llx", (unsigned long long)number);
    }
    if (extension_read(certificate, OID_LABEL, &value)) {
        answer->label = der_text(value);
    }
}

/* False when it does not say both. */
static bool read_claims(const struct certificate *certificate, uint64_t *ret_origin,
                        uint64_t *ret_capabilities)
{
    struct slice origin = {0};
    struct slice capabilities = {0};

    return extension_read(certificate, OID_ORIGIN, &origin) &&
           extension_read(certificate, OID_CAPABILITIES, &capabilities) &&
           der_bits(origin, ret_origin) && der_bits(capabilities, ret_capabilities);
}

static bool is_fips(const struct chain *chain)
{
    return extension_present(chain->links[0], OID_FIPS) ||
           (chain->count > 1 && extension_present(chain->links[1], OID_FIPS));
}

static enum attestation_reason check_claims(struct judgment *judgment, uint64_t origin,
                                            uint64_t capabilities)
{
    struct attestation *answer = judgment->answer;

    answer->origin =
        origin == ORIGIN_GENERATED ? ATTESTATION_ORIGIN_GENERATED : ATTESTATION_ORIGIN_IMPORTED;
    answer->export = (capabilities & CAPABILITY_EXPORTABLE_UNDER_WRAP) != 0
                         ? ATTESTATION_EXPORT_WRAPPED
                         : ATTESTATION_EXPORT_NEVER;
    if (origin != ORIGIN_GENERATED) {
        return judgment_reject(
            judgment, ATTESTATION_REASON_IMPORTED,
            text_format(_("its origin is 0x%02llx"), (unsigned long long)origin));
    }
    if (answer->export == ATTESTATION_EXPORT_WRAPPED) {
        return judgment_reject(
            judgment, ATTESTATION_REASON_EXPORTABLE,
            memory_copy_text(_("it has the capability 'exportable-under-wrap'")));
    }
    return ATTESTATION_REASON_NONE;
}

enum attestation_reason yubihsm_judge(struct judgment *judgment)
{
    struct chain chain = {0};
    uint64_t origin = 0;
    uint64_t capabilities = 0;
    bool readable = read_claims(judgment->certificate, &origin, &capabilities);
    enum attestation_reason reason;

    read_device(judgment->certificate, judgment->answer);
    reason = judgment_chain(judgment, ATTESTATION_YUBIHSM, yubihsm_is_statement, &chain);
    if (reason == ATTESTATION_REASON_NONE && !readable) {
        reason = judgment_reject_subject(judgment, ATTESTATION_REASON_MALFORMED,
                                         _("'%s' does not say what such a statement says"),
                                         judgment->certificate);
    }
    if (reason == ATTESTATION_REASON_NONE) {
        judgment->answer->fips = is_fips(&chain);
        reason = check_claims(judgment, origin, capabilities);
    }
    return reason == ATTESTATION_REASON_NONE ? judgment_check_serial(judgment) : reason;
}
