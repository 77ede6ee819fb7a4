/* SPDX-License-Identifier: Apache-2.0 */
#include "trust.h"

#include <string.h>

#define SLOT_HARDWARE 4UL /* CKF_HW_SLOT (PKCS#11 v2.40, 3.2) */

bool admits_software(const struct custody_facts *facts)
{
    return facts->identity.kind == MODULE_SOFTWARE || facts->identity.kind == MODULE_EMULATOR ||
           facts->identity.kind == MODULE_MOCK;
}

bool claims_hardware(const struct custody_facts *facts)
{
    enum module_kind kind = facts->identity.kind;

    if (kind == MODULE_CARD || kind == MODULE_TPM || kind == MODULE_HSM) {
        return true;
    }
    return facts->token != NULL && ((facts->token->slot_flags & SLOT_HARDWARE) != 0 ||
                                    facts->token->mechanisms_in_hardware > 0);
}

bool is_from_its_package(const struct custody_facts *facts)
{
    const char *package = facts->file == NULL ? NULL : facts->file->package;
    const char *rest = facts->identity.packages;

    while (package != NULL && rest != NULL && *rest != '\0') {
        size_t size = strcspn(rest, ", ");

        if (size == strlen(package) && strncmp(rest, package, size) == 0) {
            return true;
        }
        rest += size;
        rest += strspn(rest, ", ");
    }
    return false;
}

enum provenance provenance_of(const struct custody_facts *facts, enum provenance by_table)
{
    return admits_software(facts) || is_from_its_package(facts) ? by_table : PROVENANCE_UNKNOWN;
}

bool counts_keys(enum provenance provenance)
{
    return provenance == PROVENANCE_MODULE_COMPUTED || provenance == PROVENANCE_DEVICE_DERIVED ||
           provenance == PROVENANCE_DEVICE;
}
