/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Thales Luna: a Public Key Confirmation, which the HSM makes only for private keys that were
 * created in an HSM and cannot be extracted. Which certificates stand above it, by their extended
 * key usages, is in evidence/anchors.conf.
 * https://github.com/ThalesGroup/luna-pkc-validator
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "certificate_facts.h"
#include "judgment.h"

#define LUNA "1.3.6.1.4.1.12383."
#define PURPOSES LUNA "1."
#define PURPOSE_CONFIRMATION PURPOSES "13"
#define OID_SERIAL LUNA "2.1"

bool luna_is_statement(const struct certificate *certificate, bool asked)
{
    return has_purpose(certificate, PURPOSE_CONFIRMATION) ||
           (asked && has_purpose_below(certificate, PURPOSES));
}

/* Four bytes, the lowest first. */
static char *read_serial(const struct certificate *certificate)
{
    struct slice value = {0};

    if (!extension_read(certificate, OID_SERIAL, &value) || value.size != 4) {
        return NULL;
    }
    return text_format("%lu", (unsigned long)value.data[0] | (unsigned long)value.data[1] << 8 |
                                  (unsigned long)value.data[2] << 16 |
                                  (unsigned long)value.data[3] << 24);
}

/* "Luna K7" of "Luna K7-521174", as the certificate of an RSA device is named. */
static char *read_model(const struct chain *chain, const char *serial)
{
    CLEANUP(text_free)
    char *device = chain->count > 1 ? common_name(chain->links[1]) : memory_copy_text("");
    const char *dash = strrchr(device, '-');

    if (strncmp(device, "Luna ", 5) == 0 && dash != NULL && strcmp(dash + 1, serial) == 0) {
        return memory_copy_text_n(device, (size_t)(dash - device));
    }
    return memory_copy_text("Luna");
}

/*
 * A Luna token is a partition with a number of its own, longer than the 32 bits of the HSM's: such
 * a one cannot be compared.
 */
static bool is_partition(const char *serial)
{
    char *end = NULL;
    unsigned long long number;

    while (*serial == ' ') {
        serial++;
    }
    if (!isdigit((unsigned char)*serial)) {
        return true;
    }
    number = strtoull(serial, &end, 10);
    return number > UINT32_MAX || end[strspn(end, " ")] != '\0';
}

static enum attestation_reason check_serial(struct judgment *judgment)
{
    const char *asked = judgment->question->serial;

    if (asked == NULL || !is_partition(asked)) {
        return judgment_check_serial(judgment);
    }
    judgment->answer->serial_check = ATTESTATION_SERIAL_NOT_STATED;
    judgment->answer->advisories[ATTESTATION_ADVISORY_SERIAL] = true;
    return ATTESTATION_REASON_NONE;
}

enum attestation_reason luna_judge(struct judgment *judgment)
{
    struct attestation *answer = judgment->answer;
    struct chain chain = {0};
    enum attestation_reason reason;

    answer->serial = read_serial(judgment->certificate);
    if (!has_purpose(judgment->certificate, PURPOSE_CONFIRMATION)) {
        return judgment_reject_subject(judgment, ATTESTATION_REASON_USAGE,
                                       _("'%s' is a certificate of the HSM, not of a key in it"),
                                       judgment->certificate);
    }
    reason = judgment_chain(judgment, ATTESTATION_LUNA, NULL, &chain);
    if (reason == ATTESTATION_REASON_NONE && answer->serial == NULL) {
        reason = judgment_reject_subject(judgment, ATTESTATION_REASON_MALFORMED,
                                         _("'%s' does not say what such a statement says"),
                                         judgment->certificate);
    }
    if (reason != ATTESTATION_REASON_NONE) {
        return reason;
    }
    answer->model = read_model(&chain, answer->serial);
    answer->origin = ATTESTATION_ORIGIN_GENERATED;
    answer->export = ATTESTATION_EXPORT_NEVER;
    return check_serial(judgment);
}
