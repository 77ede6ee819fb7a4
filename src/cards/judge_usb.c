/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judging.h"
#include "observe.h"
#include "tables.h"

bool judging_usb_id(const struct judging *judging, uint16_t *ret_vendor, uint16_t *ret_product)
{
    const struct reader *reader = judging->verdict->reader;

    if (judging->has_usb) {
        *ret_vendor = judging->usb.vendor;
        *ret_product = judging->usb.product;
        return true;
    }
    if (reader->has_usb_id) {
        *ret_vendor = reader->usb_vendor;
        *ret_product = reader->usb_product;
    }
    return reader->has_usb_id;
}

static bool fits(const struct known_bus *bus, const struct usb_parent *parent)
{
    CLEANUP(text_free)
    char *pci = text_format("%04x:%04x", parent->pci_id >> 16, parent->pci_id & 0xFFFF);
    CLEANUP(text_free) char *subsystem = text_format("%04x", parent->pci_subsystem_vendor);

    if ((bus->pci != NULL || bus->pci_subsystem != NULL) && !parent->has_pci_id) {
        return false;
    }
    return (bus->driver == NULL ||
            (parent->driver != NULL && strcmp(bus->driver, parent->driver) == 0)) &&
           (bus->pci == NULL || digits_fit(bus->pci, pci)) &&
           (bus->pci_subsystem == NULL || digits_fit(bus->pci_subsystem, subsystem));
}

/* The first parent, and its row, that is physical or that is not. */
static const struct known_bus *find_controller(const struct judging *judging, bool physical,
                                               const struct usb_parent **ret_parent)
{
    const struct card_tables *tables = judging->question->tables;

    for (size_t i = 0; i < judging->usb.parent_count; i++) {
        for (size_t j = 0; j < tables->bus_count; j++) {
            const struct known_bus *bus = &tables->buses[j];

            if ((bus->meaning == MEANS_PHYSICAL) == physical &&
                fits(bus, &judging->usb.parents[i])) {
                *ret_parent = &judging->usb.parents[i];
                return bus;
            }
        }
    }
    return NULL;
}

static void judge_controller(struct judging *judging)
{
    struct observations *observations = &judging->verdict->observations;
    const struct usb_parent *parent = NULL;
    const struct known_bus *bus = find_controller(judging, false, &parent);

    if (bus == NULL) {
        bus = find_controller(judging, true, &parent);
        judging->physical_controller = bus != NULL;
    }
    if (bus == NULL) {
        observe(observations, OBSERVE_READER_USB_CONTROLLER_UNKNOWN, MEANS_CONTEXT,
                memory_copy_text(judging->usb.path),
                text_format(_("the USB controller of '%s' is not one that is known as physical"),
                            judging->usb.path));
        return;
    }
    observe(observations, OBSERVE_READER_USB_CONTROLLER, bus->meaning,
            text_format("%s %s", parent->name, parent->driver == NULL ? "-" : parent->driver),
            text_format(_("the USB controller '%s' is: %s"), parent->name, bus->about));
}

static void judge_strings(struct judging *judging)
{
    const struct usb_device *usb = &judging->usb;
    struct text words = {0};
    const char *const strings[] = {usb->manufacturer, usb->product_name, usb->serial};
    char *value;

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        if (strings[i] != NULL) {
            text_addf(&words, "%s%s", words.size == 0 ? "" : ", ", strings[i]);
        }
    }
    value = text_take(&words);
    if (*value == '\0') {
        memory_free(value);
        return;
    }
    observe(&judging->verdict->observations, OBSERVE_READER_USB_STRINGS, MEANS_CONTEXT, value,
            text_format(_("the device calls itself '%s'"), value));
}

/* The driver and the kernel speak of the same device. */
static void compare_ids(struct judging *judging)
{
    const struct reader *reader = judging->verdict->reader;
    const struct usb_device *usb = &judging->usb;

    if (!reader->has_usb_id ||
        (reader->usb_vendor == usb->vendor && reader->usb_product == usb->product)) {
        return;
    }
    observe(
        &judging->verdict->observations, OBSERVE_READER_USB_IDS_DIFFER, MEANS_CONTRADICTION,
        text_format("%04x:%04x %04x:%04x", reader->usb_vendor, reader->usb_product, usb->vendor,
                    usb->product),
        text_format(_("the driver of the reader says USB device %04x:%04x, the kernel %04x:%04x"),
                    reader->usb_vendor, reader->usb_product, usb->vendor, usb->product));
}

static void judge_device(struct judging *judging)
{
    const struct usb_device *usb = &judging->usb;
    struct observations *observations = &judging->verdict->observations;

    observe(observations, OBSERVE_READER_USB_DEVICE, MEANS_CONTEXT,
            text_format("%04x:%04x %s", usb->vendor, usb->product, usb->path),
            text_format(_("the reader is USB device %04x:%04x at '%s'"), usb->vendor, usb->product,
                        usb->path));
    judge_strings(judging);
    compare_ids(judging);
    if (!usb->ccid) {
        observe(observations, OBSERVE_READER_USB_NO_CCID, MEANS_CONTEXT,
                memory_copy_text(usb->path),
                memory_copy_text(_("the USB device does not say that it is a smart card reader")));
    }
    judge_controller(judging);
}

static void find_device(struct judging *judging, unsigned bus, unsigned address)
{
    const struct kernel_view *kernel = &judging->question->kernel;
    struct observations *observations = &judging->verdict->observations;

    judging->has_usb = usb_device_find(kernel, bus, address, &judging->usb);
    if (judging->has_usb) {
        judge_device(judging);
    } else if (usb_is_shown(kernel)) {
        observe(observations, OBSERVE_READER_USB_MISSING, MEANS_CONTRADICTION,
                text_format("%u:%u", bus, address),
                text_format(_("the driver of the reader names USB bus %u, address %u, and the "
                              "kernel has no device there"),
                            bus, address));
    } else {
        observe(observations, OBSERVE_READER_USB_HIDDEN, MEANS_CONTEXT,
                text_format("%u:%u", bus, address),
                memory_copy_text(_("the kernel shows no USB devices here, as in a container")));
    }
}

static void judge_known(struct judging *judging)
{
    static const enum observation_meaning meanings[] = {
        [READER_KIND_GENUINE] = MEANS_CONTEXT,
        [READER_KIND_VIRTUAL] = MEANS_VIRTUAL,
        [READER_KIND_EMULATED] = MEANS_EMULATED,
    };
    uint16_t vendor = 0, product = 0;
    const struct known_reader *known;

    if (!judging_usb_id(judging, &vendor, &product)) {
        return;
    }
    known = known_reader_by_usb(judging->question->tables, vendor, product);
    if (known != NULL) {
        observe(&judging->verdict->observations, OBSERVE_READER_USB_KNOWN, meanings[known->kind],
                text_format("%04x:%04x", vendor, product),
                text_format(_("the USB ids %04x:%04x are those of: %s"), vendor, product,
                            known->about));
    }
}

void judge_usb(struct judging *judging)
{
    const struct reader *reader = judging->verdict->reader;
    unsigned bus = 0, address = 0;

    if (reader_usb_channel(reader, &bus, &address)) {
        find_device(judging, bus, address);
    } else if (reader_tells_anything(reader)) {
        observe(&judging->verdict->observations, OBSERVE_READER_CHANNEL_NONE, MEANS_CONTEXT,
                memory_copy_text(""),
                memory_copy_text(_("the driver does not say that the reader is on USB")));
    }
    judge_known(judging);
}
