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

static void set_field(unsigned char *field, size_t width, const struct field *wanted)
{
    if (wanted->given) {
        memcpy(field, wanted->text, width);
    }
}

static void set_version(CK_VERSION *version, enum version_place place)
{
    const struct version *wanted = &scenario_get()->versions[place];

    if (wanted->given) {
        *version = wanted->number;
    }
}

CK_RV double_C_GetInfo(CK_INFO *info)
{
    const struct scenario *scenario = scenario_get();
    CK_RV rv = real_module()->C_GetInfo(info);

    if (rv == CKR_OK) {
        set_field(info->libraryDescription, sizeof info->libraryDescription,
                  &scenario->library_description);
        set_field(info->manufacturerID, sizeof info->manufacturerID,
                  &scenario->library_manufacturer);
        set_version(&info->libraryVersion, LIBRARY_VERSION);
    }
    return rv;
}

CK_RV double_C_GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE mechanism,
                                CK_MECHANISM_INFO *info)
{
    CK_RV rv = CKR_MECHANISM_INVALID;

    if (!mechanism_is_hidden(mechanism)) {
        rv = real_module()->C_GetMechanismInfo(slot, mechanism, info);
    }
    if (rv == CKR_OK) {
        info->flags = change(info->flags, &scenario_get()->mechanism_flags);
    }
    return rv;
}

CK_RV double_C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
    CK_RV rv = real_module()->C_GetSlotInfo(slot, info);

    if (rv == CKR_OK) {
        const struct scenario *scenario = scenario_get();

        set_field(info->slotDescription, sizeof info->slotDescription, &scenario->slot_description);
        set_field(info->manufacturerID, sizeof info->manufacturerID, &scenario->slot_manufacturer);
        set_version(&info->hardwareVersion, SLOT_HARDWARE);
        set_version(&info->firmwareVersion, SLOT_FIRMWARE);
        info->flags = change(info->flags, &scenario->slot_flags);
        if (token_vanished()) {
            info->flags &= ~CKF_TOKEN_PRESENT;
        }
    }
    return rv;
}

static void set_pair(CK_ULONG *first, CK_ULONG *second, const struct number_pair *wanted)
{
    if (wanted->given) {
        *first = wanted->first;
        *second = wanted->second;
    }
}

static void set_numbers(CK_TOKEN_INFO *info, const struct scenario *scenario)
{
    if (scenario->has_pin_length) {
        info->ulMinPinLen = scenario->pin_min;
        info->ulMaxPinLen = scenario->pin_max;
    }
    set_pair(&info->ulTotalPublicMemory, &info->ulFreePublicMemory, &scenario->public_memory);
    set_pair(&info->ulTotalPrivateMemory, &info->ulFreePrivateMemory, &scenario->private_memory);
    set_pair(&info->ulSessionCount, &info->ulMaxSessionCount, &scenario->sessions);
}

static bool is_meant(const struct token_view *view, const unsigned char *real_label)
{
    return !view->only.given || memcmp(view->only.text, real_label, TOKEN_LABEL_WIDTH) == 0;
}

static void set_view(CK_TOKEN_INFO *info, const struct token_view *view)
{
    set_field(info->label, sizeof info->label, &view->label);
    set_field(info->manufacturerID, sizeof info->manufacturerID, &view->manufacturer);
    set_field(info->model, sizeof info->model, &view->model);
    set_field(info->serialNumber, sizeof info->serialNumber, &view->serial);
    info->flags = change(info->flags, &view->flags);
}

CK_RV double_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
    const struct scenario *scenario = scenario_get();
    unsigned char real_label[TOKEN_LABEL_WIDTH];
    CK_RV rv = real_module()->C_GetTokenInfo(slot, info);

    /* The empty slot that SoftHSM always shows stays what it is. */
    if (rv != CKR_OK || (info->flags & CKF_TOKEN_INITIALIZED) == 0) {
        return rv;
    }
    memcpy(real_label, info->label, sizeof real_label);
    set_numbers(info, scenario);
    set_version(&info->hardwareVersion, TOKEN_HARDWARE);
    set_version(&info->firmwareVersion, TOKEN_FIRMWARE);
    info->flags = login_flags(info->flags);
    if (scenario->pin_pad) {
        info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    }
    for (size_t i = 0; i < scenario->view_count; i++) {
        if (is_meant(&scenario->views[i], real_label)) {
            set_view(info, &scenario->views[i]);
        }
    }
    if (token_swapped()) {
        set_field(info->serialNumber, sizeof info->serialNumber, &scenario->other_serial);
    }
    return CKR_OK;
}
