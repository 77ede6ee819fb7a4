/* SPDX-License-Identifier: Apache-2.0 */
/* Slots and tokens as the scenario wants them seen. */
#include "calls.h"
#include "doubles.h"
#include "scenario.h"

#include <string.h>

CK_RV double_C_GetSlotList(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
    if (present && token_vanished() && count != NULL) {
        *count = 0;
        return CKR_OK;
    }
    return real_module()->C_GetSlotList(present, slots, count);
}

static CK_FLAGS change(CK_FLAGS flags, const struct flag_change *wanted)
{
    return (flags | wanted->set) & ~wanted->clear;
}

CK_RV double_C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
    CK_RV rv = real_module()->C_GetSlotInfo(slot, info);

    if (rv == CKR_OK) {
        info->flags = change(info->flags, &scenario_get()->slot_flags);
        if (token_vanished()) {
            info->flags &= ~CKF_TOKEN_PRESENT;
        }
    }
    return rv;
}

static void set_field(unsigned char *field, size_t width, const struct field *wanted)
{
    if (wanted->given) {
        memcpy(field, wanted->text, width);
    }
}

CK_RV double_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    const struct scenario *scenario = scenario_get();
    CK_RV rv = real_module()->C_GetTokenInfo(slot, info);

    /* The empty slot that SoftHSM always shows stays what it is. */
    if (rv != CKR_OK || (info->flags & CKF_TOKEN_INITIALIZED) == 0) {
        return rv;
    }
    set_field(info->label, sizeof info->label, &scenario->label);
    set_field(info->manufacturerID, sizeof info->manufacturerID, &scenario->manufacturer);
    set_field(info->model, sizeof info->model, &scenario->model);
    set_field(info->serialNumber, sizeof info->serialNumber, &scenario->serial);
    if (token_swapped()) {
        set_field(info->serialNumber, sizeof info->serialNumber, &scenario->other_serial);
    }
    if (scenario->has_memory) {
        info->ulTotalPublicMemory = info->ulTotalPrivateMemory = scenario->memory_total;
        info->ulFreePublicMemory = info->ulFreePrivateMemory = scenario->memory_free;
    }
    if (scenario->has_pin_length) {
        info->ulMinPinLen = scenario->pin_min;
        info->ulMaxPinLen = scenario->pin_max;
    }
    info->flags = login_flags(info->flags);
    if (scenario->pin_pad) {
        info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    }
    info->flags = change(info->flags, &scenario->token_flags);
    return CKR_OK;
}
