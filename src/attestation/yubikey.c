/* SPDX-License-Identifier: Apache-2.0 */

/*
 * YubiKey PIV: a certificate for each key that was generated in the device, signed by the key in
 * slot F9, which Yubico certified in the factory.
 * https://developers.yubico.com/PIV/Introduction/PIV_attestation.html
 * https://docs.yubico.com/hardware/oid
 */

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "certificate_facts.h"
#include "judgment.h"

#define YUBICO_PIV "1.3.6.1.4.1.41482.3."
#define OID_FIRMWARE YUBICO_PIV "3"
#define OID_SERIAL YUBICO_PIV "7"
#define OID_POLICY YUBICO_PIV "8"
#define OID_FORM_FACTOR YUBICO_PIV "9"
#define OID_FIPS YUBICO_PIV "10"

#define SUBJECT "YubiKey PIV Attestation "
#define FORM_FACTOR_FIPS 0x80

/* Only statements about keys carry these; the certificate in F9 does not. */
static bool is_attested(const struct certificate *certificate)
{
    return extension_present(certificate, OID_SERIAL) || extension_present(certificate, OID_POLICY);
}

bool yubikey_piv_is_statement(const struct certificate *certificate)
{
    CLEANUP(text_free) char *name = common_name(certificate);

    return is_attested(certificate) || strncmp(name, SUBJECT, strlen(SUBJECT)) == 0;
}

static bool is_slot(unsigned slot)
{
    return (slot >= 0x82 && slot <= 0x95) || (slot >= 0x9a && slot <= 0x9e && slot != 0x9b);
}

unsigned attestation_piv_slot(struct slice id)
{
    static const uint8_t first[] = {0x9a, 0x9c, 0x9d, 0x9e};
    unsigned number = id.size == 1 ? id.data[0] : 0;

    if (number >= 1 && number <= 4) {
        return first[number - 1];
    }
    return number >= 5 && number <= 24 ? 0x82 + number - 5 : 0;
}

/* The slot as the subject names it; 0 when it names none. */
static unsigned slot_of(const struct certificate *certificate)
{
    CLEANUP(text_free) char *name = common_name(certificate);
    const size_t prefix = strlen(SUBJECT);
    unsigned slot;

    if (strncmp(name, SUBJECT, prefix) != 0 || strlen(name) != prefix + 2 ||
        hex_value(name[prefix]) < 0 || hex_value(name[prefix + 1]) < 0) {
        return 0;
    }
    slot = (unsigned)(hex_value(name[prefix]) * 16 + hex_value(name[prefix + 1]));
    return is_slot(slot) ? slot : 0;
}

static const char *form_factor_name(uint8_t form_factor)
{
    static const char *const names[] = {
        [1] = "USB-A keychain",  [2] = "USB-A nano",      [3] = "USB-C keychain",
        [4] = "USB-C nano",      [5] = "USB-C Lightning", [6] = "USB-A biometric",
        [7] = "USB-C biometric",
    };

    form_factor &= FORM_FACTOR_FIPS - 1;
    return form_factor < sizeof names / sizeof *names ? names[form_factor] : NULL;
}

static void read_policy(struct slice policy, struct attestation *answer)
{
    static const enum attestation_pin_policy pin[] = {ATTESTATION_PIN_UNKNOWN,
                                                      ATTESTATION_PIN_NEVER, ATTESTATION_PIN_ONCE,
                                                      ATTESTATION_PIN_ALWAYS};
    static const enum attestation_touch_policy touch[] = {
        ATTESTATION_TOUCH_UNKNOWN, ATTESTATION_TOUCH_NEVER, ATTESTATION_TOUCH_ALWAYS,
        ATTESTATION_TOUCH_CACHED};

    if (policy.data[0] < sizeof pin / sizeof *pin) {
        answer->pin_policy = pin[policy.data[0]];
    }
    if (policy.data[1] < sizeof touch / sizeof *touch) {
        answer->touch_policy = touch[policy.data[1]];
    }
}

/* What the extensions say; false when one is not what Yubico writes. */
static bool read_extensions(const struct certificate *certificate, struct attestation *answer)
{
    struct slice value = {0};
    uint64_t serial = 0;

    if (!extension_read(certificate, OID_FIRMWARE, &value) || value.size != 3) {
        return false;
    }
    answer->firmware = version_text(value);
    answer->model = text_format("YubiKey %u", value.data[0]);
    if (extension_read(certificate, OID_SERIAL, &value)) { /* not on early ones */
        if (!der_integer(value, &serial)) {
            return false;
        }
        answer->serial = text_format("%llu", (unsigned long long)serial);
    }
    if (!extension_read(certificate, OID_POLICY, &value) || value.size != 2) {
        return false;
    }
    read_policy(value, answer);
    if (extension_read(certificate, OID_FORM_FACTOR, &value) && value.size == 1) {
        answer->form_factor = memory_copy_text(form_factor_name(value.data[0]));
        answer->fips = (value.data[0] & FORM_FACTOR_FIPS) != 0;
    }
    return true;
}

static enum attestation_reason check_slot(struct judgment *judgment, unsigned stated)
{
    const unsigned asked = judgment->question->piv_slot;

    if (asked == 0 || asked == stated) {
        return ATTESTATION_REASON_NONE;
    }
    return judgment_reject(
        judgment, ATTESTATION_REASON_SLOT,
        text_format(_("it is about slot %02x, the key is in slot %02x"), stated, asked));
}

enum attestation_reason yubikey_piv_judge(struct judgment *judgment)
{
    struct attestation *answer = judgment->answer;
    struct chain chain = {0};
    unsigned slot = slot_of(judgment->certificate);
    bool readable = read_extensions(judgment->certificate, answer) && slot != 0;
    enum attestation_reason reason;

    answer->slot = slot == 0 ? NULL : text_format("%02x", slot);
    reason = judgment_chain(judgment, ATTESTATION_YUBIKEY_PIV, is_attested, &chain);
    if (reason == ATTESTATION_REASON_NONE && !readable) {
        reason = judgment_reject_subject(judgment, ATTESTATION_REASON_MALFORMED,
                                         _("'%s' does not say what such a statement says"),
                                         judgment->certificate);
    }
    if (reason != ATTESTATION_REASON_NONE) {
        return reason;
    }
    answer->fips |= chain.count > 1 && extension_present(chain.links[1], OID_FIPS);
    /* The device attests what it generated and nothing else, and has no command to export. */
    answer->origin = ATTESTATION_ORIGIN_GENERATED;
    answer->export = ATTESTATION_EXPORT_NEVER;
    reason = check_slot(judgment, slot);
    return reason == ATTESTATION_REASON_NONE ? judgment_check_serial(judgment) : reason;
}
