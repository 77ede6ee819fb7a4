/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/probe.h"

#include <dlfcn.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"
#include "pkcs11/ckr.h"
#include "raise.h"
#include "token_info.h"

static bool read_info(struct module *module, struct module_probe *probe, struct failure *failure)
{
    CK_INFO info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetInfo, &info);

    if (rv != CKR_OK) {
        return raise_cryptoki(failure, NULL, "C_GetInfo", rv, _("cannot use module '%s'"),
                              module->path);
    }
    probe->description = fixed_text(info.libraryDescription, sizeof info.libraryDescription);
    probe->manufacturer = fixed_text(info.manufacturerID, sizeof info.manufacturerID);
    probe->library_version[0] = info.libraryVersion.major;
    probe->library_version[1] = info.libraryVersion.minor;
    probe->cryptoki_version[0] = info.cryptokiVersion.major;
    probe->cryptoki_version[1] = info.cryptokiVersion.minor;
    probe->start = module->start;
    probe->quirks = &module->quirks;
    probe->interface_list =
        module->library != NULL && dlsym(module->library, "C_GetInterfaceList") != NULL;
    return true;
}

static void read_abilities(struct probed_slot *slot, struct notices *notices)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};

    slot->abilities_read = token_abilities_read(&slot->token, &slot->abilities, &reason);
    if (!slot->abilities_read) {
        notices_add(notices, _("slot %lu: %s returned %s (0x%lx)"), slot->slot, reason.function,
                    reason.rv_name, reason.rv);
    }
}

static struct probed_slot probe_slot(struct module *module, CK_SLOT_ID id, struct notices *notices)
{
    struct probed_slot slot = {.slot = id};
    CK_SLOT_INFO info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetSlotInfo, id, &info);

    if (rv != CKR_OK) {
        notices_add(notices, _("slot %lu: %s returned %s (0x%lx)"), id, "C_GetSlotInfo",
                    ckr_name(rv), rv);
        return slot;
    }
    slot.description = fixed_text(info.slotDescription, sizeof info.slotDescription);
    slot.manufacturer = fixed_text(info.manufacturerID, sizeof info.manufacturerID);
    slot.hardware = (info.flags & CKF_HW_SLOT) != 0;
    slot.removable = (info.flags & CKF_REMOVABLE_DEVICE) != 0;
    slot.present = (info.flags & CKF_TOKEN_PRESENT) != 0;
    slot.token_read = slot.present && token_read(module, id, TOKEN_INFO, notices, &slot.token);
    if (slot.token_read) {
        read_abilities(&slot, notices);
    }
    return slot;
}

bool module_probe_read(struct modules *modules, size_t index, struct notices *notices,
                       struct module_probe *ret_probe, struct failure *failure)
{
    struct module *module = modules->items[index];
    struct module_probe probe = {0};
    CK_SLOT_ID *slots = NULL;
    CK_ULONG count = 0;
    CK_RV rv;

    if (!read_info(module, &probe, failure)) {
        return false;
    }
    rv = slots_list(module, CK_FALSE, &slots, &count);
    if (rv == CKR_OK) {
        probe.slots = memory_new(count, sizeof *probe.slots);
        for (CK_ULONG i = 0; i < count; i++) {
            probe.slots[probe.slot_count++] = probe_slot(module, slots[i], notices);
        }
    }
    memory_free(slots);
    if (rv != CKR_OK) {
        module_probe_clear(&probe);
        return raise_cryptoki(failure, NULL, "C_GetSlotList", rv,
                              _("cannot list the slots of module '%s'"), module->path);
    }
    *ret_probe = probe;
    return true;
}

void module_probe_clear(struct module_probe *probe)
{
    for (size_t i = 0; i < probe->slot_count; i++) {
        memory_free(probe->slots[i].description);
        memory_free(probe->slots[i].manufacturer);
        token_clear(&probe->slots[i].token);
    }
    memory_free(probe->slots);
    memory_free(probe->description);
    memory_free(probe->manufacturer);
    *probe = (struct module_probe){0};
}
