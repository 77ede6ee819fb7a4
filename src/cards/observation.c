/* SPDX-License-Identifier: Apache-2.0 */
#include "cards/observation.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "observe.h"

/* Who could fake it, for several ids each. */
#define BY_ENVIRONMENT N_("whoever starts this program, through its environment, and root")
#define BY_MODULE N_("the module: what it tells of its slots is its own choice")
#define BY_VIRTUAL_READER                                                                          \
    N_("whoever may configure pcscd: a virtual reader has any name and sends any answer to reset")
#define BY_USB_DEVICE                                                                              \
    N_("whoever may plug in a device: a cheap microcontroller has any USB ids and strings")
#define BY_ROOT N_("root of this machine, who can replace pcscd, the kernel or its files")
#define BY_HOST N_("the host of a virtual machine, which shows it whatever hardware it likes")
#define BY_PROCESS N_("the module: it runs in this process, and may open or load whatever it likes")
#define BY_FILES N_("whoever may write the files of this machine, usually root")

static const struct {
    const char *id;
    const char *forger;
} rows[OBSERVE_NAMES] = {
    [OBSERVE_PCSC_UNAVAILABLE] = {"pcsc.unavailable", BY_ENVIRONMENT},
    [OBSERVE_PCSC_ENVIRONMENT] = {"pcsc.environment", BY_ENVIRONMENT},
    [OBSERVE_PCSC_SLOT_READER] = {"pcsc.slot.reader", BY_MODULE},
    [OBSERVE_PCSC_SLOT_UNLISTED] = {"pcsc.slot.unlisted", BY_MODULE},
    [OBSERVE_PCSC_SLOT_AMBIGUOUS] = {"pcsc.slot.ambiguous", BY_MODULE},
    [OBSERVE_READER_BUSY] = {"reader.busy", BY_VIRTUAL_READER},
    [OBSERVE_READER_NAME_KNOWN] = {"reader.name.known", BY_VIRTUAL_READER},
    [OBSERVE_READER_NAME_UNBACKED] = {"reader.name.unbacked", BY_VIRTUAL_READER},
    [OBSERVE_READER_ATTRIBUTES] = {"reader.attributes", BY_ROOT},
    [OBSERVE_READER_ATTRIBUTES_NONE] = {"reader.attributes.none", BY_VIRTUAL_READER},
    [OBSERVE_READER_CHANNEL_NONE] = {"reader.channel.none", BY_ROOT},
    [OBSERVE_READER_USB_HIDDEN] = {"reader.usb.hidden", BY_ROOT},
    [OBSERVE_READER_USB_MISSING] = {"reader.usb.missing", BY_ROOT},
    [OBSERVE_READER_USB_DEVICE] = {"reader.usb.device", BY_USB_DEVICE},
    [OBSERVE_READER_USB_STRINGS] = {"reader.usb.strings", BY_USB_DEVICE},
    [OBSERVE_READER_USB_KNOWN] = {"reader.usb.known", BY_USB_DEVICE},
    [OBSERVE_READER_USB_IDS_DIFFER] = {"reader.usb.ids-differ", BY_ROOT},
    [OBSERVE_READER_USB_NO_CCID] = {"reader.usb.no-ccid", BY_USB_DEVICE},
    [OBSERVE_READER_USB_CONTROLLER] = {"reader.usb.controller", BY_HOST},
    [OBSERVE_READER_USB_CONTROLLER_UNKNOWN] = {"reader.usb.controller.unknown", BY_HOST},
    [OBSERVE_MACHINE_VIRTUAL] = {"machine.virtual", BY_HOST},
    [OBSERVE_CARD_ATR] = {"card.atr", BY_VIRTUAL_READER},
    [OBSERVE_CARD_ATR_FAMILY] = {"card.atr.family", BY_VIRTUAL_READER},
    [OBSERVE_CARD_ATR_EMULATOR] = {"card.atr.emulator", BY_VIRTUAL_READER},
    [OBSERVE_CARD_ATR_READER] = {"card.atr.reader", BY_VIRTUAL_READER},
    [OBSERVE_MODULE_FILE] = {"module.file", BY_FILES},
    [OBSERVE_MODULE_PACKAGE] = {"module.package", BY_FILES},
    [OBSERVE_MODULE_UNPACKAGED] = {"module.unpackaged", BY_FILES},
    [OBSERVE_MODULE_WRITABLE] = {"module.writable", BY_FILES},
    [OBSERVE_PROCESS_LIBRARIES] = {"process.libraries", BY_PROCESS},
    [OBSERVE_PROCESS_LIBRARY] = {"process.library", BY_PROCESS},
    [OBSERVE_PROCESS_LIBRARY_REPLACED] = {"process.library.replaced", BY_PROCESS},
    [OBSERVE_PROCESS_FILE] = {"process.file", BY_PROCESS},
    [OBSERVE_PROCESS_DEVICE] = {"process.device", BY_PROCESS},
    [OBSERVE_PROCESS_UNIX] = {"process.unix", BY_PROCESS},
    [OBSERVE_PROCESS_TCP] = {"process.tcp", BY_PROCESS},
    [OBSERVE_PROCESS_ENVIRONMENT] = {"process.environment", BY_ENVIRONMENT},
    [OBSERVE_TPM_DRIVER] = {"tpm.driver", BY_HOST},
};

void observe(struct observations *observations, enum observation_name name,
             enum observation_meaning meaning, char *value, char *sentence)
{
    observations->items =
        memory_resize(observations->items, observations->count + 1, sizeof *observations->items);
    observations->items[observations->count++] = (struct observation){
        .id = rows[name].id,
        .meaning = meaning,
        .value = value,
        .sentence = sentence,
        .forger = _(rows[name].forger),
    };
}

void observations_clear(struct observations *observations)
{
    for (size_t i = 0; i < observations->count; i++) {
        memory_free(observations->items[i].value);
        memory_free(observations->items[i].sentence);
    }
    memory_free(observations->items);
    *observations = (struct observations){0};
}

const struct observation *observations_find(const struct observations *observations, const char *id)
{
    for (size_t i = 0; i < observations->count; i++) {
        if (strcmp(observations->items[i].id, id) == 0) {
            return &observations->items[i];
        }
    }
    return NULL;
}

bool observations_mean(const struct observations *observations, enum observation_meaning meaning)
{
    for (size_t i = 0; i < observations->count; i++) {
        if (observations->items[i].meaning == meaning) {
            return true;
        }
    }
    return false;
}

const char *observation_id_at(size_t position)
{
    return position < OBSERVE_NAMES ? rows[position].id : NULL;
}

const char *observation_meaning_name(enum observation_meaning meaning)
{
    static const char *const names[] = {
        [MEANS_CONTEXT] = "context",
        [MEANS_PHYSICAL] = "physical",
        [MEANS_VIRTUAL] = "virtual",
        [MEANS_EMULATED] = "emulated",
        [MEANS_SOFTWARE] = "software",
        [MEANS_REMOTE] = "remote",
        [MEANS_CONTRADICTION] = "contradiction",
    };

    return names[meaning];
}
